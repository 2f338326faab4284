import Statistics
import Vocabulary

/// What a run says of one configuration.
///
/// Order of aggregation (DRACO's, and part of the metric): every pass is scored and clamped on its
/// own; the passes of an answer are averaged, then the answers to a task, then the tasks. Answers
/// that were refused, empty, failed by the model or timed out count 0 in the score, as in trials
/// where everyone counts who was enrolled; those that the network or the judge failed are left out,
/// and leave the run incomplete.
package struct ConfigurationScores: Sendable {
    package let configuration: ConfigurationSummary
    /// In dataset order: every task of the run.
    package let tasks: [TaskResult]
    package let coverage: Coverage

    /// One task, over all generations and passes.
    package struct TaskResult: Sendable {
        package let taskID: String
        package let domain: String
        /// With lost answers as 0; nil where nothing is known.
        package let score: Double?
        /// Mean of the answers that are scored, 0…1; nil where none is.
        package let completed: Double?
        package let unclamped: Double?
        package let passRate: Double?
        /// Nil per axis where the task has no criteria with positive weight on it.
        package let axes: [Axis: Double]
        package let units: [UnitResult]
    }

    /// - Parameter results: must have the configuration.
    package init(_ configuration: ConfigurationSummary, in results: RunResults) {
        self.configuration = configuration
        let units = Dictionary(
            grouping: results.units.filter { $0.unit.configurationID == configuration.id },
            by: \.unit.taskID)
        let coverage = Coverage(
            results.tasks.map { task in
                // A task for which nothing was handed in was not answered.
                units[task.id].map { $0.map(\.coverage) } ?? [.lost]
            })
        self.coverage = coverage
        let scores = coverage.intentionToTreat
        let completed = coverage.completed
        tasks = results.tasks.enumerated().map { place, task in
            TaskResult(
                task, score: scores[place], completed: completed[place],
                units: units[task.id] ?? [])
        }
    }

    /// Mean over the tasks with its spread, 0…1; nil where no task has a value.
    package var estimate: MeanEstimate? { MeanEstimate(tasks.compactMap(\.score)) }
    package var score: Double? { estimate?.mean }
    /// Student's 95 % interval of the score, cut to 0…1; nil where it can't be said.
    package var interval: Interval? { estimate?.interval()?.clamped(to: 0...1) }

    /// Mean over the tasks that are scored, 0…1; nil where there is none.
    package var completed: Double? { Averages.mean(scored.compactMap(\.completed)) }
    package var scored: [TaskResult] { tasks.filter { $0.completed != nil } }
    package var unclamped: Double? { Averages.mean(scored.compactMap(\.unclamped)) }
    package var passRate: Double? { Averages.mean(scored.compactMap(\.passRate)) }

    /// Tasks of which nothing is known: they wait for an answer or a verdict.
    package var unresolvedTasks: Int { tasks.count { $0.score == nil } }

    /// Judging passes whose score was clamped, and all of them.
    package var clampedPasses: (clamped: Int, all: Int) {
        let scores = tasks.flatMap(\.units).flatMap(\.scores)
        return (scores.count { $0.normalized != $0.unclamped }, scores.count)
    }

    /// Mean of the tasks' axis scores, over the tasks that have one.
    package func axis(_ axis: Axis) -> Double? {
        Averages.mean(scored.compactMap { $0.axes[axis] })
    }

    /// The score over the tasks of a domain.
    package func domain(_ domain: String) -> MeanEstimate? {
        MeanEstimate(tasks.filter { $0.domain == domain }.compactMap(\.score))
    }

    /// By task id, 0…1, the scored tasks alone: what paired comparisons rest on.
    package var completedByTask: [String: Double] {
        Dictionary(
            uniqueKeysWithValues: scored.compactMap { task in
                task.completed.map { (task.taskID, $0) }
            })
    }

    /// By task id, 0…1, lost answers as 0.
    package var scoreByTask: [String: Double] {
        Dictionary(
            uniqueKeysWithValues: tasks.compactMap { task in
                task.score.map { (task.taskID, $0) }
            })
    }

    /// The standard error with the domains as strata, which takes out what differs between them;
    /// nil where a domain has fewer than two tasks.
    package var stratifiedError: Double? {
        let known = tasks.filter { $0.score != nil }
        return GroupedMean.stratified(known.compactMap(\.score), groups: known.map(\.domain))?
            .standardError
    }

    /// Mean of the domains' means, each domain alike.
    package var domainMean: Double? {
        Averages.mean(Set(tasks.map(\.domain)).sorted().compactMap { domain($0)?.mean })
    }

    /// Σ raw ÷ Σ positive weight over the scored tasks, which weighs long rubrics more.
    package var pooled: PooledScore? {
        PooledScore(
            scored.compactMap { task in
                let scores = task.units.flatMap(\.scores)
                guard let positive = scores.first?.positiveWeight,
                    let raw = Averages.mean(scores.map(\.raw))
                else { return nil }
                return (raw, positive)
            })
    }

    /// Where the noise of the score comes from, as far as repeats tell; over the tasks that have
    /// all their generations and passes. Nil for fewer than two.
    package var variance: VarianceComponents? {
        let cells = tasks.map { task in
            task.units.map { $0.scores.map(\.normalized) }
        }
        let generations = cells.map(\.count).max() ?? 0
        let passes = cells.flatMap { $0 }.map(\.count).max() ?? 0
        return VarianceComponents(
            cells.filter { $0.count == generations && $0.allSatisfy { $0.count == passes } })
    }
}

extension ConfigurationScores.TaskResult {
    fileprivate init(
        _ task: TaskSummary, score: Double?, completed: Double?, units: [UnitResult]
    ) {
        taskID = task.id
        domain = task.domain
        self.score = score
        self.completed = completed
        self.units = units
        func mean(_ value: (ScoreRecord) -> Double?) -> Double? {
            Averages.mean(
                units.compactMap { unit in Averages.mean(unit.scores.compactMap(value)) })
        }
        unclamped = mean(\.unclamped)
        passRate = mean(\.passRate)
        var axes: [Axis: Double] = [:]
        for axis in Axis.allCases {
            axes[axis] = mean { score in score.axes.first { $0.axis == axis }?.score }
        }
        self.axes = axes
    }
}

extension UnitResult {
    /// What it counts for.
    fileprivate var coverage: Coverage.Answer {
        if let score = Averages.mean(scores.map(\.normalized)) {
            guard incompletePasses > 0 else { return .scored(score) }
            let passes = Double(scores.count + incompletePasses)
            let known = score * Double(scores.count) / passes
            return .partlyScored(
                score, low: known, high: known + Double(incompletePasses) / passes)
        }
        return switch status {
        case .refused, .empty, .modelError, .timeout: .lost
        case .ok, .truncated, .infraError, nil: .unresolved
        }
    }
}
