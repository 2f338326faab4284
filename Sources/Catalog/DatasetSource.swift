/// What a dataset's SOURCE.md says of the tasks file beside it, in lines such as `revision: …`.
struct DatasetSource {
    private let file: String
    private let revision: String?
    private let sha256: String?

    /// Nil where there is no such file.
    init?(file: String) {
        // Whatever keeps the file from being read, the dataset is good without it.
        guard let text = try? SourceFile.text(file, atMost: 1 << 20) else { return nil }
        self.file = file
        revision = Self.value(of: "revision", in: text)
        sha256 = Self.value(of: "sha256", in: text)
    }

    /// The revision, unless the file is about other bytes than those with this digest: tasks that
    /// somebody edited are no revision of their source.
    func revision(of digest: String) -> String? {
        sha256 == nil || sha256 == digest ? revision : nil
    }

    /// That the file is about other bytes than those with this digest.
    func problem(where digest: String) -> CatalogError? {
        guard let sha256, sha256 != digest else { return nil }
        return CatalogError(
            file: file,
            reason: """
                it says sha256 \(sha256), and the tasks file has \(digest); restore the tasks \
                file, or correct this one
                """)
    }

    private static func value(of key: String, in text: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix(key + ":") {
            let value = line.dropFirst(key.count + 1).filter { !$0.isWhitespace }
            return value.isEmpty ? nil : value
        }
        return nil
    }
}
