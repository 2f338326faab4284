import JSONText
import Vocabulary

/// Writes replies as Anthropic's `/messages` has them.
struct MessagesReplyWriter {
    private let reply: BilledReply
    private let service: Interface.Service

    init(_ reply: BilledReply, _ service: Interface.Service) {
        self.reply = reply
        self.service = service
    }

    // MARK: - Whole

    var json: JSONValue {
        message(
            content: MessagesBlocks(reply).all.map(\.json), stopReason: stopReason, usage: usage)
    }

    private func message(
        content: [JSONValue], stopReason: JSONValue, usage: JSONObject
    ) -> JSONValue {
        [
            "id": .string(reply.id), "type": "message", "role": "assistant",
            "model": .string(reply.model), "content": .array(content), "stop_reason": stopReason,
            "stop_sequence": .null, "usage": .object(usage),
        ]
    }

    private var stopReason: JSONValue {
        switch reply.ending {
        case .stop: "end_turn"
        case .length: "max_tokens"
        case .toolCalls: "tool_use"
        case .refusal: "refusal"
        }
    }

    /// Prompt tokens are those that are neither read from the cache nor written to it.
    private var inputUsage: JSONObject {
        JSONObject(pairs: [
            ("input_tokens", .integer(reply.usage.uncachedInput)),
            ("cache_creation_input_tokens", .integer(reply.usage.cacheWrite)),
            ("cache_read_input_tokens", .integer(reply.usage.cacheRead)),
        ])
    }

    private var usage: JSONObject {
        var usage = inputUsage
        usage["output_tokens"] = .integer(reply.usage.output)
        if !reply.work.items.isEmpty {
            usage["server_tool_use"] = [
                "web_search_requests": .integer(reply.work.searches),
                "web_fetch_requests": .integer(reply.work.fetches),
            ]
        }
        if service == .openRouter { usage["cost"] = .number(reply.cost.dollars) }
        return usage
    }

    // MARK: - Stream

    var stream: EventStream {
        var stream = EventStream()
        func add(_ type: String, _ members: [(String, JSONValue)] = []) {
            stream.event(type, .object(JSONObject(pairs: [("type", .string(type))] + members)))
        }
        var first = inputUsage
        first["output_tokens"] = 1
        add("message_start", [("message", message(content: [], stopReason: .null, usage: first))])
        add("ping")
        stream.beginAnswer()
        for (index, block) in MessagesBlocks(reply).all.enumerated() {
            let place: [(String, JSONValue)] = [("index", .integer(index))]
            add("content_block_start", place + [("content_block", block.announced)])
            for delta in block.deltas { add("content_block_delta", place + [("delta", delta)]) }
            if !reply.failsMidway { add("content_block_stop", place) }
        }
        if reply.failsMidway {
            add("error", [("error", ["type": "overloaded_error", "message": "Overloaded"])])
            return stream
        }
        add(
            "message_delta",
            [
                ("delta", ["stop_reason": stopReason, "stop_sequence": .null]),
                ("usage", .object(usage)),
            ])
        add("message_stop")
        return stream
    }
}
