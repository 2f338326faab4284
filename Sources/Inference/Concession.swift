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
    case noServerToolOptions
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
            case .noServerToolOptions: rest.takesServerToolOptions = false
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
        after error: ServiceError, to request: ChatRequest, conceded: Set<Concession>
    ) -> Concession? {
        guard !error.isAboutLength else { return nil }
        let sent = sentFields(of: request, error: error, conceded: conceded)
        if let parameter = error.parameter {
            return sent.first { field in field.names.contains { Self.path(parameter, is: $0) } }?
                .concession
        }
        let words = error.words
        return
            sent.compactMap { field in
                field.names.compactMap { Self.place(of: $0, in: words) }.min()
                    .map { (place: $0, concession: field.concession) }
            }
            .min { $0.place < $1.place }?.concession
    }

    private struct SentField {
        var names: [String]
        var concession: Concession
    }

    /// The fields of a request that it can do without, under all names that services give them.
    private func sentFields(
        of request: ChatRequest, error: ServiceError, conceded: Set<Concession>
    ) -> [SentField] {
        var fields: [SentField] = []
        func add(_ isSent: Bool, _ concession: Concession, _ names: [String]) {
            if isSent { fields.append(SentField(names: names, concession: concession)) }
        }
        add(
            request.maxOutputTokens != nil && outputCap != .none,
            conceded.contains(.otherOutputCap) ? .noOutputCap : .otherOutputCap,
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
            [
                "reasoning_effort", "reasoning", "thinking", "output_config.effort", "effort",
                "thinking_budget", "thinking_level",
            ])
        let choosesTools = !request.tools.isEmpty || !request.serverTools.isEmpty
        add(choosesTools && takesToolChoice, .noToolChoice, ["tool_choice"])
        add(
            request.streams && streams && needsIncludeUsage, .noIncludeUsage,
            ["stream_options", "include_usage"])
        add(marksCache, .noCacheMarks, ["cache_control", "prompt_cache_breakpoint"])
        add(
            takesServerToolOptions && request.maxServerToolCalls != nil, .noServerToolOptions,
            ["max_tool_calls"])
        // The bare word is too common in sentences about other things.
        add(
            request.streams && streams, .noStream,
            error.parameter == nil
                ? ["streaming", "'stream'", "\"stream\"", "`stream`"] : ["stream"])
        return fields
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
