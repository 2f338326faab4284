import JSONText
import Vocabulary

/// Writes replies as chat completions.
struct ChatReplyWriter {
    private let reply: BilledReply
    private let service: Interface.Service

    init(_ reply: BilledReply, _ service: Interface.Service) {
        self.reply = reply
        self.service = service
    }

    // MARK: - Whole

    var json: JSONValue {
        var choice = JSONObject(pairs: [
            ("index", 0), ("finish_reason", .string(finishReason)),
        ])
        if service == .openRouter { choice["native_finish_reason"] = .string(nativeFinishReason) }
        choice["message"] = .object(message)
        if reply.failsMidway { choice["error"] = Self.error }
        var body = head("chat.completion")
        body["choices"] = [.object(choice)]
        body["usage"] = usage
        return .object(body)
    }

    private var message: JSONObject {
        var message = JSONObject(pairs: [("role", "assistant"), ("content", .null)])
        switch reply.reply {
        case .text: message["content"] = .string(reply.sentText)
        case .toolCalls(let calls):
            message["tool_calls"] = .array(
                calls.enumerated().map { index, call in
                    toolCall(index, name: call.name, arguments: call.arguments.text)
                })
        case .refusal(let text): message["refusal"] = .string(text)
        }
        let details = reasoningDetails
        if !details.isEmpty {
            message["reasoning"] = reply.reasoning.map { .string($0) } ?? .null
            message["reasoning_details"] = .array(details)
        }
        let annotations = annotations
        if !annotations.isEmpty { message["annotations"] = .array(annotations) }
        return message
    }

    private func toolCall(_ index: Int, name: String, arguments: String) -> JSONValue {
        [
            "id": .string("call_\(reply.id)_\(index)"), "type": "function",
            "function": ["name": .string(name), "arguments": .string(arguments)],
        ]
    }

    // MARK: - Stream

    /// The reply in chunks.
    ///
    /// - Parameter includesUsage: whether the last chunk tells it.
    func stream(includesUsage: Bool) -> EventStream {
        var stream = EventStream()
        if service == .openRouter {
            for _ in 0...reply.work.items.count { stream.comment("OPENROUTER PROCESSING") }
        }
        stream.event(chunk(["role": "assistant", "content": ""]))
        stream.beginAnswer()
        for delta in reasoningDeltas { stream.event(chunk(delta)) }
        write(to: &stream)
        if reply.failsMidway {
            stream.event(failure)
            return stream
        }
        let annotations = annotations
        if !annotations.isEmpty {
            stream.event(chunk(["annotations": .array(annotations)]))
        }
        stream.event(chunk(service == .openRouter ? ["content": ""] : [:], isLast: true))
        if includesUsage {
            var last = head("chat.completion.chunk")
            last["choices"] = []
            last["usage"] = usage
            stream.event(.object(last))
        }
        stream.done()
        return stream
    }

    private func write(to stream: inout EventStream) {
        switch reply.reply {
        case .text:
            for piece in TextPieces(reply.sentText).all {
                stream.event(chunk(["content": .string(piece)]))
            }
        case .toolCalls(let calls):
            for (index, call) in calls.enumerated() where !reply.failsMidway {
                var first = JSONObject(pairs: [("index", .integer(index))])
                first.members +=
                    toolCall(index, name: call.name, arguments: "").object?.members ?? []
                stream.event(chunk(["tool_calls": [.object(first)]]))
                for piece in TextPieces(call.arguments.text).all {
                    let fragment: JSONValue = [
                        "index": .integer(index), "function": ["arguments": .string(piece)],
                    ]
                    stream.event(chunk(["tool_calls": [fragment]]))
                }
            }
        case .refusal(let text):
            if !reply.failsMidway { stream.event(chunk(["refusal": .string(text)])) }
        }
    }

    private func chunk(_ delta: JSONValue, isLast: Bool = false) -> JSONValue {
        var choice = JSONObject(pairs: [
            ("index", 0), ("delta", delta),
            ("finish_reason", isLast ? .string(finishReason) : .null),
        ])
        if service == .openRouter {
            choice["native_finish_reason"] = isLast ? .string(nativeFinishReason) : .null
        }
        var chunk = head("chat.completion.chunk")
        chunk["choices"] = [.object(choice)]
        return .object(chunk)
    }

    /// How a stream says that it won't go on.
    private var failure: JSONValue {
        var chunk = head("chat.completion.chunk")
        chunk["error"] = Self.error
        chunk["choices"] = [["index": 0, "delta": ["content": ""], "finish_reason": "error"]]
        return .object(chunk)
    }

