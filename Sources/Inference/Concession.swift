import Vocabulary

/// Something that a model turned down, and is asked without from then on.
enum Concession: Sendable, Hashable {
    /// The cap on its output under its other name.
    case otherOutputCap
    case noOutputCap
    case noTemperature
    case noSeed
    /// Any JSON object is asked for in place of one of a schema.
    case anyObject
    case noResponseFormat
    case noReasoning
    case noToolChoice
    case noIncludeUsage
    case noCacheMarks
    case noMaxToolCalls
    case noStream

    /// How many a request may make: as many as there are fields worth losing.
    static let mostPerRequest = 6
}

extension ModelCapabilities {
    /// What is left after concessions.
    func conceding(_ concessions: Set<Concession>) -> Self {
        var rest = self
        for concession in concessions {
            switch concession {
            case .otherOutputCap:
                rest.outputCap = outputCap == .maxTokens ? .maxCompletionTokens : .maxTokens
            case .noTemperature: rest.takesTemperature = false
            case .noSeed: rest.takesSeed = false
            case .anyObject: rest.schema = .object
            case .noReasoning: rest.reasoning = .none
            case .noToolChoice: rest.takesToolChoice = false
            case .noIncludeUsage: rest.needsIncludeUsage = false
            case .noCacheMarks: rest.marksCache = false
            case .noMaxToolCalls: rest.takesMaxToolCalls = false
            case .noStream: rest.streams = false
            // They outdo others of this set.
            case .noOutputCap, .noResponseFormat: break
            }
        }
        if concessions.contains(.noOutputCap) { rest.outputCap = .none }
        if concessions.contains(.noResponseFormat) { rest.schema = .prompt }
        return rest
    }

    /// What to do without after an error, or nil where the error names nothing that was sent.
    ///
    /// - Parameter conceded: what the request was sent without.
    func concession(
        after error: ServiceError, to request: ChatRequest, of api: EndpointSpec.API,
        conceded: Set<Concession>
    ) -> Concession? {
        guard !error.isAboutLength else { return nil }
        let sent = sentFields(of: request, of: api, error: error, conceded: conceded)
        let named = error.parameter.map { parameter in
            sent.first { field in field.names.contains { Self.path(parameter, is: $0) } }
        }
        let words = error.words
        let found =
            named
            ?? sent.compactMap { field in
                field.names.compactMap { Self.place(of: $0, in: words) }.min()
                    .map { (place: $0, field: field) }
            }
            .min { $0.place < $1.place }?.field
        // A cap of the wrong size is the user's to mend: without one, or under another name, the
        // answers would be those of another request.
        if found?.isOutputCap == true, error.isAboutSize { return nil }
        return found?.concession
    }

    private struct SentField {
        var names: [String]
        /// Nil where the interface demands the field.
        var concession: Concession?

        var isOutputCap: Bool { concession == .otherOutputCap || concession == .noOutputCap }
    }

