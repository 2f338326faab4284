import JSONText
import Vocabulary

/// The body of a chat completion, read as tolerantly as services require: `content` that is null,
/// a string or a list of parts; error codes that are numbers or strings; an error inside a 200;
/// usage that is partly or wholly absent.
struct ChatReply: Sendable {
    var content: Content
    var usage: TokenUsage?
    /// What the reply says it cost.
    var billedCost: USD?
    var servedModel: String?
    var generationID: String?
    /// Searches and fetches that the provider made; nil where it does not say.
    var serverSearches: Int?
    var serverFetches: Int?

    /// Whether it tells of anything that the provider's tools did.
    var hasServerWork: Bool {
        if case .completion(let completion) = content, !completion.serverItems.isEmpty {
            return true
        }
        return (serverSearches ?? 0) > 0
    }

    enum Content: Sendable {
        case completion(Completion)
        case refused(String)
        case error(ServiceError)
        /// Neither text nor tool call nor refusal.
        case empty(finishReason: String?)
    }

    /// A whole reply of chat completions.
    init(_ json: JSONValue) {
        servedModel = json["model"]?.string
        generationID = json["id"]?.string
        let reported = json["usage"] ?? json["usageMetadata"]
        usage = reported.flatMap(TokenUsage.init(reported:))
        billedCost = json["usage"]?.bill
        serverSearches = json["usage"]?.serverToolUses("web_search_requests")
        serverFetches = json["usage"]?.serverToolUses("web_fetch_requests")
        content = Self.content(of: json, servedModel: servedModel)
    }
}

// Chat completions.
extension ChatReply {
    private static func content(of json: JSONValue, servedModel: String?) -> Content {
        if let error = json["error"], !error.isNull { return .error(ServiceError(error)) }
        guard let choice = json["choices"]?[0] else {
            return .error(ServiceError(code: nil, message: "the reply has no choices"))
        }
        if let error = choice["error"], !error.isNull { return .error(ServiceError(error)) }
        let message = choice["message"] ?? .null
        let finishReason = choice["finish_reason"]?.string
        if let refusal = refusal(choice: choice, message: message) { return .refused(refusal) }
        if let finishReason, brokenEndings.contains(finishReason) {
            return .error(
                ServiceError(code: nil, message: "the completion ended with \(finishReason)"))
        }
        let completion = Completion(
            text: text(of: message["content"]), toolCalls: toolCalls(of: message["tool_calls"]),
            finishReason: finishReason, servedModel: servedModel, extras: extras(of: message),
            serverItems: serverItems(of: message), citations: citations(message["annotations"]))
        let isBlank = completion.text.utf8.allSatisfy { $0 <= 0x20 }
        if isBlank, completion.toolCalls.isEmpty { return .empty(finishReason: finishReason) }
        return .completion(completion)
    }

    /// How a provider says that it could not finish; the second is DeepSeek's.
    private static let brokenEndings = ["error", "insufficient_system_resource"]

    /// The signs of a declined request: a non-empty `refusal`, `content_filter`, or the
    /// provider's own word for either.
    private static func refusal(choice: JSONValue, message: JSONValue) -> String? {
        if let refusal = message["refusal"]?.string, !refusal.isEmpty {
            return "The model declined: \(refusal)"
        }
        let reasons = [choice["finish_reason"]?.string, choice["native_finish_reason"]?.string]
        let signs = ["content_filter", "refusal", "safety", "prohibited_content"]
        let found = reasons.compactMap { $0?.lowercased() }.first(where: signs.contains)
        return found.map { "The provider ended the completion with \($0)." }
    }

    private static func text(of content: JSONValue?) -> String {
        switch content {
        case .string(let text): text
        case .array(let parts):
            parts.map { $0.string ?? $0["text"]?.string ?? "" }.joined()
        case .null, .bool, .integer, .number, .object, nil: ""
        }
    }

    private static func toolCalls(of value: JSONValue?) -> [ToolCall] {
        (value?.array ?? []).enumerated().compactMap { index, call in
            guard let function = call["function"], let name = function["name"]?.string else {
                return nil
            }
            let arguments = function["arguments"]
            let known = ["id", "index", "type", "function"]
            let id = call["id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
            return ToolCall(
                id: id ?? "call_\(index)", name: name,
                arguments: arguments?.string ?? arguments?.text ?? "{}",
                extras: JSONObject(
                    (call.object?.members ?? []).filter {
                        !known.contains($0.key) && !$0.value.isNull
                    }))
        }
    }

    private static func extras(of message: JSONValue) -> JSONObject {
        var extras = JSONObject()
        for key in keptMembers {
            if let value = message[key], !value.isNull { extras[key] = value }
        }
        return extras
    }

    /// Members of a message that one service or another wants back; see
    /// `ModelCapabilities.returns`.
    static let keptMembers = [
        "reasoning_details", "reasoning_content", "reasoning", "thinking_blocks",
    ]

    private static func serverItems(of message: JSONValue) -> [JSONValue] {
        (message["reasoning_details"]?.array ?? [])
            .filter { $0["type"] == "reasoning.server_tool_call" }
    }

    /// The pages that annotations name, each once: `url_citation` holds them on chat completions,
    /// on responses they lie flat.
    static func citations(_ annotations: JSONValue?) -> [SourceRecord] {
        var seen: Set<String> = []
        return (annotations?.array ?? []).compactMap { annotation in
            guard annotation["type"] == "url_citation" else { return nil }
            let page = annotation["url_citation"] ?? annotation
            guard let url = page["url"]?.string, seen.insert(url).inserted else { return nil }
            return SourceRecord(url: url, title: page["title"]?.string, kind: .citation)
        }
    }
}

extension JSONValue {
    /// What a `usage` says was charged, in US dollars: `cost`, and where a key of the user's own
    /// pays the provider, what the provider takes beside that fee.
    var bill: USD? {
        guard let cost = self["cost"]?.number, cost.isFinite else { return nil }
        let upstream = self["cost_details"]?["upstream_inference_cost"]?.number
        guard self["is_byok"] == true, let upstream, upstream.isFinite else { return USD(cost) }
        return USD(cost) + USD(upstream)
    }
}
