import Vocabulary

/// How the process ends, as the README lists it.
enum ProcessEnd: Int32 {
    case done = 0
    case checkFailed = 1
    case badInput = 2
    case incomplete = 3
    case hungUp = 129
    case interrupted = 130
    case terminated = 143

    /// 128 and the signal's number, as shells have it.
    init(stoppedBy signal: StopSignal) {
        switch signal {
        case .hangUp: self = .hungUp
        case .interrupt: self = .interrupted
        case .terminate: self = .terminated
        }
    }
}

/// Why a command ends early: one sentence that says what to do, and the exit code.
struct CommandFailure: Error {
    let sentence: String
    let code: ProcessEnd

    init(_ sentence: String, code: ProcessEnd = .badInput) {
        self.sentence = sentence
        self.code = code
    }

    /// A signal, with everything stored that came in time.
    static func interruption(_ signal: StopSignal) -> CommandFailure {
        CommandFailure(
            "Interrupted. The same command again goes on from here.",
            code: ProcessEnd(stoppedBy: signal))
    }
}
