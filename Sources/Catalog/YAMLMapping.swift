import Yams

/// A YAML mapping that a person wrote, read strictly: unknown keys, keys given twice, wrong types
/// and values out of range are refused with file and line.
struct YAMLMapping {
    /// In file order.
    let entries: [(key: String, value: YAMLValue)]
    private let place: YAMLPlace

    /// - Parameter firstLine: the line of the file at which the text starts.
    init(parsing text: String, file: String, firstLine: Int = 1) throws(CatalogError) {
        let place = YAMLPlace(file: file, line: firstLine, offset: firstLine - 1)
        if let line = YAMLSurvey.lineWithReferences(in: text) {
            throw place.at(line: line).fault(
                "anchors, aliases and tags (&, *, !) are not read here; write the value out")
        }
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw place.error(for: error, in: text)
        }
        guard let node else { throw place.fault("the file is empty; see suites/demo.yaml") }
        self = try YAMLValue(node, place).mapping()
    }

    fileprivate init(_ mapping: Node.Mapping, _ place: YAMLPlace) throws(CatalogError) {
        self.place = place
        var entries: [(key: String, value: YAMLValue)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                throw place.at(key.mark).fault("a key must be a word")
            }
            // The value of a key stands where the key does, as far as the reader is concerned.
            entries.append((name, YAMLValue(value, place.at(key.mark), key: name)))
        }
        self.entries = entries
    }

    subscript(key: String) -> YAMLValue? { entries.first { $0.key == key }?.value }

    func required(_ key: String) throws(CatalogError) -> YAMLValue {
        guard let value = self[key] else { throw fault("'\(key)' is missing; add it") }
        return value
    }

    /// Refuses keys that are not known, naming the nearest that is.
    func allow(only known: [String]) throws(CatalogError) {
        for (key, value) in entries where !known.contains(key) {
            if ["api_key", "apikey", "key", "token"].contains(key.lowercased()) {
                throw value.fault(
                    """
                    keys don't belong in a suite; export the key and name its environment \
                    variable with 'api_key_env' of an endpoint
                    """)
            }
            let hint =
                NearestWord.to(key, among: known).map { "did you mean '\($0)'?" }
                ?? "known here are \(known.joined(separator: ", "))"
            throw value.fault("'\(key)' is not known here; \(hint)")
        }
    }

    func fault(_ reason: String) -> CatalogError { place.fault(reason) }
}

/// A YAML value with the place and the key it stands at.
struct YAMLValue {
    private let node: Node
    private let place: YAMLPlace
    private let key: String

    fileprivate init(_ node: Node, _ place: YAMLPlace, key: String = "the file") {
        self.node = node
        self.place = place
        self.key = key
    }

    func fault(_ reason: String) -> CatalogError { place.fault(reason) }

    var isMapping: Bool { node.mapping != nil }

    func mapping() throws(CatalogError) -> YAMLMapping {
        guard let mapping = node.mapping else {
            throw fault("'\(key)' must hold 'key: value' pairs")
        }
        return try YAMLMapping(mapping, place.at(node.mark))
    }

    func list() throws(CatalogError) -> [YAMLValue] {
        guard let sequence = node.sequence else { throw fault("'\(key)' must be a list, [a, b]") }
        return sequence.map { YAMLValue($0, place.at($0.mark), key: key) }
    }

    /// Any scalar but nothing (`~`, `null`), as it is written.
    func string() throws(CatalogError) -> String {
        guard let scalar = node.scalar, !scalar.string.isEmpty else {
            throw fault("'\(key)' must be a text that is not empty")
        }
        if scalar.style == .plain, ["~", "null", "Null", "NULL"].contains(scalar.string) {
            throw fault("'\(key)' is \(scalar.string), which is nothing; fill it in, or quote it")
        }
        return scalar.string
    }

    /// A word out of a closed choice.
    func word<Choice: RawRepresentable<String> & CaseIterable>(
        _ type: Choice.Type
    ) throws(CatalogError) -> Choice {
        let text = try string()
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        let nearest = NearestWord.to(text, among: known).map { "did you mean '\($0)'?" }
        throw fault(
            "'\(key)' can't be '\(text)'; "
                + (nearest ?? "use one of \(known.joined(separator: ", "))"))
    }

    func integer(in range: ClosedRange<Int>) throws(CatalogError) -> Int {
        guard let value = node.scalar.flatMap({ Int($0.string) }), range.contains(value) else {
            throw fault(
                "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func number(in range: ClosedRange<Double>) throws(CatalogError) -> Double {
        guard let value = node.scalar.flatMap({ Double($0.string) }), range.contains(value) else {
            throw fault("'\(key)' must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func seed() throws(CatalogError) -> UInt64 {
        guard let value = node.scalar.flatMap({ UInt64($0.string) }) else {
            throw fault("'\(key)' must be a whole number that is not negative")
        }
        return value
    }
}

/// Where in a file something stands.
private struct YAMLPlace {
    let file: String
    let line: Int
    /// Lines of the file before the text that was parsed.
    let offset: Int

    func at(_ mark: Mark?) -> YAMLPlace {
        mark.map { at(line: $0.line) } ?? self
    }

    /// - Parameter line: in the text that was parsed.
    func at(line: Int) -> YAMLPlace {
        YAMLPlace(file: file, line: line + offset, offset: offset)
    }

    func fault(_ reason: String) -> CatalogError {
        CatalogError(file: file, line: line, reason: reason)
    }

    /// What Yams says, as one of our sentences.
    func error(for error: any Error, in text: String) -> CatalogError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            at(mark).fault("this is not YAML: \(problem); correct it")
        case .duplicatedKeysInMapping(let names, let context):
            at(line: YAMLSurvey.secondUse(of: names.first ?? "", after: context.mark, in: text))
                .fault("'\(names.joined(separator: ", "))' is given twice; keep one")
        case .reader(let problem, _, _, _): fault("this is not YAML: \(problem); correct it")
        default: fault("this is not YAML: \(error); correct it")
        }
    }
}
