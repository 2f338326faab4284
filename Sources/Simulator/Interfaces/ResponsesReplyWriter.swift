import JSONText
import Vocabulary

/// Writes replies as `/responses` has them.
struct ResponsesReplyWriter {
    private let reply: BilledReply
    private let service: Interface.Service
    private let items: [ResponsesItems.Item]

    init(_ reply: BilledReply, _ service: Interface.Service) {
        self.reply = reply
        self.service = service
        items = ResponsesItems(reply, service).all
    }

    // MARK: - Whole

    var json: JSONValue { response(status, output: items.map { .object($0.json) }, isOver: true) }

    private var status: String {
        if reply.failsMidway { return "failed" }
        return reply.ending == .length ? "incomplete" : "completed"
    }

    private func response(_ status: String, output: [JSONValue], isOver: Bool) -> JSONValue {
        let isShort = isOver && !reply.failsMidway && reply.ending == .length
        return [
            "id": .string(reply.id), "object": "response", "created_at": 0,
            "status": .string(status), "model": .string(reply.model),
            "error": isOver && reply.failsMidway ? Self.error : .null,
            "incomplete_details": isShort ? ["reason": "max_output_tokens"] : .null,
            "output": .array(output), "parallel_tool_calls": true, "tool_choice": "auto",
            "tools": [], "metadata": [:], "instructions": .null,
            "usage": isOver ? usage : .null,
        ]
    }

    private static let error: JSONValue = [
        "code": "server_error", "message": "Provider disconnected unexpectedly.",
    ]

    private var usage: JSONValue {
        let bill = reply.usage
        var read = JSONObject(pairs: [("cached_tokens", .integer(bill.cacheRead))])
        if service == .openRouter { read["cache_write_tokens"] = .integer(bill.cacheWrite) }
        var usage = JSONObject(pairs: [
            ("input_tokens", .integer(reply.inputTokens)), ("input_tokens_details", .object(read)),
            ("output_tokens", .integer(bill.output)),
            (
                "output_tokens_details", ["reasoning_tokens": .integer(bill.reasoning ?? 0)]
            ),
            ("total_tokens", .integer(bill.total)),
        ])
        guard service == .openRouter else { return .object(usage) }
        usage["cost"] = .number(reply.cost.dollars)
        usage["is_byok"] = false
        usage["cost_details"] = [
            "upstream_inference_cost": .number((reply.inputCost + reply.outputCost).dollars),
            "upstream_inference_input_cost": .number(reply.inputCost.dollars),
            "upstream_inference_output_cost": .number(reply.outputCost.dollars),
        ]
        if !reply.work.items.isEmpty { usage["server_tool_use_details"] = reply.work.useDetails }
        return .object(usage)
    }

    // MARK: - Stream

    var stream: EventStream {
        var events = ResponsesEvents()
        if service == .openRouter { events.comment("OPENROUTER PROCESSING") }
        for type in ["response.created", "response.in_progress"] {
            events.add(
                type, [("response", response("in_progress", output: [], isOver: false))])
        }
        events.beginAnswer()
        for (index, item) in items.enumerated() {
            events.add(item, at: index, isCutOff: reply.failsMidway && index == items.count - 1)
        }
        events.add("response.\(status)", [("response", json)])
        if service == .openRouter, !reply.failsMidway { events.done() }
        return events.stream
    }
}
