import JSONText

/// One line of a JSONL file, an object whose members are read by name and type.
struct JSONLine {
    let file: String
    let number: Int
    let object: JSONObject

    init(file: String, number: Int, bytes: ArraySlice<UInt8>) throws(CatalogError) {
        self.file = file
        self.number = number
        guard bytes.count <= SourceFile.longestLine else {
            throw CatalogError(
                file: file, line: number,
                reason: """
                    the line has \(bytes.count) bytes and \(SourceFile.longestLine) are allowed; \
                    shorten it
                    """)
        }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, duplicateKeys: .refuse)
        } catch {
            throw CatalogError(
                file: file, line: number, reason: "this is not JSON: \(error); correct it")
        }
        guard let object = value.object else {
            throw CatalogError(
                file: file, line: number,
                reason: "the line holds \(value.kindName); it must hold an object")
        }
        self.object = object
    }

    /// A line whose object was put together elsewhere.
    init(file: String, number: Int, object: JSONObject) {
        self.file = file
        self.number = number
        self.object = object
    }

    func fault(_ reason: String) -> CatalogError {
        CatalogError(file: file, line: number, reason: reason)
    }

    /// A member that must be a string; nil where it is absent or null.
    func string(_ key: String) throws(CatalogError) -> String? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let text = value.string else {
            throw fault("\"\(key)\" is \(value.kindName); it must be a string")
        }
        return text
    }

    func required(_ key: String) throws(CatalogError) -> String {
        guard let text = try string(key) else { throw fault("\"\(key)\" is missing; add it") }
        return text
    }

    /// A member that must be a number that is not negative; nil where it is absent or null.
    func amount(_ key: String) throws(CatalogError) -> Double? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let number = value.number, number >= 0 else {
            throw fault("\"\(key)\" must be a number that is not negative")
        }
        return number
    }

    /// A 0-based count; 0 where it is absent.
    func index(_ key: String) throws(CatalogError) -> Int {
        guard let value = object[key], !value.isNull else { return 0 }
        guard let number = value.integer, (0...999).contains(number) else {
            throw fault("\"\(key)\" must be a whole number from 0 to 999")
        }
        return number
    }

    /// Refuses members that are not known.
    func allow(only known: [String]) throws(CatalogError) {
        for key in object.keys where !known.contains(key) {
            let nearest = NearestWord.to(key, among: known).map { "; did you mean \"\($0)\"?" }
            throw fault("\"\(key)\" is not known here" + (nearest ?? "; drop it"))
        }
    }
}
