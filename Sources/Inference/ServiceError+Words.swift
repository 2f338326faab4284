extension ServiceError {
    /// The HTTP status that a service's word for an error stands for; nil for an unknown word.
    ///
    /// An error inside a 200, and all that come in a stream, have no other code. The words are those
    /// of Anthropic's Messages, OpenAI's Responses and OpenRouter's `error_type`.
    static func status(of word: String) -> Int? {
        switch word {
        case "invalid_request_error", "invalid_request", "invalid_prompt",
            "context_length_exceeded", "max_tokens_exceeded", "token_limit_exceeded",
            "string_too_long":
            400
        case "authentication_error", "authentication", "invalid_api_key": 401
        case "billing_error", "payment_required", "insufficient_quota": 402
        case "permission_error", "permission_denied": 403
        case "not_found_error", "not_found", "model_not_found": 404
        case "request_too_large", "payload_too_large": 413
        case "unprocessable": 422
        case "rate_limit_error", "rate_limit_exceeded": 429
        case "api_error", "server_error", "server": 500
        case "provider_unavailable": 503
        case "timeout_error", "timeout": 504
        case "overloaded_error", "provider_overloaded": 529
        default: nil
        }
    }
}
