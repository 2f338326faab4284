import JSONText
import Vocabulary

/// Puts together a message of Anthropic's that comes as a stream.
struct MessagesAssembler: StreamAssembler {
    /// The message of the first event, with what later ones say of it as a whole.
    private var message: JSONObject?
    /// By their place in the content.
    private var blocks: [Int: StreamedBlock] = [:]
    private var error: ServiceError?
    private(set) var isFinished = false

    mutating func take(event: String, data: [UInt8]) {
        guard !isFinished, event != "ping" else { return }
        guard let json = try? JSONValue(parsing: data) else {
            // A piece that can't be read would be missing from the answer without a trace.
            return fail(ServiceError(code: nil, message: "an event of the stream is no JSON"))
        }
        switch json["type"]?.string ?? event {
        case "error": fail(ServiceError(json["error"] ?? json))
        case "message_start": message = json["message"]?.object
        case "content_block_start":
            guard let index = json["index"]?.integer else { return }
            blocks[index] = StreamedBlock(json["content_block"]?.object ?? JSONObject())
        case "content_block_delta":
            guard let index = json["index"]?.integer, let delta = json["delta"] else { return }
            blocks[index]?.take(delta)
        case "message_delta": takeMessageDelta(json)
        case "message_stop": isFinished = true
        default: break
        }
    }

    consuming func reply() -> ChatReply {
        if error == nil, isFinished, var message {
            let content = blocks.sorted { $0.key < $1.key }.map(\.value.json)
            message["content"] = .array(content)
            return ChatReply(message: .object(message))
        }
        return ChatReply(
            content: .error(error ?? .cutOff),
            servedModel: message?["model"]?.string, generationID: message?["id"]?.string)
    }

    private mutating func fail(_ error: ServiceError) {
        self.error = error
        isFinished = true
    }

    /// The counts of usage are those of the whole message so far. Of the first ones, which were told
    /// before anything was written, only those of the prompt can stand in for what is not told.
    private mutating func takeMessageDelta(_ json: JSONValue) {
        guard var told = message else { return }
        for member in json["delta"]?.object?.members ?? [] { told[member.key] = member.value }
        if let usage = json["usage"] {
            var first = told["usage"]?.object ?? JSONObject()
            first.members.removeAll { member in
                ["output_tokens", "output_tokens_details", "server_tool_use"].contains(member.key)
            }
            told["usage"] = usage.completed(from: .object(first))
        }
        message = told
    }
}

/// A block of a message while it comes.
private struct StreamedBlock {
    private var block: JSONObject
    private var text = ""
    private var thinking = ""
    private var signature = ""
    private var input = ""
    private var citations: [JSONValue] = []

    init(_ block: JSONObject) { self.block = block }

    mutating func take(_ delta: JSONValue) {
        switch delta["type"]?.string {
        case "text_delta": text += delta["text"]?.string ?? ""
        case "thinking_delta": thinking += delta["thinking"]?.string ?? ""
        case "signature_delta": signature += delta["signature"]?.string ?? ""
        case "input_json_delta": input += delta["partial_json"]?.string ?? ""
        case "citations_delta": if let citation = delta["citation"] { citations.append(citation) }
        default: break
        }
    }

    /// The block as it would stand in the content.
    var json: JSONValue {
        var block = block
        for (name, words) in [("text", text), ("thinking", thinking), ("signature", signature)]
        where !words.isEmpty {
            block[name] = .string((block[name]?.string ?? "") + words)
        }
        if !citations.isEmpty {
            block["citations"] = .array((block["citations"]?.array ?? []) + citations)
        }
        if !input.isEmpty {
            // What is cut off stays as it was written, and is no object.
            block["input"] = (try? JSONValue(parsing: input)) ?? .string(input)
        }
        return .object(block)
    }
}
