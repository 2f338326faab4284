import JSONText
import Vocabulary

/// The body of a chat completion, read as tolerantly as services require: `content` that is null,
/// a string or a list of parts; error codes that are numbers or strings; an error inside a 200;
/// usage that is partly or wholly absent.
struct ChatReply: Sendable {
    var content: Content
    var usage: TokenUsage?
    /// `usage.cost`, US dollars.
    var billedCost: USD?
    var servedModel: String?
    var generationID: String?
    /// Searches and fetches that the provider made; nil where it does not say.
    var serverSearches: Int?
    var serverFetches: Int?

    enum Content: Sendable {
        case completion(Completion)
        case refused(String)
        case error(ServiceError)
        /// Neither text nor tool call nor refusal.
        case empty(finishReason: String?)
    }

    init(_ json: JSONValue) {
        servedModel = json["model"]?.string
        generationID = json["id"]?.string
        usage = (json["usage"] ?? json["usageMetadata"]).flatMap(TokenUsage.init(reported:))
        billedCost = json["usage"]?["cost"]?.number.flatMap { $0.isFinite ? USD($0) : nil }
        content = Self.content(of: json, servedModel: servedModel)
    }

    private static func content(of json: JSONValue, servedModel: String?) -> Content {
        if let error = json["error"], !error.isNull { return .error(ServiceError(error)) }
        guard let choice = json["choices"]?[0] else {
            return .error(ServiceError(code: nil, message: "the reply has no choices"))
        }
        if let error = choice["error"], !error.isNull { return .error(ServiceError(error)) }
        let message = choice["message"] ?? .null
        let finishReason = choice["finish_reason"]?.string
        if let refusal = refusal(choice: choice, message: message) { return .refused(refusal) }
        if finishReason == "error" {
            return .error(ServiceError(code: nil, message: "the completion ended with an error"))
        }
        let completion = Completion(
            text: text(of: message["content"]), toolCalls: toolCalls(of: message["tool_calls"]),
            finishReason: finishReason, servedModel: servedModel, extras: extras(of: message))
        let isBlank = completion.text.utf8.allSatisfy { $0 <= 0x20 }
        if isBlank, completion.toolCalls.isEmpty { return .empty(finishReason: finishReason) }
        return .completion(completion)
    }

    /// The signs of a declined request: a non-empty `refusal`, `content_filter`, or the
    /// provider's own word for either.
    private static func refusal(choice: JSONValue, message: JSONValue) -> String? {
        if let refusal = message["refusal"]?.string, !refusal.isEmpty {
            return "The model declined: \(refusal.prefix(300))"
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
            return ToolCall(
                id: call["id"]?.string ?? "call_\(index)", name: name,
                arguments: arguments?.string ?? arguments?.text ?? "{}")
        }
    }

    private static func extras(of message: JSONValue) -> JSONObject {
        var extras = JSONObject()
        for key in ["reasoning_details", "reasoning_content"] {
            if let value = message[key], !value.isNull { extras[key] = value }
        }
        return extras
    }
}

/// The `error` object of a reply.
struct ServiceError: Sendable {
    /// An HTTP-like status; nil where the code is a word or missing.
    var code: Int?
    var message: String
    /// Whether the provider's moderation declined the input.
    var isModeration = false

    init(code: Int?, message: String) {
        self.code = code
        self.message = message
    }

    init(_ json: JSONValue) {
        let code = json["code"]
        self.code =
            code?.integer ?? code?.string.flatMap { Int($0) }
            ?? [code, json["type"], json["metadata"]?["error_type"]].lazy
            .compactMap { $0?.string.flatMap(Self.status(of:)) }.first
        let words = json["message"]?.string ?? json.string ?? "no message"
        message = String(words.prefix(300))
        let type = json["metadata"]?["error_type"]?.string ?? code?.string ?? ""
        isModeration =
            json["metadata"]?["reasons"] != nil || json["metadata"]?["flagged_input"] != nil
            || ["content_policy_violation", "refusal", "content_filter", "bio_policy"].contains(
                type)
    }
}
