import JSONText

/// Puts the chunks of a streamed chat completion together.
///
/// What comes out is the reply as it would have come whole, and is read as such: there is one
/// reader of chat completions.
struct ChatCompletionsAssembler: StreamAssembler {
    /// `id`, `model` and whatever else stands beside the choices and does not change.
    private var envelope = JSONObject()
    private var texts = StreamedTexts()
    private var toolCalls = StreamedToolCalls()
    private var reasoning = StreamedReasoning()
    private var thinking = StreamedReasoning()
    private var annotations: [JSONValue] = []
    private var choice = JSONObject()
    private var hasChoice = false
    private var error: JSONValue?
    /// Whether a chunk could not be read, so that a part of the answer is missing.
    private var isDamaged = false
    /// A completion that came in one piece although a stream was asked for.
    private var whole: JSONValue?
    private var ordinary: OrdinaryChunk?
    /// Ordinary chunks in a row that were not like the one before: where something beside the text
    /// changes with every chunk, none ever will be, and it is not worth looking.
    private var otherKinds = 0
    private static let mostOtherKinds = 8
    private(set) var isFinished = false

    mutating func take(event: String, data: [UInt8]) {
        guard !isFinished else { return }
        if let text = ordinary?.text(of: data) {
            texts.append(text, to: "content")
            otherKinds = 0
            return
        }
        if data.elementsEqual("[DONE]".utf8) {
            isFinished = true
            return
        }
        guard data.contains(where: { $0 > 0x20 }) else { return }
        guard let chunk = try? JSONValue(parsing: data) else {  // Told by `isDamaged`.
            isDamaged = true
            isFinished = true
            return
        }
        take(chunk, event: event)
        if otherKinds < Self.mostOtherKinds, let found = OrdinaryChunk(data, chunk) {
            ordinary = found
            otherKinds += 1
        }
    }

    private mutating func take(_ chunk: JSONValue, event: String) {
        let first = chunk["choices"]?[0]
        if let found = [chunk["error"], first?["error"]].compactMap(\.self).first(where: {
            !$0.isNull
        }) {
            fail(found)
        } else if event == "error" {
            fail(chunk)
        }
        for name in ["id", "model", "usage"] {
            if let value = chunk[name], !value.isNull { envelope[name] = value }
        }
        guard let first, first["index"]?.integer ?? 0 == 0 else { return }
        hasChoice = true
        // Moonshot's place for it.
        if let usage = first["usage"], !usage.isNull { envelope["usage"] = usage }
        for name in ["finish_reason", "native_finish_reason"] {
            if let value = first[name], !value.isNull { choice[name] = value }
        }
        if let delta = first["delta"] {
            take(delta: delta)
        } else if first["message"] != nil {
            whole = chunk
        }
    }

    private mutating func fail(_ found: JSONValue) {
        error = found
        isFinished = true
    }

    private mutating func take(delta: JSONValue) {
        for member in delta.object?.members ?? [] {
            switch (member.key, member.value) {
            case ("content", .array(let parts)):
                for part in parts {
                    texts.append(part.string ?? part["text"]?.string ?? "", to: "content")
                }
            case (_, .string(let text)) where StreamedTexts.names.contains(member.key):
                texts.append(text, to: member.key)
            case ("tool_calls", .array(let calls)):
                for call in calls { toolCalls.take(call) }
            case ("reasoning_details", .array(let details)):
                for detail in details { reasoning.take(detail) }
            case ("annotations", .array(let entries)):
                for entry in entries where !annotations.contains(entry) {
                    annotations.append(entry)
                }
            case ("thinking_blocks", .array(let blocks)):
                for block in blocks { thinking.take(block) }
            default: break
            }
        }
    }

    consuming func reply() -> ChatReply {
        if let whole, error == nil { return ChatReply(whole) }
        var message = JSONObject()
        for (name, text) in texts.all { message[name] = .string(text) }
        if !toolCalls.isEmpty { message["tool_calls"] = .array(toolCalls.json) }
        if !reasoning.isEmpty { message["reasoning_details"] = .array(reasoning.json) }
        if !thinking.isEmpty { message["thinking_blocks"] = .array(thinking.json) }
        if !annotations.isEmpty { message["annotations"] = .array(annotations) }
        var choice = choice
        choice["message"] = .object(message)
        var json = envelope
        json["choices"] = .array(hasChoice ? [.object(choice)] : [])
        if let error { json["error"] = error }
        var reply = ChatReply(.object(json))
        if error != nil { return reply }
        if isDamaged {
            reply.content = .error(
                ServiceError(code: nil, message: "a part of the stream is not JSON"))
        } else if !isFinished, choice["finish_reason"] == nil {
            reply.content = .error(.cutOff)
        }
        return reply
    }
}

/// The members of a message that come as pieces of text.
private struct StreamedTexts {
    static let names = ["content", "reasoning", "reasoning_content", "refusal"]

    private var texts = [String](repeating: "", count: names.count)

    mutating func append(_ text: String, to name: String) {
        guard let place = Self.names.firstIndex(of: name) else { return }
        texts[place] += text
    }

    var all: [(String, String)] { zip(Self.names, texts).filter { !$0.1.isEmpty } }
}
