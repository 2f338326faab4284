import JSONText
import Vocabulary

/// The `output` of a response: messages, reasoning, calls of our functions, and what the provider's
/// own tools did.
struct ResponseOutput {
    let items: [JSONValue]

    /// Under which name a turn's items are kept among the extras of a message.
    static let extrasKey = "output"

    /// Items that are neither the model's words nor calls of our functions.
    var serverItems: [JSONValue] { items.filter(Self.isServerItem) }

    static func isServerItem(_ item: JSONValue) -> Bool {
        guard let type = item["type"]?.string else { return false }
        return !["message", "reasoning", "function_call"].contains(type)
    }

    /// The text of all messages, a blank line between two. A model that works with the provider's
    /// tools may write several; where it says which one is the final answer, only that counts.
    var text: String {
        let messages = messages
        let final = messages.filter { $0["phase"]?.string == "final_answer" }
        return (final.isEmpty ? messages : final).map { message in
            if let text = message["content"]?.string { return text }
            return (message["content"]?.array ?? []).compactMap { $0["text"]?.string }.joined()
        }
        .filter { !$0.isEmpty }
        .joined(separator: "\n\n")
    }

    /// Why the model declined, in its own words.
    var refusal: String? {
        parts.lazy.compactMap { $0["refusal"]?.string }.first { !$0.isEmpty }
    }

    var toolCalls: [ToolCall] {
        items.enumerated().compactMap { index, item in
            guard item["type"]?.string == "function_call", let name = item["name"]?.string else {
                return nil
            }
            let arguments = item["arguments"]
            return ToolCall(
                id: Self.callID(of: item, at: index), name: name,
                arguments: arguments?.string ?? arguments?.text ?? "{}")
        }
    }

    static func callID(of item: JSONValue, at index: Int) -> String {
        item["call_id"]?.string ?? item["id"]?.string ?? "call_\(index)"
    }

    /// The pages that the text cites, each once.
    var citations: [SourceRecord] {
        var seen: Set<String> = []
        return parts.flatMap { $0["annotations"]?.array ?? [] }.compactMap { annotation in
            guard annotation["type"]?.string == "url_citation" else { return nil }
            // Flat here, and in an object of its own where a gateway passes on chat completions.
            let citation = annotation["url_citation"] ?? annotation
            guard let url = citation["url"]?.string, seen.insert(url).inserted else { return nil }
            return SourceRecord(url: url, title: citation["title"]?.string, kind: .citation)
        }
    }

    /// What is to be sent back with the next request: all of it, in the order in which it came.
    ///
    /// OpenAI does not keep what we ask it not to store, so reasoning without its encrypted content
    /// can't be referred to. A call or a message that names itself would be missed its reasoning,
    /// and loses its id with it.
    func toSendBack(_ dialect: EndpointSpec.Dialect) -> [JSONValue] {
        guard dialect == .openai else { return items }
        let kept = items.filter {
            $0["type"]?.string != "reasoning" || $0["encrypted_content"]?.string != nil
        }
        return kept.count == items.count ? kept : kept.map(Self.withoutID)
    }

    private static func withoutID(_ item: JSONValue) -> JSONValue {
        guard var object = item.object else { return item }
        object["id"] = nil
        return .object(object)
    }

    private var messages: [JSONValue] { items.filter { $0["type"]?.string == "message" } }

    private var parts: [JSONValue] { messages.flatMap { $0["content"]?.array ?? [] } }
}
