/// One execution of a suite, as the store keeps it.
package struct RunRecord: Sendable, Equatable {
    /// Given by the suite's name, dataset and whether it is simulated, so that running the same
    /// suite again resumes it.
    package var id: String
    package var name: String
    package var datasetName: String
    package var datasetSHA256: String
    package var datasetRevision: String?
    package var suiteSHA256: String
    package var judgeID: String
    package var passes: Int
    package var generations: Int
    /// Name and SHA-256 of the exclusion list.
    package var exclusionName: String
    package var exclusionSHA256: String
    package var seed: UInt64
    /// What the simulator was made of, when it played the provider; nil for a real run.
    package var simulation: String?
    package var codeVersion: String
    /// Seconds since 1970.
    package var startedAt: Double
    /// Nil while units are missing.
    package var finishedAt: Double?

    package init(
        id: String, name: String, datasetName: String, datasetSHA256: String,
        datasetRevision: String?, suiteSHA256: String, judgeID: String, passes: Int,
        generations: Int, exclusionName: String, exclusionSHA256: String, seed: UInt64,
        simulation: String?, codeVersion: String, startedAt: Double, finishedAt: Double?
    ) {
        self.id = id
        self.name = name
        self.datasetName = datasetName
        self.datasetSHA256 = datasetSHA256
        self.datasetRevision = datasetRevision
        self.suiteSHA256 = suiteSHA256
        self.judgeID = judgeID
        self.passes = passes
        self.generations = generations
        self.exclusionName = exclusionName
        self.exclusionSHA256 = exclusionSHA256
        self.seed = seed
        self.simulation = simulation
        self.codeVersion = codeVersion
        self.startedAt = startedAt
        self.finishedAt = finishedAt
    }
}

/// One planned answer of a run: which configuration answers which task, and under which key the
/// answer is stored. Units outlive the answers they wait for.
package struct AnswerUnitRecord: Sendable, Equatable, Hashable {
    package var key: String
    package var configurationID: String
    package var taskID: String
    /// 0-based.
    package var generation: Int
    /// The run that paid for the answer, where it is another one.
    package var reusedFrom: String?

    package init(
        key: String, configurationID: String, taskID: String, generation: Int,
        reusedFrom: String? = nil
    ) {
        self.key = key
        self.configurationID = configurationID
        self.taskID = taskID
        self.generation = generation
        self.reusedFrom = reusedFrom
    }
}

/// How much better a fusion is than its best member on the tasks that both have scores for.
package struct LiftRecord: Sendable, Equatable {
    package var configurationID: String
    /// The solo configuration with the highest mean on the common tasks.
    package var bestMemberID: String
    /// Tasks scored for the fusion and for every member that has a solo row.
    package var commonTasks: Int
    /// Mean normalized scores over the common tasks, 0…1.
    package var fusedScore: Double
    package var bestMemberScore: Double
    /// Lower and upper 97.5 % limits of the lift over every member, 0…1 units; nil where there are
    /// too few tasks for one. See `LiftEstimate`.
    package var lowerLimit: Double?
    package var upperLimit: Double?
    /// One-sided p that the fusion does not beat every member; nil likewise.
    package var pValue: Double?

    package init(
        configurationID: String, bestMemberID: String, commonTasks: Int, fusedScore: Double,
        bestMemberScore: Double, lowerLimit: Double? = nil, upperLimit: Double? = nil,
        pValue: Double? = nil
    ) {
        self.configurationID = configurationID
        self.bestMemberID = bestMemberID
        self.commonTasks = commonTasks
        self.fusedScore = fusedScore
        self.bestMemberScore = bestMemberScore
        self.lowerLimit = lowerLimit
        self.upperLimit = upperLimit
        self.pValue = pValue
    }

    /// fused − best member, in 0…1 units (times 100 for points).
    package var lift: Double { fusedScore - bestMemberScore }
}
