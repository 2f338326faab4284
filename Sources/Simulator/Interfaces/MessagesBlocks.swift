import JSONText

/// The content blocks of a message, in order: thinking, what the provider's tools were asked and
/// brought, and what the model says.
struct MessagesBlocks {
    private let reply: BilledReply

    init(_ reply: BilledReply) { self.reply = reply }

    /// A block whole, and as a stream brings it.
    struct Block {
        let json: JSONValue
        /// As it is announced.
        let announced: JSONValue
        let deltas: [JSONValue]

        /// A block that comes in one piece.
        static func whole(_ json: JSONValue) -> Block {
            Block(json: json, announced: json, deltas: [])
        }
    }

    var all: [Block] {
        var blocks: [Block] = []
        if let reasoning = reply.reasoning, !reply.failsMidway {
            blocks.append(thinking(reasoning))
        }
        if !reply.failsMidway {
            blocks += reply.work.items.enumerated().flatMap(work)
        }
        switch reply.reply {
        case .text:
            let text = reply.sentText
            if !text.isEmpty { blocks.append(self.text(text)) }
        case .toolCalls(let calls):
            if !reply.failsMidway {
                blocks += calls.enumerated().map { number, call in
                    toolUse(
                        "tool_use", id: "toolu_\(reply.id)_\(number)", name: call.name,
                        input: call.arguments)
                }
            }
        case .refusal(let text): if !reply.failsMidway { blocks.append(self.text(text)) }
        }
        return blocks
    }

    private func thinking(_ text: String) -> Block {
        let signature: JSONValue = "c2ltdWxhdGVk"
        let pieces = TextPieces(text).all.map { piece -> JSONValue in
            ["type": "thinking_delta", "thinking": .string(piece)]
        }
        return Block(
            json: ["type": "thinking", "thinking": .string(text), "signature": signature],
            announced: ["type": "thinking", "thinking": "", "signature": ""],
            deltas: pieces + [["type": "signature_delta", "signature": signature]])
    }

    private func text(_ text: String) -> Block {
        let citations = Citation.all(in: text, of: reply.work).map { citation -> JSONValue in
            [
                "type": "web_search_result_location", "url": .string(citation.url),
                "title": .string(citation.title), "encrypted_index": "c2ltdWxhdGVk",
                "cited_text": .string(citation.title),
            ]
        }
        var json = JSONObject(pairs: [("type", "text"), ("text", .string(text))])
        if !citations.isEmpty { json["citations"] = .array(citations) }
        return Block(
            json: .object(json), announced: ["type": "text", "text": ""],
            deltas: TextPieces(text).all.map { ["type": "text_delta", "text": .string($0)] }
                + citations.map { ["type": "citations_delta", "citation": $0] })
    }

    private func toolUse(_ type: String, id: String, name: String, input: JSONValue) -> Block {
        func block(_ input: JSONValue) -> JSONValue {
            ["type": .string(type), "id": .string(id), "name": .string(name), "input": input]
        }
        return Block(
            json: block(input), announced: block([:]),
            deltas: TextPieces(input.text).all.map {
                ["type": "input_json_delta", "partial_json": .string($0)]
            })
    }

    // MARK: - The provider's tools

    /// The call of a tool, and what it brought.
    private func work(_ number: Int, _ item: ProviderWork.Item) -> [Block] {
        let id = "srvtoolu_\(reply.id)_\(number)"
        func pair(_ name: String, _ resultType: String, _ content: JSONValue) -> [Block] {
            [
                toolUse("server_tool_use", id: id, name: name, input: item.arguments),
                .whole([
                    "type": .string(resultType), "tool_use_id": .string(id), "content": content,
                ]),
            ]
        }
        switch item {
        case .search(_, let urls):
            let titles = Dictionary(
                reply.work.pages.map { ($0.url, $0.title) }, uniquingKeysWith: { first, _ in first }
            )
            let results = urls.map { url -> JSONValue in
                [
                    "type": "web_search_result", "url": .string(url),
                    "title": .string(titles[url] ?? url), "encrypted_content": "c2ltdWxhdGVk",
                    "page_age": .null,
                ]
            }
            return pair("web_search", "web_search_tool_result", .array(results))
        case .fetch(let url, let title, let text, _):
            return pair("web_fetch", "web_fetch_tool_result", Self.page(url, title, text))
        case .fusion(let fusion):
            // How Anthropic's interface shows a fusion is not documented; this is OpenRouter's
            // result in the form of the others.
            return pair("openrouter:fusion", "fusion_tool_result", .object(fusion.result))
        }
    }

    private static func page(_ url: String, _ title: String, _ text: String?) -> JSONValue {
        guard let text else {
            return ["type": "web_fetch_tool_result_error", "error_code": "url_not_accessible"]
        }
        return [
            "type": "web_fetch_result", "url": .string(url),
            "retrieved_at": "1970-01-01T00:00:00Z",
            "content": [
                "type": "document", "title": .string(title),
                "source": ["type": "text", "media_type": "text/plain", "data": .string(text)],
            ],
        ]
    }
}