    private static let error: JSONValue = [
        "code": "server_error", "message": "Provider disconnected unexpectedly.",
        "metadata": ["error_type": "provider_unavailable", "provider_code": "server_error"],
    ]

    // MARK: - Parts

    private func head(_ object: String) -> JSONObject {
        var head = JSONObject(pairs: [
            ("id", .string(reply.id)), ("object", .string(object)), ("created", 0),
            ("model", .string(reply.model)),
        ])
        if service == .openRouter { head["provider"] = "Simulator" }
        return head
    }

    private var finishReason: String {
        if reply.failsMidway { return "error" }
        return switch reply.ending {
        case .stop: "stop"
        case .length: "length"
        case .toolCalls: "tool_calls"
        case .refusal: "content_filter"
        }
    }

    private var nativeFinishReason: String {
        if reply.failsMidway { return "error" }
        return switch reply.ending {
        case .stop: "end_turn"
        case .length: "max_tokens"
        case .toolCalls: "tool_use"
        case .refusal: "refusal"
        }
    }

    /// The model's reasoning and the calls of the provider's tools. OpenAI shows neither.
    private var reasoningDetails: [JSONValue] {
        guard service == .openRouter else { return [] }
        let thoughts = reply.reasoning.map { [thought($0, isSigned: true)] } ?? []
        return thoughts
            + reply.work.items.enumerated().map { number, item in
                [
                    "type": "reasoning.server_tool_call", "tool_name": .string(item.toolName),
                    "arguments": .string(item.arguments.text),
                    "result": .string(item.result.text),
                    "tool_call_id": .string("st_\(reply.id)_\(number)"),
                    "id": .string("rs_\(reply.id)_\(number)"), "format": "unknown",
                    "index": .integer(thoughts.count + number),
                ]
            }
    }

    private func thought(_ text: String, isSigned: Bool) -> JSONValue {
        var thought = JSONObject(pairs: [
            ("type", "reasoning.text"), ("text", .string(text)),
            ("id", .string("rs_\(reply.id)")), ("format", "unknown"), ("index", 0),
        ])
        if isSigned { thought["signature"] = "c2ltdWxhdGVk" }
        return .object(thought)
    }

    /// The reasoning in pieces, which belong together by their index; the signature comes last.
    private var reasoningDeltas: [JSONValue] {
        guard service == .openRouter else { return [] }
        var deltas: [JSONValue] = []
        if let reasoning = reply.reasoning {
            deltas = TextPieces(reasoning).all.map { piece in
                [
                    "reasoning": .string(piece),
                    "reasoning_details": [thought(piece, isSigned: false)],
                ]
            }
            deltas.append(["reasoning_details": [thought("", isSigned: true)]])
        }
        let calls = reasoningDetails.dropFirst(reply.reasoning == nil ? 0 : 1)
        return deltas + calls.map { ["reasoning_details": [$0]] }
    }

    private var annotations: [JSONValue] {
        Citation.all(in: reply.sentText, of: reply.work).map { citation in
            [
                "type": "url_citation",
                "url_citation": [
                    "url": .string(citation.url), "title": .string(citation.title),
                    "start_index": .integer(citation.start), "end_index": .integer(citation.end),
                ],
            ]
        }
    }

    private var usage: JSONValue {
        let bill = reply.usage
        var usage = JSONObject(pairs: [
            ("prompt_tokens", .integer(reply.inputTokens)),
            ("completion_tokens", .integer(bill.output)),
            ("total_tokens", .integer(bill.total)),
            (
                "prompt_tokens_details",
                [
                    "cached_tokens": .integer(bill.cacheRead),
                    "cache_write_tokens": .integer(bill.cacheWrite),
                ]
            ),
            (
                "completion_tokens_details", ["reasoning_tokens": .integer(bill.reasoning ?? 0)]
            ),
        ])
        guard service == .openRouter else { return .object(usage) }
        usage["cost"] = .number(reply.cost.dollars)
        usage["is_byok"] = false
        usage["cost_details"] = [
            "upstream_inference_cost": .null,
            "upstream_inference_prompt_cost": .number(reply.inputCost.dollars),
            "upstream_inference_completions_cost": .number(reply.outputCost.dollars),
        ]
        if !reply.work.items.isEmpty { usage["server_tool_use_details"] = reply.work.useDetails }
        return .object(usage)
    }
}
