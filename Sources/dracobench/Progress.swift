import Transport
import Vocabulary

/// Shows how a run goes, on stderr: a bar on a terminal, a line every ten seconds elsewhere.
final class Progress: Sendable {
    private struct State {
        var plan = PlanSummary(answers: 0, storedAnswers: 0, verdicts: 0, storedVerdicts: 0)
        var answers = 0
        var verdicts = 0
        var missing = 0
        var failed = 0
        var cost = USD.zero
        var startedAt: Double?
        var hasBar = false
    }

    private let state = Locked(State())
    private let isTerminal: Bool
    private let now: @Sendable () -> Double

    init(isTerminal: Bool, now: @escaping @Sendable () -> Double) {
        self.isTerminal = isTerminal
        self.now = now
    }

    /// Shows the state again and again until its task is cancelled.
    func showRegularly() async {
        let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(10)
        while (try? await Task.sleep(for: pause)) != nil { show() }  // Cancelled: the run is over.
        if isTerminal { show() }
        endBar()
    }

    /// Takes in what happened.
    func take(_ event: RunEvent) {
        switch event {
        case .planned(let summary):
            state.withLock { state in
                state.plan = summary
                state.startedAt = now()
            }
            Terminal.say(Self.sentence(for: summary))
        case .answered(_, let status, let cost):
            state.withLock { state in
                state.answers += 1
                if !status.isGradable { state.failed += 1 }
                state.cost += cost ?? .zero
            }
        case .judged(let isMissing, let cost):
            state.withLock { state in
                state.verdicts += 1
                if isMissing { state.missing += 1 }
                state.cost += cost ?? .zero
            }
        case .stopping(let reason):
            endBar()
            Terminal.say(Self.sentence(for: reason))
        }
    }

    private func endBar() {
        let hadBar = state.withLock { state in
            defer { state.hasBar = false }
            return state.hasBar
        }
        if hadBar { Terminal.sayRaw("\n") }
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
        case .interrupted: "Interrupted; what came in time is stored."
        case .budget(let spent, let cap):
            "Stopped: \(Self.dollars(spent)) spent, the cap is \(Self.dollars(cap))."
        case .endpoint(let sentence): "Stopped: \(sentence)"
        }
    }

    private func show() {
        let current = state.withLock { state -> State in
            if state.startedAt != nil { state.hasBar = isTerminal }
            return state
        }
        guard current.startedAt != nil else { return }
        let line = line(on: current)
        if isTerminal {
            let filled = Int((Self.share(of: current) * 20).rounded(.down))
            let bar = String(repeating: "█", count: filled).padded(to: 20, with: "░")
            Terminal.sayRaw("\r\u{1B}[K\(bar) \(line)")
        } else {
            Terminal.say(line)
        }
    }

    /// Answers that can't be graded leave verdicts that will never be asked for.
    private static func share(of state: State) -> Double {
        let done = Double(state.plan.storedVerdicts + state.verdicts)
        return state.plan.verdicts == 0 ? 1 : min(1, done / Double(state.plan.verdicts))
    }

    private func line(on state: State) -> String {
        let plan = state.plan
        var parts = [
            "answers \(plan.storedAnswers + state.answers)/\(plan.answers)",
            "verdicts \(plan.storedVerdicts + state.verdicts)/\(plan.verdicts)",
            Self.dollars(state.cost),
        ]
        if state.failed > 0 { parts.append("\(state.failed) without an answer") }
        if state.missing > 0 { parts.append("\(state.missing) verdicts missing") }
        if let remaining = remainingTime(state) { parts.append("about \(remaining) left") }
        return parts.joined(separator: "  ")
    }

    /// From how fast verdicts came since the start of this execution.
    private func remainingTime(_ state: State) -> String? {
        guard let startedAt = state.startedAt, state.verdicts >= 20, Self.share(of: state) < 1
        else { return nil }
        let left = Double(state.plan.verdicts - state.plan.storedVerdicts - state.verdicts)
        let seconds = left * (now() - startedAt) / Double(state.verdicts)
        let whole = Int(min(seconds, 1e9).rounded(.up))
        return whole < 120 ? "\(whole) s" : "\((whole + 59) / 60) min"
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
