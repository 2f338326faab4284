import Statistics
import Vocabulary

extension ConfigurationScores {
    package var answered: [UnitResult] { tasks.flatMap(\.units).filter { $0.status != nil } }
    package var unansweredUnits: Int { tasks.flatMap(\.units).count { $0.status == nil } }

    /// How many answers ended in that way.
    package func count(of status: AnswerStatus) -> Int { answered.count { $0.status == status } }

    /// Answers that ended without a text for another reason than a refusal or an empty reply.
    package var failedCount: Int {
        answered.count { [.timeout, .modelError, .infraError].contains($0.status) }
    }

    // MARK: - Costs

    /// Mean cost of an answer, those that failed included; nil where any is unknown or none has
    /// been asked for.
    package var costPerAnswer: USD? {
        guard !answered.isEmpty, let total = totalCost else { return nil }
        return USD(total.dollars / Double(answered.count))
    }

    /// Of everything that was spent on answers; nil where any is unknown or no finite number.
    package var totalCost: USD? { Self.sum(answered.map(\.cost)) }

    /// Of judging; nil likewise.
    package var judgeCost: USD? {
        Self.sum(answered.filter { $0.status?.isGradable ?? false }.map(\.judgeCost))
    }

    private static func sum(_ amounts: [USD?]) -> USD? {
        USD.sum(amounts).flatMap { $0.dollars.isFinite ? $0 : nil }
    }

    /// By task id, the mean dollars of its answers; tasks where any is unknown are left out.
    package var costByTask: [String: Double] {
        Dictionary(
            uniqueKeysWithValues: tasks.compactMap { task in
                let costs = task.units.filter { $0.status != nil }.map { $0.cost?.dollars }
                let known = costs.compactMap { $0 }.filter(\.isFinite)
                guard known.count == costs.count, let mean = Averages.mean(known) else {
                    return nil
                }
                return (task.taskID, mean)
            })
    }

    // MARK: - Latency

    /// A share q of the answers came by then, in seconds. Where answers were given up, their times
    /// are known only to be longer, and the curve of completion says what there is to say; its
    /// quantile has no interval. Nil where that share never came, and without answers.
    package func latency(_ q: Double) -> (seconds: Double, interval: Interval?)? {
        let timed = answered.compactMap { unit -> (seconds: Double, came: Bool)? in
            guard let seconds = unit.latencySeconds, seconds.isFinite else { return nil }
            return switch unit.status {
            case .ok, .truncated: (seconds, true)
            case .timeout: (seconds, false)
            case .refused, .empty, .modelError, .infraError, nil: nil
            }
        }
        guard timed.allSatisfy(\.came) else {
            return CompletionCurve(timed).quantile(q).map { ($0, nil) }
        }
        return QuantileEstimate(q, of: timed.map(\.seconds)).map { ($0.value, $0.interval) }
    }

    // MARK: - What happened on the way

    /// Judging passes that lack a verdict and have no score.
    package var incompletePasses: Int { answered.reduce(0) { $0 + $1.incompletePasses } }
    /// Answers that were put aside and asked for again.
    package var answersPutAside: Int {
        tasks.flatMap(\.units).reduce(0) { $0 + $1.answersPutAside }
    }

    package var missingVerdicts: Int { answered.reduce(0) { $0 + $1.missingVerdicts } }

    /// Drafts that a fusion was to have and that did not come.
    package var lostDrafts: Int {
        answered.reduce(0) { $0 + $1.drafts.count { !$0.status.isGradable } }
    }

    /// Answers that a synthesizer had to write from the drafts alone.
    package var missingAnalyses: Int {
        answered.count { [.invalid, .failed].contains($0.analysis) }
    }
    package var blockedURLs: Int { answered.reduce(0) { $0 + $1.blockedURLs } }
}
