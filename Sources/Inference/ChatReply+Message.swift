import JSONText
import Vocabulary

/// The body of a message of Anthropic's, also as its stream adds up to.
extension ChatReply {
    init(message json: JSONValue) {
        let usage = json["usage"]
        self.init(
            content: Self.content(of: json),
            usage: usage.flatMap(TokenUsage.init(reported:)),
            billedCost: usage?.bill,
            servedModel: json["model"]?.string, generationID: json["id"]?.string,
            serverSearches: usage?.serverToolUses("web_search_requests"),
            serverFetches: usage?.serverToolUses("web_fetch_requests"))
    }

    private static func content(of json: JSONValue) -> Content {
        if let error = json["error"], !error.isNull { return .error(ServiceError(error)) }
        guard let blocks = json["content"]?.array else {
            return .error(ServiceError(code: nil, message: "the reply has no content"))
        }
        let content = MessageContent(blocks: blocks)
        let stopReason = json["stop_reason"]?.string
        if stopReason == "refusal" { return .refused(refusal(json["stop_details"])) }
        let completion = Completion(
            text: content.text, toolCalls: content.toolCalls, finishReason: stopReason,
            servedModel: json["model"]?.string,
            extras: JSONObject(pairs: [
                (MessageContent.extrasKey, .array(content.toSendBack))
            ]),
            serverItems: content.serverItems, citations: content.citations)
        // A turn that its tools have made too long is to be sent back as it is, and goes on then.
        return stopReason == "pause_turn" ? .completion(completion) : Content(completion)
    }

    private static func refusal(_ details: JSONValue?) -> String {
        if let words = details?["explanation"]?.string, !words.isEmpty {
            return "The model declined: \(words)"
        }
        let category = details?["category"]?.string.map { " (\($0))" } ?? ""
        return "The provider ended the completion with refusal\(category)."
    }
}
