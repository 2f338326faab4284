import JSONText

/// What the provider's own tools were given and brought, in the words that all interfaces share.
extension ProviderWork.Item {
    /// What OpenRouter calls the tool.
    var toolName: String {
        switch self {
        case .search: "openrouter:web_search"
        case .fetch: "openrouter:web_fetch"
        case .fusion: "openrouter:fusion"
        }
    }

    /// What the model called it with.
    var arguments: JSONValue {
        switch self {
        case .search(let query, _): ["query": .string(query)]
        case .fetch(let url, _, _, _): ["url": .string(url)]
        case .fusion(let fusion): ["prompt": .string(fusion.prompt)]
        }
    }

    /// What the model got in return.
    var result: JSONValue {
        switch self {
        case .search(_, let urls):
            ["results": .array(urls.map { ["url": .string($0)] })]
        case .fetch(let url, let title, let text?, _):
            [
                "url": .string(url), "title": .string(title), "content": .string(text),
                "status": "completed", "retrieved_at": "1970-01-01T00:00:00Z",
            ]
        case .fetch(let url, _, nil, let error):
            [
                "url": .string(url), "status": "failed",
                "error": .string(error ?? "The page could not be opened."),
            ]
        case .fusion(let fusion): .object(fusion.result)
        }
    }
}

extension ProviderWork.Fusion {
    /// The tool's result. A fusion in which nobody answered is an error; one without an analysis
    /// is not.
    var result: JSONObject {
        guard !responses.isEmpty else {
            return JSONObject(pairs: [
                ("status", "error"), ("error", .string(error ?? "The fusion failed.")),
                ("failure_reason", .string(failureReason ?? "unexpected_error")),
            ])
        }
        var result = JSONObject(pairs: [("status", "ok")])
        result["analysis"] = analysis
        result["responses"] = responseList
        if !failedModels.isEmpty { result["failed_models"] = failedList }
        return result
    }

    var responseList: JSONValue {
        .array(
            responses.map { ["model": .string($0.model), "content": .string($0.content)] })
    }

    var failedList: JSONValue { .array(failedModels.map { .object(Self.failure(of: $0)) }) }

    /// A model that failed, with the status that it failed with, where there is one.
    static func failure(of model: (model: String, error: String, status: Int?)) -> JSONObject {
        var failure = JSONObject(pairs: [
            ("model", .string(model.model)), ("error", .string(model.error)),
        ])
        failure["status_code"] = model.status.map { .integer($0) }
        return failure
    }
}

extension ProviderWork {
    /// How often its tools were asked for, as `server_tool_use_details` has it.
    var useDetails: JSONValue {
        [
            "web_search_requests": .integer(searches),
            "tool_calls_requested": .integer(items.count),
            "tool_calls_executed": .integer(items.count),
        ]
    }
}
