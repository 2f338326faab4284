import JSONText
import Vocabulary

/// The body of a response, and the `response` that ends its stream.
extension ChatReply {
    init(response json: JSONValue, dialect: EndpointSpec.Dialect) {
        let output = ResponseOutput(items: json["output"]?.array ?? [])
        let usage = json["usage"]
        self.init(
            content: Self.content(of: json, output, dialect),
            usage: usage.flatMap(TokenUsage.init(reported:)),
            billedCost: usage?.bill,
            servedModel: json["model"]?.string, generationID: json["id"]?.string,
            serverSearches: usage?.serverToolUses("web_search_requests")
                ?? output.count(of: ["openrouter:web_search", "web_search_call"]),
            serverFetches: usage?.serverToolUses("web_fetch_requests")
                ?? output.count(of: ["openrouter:web_fetch"]))
    }

    private static func content(
        of json: JSONValue, _ output: ResponseOutput, _ dialect: EndpointSpec.Dialect
    ) -> Content {
        if let error = json["error"], !error.isNull { return .error(ServiceError(error)) }
        guard json["output"]?.array != nil else {
            return .error(ServiceError(code: nil, message: "the reply has no output"))
        }
        let status = json["status"]?.string
        if let status, !["completed", "incomplete"].contains(status) {
            return .error(ServiceError(code: nil, message: "the response ended as \(status)"))
        }
        if let refusal = output.refusal {
            return .refused("The model declined: \(refusal)")
        }
        let reason = json["incomplete_details"]?["reason"]?.string
        if reason == "content_filter" {
            return .refused("The provider ended the completion with content_filter.")
        }
        let completion = Completion(
            text: output.text, toolCalls: output.toolCalls, finishReason: reason ?? status,
            servedModel: json["model"]?.string,
            extras: JSONObject(pairs: [
                (ResponseOutput.extrasKey, .array(output.toSendBack(dialect)))
            ]),
            serverItems: output.serverItems, citations: output.citations)
        return Content(completion)
    }
}

extension ChatReply.Content {
    /// A completion, if there is anything in it.
    init(_ completion: Completion) {
        let isBlank = completion.text.utf8.allSatisfy { $0 <= 0x20 }
        self =
            isBlank && completion.toolCalls.isEmpty
            ? .empty(finishReason: completion.finishReason) : .completion(completion)
    }
}

extension ChatReply {
    /// A reply whose parts have been read.
    init(
        content: Content, usage: TokenUsage? = nil, billedCost: USD? = nil,
        servedModel: String? = nil, generationID: String? = nil, serverSearches: Int? = nil,
        serverFetches: Int? = nil
    ) {
        self.content = content
        self.usage = usage
        self.billedCost = billedCost
        self.servedModel = servedModel
        self.generationID = generationID
        self.serverSearches = serverSearches
        self.serverFetches = serverFetches
    }
}

extension JSONValue {
    /// A count of what the provider's tools did, as `usage` tells it: the documentation and the
    /// replies differ in the name.
    func serverToolUses(_ name: String) -> Int? {
        self["server_tool_use"]?[name]?.integer ?? self["server_tool_use_details"]?[name]?.integer
    }
}

extension ResponseOutput {
    /// How many items are of these types; nil for none, since not every provider tells.
    fileprivate func count(of types: [String]) -> Int? {
        let count = items.count { item in item["type"]?.string.map(types.contains) == true }
        return count > 0 ? count : nil
    }
}
