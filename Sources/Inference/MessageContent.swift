import JSONText
import Vocabulary

/// The `content` of a message of Anthropic's: text, thinking, calls of our functions, and what the
/// provider's own tools did.
struct MessageContent {
    let blocks: [JSONValue]

    /// Under which name a turn's blocks are kept among the extras of a message.
    static let extrasKey = "content"

    /// The text of all blocks. A text with citations comes in several, which join without a gap;
    /// where something else stands between two, a blank line does as well.
    var text: String {
        var text = ""
        var isInterrupted = false
        for block in blocks {
            guard type(of: block) == "text" else {
                isInterrupted = true
                continue
            }
            guard let words = block["text"]?.string, !words.isEmpty else { continue }
            if isInterrupted, !text.isEmpty { text += "\n\n" }
            isInterrupted = false
            text += words
        }
        return text
    }

    var toolCalls: [ToolCall] {
        blocks.enumerated().compactMap { index, block in
            guard type(of: block) == "tool_use", let name = block["name"]?.string else {
                return nil
            }
            let input = block["input"]
            return ToolCall(
                id: block["id"]?.string ?? "call_\(index)", name: name,
                arguments: input?.string ?? input?.text ?? "{}")
        }
    }

    /// Calls of the provider's tools and their results.
    var serverItems: [JSONValue] {
        let own = ["text", "thinking", "redacted_thinking", "tool_use"]
        return blocks.filter { !own.contains(type(of: $0)) }
    }

    /// The pages that the text cites, each once.
    var citations: [SourceRecord] {
        var seen: Set<String> = []
        return blocks.flatMap { $0["citations"]?.array ?? [] }.compactMap { citation in
            guard let url = citation["url"]?.string, seen.insert(url).inserted else { return nil }
            return SourceRecord(url: url, title: citation["title"]?.string, kind: .citation)
        }
    }

    /// The blocks as the interface takes them back: it refuses empty texts, which models do write,
    /// and arguments that are no object, which a turn that was cut off may leave.
    var toSendBack: [JSONValue] {
        blocks.compactMap { block in
            if type(of: block) == "text", block["text"]?.string?.isEmpty != false { return nil }
            guard let input = block["input"], input.object == nil, var repaired = block.object
            else { return block }
            repaired["input"] = [:]
            return .object(repaired)
        }
    }

    /// A call's arguments as the object that the interface wants; empty where they are none.
    static func input(_ arguments: String) -> JSONValue {
        // Models write malformed arguments; the tool's result has told them so.
        guard let json = try? JSONValue(parsing: arguments), json.object != nil else { return [:] }
        return json
    }

    private func type(of block: JSONValue) -> String { block["type"]?.string ?? "" }
}
