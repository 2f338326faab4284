import JSONText

/// An error of the service, which every interface puts in its own words.
struct ServiceRefusal: Sendable {
    let status: Int
    let message: String
    /// The parameter at fault, where it is one.
    var parameter: String?
    /// The service's own word for it; nil: the usual one for the status.
    var code: String?
    /// What OpenRouter adds to it.
    var metadata: JSONObject?
    /// OpenRouter's advice on whether to ask again.
    var availability: JSONValue?

    /// The body of the reply.
    func json(at interface: Interface) -> JSONValue {
        switch (interface.language, interface.service) {
        case (.messages, _):
            [
                "type": "error",
                "error": ["type": .string(anthropicType), "message": .string(message)],
            ]
        case (_, .native):
            [
                "error": [
                    "message": .string(message), "type": .string(openAIType),
                    "param": parameter.map { .string($0) } ?? .null,
                    "code": (code ?? openAICode).map { .string($0) } ?? .null,
                ]
            ]
        case (_, .openRouter): ["error": .object(openRouterError)]
        }
    }

    private var openRouterError: JSONObject {
        var metadata = metadata ?? JSONObject()
        if metadata["error_type"] == nil { metadata["error_type"] = .string(openRouterType) }
        var error = JSONObject(pairs: [
            ("code", .integer(status)), ("message", .string(message)),
            ("metadata", .object(metadata)),
        ])
        error["availability"] = availability
        return error
    }

    private var openRouterType: String {
        switch status {
        case 400: "invalid_request"
        case 401: "authentication"
        case 402: "payment_required"
        case 403: "permission_denied"
        case 404: "not_found"
        case 413: "payload_too_large"
        case 429: "rate_limit_exceeded"
        case 503, 529: "provider_overloaded"
        default: "server"
        }
    }

    private var openAIType: String {
        switch status {
        case 400, 401, 403, 404, 413: "invalid_request_error"
        case 402: "insufficient_quota"
        case 429: "requests"
        default: "server_error"
        }
    }

    private var openAICode: String? {
        switch status {
        case 401: "invalid_api_key"
        case 402: "insufficient_quota"
        case 429: "rate_limit_exceeded"
        default: nil
        }
    }

    private var anthropicType: String {
        switch status {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 503, 529: "overloaded_error"
        case 400..<500: "invalid_request_error"
        default: "api_error"
        }
    }
}
