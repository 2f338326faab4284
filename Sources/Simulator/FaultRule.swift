/// Something that goes wrong with a share of the simulator's answers.
///
/// Written `KIND:RATE` or `KIND:RATE,WORD`: the rate lies between 0 and 1, and with a word only
/// requests are struck whose model or role (researcher, analyst, synthesizer, judge) has it in its
/// name. Example: `429:0.05,judge`.
package struct FaultRule: Sendable, Equatable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        /// HTTP 429 with Retry-After.
        case rateLimit = "429"
        case serverError = "500"
        case overloaded = "503"
        case outOfCredit = "402"
        case keyNotValid = "401"
        /// HTTP 403 by a moderation filter.
        case moderation = "403"
        /// HTTP 200 whose body is an error.
        case errorInside = "error-in-200"
        /// The connection ends in the middle of the body.
        case cut
        /// Half a minute of silence before the answer.
        case stall
        /// A reply that is not what was asked for.
        case malformed
        case refusal
        case empty
        /// A text that ends in the middle, with finish reason `length`.
        case truncated
        /// Half of the text, then an error where the rest would be.
        case errorMidStream = "error-mid-stream"
        /// Empty lines before the body, comments before a stream.
        case keepAlive = "keep-alive"
        /// HTTP 200 with a page instead of an answer.
        case html
        /// HTTP 400 that names a parameter of the request; none where none is left that models
        /// turn down.
        case unsupportedParameter = "unsupported-parameter"
        /// HTTP 429 without Retry-After.
        case bareRateLimit = "429-bare"
        /// The outer model answers without the fusion that it is offered.
        case fusionNotRun = "fusion-not-run"
        /// The provider turns the call of a fusion down as if there had been one before.
        case fusionCapped = "fusion-capped"
        /// A member of a fusion's panel fails.
        case panelFailed = "panel-failed"
        case panelAllFailed = "panel-all-failed"
        /// A fusion's analyst brings nothing that can be used.
        case analysisMissing = "analysis-missing"
        /// A fusion's analyst writes strings where objects should be.
        case analysisMalformed = "analysis-malformed"
    }

    package var kind: Kind
    package var rate: Double
    package var word: String?

    package init(kind: Kind, rate: Double, word: String? = nil) {
        self.kind = kind
        self.rate = rate
        self.word = word
    }

    /// - Throws: `SimulatorError.badFault` with a sentence.
    package init(parsing text: String) throws(SimulatorError) {
        let halves = text.split(separator: ",", maxSplits: 1)
        let parts = (halves.first ?? "").split(separator: ":")
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])),
            let rate = Double(parts[1]), (0...1).contains(rate)
        else { throw .badFault(text) }
        self.init(kind: kind, rate: rate, word: halves.count > 1 ? String(halves[1]) : nil)
    }

    package var description: String { "\(kind.rawValue):\(rate)" + (word.map { ",\($0)" } ?? "") }

    /// Whether it strikes a request. The same request is struck every time, another attempt at it
    /// anew.
    func strikes(model: String, role: String, _ request: Draws) -> Bool {
        let concerns = word.map { model.contains($0) || role.contains($0) } ?? true
        return concerns && request.with(kind.rawValue).uniform < rate
    }
}

/// Why the simulator can't do what it is asked.
package enum SimulatorError: Error, Equatable, CustomStringConvertible {
    case portInUse(Int)
    case badFault(String)
    case badRateLimit(String)
    case journal(String, String)
    case failed(String)

    package var description: String {
        switch self {
        case .portInUse(let port):
            "Port \(port) is in use; choose another one, or 0 for any that is free."
        case .badFault(let text):
            "'\(text)' is no fault; write KIND:RATE, such as 429:0.05, with one of the kinds "
                + FaultRule.Kind.allCases.map(\.rawValue).joined(separator: ", ") + "."
        case .badRateLimit(let text):
            "'\(text)' is no rate limit; write RATE/BURST, such as 50/10 for 50 requests a second "
                + "and 10 at once."
        case .journal(let path, let reason):
            "The journal \(path) can't be written to (\(reason)); name another file with --journal."
        case .failed(let reason): "The simulator could not start: \(reason)."
        }
    }
}
