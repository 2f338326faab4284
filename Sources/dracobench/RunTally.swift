import Vocabulary

/// What a run has come to so far, added up from its events.
struct RunTally: Sendable {
    /// Nil until the plan stands.
    private(set) var plan: PlanSummary?
    /// When the plan stood, in seconds since 1970.
    private(set) var startedAt: Double?
    /// Answers committed since then.
    private(set) var answers = 0
    /// Those of them that can't be graded.
    private(set) var failedAnswers = 0
    /// Verdicts committed since then, the missing ones included.
    private(set) var verdicts = 0
    private(set) var missingVerdicts = 0
    /// Known costs since then.
    private(set) var cost = USD.zero
    /// By endpoint.
    private var waits: [String: Wait] = [:]

    /// A pause in what an endpoint is asked.
    struct Wait: Sendable, Equatable {
        let endpoint: String
        let why: String
        /// In seconds since 1970.
        let until: Double
    }

    /// - Parameter now: seconds since 1970 by a clock that never runs backwards.
    mutating func take(_ event: RunEvent, at now: Double) {
        switch event {
        case .planned(let summary):
            plan = summary
            startedAt = now
        case .answered(_, let status, let cost):
            answers += 1
            if !status.isGradable { failedAnswers += 1 }
            self.cost += cost ?? .zero
        case .judged(let isMissing, let cost):
            verdicts += 1
            if isMissing { missingVerdicts += 1 }
            self.cost += cost ?? .zero
        case .keptPart(_, let cost): self.cost += cost ?? .zero
        case .waiting(let endpoint, let why, let seconds):
            waits[endpoint] = Wait(endpoint: endpoint, why: why, until: now + seconds)
        case .stopping: break
        }
    }

    /// Answers that are stored, those of earlier executions included.
    var storedAnswers: Int { (plan?.storedAnswers ?? 0) + answers }
    /// Rulings that are stored, likewise.
    var storedVerdicts: Int { (plan?.storedVerdicts ?? 0) + verdicts - missingVerdicts }
    /// Known costs of the run, likewise.
    var spent: USD { (plan?.spent ?? .zero) + cost }

    /// Endpoints that are not asked for now, by name.
    func waits(at now: Double) -> [Wait] {
        waits.values.filter { $0.until > now }.sorted { $0.endpoint < $1.endpoint }
    }

    /// 0…1. Answers that can't be graded leave verdicts that will never be asked for.
    var share: Double {
        guard let plan, plan.verdicts > 0 else { return 1 }
        return min(1, Double(plan.storedVerdicts + verdicts) / Double(plan.verdicts))
    }

    /// From how fast verdicts came since the plan stood; nil while that says too little.
    func secondsLeft(at now: Double) -> Double? {
        guard let plan, let startedAt, verdicts >= 20, share < 1 else { return nil }
        let left = Double(plan.verdicts - plan.storedVerdicts - verdicts)
        return left * max(0, now - startedAt) / Double(verdicts)
    }
}
