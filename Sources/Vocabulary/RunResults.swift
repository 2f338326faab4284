/// Everything a report is made of, read from the store in one go. The same store gives equal
/// values, whatever the order in which it was written.
package struct RunResults: Sendable, Equatable {
    package var origin: ResultsOrigin
    package var validity: ValidityLimits
    /// In suite order.
    package var configurations: [ConfigurationSummary]
    /// The run's tasks, in dataset order.
    package var tasks: [TaskSummary]
    /// One for every planned unit, in plan order.
    package var units: [UnitResult]
    /// What was asked for and not sent, by model and then by name.
    package var omissions: [Omission]

    package init(
        origin: ResultsOrigin, validity: ValidityLimits = .init(),
        configurations: [ConfigurationSummary], tasks: [TaskSummary], units: [UnitResult],
        omissions: [Omission] = []
    ) {
        self.origin = origin
        self.validity = validity
        self.configurations = configurations
        self.tasks = tasks
        self.units = units
        self.omissions = omissions
    }
}

/// A setting that a model or its endpoint does not take, so that it was not sent.
package struct Omission: Sendable, Hashable {
    package var model: String
    /// As the request would have named it, such as `temperature`.
    package var parameter: String

    package init(model: String, parameter: String) {
        self.model = model
        self.parameter = parameter
    }
}

/// Where results come from.
package enum ResultsOrigin: Sendable, Equatable {
    /// A run of ours, and the judge that graded it.
    case run(RunRecord, JudgeRecord)
    /// Verdicts that were given elsewhere.
    case verdictFiles(VerdictFilesRecord)
}

/// The files behind results that were graded elsewhere.
package struct VerdictFilesRecord: Sendable, Equatable {
    package var datasetName: String
    package var datasetSHA256: String
    package var files: [File]
    /// Who gave the verdicts, where the rows say so.
    package var judge: String?
    /// Passes of the configuration that has most.
    package var passes: Int
    /// Tasks of the dataset on which there is no verdict at all.
    package var ungradedTasks: Int

    package init(
        datasetName: String, datasetSHA256: String, files: [File], judge: String?, passes: Int,
        ungradedTasks: Int = 0
    ) {
        self.datasetName = datasetName
        self.datasetSHA256 = datasetSHA256
        self.files = files
        self.judge = judge
        self.passes = passes
        self.ungradedTasks = ungradedTasks
    }

    package struct File: Sendable, Equatable {
        package var name: String
        package var sha256: String

        package init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }
}

/// A configuration as the store keeps it.
package struct ConfigurationSummary: Sendable, Equatable {
    package var id: String
    /// `Configuration.Kind.name`.
    package var kind: String
    /// Solo: the model. Fusion: the panel, in order. Answers: none.
    package var models: [String]
    package var analyst: String?
    package var synthesizer: String?
    /// `DraftSource.rawValue` of a fusion.
    package var drafts: String?
    /// How the exclusion list was applied to it.
    package var enforcement: Enforcement

    package init(
        id: String, kind: String, models: [String], analyst: String? = nil,
        synthesizer: String? = nil, drafts: String? = nil, enforcement: Enforcement = .full
    ) {
        self.id = id
        self.kind = kind
        self.models = models
        self.analyst = analyst
        self.synthesizer = synthesizer
        self.drafts = drafts
        self.enforcement = enforcement
    }
}

package struct TaskSummary: Sendable, Equatable {
    package var id: String
    package var domain: String

    package init(id: String, domain: String) {
        self.id = id
        self.domain = domain
    }
}

/// A planned unit with what the store has of it.
package struct UnitResult: Sendable, Equatable {
    package var unit: AnswerUnitRecord
    /// Nil: not answered yet.
    package var status: AnswerStatus?
    package var error: String?
    package var finishReason: String?
    package var cost: USD?
    package var latencySeconds: Double?
    /// URLs that the exclusion list kept from this answer's models.
    package var blockedURLs: Int
    /// What its research, its text and those of its drafts have to do with the benchmark, what was
    /// kept away included. A draft that was taken from a solo answer brings that answer's along.
    package var leaks: [TextFinding]
    /// What the panel gave, in its order; none but for a fusion.
    package var drafts: [DraftResult]
    /// How the models behind this answer searched: of a solo one, of a fusion one for every draft.
    /// Empty where none was to search.
    package var research: [ResearchResult]
    package var analysis: AnalysisRecord.Status?
    /// What became of the provider's fusion; nil where none was asked for or offered.
    package var serverFusion: ServerFusionRecord?
    /// What judging this answer cost; nil where any part is unknown.
    package var judgeCost: USD?
    /// Verdicts that could not be had, over all passes.
    package var missingVerdicts: Int
    /// Σ |weight| of the verdicts that its passes were to have, and of those that are there. Both 0
    /// where there is nothing to grade.
    package var plannedVerdictWeight: Int
    package var obtainedVerdictWeight: Int
    /// Passes that the answer was to have and that lack a verdict, so that they have no score.
    package var incompletePasses: Int
    /// How often the unit was answered before and the answer put aside.
    package var answersPutAside: Int
    /// One for every complete pass, in pass order.
    package var scores: [ScoreRecord]

    package init(
        unit: AnswerUnitRecord, status: AnswerStatus?, error: String? = nil,
        finishReason: String? = nil, cost: USD? = nil, latencySeconds: Double? = nil,
        blockedURLs: Int = 0, leaks: [TextFinding] = [], drafts: [DraftResult] = [],
        research: [ResearchResult] = [],
        analysis: AnalysisRecord.Status? = nil, serverFusion: ServerFusionRecord? = nil,
        judgeCost: USD? = nil, missingVerdicts: Int = 0,
        plannedVerdictWeight: Int = 0, obtainedVerdictWeight: Int = 0,
        incompletePasses: Int = 0, answersPutAside: Int = 0, scores: [ScoreRecord] = []
    ) {
        self.unit = unit
        self.status = status
        self.error = error
        self.finishReason = finishReason
        self.cost = cost
        self.latencySeconds = latencySeconds
        self.blockedURLs = blockedURLs
        self.leaks = leaks
        self.drafts = drafts
        self.research = research
        self.analysis = analysis
        self.serverFusion = serverFusion
        self.judgeCost = judgeCost
        self.missingVerdicts = missingVerdicts
        self.plannedVerdictWeight = plannedVerdictWeight
        self.obtainedVerdictWeight = obtainedVerdictWeight
        self.incompletePasses = incompletePasses
        self.answersPutAside = answersPutAside
        self.scores = scores
    }
}

/// What became of one draft of a fusion.
package struct DraftResult: Sendable, Equatable {
    package var model: String
    package var status: AnswerStatus

    package init(model: String, status: AnswerStatus) {
        self.model = model
        self.status = status
    }
}

/// How one model searched for one answer. For a draft that was taken from a solo answer, the
/// searches of that answer.
package struct ResearchResult: Sendable, Equatable {
    package var model: String
    package var searches: Int
    /// Searches that ended in an error.
    package var failedSearches: Int

    package init(model: String, searches: Int, failedSearches: Int) {
        self.model = model
        self.searches = searches
        self.failedSearches = failedSearches
    }
}
