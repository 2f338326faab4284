import JSONText

/// Why the provider turns a request down.
struct ServerSideError: Error, Equatable {
    let status: Int
    let message: String

    init(_ message: String, status: Int = 400) {
        self.status = status
        self.message = message
    }
}

/// The parameters of a server tool or a plugin.
///
/// Names that it does not have are refused. The service may well pass over them; but a list of
/// hosts under a name that means nothing keeps nothing away, and here that is noticed.
struct ToolParameters {
    /// What they are parameters of.
    let tool: String
    private let object: JSONObject

    init(
        _ json: JSONValue, of tool: String, names: Set<String>
    ) throws(ServerSideError) {
        self.tool = tool
        switch json {
        case .null: object = JSONObject()
        case .object(let members): object = members
        case .bool, .integer, .number, .string, .array:
            throw ServerSideError("\(tool): the parameters are \(json.kindName), not an object.")
        }
        // A tool without an object for its parameters has them beside its type and name.
        let known = names.union(["type", "name", "id", "cache_control"])
        if let stranger = object.keys.first(where: { !known.contains($0) }) {
            throw ServerSideError("\(tool) has no parameter '\(stranger)'.")
        }
    }

    /// Nil where it is missing or null.
    subscript(name: String) -> JSONValue? {
        object[name].flatMap { $0.isNull ? nil : $0 }
    }

    func integer(
        _ name: String, in range: ClosedRange<Int>
    ) throws(ServerSideError) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = value.integer, range.contains(number) else {
            let most = range.upperBound == .max ? "" : " and \(range.upperBound) at most"
            throw wrong(name, "a whole number, \(range.lowerBound) at least\(most)")
        }
        return number
    }

    func number(
        _ name: String, in range: ClosedRange<Double>
    ) throws(ServerSideError) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = value.number, range.contains(number) else {
            throw wrong(name, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func bool(_ name: String) throws(ServerSideError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let bool = value.bool else { throw wrong(name, "true or false") }
        return bool
    }

    func string(_ name: String) throws(ServerSideError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string, !text.isEmpty else {
            throw wrong(name, "a text that is not empty")
        }
        return text
    }

    func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, of type: Word.Type
    ) throws(ServerSideError) -> Word? where Word.RawValue == String {
        guard let value = self[name] else { return nil }
        guard let word = value.string.flatMap(Word.init(rawValue:)) else {
            throw wrong(name, "one of " + Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return word
    }

    func strings(
        _ name: String, count: ClosedRange<Int> = 0...Int.max
    ) throws(ServerSideError) -> [String]? {
        guard let value = self[name] else { return nil }
        let texts = (value.array ?? []).compactMap(\.string).filter { !$0.isEmpty }
        guard let array = value.array, texts.count == array.count, count.contains(texts.count)
        else {
            let amount =
                count.upperBound == .max ? "" : " of \(count.lowerBound) to \(count.upperBound)"
            throw wrong(name, "a list\(amount) texts that are not empty")
        }
        return texts
    }

    /// Hosts, with or without the beginning of a path.
    func addresses(
        _ name: String, withSubdomains: Bool
    ) throws(ServerSideError) -> [AddressPattern] {
        let texts = try strings(name) ?? []
        var patterns: [AddressPattern] = []
        for text in texts {
            guard let pattern = AddressPattern(text, withSubdomains: withSubdomains) else {
                throw wrong(name, "hosts without 'https://', such as example.org/papers")
            }
            patterns.append(pattern)
        }
        return patterns
    }

    private func wrong(_ name: String, _ wanted: String) -> ServerSideError {
        ServerSideError("\(tool): '\(name)' must be \(wanted).")
    }
}
