import Vocabulary

/// What a run says of one configuration.
///
/// Order of aggregation (DRACO's, and part of the metric): every pass is scored and clamped on its
/// own; the passes of an answer are averaged, then the answers to a task, then the tasks.
package struct ConfigurationScores: Sendable {
    package let configuration: ConfigurationSummary
    /// In dataset order: every task the configuration was to answer.
    package let tasks: [TaskResult]

    /// One task, over all generations and passes that have scores.
    package struct TaskResult: Sendable {
        package let taskID: String
        package let domain: String
        /// 0…1; nil where the task has no score.
        package let normalized: Double?
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
        tasks = results.tasks.compactMap { task in
            units[task.id].map { TaskResult(task, units: $0) }
        }
    }

    package var scored: [TaskResult] { tasks.filter { $0.normalized != nil } }

    /// Mean over the scored tasks, 0…1; nil where there is none.
    package var normalized: Double? { Averages.mean(scored.compactMap(\.normalized)) }
    package var passRate: Double? { Averages.mean(scored.compactMap(\.passRate)) }

    /// Mean of the tasks' axis scores, over the tasks that have one.
    package func axis(_ axis: Axis) -> Double? {
        Averages.mean(scored.compactMap { $0.axes[axis] })
    }

    /// Mean over the scored tasks of a domain, and how many these are.
    package func domain(_ domain: String) -> (mean: Double?, tasks: Int) {
        let values = scored.filter { $0.domain == domain }.compactMap(\.normalized)
        return (Averages.mean(values), values.count)
    }

    /// By task id, 0…1, for paired comparisons.
    package var scoreByTask: [String: Double] {
        Dictionary(
            uniqueKeysWithValues: scored.compactMap { task in
                task.normalized.map { (task.taskID, $0) }
            })
    }

    /// Mean cost of an answer, those that failed included; nil where any is unknown or none has
    /// been asked for.
    package var costPerAnswer: USD? {
        let asked = tasks.flatMap(\.units).filter { $0.status != nil }
        guard !asked.isEmpty, let total = USD.sum(asked.map(\.cost)) else { return nil }
        return USD(total.dollars / Double(asked.count))
    }

    /// Of everything that was spent on answers; nil where any is unknown.
    package var totalCost: USD? { USD.sum(answered.map(\.cost)) }

    /// Of judging; nil where any is unknown.
    package var judgeCost: USD? {
        USD.sum(answered.filter { $0.status?.isGradable ?? false }.map(\.judgeCost))
    }

    /// Median over the answers that came, in seconds.
    package var medianLatencySeconds: Double? {
        let latencies = answered.filter { $0.status?.isGradable ?? false }
            .compactMap(\.latencySeconds)
        return Averages.quantile(0.5, of: latencies)
    }

    /// How many answers ended in that way.
    package func count(of status: AnswerStatus) -> Int { answered.count { $0.status == status } }

    package var unansweredUnits: Int { tasks.flatMap(\.units).count { $0.status == nil } }

    package var answered: [UnitResult] { tasks.flatMap(\.units).filter { $0.status != nil } }
}

extension ConfigurationScores.TaskResult {
    fileprivate init(_ task: TaskSummary, units: [UnitResult]) {
        taskID = task.id
        domain = task.domain
        self.units = units
        func mean(_ value: (ScoreRecord) -> Double?) -> Double? {
            Averages.mean(
                units.compactMap { unit in Averages.mean(unit.scores.compactMap(value)) })
        }
        normalized = mean(\.normalized)
        unclamped = mean(\.unclamped)
        passRate = mean(\.passRate)
        var axes: [Axis: Double] = [:]
        for axis in Axis.allCases {
            axes[axis] = mean { score in score.axes.first { $0.axis == axis }?.score }
        }
        self.axes = axes
    }
}
