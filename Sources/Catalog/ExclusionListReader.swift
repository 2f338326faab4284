import Vocabulary

/// Reads exclusion lists: YAML that a person writes, strict to the last key.
struct ExclusionListReader {
    /// Where a name in `extends` leads.
    private let bundledFolder: String
    private let file: String

    /// The list in a file, with what it extends in it.
    static func read(
        _ file: String, bundledFolder: String
    ) throws(CatalogError) -> ExclusionListSpec {
        let reader = ExclusionListReader(bundledFolder: bundledFolder, file: file)
        return try reader.list(extendedBy: [])
    }

    private func list(extendedBy files: [String]) throws(CatalogError) -> ExclusionListSpec {
        let text = try SourceFile.text(file, atMost: 1 << 20)
        let top = try YAMLMapping(parsing: text, file: file)
        try top.allow(only: [
            "name", "version", "extends", "entries", "allow", "wrappers", "repository_hosts",
        ])
        var list =
            try top["extends"].map { value throws(CatalogError) in
                try base(value, extendedBy: files + [file])
            } ?? ExclusionListSpec()
        list.name = try identifier(top.required("name"))
        list.version = try top.required("version").string()
        try add(top["entries"], to: &list)
        list.allowed += try texts(top["allow"], besides: list.allowed, ExclusionText.place)
        list.repositoryHosts += try texts(
            top["repository_hosts"], besides: list.repositoryHosts, ExclusionText.place)
        try top["wrappers"].map { value throws(CatalogError) in
            try add(value, to: &list.wrappers)
        }
        return list
    }

    /// What the list extends: a bundled list by name, or the path of another from this one.
    private func base(
        _ value: YAMLValue, extendedBy files: [String]
    ) throws(CatalogError) -> ExclusionListSpec {
        let name = try value.string()
        let path =
            if !name.contains("/"), !name.hasSuffix(".yaml") {
                "\(bundledFolder)/\(name).yaml"
            } else if name.hasPrefix("/") {
                name
            } else {
                file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                    .map { $0 + "/" }.joined() + name
            }
        guard files.count < Self.mostFiles else {
            throw value.fault(
                "lists may extend each other \(Self.mostFiles) deep; is there a circle?")
        }
        guard SourceFile.exists(path) else {
            throw value.fault(
                "there is no list '\(name)' to extend; name a bundled one or the path of a file")
        }
        return try ExclusionListReader(bundledFolder: bundledFolder, file: path)
            .list(extendedBy: files)
    }

    private static let mostFiles = 8

    // MARK: - Entries

    private func add(_ value: YAMLValue?, to list: inout ExclusionListSpec) throws(CatalogError) {
        for item in try value?.list() ?? [] {
            let row = try item.mapping()
            try row.allow(
                only: ["id", "tier", "reason"] + Self.kinds.map(\.key))
            let id = try row.required("id")
            var entry = ExclusionListSpec.Entry(
                id: try identifier(id),
                tier: try row.required("tier").word(ExclusionTier.self),
                reason: try row.required("reason").string())
            guard !list.entries.contains(where: { $0.id == entry.id }) else {
                throw id.fault("'\(entry.id)' is the id of another entry; choose one of its own")
            }
            for kind in Self.kinds {
                let taken = list.entries.flatMap { $0[keyPath: kind.field] }
                entry[keyPath: kind.field] = try texts(row[kind.key], besides: taken, kind.check)
            }
            guard Self.kinds.contains(where: { !entry[keyPath: $0.field].isEmpty }) else {
                throw item.fault(
                    "'\(entry.id)' keeps nothing away; give it hosts, paths or markers")
            }
            list.entries.append(entry)
        }
    }

    private struct Kind {
        let key: String
        let field: WritableKeyPath<ExclusionListSpec.Entry, [String]>
        /// What is wrong with a text; nil where nothing is.
        let check: (String) -> String?
    }

