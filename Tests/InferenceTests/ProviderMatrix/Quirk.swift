import Inference
import ScriptedServer
import Testing
import Vocabulary

/// Something that services do beside what is written, and what has to come of it.
struct Quirk: Sendable {
    let name: String
    let api: EndpointSpec.API
    let dialects: [EndpointSpec.Dialect]
    let streams: Bool
    let reply: ScriptedServer.Reply
    let outcome: Outcome

    enum Outcome: Sendable {
        /// A completion, with the tokens that are known of it, input and output together.
        case text(String, tokens: Int?)
        /// A completion that its output cap cut off.
        case cutShort(String)
        /// Calls of tools: names and arguments.
        case calls([String])
        /// Another attempt is made, which the server answers with a completion. `pause`: seconds
        /// that pass before.
        case retried(pause: ClosedRange<Double>)
        /// Declined, in words that contain these.
        case refused(String)
        /// Given up after one attempt, in words that contain these.
        case failed(ChatFailure.Kind, String)
    }

    /// A quirk of whole chat completions.
    static func whole(
        _ name: String, at dialects: [EndpointSpec.Dialect] = everyone, _ outcome: Outcome,
        _ reply: ScriptedServer.Reply
    ) -> Quirk {
        Quirk(
            name: name, api: .chat, dialects: dialects, streams: false, reply: reply,
            outcome: outcome)
    }

    /// A quirk of streamed chat completions.
    static func stream(
        _ name: String, at dialects: [EndpointSpec.Dialect] = everyone, _ outcome: Outcome,
        _ reply: ScriptedServer.Reply
    ) -> Quirk {
        Quirk(
            name: name, api: .chat, dialects: dialects, streams: true, reply: reply,
            outcome: outcome)
    }

    /// A quirk of responses.
    static func response(
        _ name: String, at dialects: [EndpointSpec.Dialect] = [.openrouter, .openai],
        streams: Bool = false, _ outcome: Outcome, _ reply: ScriptedServer.Reply
    ) -> Quirk {
        Quirk(
            name: name, api: .responses, dialects: dialects, streams: streams, reply: reply,
            outcome: outcome)
    }

    /// A quirk of Anthropic's messages.
    static func message(
        _ name: String, streams: Bool = false, _ outcome: Outcome, _ reply: ScriptedServer.Reply
    ) -> Quirk {
        Quirk(
            name: name, api: .messages, dialects: [.anthropic], streams: streams, reply: reply,
            outcome: outcome)
    }

    /// What comes after it, where another attempt is made.
    var hello: ScriptedServer.Reply {
        switch (api, streams) {
        case (.chat, false): Wire.hello()
        case (.chat, true): Wire.events(Wire.helloStream)
        case (.responses, false): Wire.response("completed", Wire.helloItem)
        case (.responses, true): Wire.events(Wire.helloResponse)
        case (.messages, false): Wire.message(#"{"type":"text","text":"Hello"}"#)
        case (.messages, true): Wire.events(Wire.helloMessage)
        }
    }

    /// All that speak chat completions.
    static let everyone = EndpointSpec.Dialect.allCases.filter { $0 != .anthropic }
    /// Those that pass requests on to others, and so have the quirks of all.
    static let gateways: [EndpointSpec.Dialect] = [.openrouter, .litellm]
}

/// A quirk at one dialect: a cell of the matrix.
struct QuirkCase: Sendable, CustomTestStringConvertible {
    let dialect: EndpointSpec.Dialect
    let quirk: Quirk

    var testDescription: String { "\(dialect.rawValue) \(quirk.api.rawValue): \(quirk.name)" }

    static func all(of quirks: [Quirk]) -> [QuirkCase] {
        quirks.flatMap { quirk in
            quirk.dialects.map { QuirkCase(dialect: $0, quirk: quirk) }
        }
    }
}

/// How services write things.
enum Wire {
    /// A completion that says Hello in one piece, 15 tokens, after whatever comes before it.
    static func hello(after prefix: String = "") -> ScriptedServer.Reply {
        completion(#"{"role":"assistant","content":"Hello"}"#, prefix: prefix)
    }

    static func completion(
        _ message: String, finish: String = "stop", beside: String = "", prefix: String = "",
        usage: String = #","usage":{"prompt_tokens":10,"completion_tokens":5}"#
    ) -> ScriptedServer.Reply {
        .json(
            prefix + #"{"id":"gen-1","object":"chat.completion","model":"m","choices":[{"index":0,"#
                + #""finish_reason":"\#(finish)"\#(beside),"message":\#(message)}]\#(usage)}"#)
    }

    static func error(_ error: String, status: Int = 200) -> ScriptedServer.Reply {
        .json(#"{"error":\#(error)}"#, status: status)
    }

    static func turnedDown(
        _ status: Int, headers: [(String, String)] = [], body: String = ""
    ) -> ScriptedServer.Reply {
        .response(status: status, headers: headers, body: Array(body.utf8))
    }

    /// An event stream of exactly this text, in two chunks.
    static func events(_ text: String) -> ScriptedServer.Reply {
        let bytes = Array(text.utf8)
        let half = bytes.count / 2
        return .chunks([Array(bytes[..<half]), Array(bytes[half...])], pauseSeconds: 0)
    }

    /// A data line with a chunk of that delta.
    static func delta(_ delta: String, finish: String? = nil, beside: String = "") -> String {
        "data: " + chunk(delta, finish: finish).dropLast() + beside + "}\n\n"
    }

    static let hel = delta(#"{"role":"assistant","content":"Hel"}"#)
    static let lo = delta(#"{"content":"lo"}"#)
    static let stop = delta("{}", finish: "stop")
    static let usage = #""usage":{"prompt_tokens":10,"completion_tokens":5}"#
    static let usageChunk = "data: {\"id\":\"gen-1\",\"choices\":[],\(usage)}\n\n"
    static let done = "data: [DONE]\n\n"
    /// Hello as a stream, 15 tokens.
    static let helloStream = hel + lo + stop + usageChunk + done
}
