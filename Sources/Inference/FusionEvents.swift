import JSONText

/// What the events of a stream tell of a fusion that the provider runs.
///
/// A member's text counts once it is complete. What a member that failed had written by then is not
/// kept: the provider does not fuse it either.
struct FusionEvents {
    static let prefix = "response.fusion_call."

    private var status = "in_progress"
    private var responses: [JSONValue] = []
    private var failedModels: [JSONValue] = []
    private var analysis: JSONValue?

    mutating func take(_ type: String, _ json: JSONValue) {
        switch type.dropFirst(Self.prefix.count) {
        case "panel.completed": responses.append(json.members("model", "content"))
        case "panel.failed": failedModels.append(json.members("model", "error", "status_code"))
        case "analysis.completed": analysis = json["analysis"]
        case "completed": status = "completed"
        default: break
        }
    }

    /// The item that the output would have, as far as it is known.
    var item: JSONValue {
        var item = JSONObject(pairs: [("type", "openrouter:fusion"), ("status", .string(status))])
        if !responses.isEmpty { item["responses"] = .array(responses) }
        if let analysis, !analysis.isNull { item["analysis"] = analysis }
        if !failedModels.isEmpty { item["failed_models"] = .array(failedModels) }
        return .object(item)
    }
}

extension JSONValue {
    /// The object with those members of the other that it does not have itself.
    func completed(from other: JSONValue) -> JSONValue {
        guard var object, let other = other.object else { return self }
        for member in other.members where object[member.key] ?? .null == .null {
            object[member.key] = member.value
        }
        return .object(object)
    }

    /// An object with these members alone, as far as they are there.
    fileprivate func members(_ names: String...) -> JSONValue {
        .object(JSONObject(pairs: names.compactMap { name in self[name].map { (name, $0) } }))
    }
}
