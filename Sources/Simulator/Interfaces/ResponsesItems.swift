import JSONText

/// The items of a reply's `output`, in order: reasoning, what the provider's tools did, and what the
/// model says.
struct ResponsesItems {
    private let reply: BilledReply
    private let service: Interface.Service

    init(_ reply: BilledReply, _ service: Interface.Service) {
        self.reply = reply
        self.service = service
    }

    /// One item, with what a stream has to know of it.
    struct Item {
        let id: String
        let json: JSONObject
        let kind: Kind

        enum Kind {
            case reasoning(String)
            case work(ProviderWork.Item)
            case text(String, annotations: [JSONValue])
            case refusal(String)
            case functionCall(arguments: String)
        }
    }

    var all: [Item] {
        var items: [Item] = []
        if let reasoning = reply.reasoning { items.append(self.reasoning(reasoning)) }
        items += reply.work.items.enumerated().map(work)
        switch reply.reply {
        case .text: items.append(text(reply.sentText))
        case .toolCalls(let calls):
            if !reply.failsMidway { items += calls.enumerated().map(functionCall) }
        case .refusal(let refusal): if !reply.failsMidway { items.append(self.refusal(refusal)) }
        }
        return items
    }

    private func item(_ id: String, _ kind: Item.Kind, _ pairs: [(String, JSONValue)]) -> Item {
        Item(id: id, json: JSONObject(pairs: pairs), kind: kind)
    }

    private func reasoning(_ text: String) -> Item {
        let id = "rs_\(reply.id)"
        return item(
            id, .reasoning(text),
            [
                ("type", "reasoning"), ("id", .string(id)),
                ("summary", [["type": "summary_text", "text": .string(text)]]),
                ("status", "completed"),
            ])
    }

    private func text(_ text: String) -> Item {
        let annotations = annotations(text)
        let part: JSONValue = [
            "type": "output_text", "text": .string(text), "annotations": .array(annotations),
            "logprobs": [],
        ]
        return message(.text(text, annotations: annotations), part)
    }

    private func refusal(_ text: String) -> Item {
        message(.refusal(text), ["type": "refusal", "refusal": .string(text)])
    }

    private func message(_ kind: Item.Kind, _ part: JSONValue) -> Item {
        let id = "msg_\(reply.id)"
        let isWhole = reply.ending != .length && !reply.failsMidway
        return item(
            id, kind,
            [
                ("type", "message"), ("id", .string(id)), ("role", "assistant"),
                ("status", isWhole ? "completed" : "incomplete"), ("content", [part]),
            ])
    }

    private func functionCall(_ number: Int, _ call: (name: String, arguments: JSONValue)) -> Item {
        let id = "fc_\(reply.id)_\(number)"
        let arguments = call.arguments.text
        return item(
            id, .functionCall(arguments: arguments),
            [
                ("type", "function_call"), ("id", .string(id)),
                ("call_id", .string("call_\(reply.id)_\(number)")), ("name", .string(call.name)),
                ("arguments", .string(arguments)), ("status", "completed"),
            ])
    }

    private func annotations(_ text: String) -> [JSONValue] {
        Citation.all(in: text, of: reply.work).map { citation in
            [
                "type": "url_citation", "url": .string(citation.url),
                "title": .string(citation.title), "start_index": .integer(citation.start),
                "end_index": .integer(citation.end),
            ]
        }
    }

    // MARK: - The provider's tools

    private func work(_ number: Int, _ work: ProviderWork.Item) -> Item {
        let id = "st_\(reply.id)_\(number)"
        var pairs: [(String, JSONValue)] = [("type", .string(work.toolName)), ("id", .string(id))]
        switch work {
        case .search(let query, let urls):
            if service == .native { pairs[0].1 = "web_search_call" }
            pairs += [
                ("status", "completed"),
                (
                    "action",
                    [
                        "type": "search", "query": .string(query),
                        "sources": .array(
                            urls.map { ["type": "url", "url": .string($0)] }),
                    ]
                ),
            ]
        case .fetch(let url, let title, let text?, _):
            pairs += [
                ("status", "completed"), ("url", .string(url)), ("title", .string(title)),
                ("content", .string(text)), ("httpStatus", 200),
            ]
        case .fetch(let url, _, nil, let error):
            pairs += [
                ("status", "incomplete"), ("url", .string(url)),
                ("error", .string(error ?? "The page could not be opened.")),
            ]
        case .fusion(let fusion): pairs += Self.members(of: fusion)
        }
        return item(id, .work(work), pairs)
    }

    private static func members(of fusion: ProviderWork.Fusion) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = [("status", .string(fusion.status.rawValue))]
        if !fusion.responses.isEmpty { members.append(("responses", fusion.responseList)) }
        if let analysis = fusion.analysis { members.append(("analysis", analysis)) }
        if !fusion.failedModels.isEmpty { members.append(("failed_models", fusion.failedList)) }
        if !fusion.sources.isEmpty {
            let sources = fusion.sources.map { source -> JSONValue in
                ["url": .string(source.url), "title": .string(source.title)]
            }
            members.append(("sources", .array(sources)))
        }
        if let error = fusion.error { members.append(("error", .string(error))) }
        if let reason = fusion.failureReason { members.append(("failure_reason", .string(reason))) }
        return members
    }
}
