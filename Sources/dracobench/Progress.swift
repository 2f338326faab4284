import Vocabulary

/// Shows how a run goes, on stderr: a bar on a terminal, a line every ten seconds elsewhere.
actor Progress {
    private let isTerminal: Bool
    private let now: @Sendable () -> Double
    private var plan = PlanSummary(answers: 0, storedAnswers: 0, verdicts: 0, storedVerdicts: 0)
    private var answers = 0
    private var verdicts = 0
    private var missing = 0
    private var failed = 0
    private var cost = USD.zero
    private var startedAt: Double?
    private var shownAt = 0.0
    private var hasBar = false

    init(isTerminal: Bool, now: @escaping @Sendable () -> Double) {
        self.isTerminal = isTerminal
        self.now = now
    }

    /// Takes in everything until the stream ends.
    func follow(_ events: AsyncStream<RunEvent>) async {
        for await event in events {
            take(event)
            if now() - shownAt >= (isTerminal ? 0.1 : 10) { show() }
        }
        if hasBar { show() }
        if hasBar { Terminal.sayRaw("\n") }
    }

    private func take(_ event: RunEvent) {
        switch event {
        case .planned(let summary):
            plan = summary
            startedAt = now()
            shownAt = now()
            Terminal.say(Self.sentence(for: summary))
        case .answered(_, let status, let cost):
            answers += 1
            if !status.isGradable { failed += 1 }
            self.cost += cost ?? .zero
        case .judged(let isMissing, let cost):
            verdicts += 1
            if isMissing { missing += 1 }
            self.cost += cost ?? .zero
        case .stopping(let reason):
            if hasBar { Terminal.sayRaw("\n") }
            hasBar = false
            Terminal.say(Self.sentence(for: reason))
        }
    }

    static func sentence(for plan: PlanSummary) -> String {
        let answers = plan.answers - plan.storedAnswers
        let verdicts = plan.verdicts - plan.storedVerdicts
        if answers == 0, verdicts == 0 { return "Nothing is missing; nothing is asked for." }
        let todo =
            "\(answers) of \(plan.answers) answers and \(verdicts) of \(plan.verdicts) verdicts"
        let isResumed = plan.storedAnswers > 0 || plan.storedVerdicts > 0
        return isResumed ? "To do: \(todo); the rest is stored." : "To do: \(todo)."
    }

    static func sentence(for reason: StopReason) -> String {
        switch reason {
        case .interrupted: "Interrupted; what is in flight is being stored."
        case .budget(let spent, let cap):
            "Stopped: \(Self.dollars(spent)) spent, the cap is \(Self.dollars(cap))."
        case .endpoint(let sentence): "Stopped: \(sentence)"
        }
    }

    private func show() {
        shownAt = now()
        let done = Double(plan.storedVerdicts + verdicts)
        // Answers that can't be graded leave verdicts that will never be asked for.
        let share = plan.verdicts == 0 ? 1 : min(1, done / Double(plan.verdicts))
        var parts = [
            "answers \(plan.storedAnswers + answers)/\(plan.answers)",
            "verdicts \(plan.storedVerdicts + verdicts)/\(plan.verdicts)",
            Self.dollars(cost),
        ]
        if failed > 0 { parts.append("\(failed) without an answer") }
        if missing > 0 { parts.append("\(missing) verdicts missing") }
        if let remaining = remainingSeconds(share) { parts.append("about \(remaining) left") }
        let line = parts.joined(separator: "  ")
        if isTerminal {
            let filled = Int((share * 20).rounded(.down))
            let bar = String(repeating: "█", count: filled).padded(to: 20, with: "░")
            Terminal.sayRaw("\r\u{1B}[K\(bar) \(line)")
            hasBar = true
        } else {
            Terminal.say(line)
        }
    }

    /// From how fast verdicts came since the start of this execution.
    private func remainingSeconds(_ share: Double) -> String? {
        guard let startedAt, verdicts >= 20, share < 1 else { return nil }
        let elapsed = now() - startedAt
        let left = Double(plan.verdicts - plan.storedVerdicts - verdicts)
        let seconds = Int((left * elapsed / Double(verdicts)).rounded(.up))
        return seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
    }

    static func dollars(_ amount: USD) -> String {
        let cents = Int((amount.dollars * 100).rounded())
        let fraction = cents % 100
        return "$\(cents / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

extension String {
    fileprivate func padded(to length: Int, with character: Character) -> String {
        self + String(repeating: character, count: max(0, length - count))
    }
}
