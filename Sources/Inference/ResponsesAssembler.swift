import JSONText
import Vocabulary

/// Puts together a response that comes as a stream.
///
/// The last event carries the whole response, which counts. What came before it is needed where a
/// provider leaves something out there, as may happen with what its own tools did.
struct ResponsesAssembler: StreamAssembler {
    let dialect: EndpointSpec.Dialect
    /// As told at the beginning, and in whole at the end.
    private var response = JSONObject()
    /// By their place in the output.
    private var items: [Int: StreamedItem] = [:]
    private var error: ServiceError?
    private(set) var isFinished = false

    private static let places = 0..<10_000

    init(dialect: EndpointSpec.Dialect) { self.dialect = dialect }

    mutating func take(event: String, data: [UInt8]) {
        // `[DONE]` is no JSON, and what can't be read is made good by the last event.
        guard !isFinished, let json = try? JSONValue(parsing: data) else { return }
        let type = json["type"]?.string ?? event
        // In the events of a response an `error` may be that of one member of a panel.
        if !type.hasPrefix("response."), let error = json["error"], !error.isNull {
            return fail(ServiceError(error))
        }
        switch type {
        case "error": fail(ServiceError(json))
        case "response.error": fail(ServiceError(json["error"] ?? json))
        case "response.created", "response.queued", "response.in_progress":
            takeResponse(json["response"])
        case "response.completed", "response.incomplete", "response.failed", "response.cancelled",
            "response.done":
            takeResponse(json["response"])
            isFinished = true
        default:
            guard let place = place(of: json) else { return }
            items[place, default: StreamedItem()].take(type, json)
        }
    }

    consuming func reply() -> ChatReply {
        if let error { return failed(error) }
        guard isFinished else {
            return failed(.cutOff)
        }
        var response = response
        response["output"] = .array(output(told: response["output"]?.array ?? []))
        return ChatReply(response: .object(response), dialect: dialect)
    }

    private mutating func fail(_ error: ServiceError) {
        self.error = error
        isFinished = true
    }

    /// What is told last counts; the model is told at the beginning alone by some.
    private mutating func takeResponse(_ told: JSONValue?) {
        response = told?.completed(from: .object(response)).object ?? response
    }

    private func failed(_ error: ServiceError) -> ChatReply {
        ChatReply(
            content: .error(error), servedModel: response["model"]?.string,
            generationID: response["id"]?.string)
    }

    /// Nil where an event tells of none, or of one that no output has.
    private func place(of json: JSONValue) -> Int? {
        if let index = json["output_index"]?.integer {
            return Self.places.contains(index) ? index : nil
        }
        guard let id = json["item_id"]?.string ?? json["item"]?["id"]?.string else { return nil }
        let known = items.first { $0.value.id == id }?.key
        return known ?? (items.keys.max() ?? -1) + 1
    }

    /// The items of the last event. Where those of the provider's tools are missing there or leave
    /// something out, what the stream told of them is put in.
    private func output(told: [JSONValue]) -> [JSONValue] {
        let gathered = items.sorted { $0.key < $1.key }.map { (place: $0.key, item: $0.value.json) }
        guard !told.isEmpty else { return gathered.map(\.item) }
        var output = told
        for (place, item) in gathered where ResponseOutput.isServerItem(item) {
            let hasType = { (other: JSONValue) in other["type"] == item["type"] }
            guard told.contains(where: hasType) else {
                output.insert(item, at: min(place, output.count))
                continue
            }
            // Ids may be temporary ones while the stream lasts; what is alone needs none.
            let isAlone =
                told.count(where: hasType) == 1 && gathered.count { hasType($0.item) } == 1
            let same = output.firstIndex {
                hasType($0) && (isAlone || $0["id"] == item["id"])
            }
            if let same { output[same] = output[same].completed(from: item) }
        }
        return output
    }
}

/// An item of a response while it comes.
private struct StreamedItem {
    private var item = JSONObject()
    private var isWhole = false
    private var parts: [Int: Part] = [:]
    private var arguments = ""
    private var fusion: FusionEvents?

    private struct Part {
        var text = ""
        var refusal = ""
        var annotations: [JSONValue] = []
    }

    var id: String? { item["id"]?.string }

    mutating func take(_ type: String, _ json: JSONValue) {
        let part = json["content_index"]?.integer ?? 0
        let delta = json["delta"]?.string ?? ""
        switch type {
        case "response.output_item.added":
            if !isWhole, let added = json["item"]?.object { item = added }
        case "response.output_item.done":
            if let whole = json["item"]?.object { (item, isWhole) = (whole, true) }
        case "response.output_text.delta", "response.content_part.delta":
            parts[part, default: Part()].text += delta
        case "response.output_text.done":
            if let text = json["text"]?.string { parts[part, default: Part()].text = text }
        case "response.output_text.annotation.added":
            if let annotation = json["annotation"] {
                parts[part, default: Part()].annotations.append(annotation)
            }
        case "response.refusal.delta": parts[part, default: Part()].refusal += delta
        case "response.refusal.done":
            if let words = json["refusal"]?.string { parts[part, default: Part()].refusal = words }
        case "response.function_call_arguments.delta": arguments += delta
        case "response.function_call_arguments.done":
            if let whole = json["arguments"]?.string { arguments = whole }
        case _ where type.hasPrefix(FusionEvents.prefix):
            if item["id"] == nil, let id = json["item_id"] { item["id"] = id }
            fusion = fusion ?? FusionEvents()
            fusion?.take(type, json)
        default: break
        }
    }

    /// The item as it would stand in the output.
    var json: JSONValue {
        if let fusion {
            let told = JSONValue.object(item)
            return isWhole
                ? told.completed(from: fusion.item) : fusion.item.completed(from: told)
        }
        guard !isWhole else { return .object(item) }
        var item = item
        if !parts.isEmpty {
            item["type"] = item["type"] ?? "message"
            item["content"] = .array(parts.sorted { $0.key < $1.key }.map { json(of: $0.value) })
        }
        if !arguments.isEmpty { item["arguments"] = .string(arguments) }
        return .object(item)
    }

    private func json(of part: Part) -> JSONValue {
        guard part.refusal.isEmpty else {
            return ["type": "refusal", "refusal": .string(part.refusal)]
        }
        return [
            "type": "output_text", "text": .string(part.text),
            "annotations": .array(part.annotations),
        ]
    }
}
