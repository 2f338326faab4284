import Vocabulary

/// What is said of a reply that is of no use: one sentence or two, without a key, with advice where
/// the cause is plain.
struct ReplySentences: Sendable {
    let redaction: KeyRedaction
    /// Where requests go, without user, query and fragment.
    let address: String
    /// Whether the base URL is the one that the service has for everybody.
    private let isUsual: Bool
    private let hasVersion: Bool

    init(_ endpoint: Endpoint, path: String) {
        redaction = KeyRedaction(endpoint.key)
        address = redaction.redacted(Self.bare(endpoint.baseURL) + path)
        isUsual = endpoint.baseURL == endpoint.dialect.usualAddress?.baseURL
        hasVersion = Self.bare(endpoint.baseURL).split(separator: "/").dropFirst(2)
            .contains { $0.first == "v" && $0.dropFirst().first?.isNumber == true }
    }

    /// An error that the service put into words.
    func failure(_ error: ServiceError, status: Int?, model: String) -> String {
        var sentence = "\(model) failed"
        if let status { sentence += " with \(status)" }
        if let provider = error.provider { sentence += " at \(provider)" }
        sentence += ": " + line(error.message, atMost: 300)
        if let words = error.providerWords, words != error.message {
            sentence += " (\(line(words, atMost: 200)))"
        }
        if error.isUnknownModel {
            sentence = Self.ended(sentence)
            sentence += " The endpoint has no model named \(model): see which names it knows"
        } else if status == 404, let advice = versionAdvice {
            sentence = Self.ended(sentence) + " " + advice
        }
        return redaction.redacted(sentence)
    }

    /// A body that is no JSON, such as a page.
    func notJSON(status: Int, body: [UInt8]) -> String {
        let start = String(decoding: body.prefix(1 << 20), as: UTF8.self)
        let shown = line(start, atMost: 200)
        var sentence = "The endpoint answered \(status) at \(address) with "
        sentence += shown.isEmpty ? "nothing." : "something other than JSON: \(shown)"
        guard !isUsual, status < 500, ![401, 402, 403, 408, 429].contains(status) else {
            return sentence
        }
        sentence = Self.ended(sentence)
        return sentence + " " + (versionAdvice ?? "Is the base URL right, with /v1 or without?")
    }

    func line(_ text: String, atMost length: Int) -> String {
        redaction.line(text, atMost: length)
    }

    private var versionAdvice: String? {
        isUsual || hasVersion
            ? nil : "The base URL has no /v1; with many services it ends with that."
    }

    /// With a full stop, where it has no mark at its end.
    static func ended(_ sentence: String) -> String {
        sentence.last.map { ".!?…".contains($0) } ?? true ? sentence : sentence + "."
    }

    /// The URL without what may hold a secret.
    private static func bare(_ url: String) -> String {
        let plain = url.prefix { $0 != "?" && $0 != "#" }
        guard let scheme = plain.firstRange(of: "://") else { return String(plain) }
        let rest = plain[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        let host = authority.split(separator: "@").last ?? authority
        return String(plain[..<scheme.upperBound] + host + rest.dropFirst(authority.count))
    }
}
