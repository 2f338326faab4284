import Vocabulary

extension LogEvent {
    /// What people are told; nil where the next progress says enough.
    var sentence: String? {
        switch self {
        case .planned(let plan): plan.sentence
        case .keptPart, .answered, .judged, .waiting, .finished: nil
        case .progress(let tally, let now): tally.sentence(at: now)
        case .draining(let signal, let seconds):
            """
            Storing what is in flight, for \(seconds) s at most; \
            \(signal == .interrupt ? "Ctrl-C again" : "a second signal") ends it now.
            """
        case .stopping(let reason): reason.sentence
        case .note(let sentence), .warning(let sentence), .error(let sentence, _): sentence
        }
    }
}

extension PlanSummary {
    var sentence: String {
        let (newAnswers, newVerdicts) = (answers - storedAnswers, verdicts - storedVerdicts)
        guard newAnswers > 0 || newVerdicts > 0 else {
            return "Nothing is missing; nothing is asked for."
        }
        let todo = "\(newAnswers) of \(answers) answers and \(newVerdicts) of \(verdicts) verdicts"
        let isResumed = storedAnswers > 0 || storedVerdicts > 0
        return isResumed ? "To do: \(todo); the rest is stored." : "To do: \(todo)."
    }
}

extension StopReason {
    var sentence: String {
        switch self {
        case .interrupted: "Interrupted; what came in time is stored."
        case .budget(let cap):
            "Stopped: what is left of the cap of \(cap.text) may not pay for more."
        case .endpoint(let sentence): "Stopped: \(sentence)"
        }
    }
}

extension RunTally {
    /// One line on how far the run is; empty until the plan stands.
    func sentence(at now: Double) -> String {
        guard let plan else { return "" }
        var parts = [
            "answers \(storedAnswers)/\(plan.answers)",
            "verdicts \(storedVerdicts)/\(plan.verdicts)", spent.text,
        ]
        if failedAnswers > 0 { parts.append("\(failedAnswers) without an answer") }
        if missingVerdicts > 0 { parts.append("\(missingVerdicts) verdicts missing") }
        if let seconds = secondsLeft(at: now) { parts.append("about \(Self.span(seconds)) left") }
        for wait in waits(at: now) {
            let left = Self.span(wait.until - now)
            parts.append("waiting for \(wait.endpoint): \(wait.why), \(left)")
        }
        return parts.joined(separator: "  ")
    }

    /// The same behind a bar, for a terminal.
    func bar(at now: Double) -> String {
        let filled = Int((share * 20).rounded(.down))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
        return "\(bar) \(sentence(at: now))"
    }

    private static func span(_ seconds: Double) -> String {
        let whole = Int(min(max(seconds, 0), 1e9).rounded(.up))
        return whole < 120 ? "\(whole) s" : "\((whole + 59) / 60) min"
    }
}

extension USD {
    /// In dollars and cents.
    var text: String {
        let cents = Int((dollars * 100).rounded())
        let fraction = cents % 100
        return "$\(cents / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
