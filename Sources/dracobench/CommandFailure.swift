/// How the process ends, as the README lists it.
enum ProcessEnd: Int32 {
    case done = 0
    case checkFailed = 1
    case badInput = 2
    case incomplete = 3
    case interrupted = 130
}

/// Why a command ends early: one sentence that says what to do, and the exit code.
struct CommandFailure: Error {
    let sentence: String
    let code: ProcessEnd

    init(_ sentence: String, code: ProcessEnd = .badInput) {
        self.sentence = sentence
        self.code = code
    }

    /// Ctrl-C, with everything stored that came in time.
    static let interruption = CommandFailure(
        "Interrupted. The same command again goes on from here.", code: .interrupted)
}
