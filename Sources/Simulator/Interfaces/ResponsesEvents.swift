import JSONText

/// The events of `/responses`, numbered in their order.
struct ResponsesEvents {
    private(set) var stream = EventStream()
    private var number = 0

    mutating func comment(_ text: String) { stream.comment(text) }

    mutating func beginAnswer() { stream.beginAnswer() }

    mutating func done() { stream.done() }

    mutating func add(_ type: String, _ members: [(String, JSONValue)]) {
        let head: [(String, JSONValue)] = [
            ("type", .string(type)), ("sequence_number", .integer(number)),
        ]
        stream.event(type, .object(JSONObject(pairs: head + members)))
        number += 1
    }

    /// An item from its announcement to its end.
    ///
    /// - Parameter isCutOff: whether the end is missing.
    mutating func add(_ item: ResponsesItems.Item, at index: Int, isCutOff: Bool) {
        let place: [(String, JSONValue)] = [
            ("output_index", .integer(index)), ("item_id", .string(item.id)),
        ]
        add(
            "response.output_item.added",
            [("output_index", .integer(index)), ("item", .object(announced(item)))])
        switch item.kind {
        case .reasoning(let text): add(reasoning: text, place)
        case .work(let work): add(work, place)
        case .text(let text, let annotations):
            add(text: text, annotations, place, isCutOff: isCutOff)
        case .refusal(let text): add(refusal: text, place)
        case .functionCall(let arguments): add(arguments: arguments, item, place)
        }
        guard !isCutOff else { return }
        add(
            "response.output_item.done",
            [("output_index", .integer(index)), ("item", .object(item.json))])
    }

    /// The item before anything is in it.
    private func announced(_ item: ResponsesItems.Item) -> JSONObject {
        var json = item.json
        json["status"] = "in_progress"
        switch item.kind {
        case .reasoning: json["summary"] = []
        case .text, .refusal: json["content"] = []
        case .functionCall: json["arguments"] = ""
        case .work:
            let kept: Set<String> = ["type", "id", "status"]
            json.members.removeAll { !kept.contains($0.key) }
        }
        return json
    }

    private mutating func add(
        text: String, _ annotations: [JSONValue], _ place: [(String, JSONValue)], isCutOff: Bool
    ) {
        let place = place + [("content_index", 0)]
        func part(_ text: String, _ annotations: [JSONValue]) -> JSONValue {
            [
                "type": "output_text", "text": .string(text), "annotations": .array(annotations),
                "logprobs": [],
            ]
        }
        add("response.content_part.added", place + [("part", part("", []))])
        for piece in TextPieces(text).all {
            add(
                "response.output_text.delta",
                place + [("delta", .string(piece)), ("logprobs", [])])
        }
        guard !isCutOff else { return }
        for (number, annotation) in annotations.enumerated() {
            add(
                "response.output_text.annotation.added",
                place + [("annotation_index", .integer(number)), ("annotation", annotation)])
        }
        add("response.output_text.done", place + [("text", .string(text)), ("logprobs", [])])
        add("response.content_part.done", place + [("part", part(text, annotations))])
    }

    private mutating func add(refusal text: String, _ place: [(String, JSONValue)]) {
        let place = place + [("content_index", 0)]
        func part(_ text: String) -> JSONValue { ["type": "refusal", "refusal": .string(text)] }
        add("response.content_part.added", place + [("part", part(""))])
        for piece in TextPieces(text).all {
            add("response.refusal.delta", place + [("delta", .string(piece))])
        }
        add("response.refusal.done", place + [("refusal", .string(text))])
        add("response.content_part.done", place + [("part", part(text))])
    }

    private mutating func add(reasoning text: String, _ place: [(String, JSONValue)]) {
        let place = place + [("summary_index", 0)]
        func part(_ text: String) -> JSONValue { ["type": "summary_text", "text": .string(text)] }
        add("response.reasoning_summary_part.added", place + [("part", part(""))])
        for piece in TextPieces(text).all {
            add("response.reasoning_summary_text.delta", place + [("delta", .string(piece))])
        }
        add("response.reasoning_summary_text.done", place + [("text", .string(text))])
        add("response.reasoning_summary_part.done", place + [("part", part(text))])
    }

    private mutating func add(
        arguments: String, _ item: ResponsesItems.Item, _ place: [(String, JSONValue)]
    ) {
        for piece in TextPieces(arguments).all {
            add("response.function_call_arguments.delta", place + [("delta", .string(piece))])
        }
        add(
            "response.function_call_arguments.done",
            place + [("name", item.json["name"] ?? ""), ("arguments", .string(arguments))])
    }

    // MARK: - The provider's tools

    /// Searches and fetches have no events of their own that are documented.
    private mutating func add(_ work: ProviderWork.Item, _ place: [(String, JSONValue)]) {
        switch work {
        case .search, .fetch: break
        case .fusion(let fusion): add(fusion, place)
        }
    }

    private mutating func add(_ fusion: ProviderWork.Fusion, _ place: [(String, JSONValue)]) {
        let call = "response.fusion_call."
        add(call + "in_progress", place)
        let names = fusion.responses.map(\.model) + fusion.failedModels.map(\.model)
        for name in names { add(call + "panel.added", place + [("model", .string(name))]) }
        for response in fusion.responses {
            let place = place + [("model", .string(response.model))]
            for piece in TextPieces(response.content).all {
                add(call + "panel.delta", place + [("delta", .string(piece))])
            }
            add(call + "panel.completed", place + [("content", .string(response.content))])
        }
        for failed in fusion.failedModels {
            let members = ProviderWork.Fusion.failure(of: failed).members
            add(call + "panel.failed", place + members.map { ($0.key, $0.value) })
        }
        if let analyst = fusion.analyst {
            // The second name is the older one, which clients may still read.
            let names = ["analyst_model", "judge_model"].map { ($0, JSONValue.string(analyst)) }
            add(call + "analysis.in_progress", place + names)
        }
        if let analysis = fusion.analysis {
            add(call + "analysis.completed", place + [("analysis", analysis)])
        }
        add(call + "completed", place)
    }
}
