import JSONText

/// The `error` object of a reply.
struct ServiceError: Sendable {
    /// An HTTP-like status; nil where none can be told.
    var code: Int?
    /// As long as it came. Keys are taken out before it is cut short, or half of one might stay.
    var message: String
    /// Whether the provider's moderation declined the input.
    var isModeration = false
    /// The code or type in words, such as `overloaded_error`.
    var word: String?
    /// The field of the request that is at fault, as the service names it.
    var parameter: String?
    /// Who a gateway passed the request on to, and what they said.
    var provider: String?
    var providerWords: String?
    /// OpenRouter's word on whether the same request can succeed, which goes before any status.
    var isRetryable: Bool?
    var retryAfterSeconds: Double?
    /// Whether the service has no model of that name.
    var isUnknownModel = false
    /// Whether a stream ended before its reply did.
    var isCutOff = false

    init(code: Int?, message: String) {
        self.code = code
        self.message = message
    }

    /// Half an answer is not an answer.
    static var cutOff: ServiceError {
        var error = ServiceError(code: nil, message: "the stream was cut off")
        error.isCutOff = true
        return error
    }

    init(_ json: JSONValue) {
        let code = json["code"]
        let metadata = json["metadata"]
        message = json["message"]?.string ?? json["msg"]?.string ?? json.string ?? "no message"
        let words = [code?.string, metadata?["error_type"]?.string, json["type"]?.string]
            .compactMap { $0?.lowercased() }
        word = words.first { Int($0) == nil }
        self.code =
            code?.integer ?? code?.string.flatMap { Int($0) }
            ?? words.lazy.compactMap(Self.status).first
        parameter = json["param"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        provider = metadata?["provider_name"]?.string
        providerWords = metadata?["raw"].flatMap { $0.isNull ? nil : $0.string ?? $0.text }
        isModeration =
            metadata?["reasons"] != nil || metadata?["flagged_input"] != nil
            || words.contains(where: Self.moderation.contains)
        let availability = json["availability"]
        isRetryable = availability?["retryable"]?.bool
        retryAfterSeconds = availability?["retry_after"]?.number.flatMap { $0.isFinite ? $0 : nil }
        parameter = parameter ?? availability?["constraint"]?["field"]?.string
        isUnknownModel =
            words.contains("model_not_found") || availability?["code"] == "model_not_found"
            || Self.saysUnknownModel(message.lowercased())
    }

    /// The error in the body of a reply that failed, in the places where services put it: `error`,
    /// the same in a list (Gemini), `message` or `detail` alone.
    init?(body json: JSONValue) {
        let body = json["error"] == nil ? json[0] ?? json : json
        if let error = body["error"], !error.isNull {
            self.init(error)
            // Ollama and llama.cpp put the sentence alone there, and others beside it.
            if error.object == nil, let sentence = body["message"]?.string { message = sentence }
        } else if body["message"]?.string != nil {
            self.init(body)
        } else if let detail = body["detail"], !detail.isNull {
            self.init(detail.object == nil ? .string(detail.string ?? detail.text) : detail)
        } else {
            return nil
        }
    }

    /// All that is said, to look for names in.
    var words: String {
        String((message + "\n" + (providerWords ?? "")).prefix(4_000))
    }

    /// Whether the prompt or the output is too long, which no field of the request can mend.
    var isAboutLength: Bool {
        if let word,
            word.contains("length_exceeded") || word.contains("tokens_exceeded")
                || word == "token_limit_exceeded" || word == "string_too_long"
        {
            return true
        }
        let text = words.lowercased()
        return ["context length", "context window", "prompt is too long", "context_length"]
            .contains(where: text.contains)
    }

    /// Whether no further request can be paid for.
    var isUnpaid: Bool {
        ["insufficient_quota", "payment_required", "insufficient_credits", "billing_error"]
            .contains(word)
    }

    private static let moderation: Set = [
        "content_policy_violation", "refusal", "content_filter", "bio_policy",
    ]

    private static func saysUnknownModel(_ text: String) -> Bool {
        text.contains("not a valid model") || text.contains("unknown model")
            || text.contains("model not found") || text.contains("model_not_found")
            || (text.contains("model")
                && (text.contains("does not exist") || text.contains("not found, try pulling")))
    }
}