    private static var kinds: [Kind] {
        [
            Kind(key: "hosts", field: \.hosts, check: ExclusionText.host),
            Kind(key: "repositories", field: \.repositories, check: ExclusionText.repository),
            Kind(key: "paths", field: \.paths, check: ExclusionText.path),
            Kind(key: "url_patterns", field: \.patterns, check: ExclusionText.pattern),
            Kind(key: "url_markers", field: \.urlMarkers, check: ExclusionText.marker),
            Kind(key: "text_markers", field: \.textMarkers, check: ExclusionText.marker),
            Kind(key: "shorteners", field: \.shorteners, check: ExclusionText.host),
        ]
    }

    private func add(
        _ value: YAMLValue, to wrappers: inout ExclusionListSpec.Wrappers
    ) throws(CatalogError) {
        let section = try value.mapping()
        try section.allow(only: ["readers", "label_hosts", "parameters"])
        wrappers.readers += try texts(
            section["readers"], besides: wrappers.readers, ExclusionText.place)
        wrappers.labelHosts += try texts(
            section["label_hosts"], besides: wrappers.labelHosts, ExclusionText.host)
        wrappers.parameters += try texts(
            section["parameters"], besides: wrappers.parameters, ExclusionText.parameter)
    }

    // MARK: - Texts

    /// The texts of a list in lower case, each checked and none given twice.
    private func texts(
        _ value: YAMLValue?, besides taken: [String], _ problem: (String) -> String?
    ) throws(CatalogError) -> [String] {
        var texts: [String] = []
        for item in try value?.list() ?? [] {
            let text = try item.string().lowercased()
            if let problem = problem(text) { throw item.fault("'\(text)' \(problem)") }
            guard !texts.contains(text), !taken.contains(text) else {
                throw item.fault("'\(text)' is given twice; keep one")
            }
            texts.append(text)
        }
        return texts
    }

    private func identifier(_ value: YAMLValue) throws(CatalogError) -> String {
        let name = try value.string()
        guard FileName.isSafe(name), name.count <= 80 else {
            throw value.fault("'\(name)' can't be a name; use \(FileName.allowed), 80 at most")
        }
        return name
    }
}

/// What a text of an exclusion list must be. Each says what is wrong, or nil; texts come in lower
/// case.
enum ExclusionText {
    static func host(_ text: String) -> String? {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let isHost =
            labels.count > 1 && text.utf8.count <= 253
            && labels.allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isLetterOrDigit($0) || "-_".utf8.contains($0) }
            }
        if isHost { return nil }
        return """
            can't be a host; write it as example.com, without scheme, port and path, international \
            names as xn--…
            """
    }

    /// `host` or `host/path`.
    static func place(_ text: String) -> String? {
        text.contains("/") ? path(text) : host(text)
    }

    static func path(_ text: String) -> String? {
        if text.contains("*") { return "is a pattern; put it under 'url_patterns'" }
        return pattern(text)
    }

    static func pattern(_ text: String) -> String? {
        let slash = text.firstIndex(of: "/") ?? text.endIndex
        if let problem = host(String(text[..<slash])) { return problem }
        let path = text[slash...]
        let isPath =
            path.count > 1 && path.last != "/" && !path.contains("//")
            && path.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"?#%\\".utf8.contains($0) }
            && !path.split(separator: "/").contains { $0 == "." || $0 == ".." }
        if isPath { return nil }
        return """
            needs a path as in example.com/a/b, without '?', '#', '%', spaces and a '/' at the end
            """
    }

    static func repository(_ text: String) -> String? {
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        let isRepository =
            parts.count > 1
            && parts.prefix(2).allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { isLetterOrDigit($0) || "-_.".utf8.contains($0) }
            } && (parts.count == 2 || pattern("example.com/\(parts[2])") == nil)
        return isRepository ? nil : "can't be a repository; write it as owner/name"
    }

    static func marker(_ text: String) -> String? {
        let isMarker =
            text.utf8.count >= 6 && !text.unicodeScalars.contains { $0.value < 0x20 }
            && text.first != " " && text.last != " "
        return isMarker ? nil : "can't be a marker; it takes six characters or more, in one line"
    }

    static func parameter(_ text: String) -> String? {
        let isName = text.utf8.allSatisfy { isLetterOrDigit($0) || "-_.".utf8.contains($0) }
        return isName ? nil : "can't be a parameter; write its name alone"
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
