import JSONText
import Vocabulary

@testable import Simulator

/// A stream as a client reads it.
struct ReadStream {
    private(set) var events: [(name: String?, data: JSONValue)] = []
    private(set) var comments: [String] = []
    private(set) var isDone = false

    init(_ bytes: [UInt8]) throws {
        for block in String(decoding: bytes, as: UTF8.self).split(separator: "\n\n") {
            var name: String?
            for line in block.split(separator: "\n") {
                if line.hasPrefix(":") {
                    comments.append(String(line.dropFirst().drop { $0 == " " }))
                } else if line.hasPrefix("event: ") {
                    name = String(line.dropFirst(7))
                } else if line == "data: [DONE]" {
                    isDone = true
                } else if line.hasPrefix("data: ") {
                    events.append((name, try JSONValue(parsing: String(line.dropFirst(6)))))
                }
            }
        }
    }

    /// Events by their type, which is also their name.
    func all(_ type: String) -> [JSONValue] {
        events.map(\.data).filter { $0["type"]?.string == type }
    }

    var types: [String] { events.compactMap { $0.data["type"]?.string } }

    // MARK: - What is put together from the pieces

    var text: String {
        events.map(\.data).compactMap { data in
            data["choices"]?[0]?["delta"]?["content"]?.string
                ?? (data["type"]?.string == "response.output_text.delta"
                    ? data["delta"]?.string : nil)
                ?? data["delta"]?["text"]?.string
        }.joined()
    }

    var refusal: String {
        events.map(\.data).compactMap { data in
            data["choices"]?[0]?["delta"]?["refusal"]?.string
                ?? (data["type"]?.string == "response.refusal.delta" ? data["delta"]?.string : nil)
        }.joined()
    }

    /// Names and arguments, by the place of each call.
    var toolCalls: [String] {
        var calls: [Int: String] = [:]
        for data in events.map(\.data) {
            for call in data["choices"]?[0]?["delta"]?["tool_calls"]?.array ?? [] {
                let function = call["function"]
                calls[call["index"]?.integer ?? -1, default: ""] +=
                    (function?["name"]?.string ?? "") + (function?["arguments"]?.string ?? "")
            }
            let place = data["output_index"]?.integer ?? data["index"]?.integer ?? -1
            switch data["type"]?.string {
            case "response.output_item.added"
            where data["item"]?["type"]?.string == "function_call":
                calls[place] = data["item"]?["name"]?.string ?? ""
            case "content_block_start" where data["content_block"]?["type"]?.string == "tool_use":
                calls[place] = data["content_block"]?["name"]?.string ?? ""
            case "response.function_call_arguments.delta":
                calls[place, default: ""] += data["delta"]?.string ?? ""
            case "content_block_delta" where calls[place] != nil:
                calls[place, default: ""] += data["delta"]?["partial_json"]?.string ?? ""
            default: break
            }
        }
        return calls.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// Replies that tests make by hand.
enum SampleReply {
    static let interfaces: [Interface] = [
        .openRouterChat, Interface(language: .responses, service: .openRouter),
        Interface(language: .messages, service: .openRouter),
        Interface(language: .chat, service: .native),
        Interface(language: .responses, service: .native),
        Interface(language: .messages, service: .native),
    ]

    static func billed(
        _ reply: ChatReply, reasoning: String? = nil, isTruncated: Bool = false,
        failsMidway: Bool = false, work: ProviderWork = ProviderWork()
    ) -> BilledReply {
        BilledReply(
            id: "gen-sim-1", model: "author/model", reply: reply, reasoning: reasoning,
            isTruncated: isTruncated, failsMidway: failsMidway, work: work,
            usage: TokenUsage(
                uncachedInput: 100, cacheRead: 20, cacheWrite: 3, output: 40, reasoning: 5),
            inputCost: .init(0.25), outputCost: .init(0.5))
    }

    /// A search, a page that was opened, one that was not, and a fusion.
    static let work: ProviderWork = {
        var work = ProviderWork()
        work.items = [
            .search(query: "harbour levies", urls: ["http://a.example/1", "http://a.example/12"]),
            .fetch(url: "http://a.example/12", title: "Levies", text: "They rose.", error: nil),
            .fetch(url: "http://b.example/2", title: "", text: nil, error: "blocked"),
            .fusion(fusion),
        ]
        work.cost = .init(0.125)
        work.searches = 1
        work.fetches = 2
        return work
    }()

    static let fusion = ProviderWork.Fusion(
        prompt: "What of the levies?", status: .completed,
        responses: [("x/one", "One says so."), ("x/two", "Two says no.")], analyst: "x/three",
        analysis: ["consensus": ["levies"]], failedModels: [("x/four", "no text", 429)],
        sources: [("http://c.example/3", "Third")])

    static let citing = "Söme levies rose (http://a.example/12), and (http://c.example/3) agrees."
}