    /// The fields of a request that it can do without, under all names that services give them.
    private func sentFields(
        of request: ChatRequest, of api: EndpointSpec.API, error: ServiceError,
        conceded: Set<Concession>
    ) -> [SentField] {
        var fields: [SentField] = []
        func add(_ isSent: Bool, _ concession: Concession?, _ names: [String]) {
            if isSent { fields.append(SentField(names: names, concession: concession)) }
        }
        add(
            request.maxOutputTokens != nil && outputCap != .none,
            Self.lesserOutputCap(api, conceded),
            ["max_completion_tokens", "max_tokens", "max_output_tokens", "maxOutputTokens"])
        add(request.temperature != nil && takesTemperature, .noTemperature, ["temperature"])
        add(request.seed != nil && takesSeed, .noSeed, ["seed"])
        // Where the field itself is known and only its kind is not, any object may still do.
        let turnsKindDown = ["format type", "schema"].contains(where: error.words.contains)
        add(
            request.responseSchema != nil && schema != .prompt,
            schema == .strict && turnsKindDown ? .anyObject : .noResponseFormat,
            [
                "response_format", "json_schema", "json_object", "structured_outputs",
                "structured_output", "structured outputs", "output_config.format",
                "output_format", "text.format", "response_schema", "responseSchema",
            ])
        add(
            request.reasoning != nil && reasoning != .none, .noReasoning,
            ["reasoning_effort", "output_config.effort", "thinking_budget", "thinking_level"]
                + (error.parameter != nil || error.isAboutField
                    ? ["reasoning", "thinking", "effort"] : []))
        let choosesTools = !request.tools.isEmpty || !request.serverTools.isEmpty
        add(choosesTools && takesToolChoice, .noToolChoice, ["tool_choice"])
        add(
            request.streams && streams && needsIncludeUsage, .noIncludeUsage,
            ["stream_options", "include_usage"])
        add(marksCache, .noCacheMarks, ["cache_control", "prompt_cache_breakpoint"])
        add(
            takesServerToolOptions && takesMaxToolCalls && request.maxServerToolCalls != nil,
            .noMaxToolCalls, ["max_tool_calls"])
        // The bare word is too common in sentences about other things.
        add(
            request.streams && streams, .noStream,
            error.parameter == nil
                ? ["streaming", "'stream'", "\"stream\"", "`stream`"] : ["stream"])
        return fields
    }

    /// The cap has one name on responses, and messages can't be without it.
    private static func lesserOutputCap(
        _ api: EndpointSpec.API, _ conceded: Set<Concession>
    ) -> Concession? {
        switch api {
        case .chat: conceded.contains(.otherOutputCap) ? .noOutputCap : .otherOutputCap
        case .responses: .noOutputCap
        case .messages: nil
        }
    }

    /// `response_format.json_schema` and `response_format[0]` are parts of `response_format`.
    private static func path(_ path: String, is name: String) -> Bool {
        guard path.hasPrefix(name) else { return false }
        return path.utf8.count == name.utf8.count
            || [UInt8(ascii: "."), UInt8(ascii: "[")]
                .contains(Array(path.utf8)[name.utf8.count])
    }

    /// Where a name first stands as a word of its own.
    private static func place(of name: String, in words: String) -> Int? {
        let text = Array(words.utf8)
        let name = Array(name.utf8)
        func isPart(_ index: Int) -> Bool {
            guard text.indices.contains(index) else { return false }
            let byte = text[index]
            return byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20)
        }
        var start = text.startIndex
        while let range = text[start...].firstRange(of: name) {
            if !isPart(range.lowerBound - 1), !isPart(range.upperBound) { return range.lowerBound }
            start = range.lowerBound + 1
        }
        return nil
    }
}

extension ServiceError {
    /// Whether it says how large a number may be, rather than that a field is not taken.
    fileprivate var isAboutSize: Bool {
        let text = words.lowercased()
        func has(_ phrases: String...) -> Bool { phrases.contains(where: text.contains) }
        guard !has("unsupported parameter", "unsupported_parameter", "use 'max_", "unrecognized")
        else { return false }
        return has(
            "too large", "too high", "too big", "too small", "too low", "exceed", "greater than",
            "less than", "larger than", "at most", "at least", "above", "below", "maximum",
            "minimum", "range", "limit", " > ", " < ", ">=", "<=")
    }

    /// Whether it is about a field of the request, and not about what its messages hold, where the
    /// same words stand for thoughts.
    fileprivate var isAboutField: Bool {
        let text = words.lowercased()
        func has(_ phrases: String...) -> Bool { phrases.contains(where: text.contains) }
        return !has("messages.", "messages[")
            && has(
                "support", "parameter", "argument", "field", "unknown", "unrecognized",
                "unexpected", "not permitted", "not allowed", "not available", "extra inputs",
                "mandatory", "cannot be disabled")
    }
}
