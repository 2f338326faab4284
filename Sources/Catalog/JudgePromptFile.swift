import Digests
import FoundationEssentials

/// A judge prompt as it lies in its file: front matter with name and version, then the system
/// message.
package struct JudgePromptFile: Sendable, Equatable {
    package let name: String
    package let version: String
    package let system: String
    /// SHA-256 of the file's bytes.
    package let sha256: String

    init(named name: String, in folder: String) throws(CatalogError) {
        let path = "\(folder)/\(name).md"
        guard FileName.isSafe(name), SourceFile.exists(path) else {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let known = files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
            throw CatalogError(
                file: path,
                reason: """
                    there is no judge prompt of that name; \
                    \(known.isEmpty ? "write one" : "use \(known.joined(separator: ", "))")
                    """)
        }
        let text = try SourceFile.text(path, atMost: 1 << 20)
        let parts = text.split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty else {
            throw CatalogError(
                file: path, line: 1,
                reason: "the file must start with '---', name and version, and '---'")
        }
        let header = try YAMLMapping(parsing: String(parts[1]), file: path, firstLine: 2)
        try header.allow(only: ["name", "version"])
        let given = try header.required("name")
        guard try given.string() == name else {
            // A copy that keeps the name of what it was copied from would pass for it in reports.
            throw given.fault(
                """
                the prompt calls itself '\(try given.string())', and the file is \(name).md; make \
                them the same
                """)
        }
        self.name = name
        version = try header.required("version").string()
        let body = parts[2].trimmingPrefix { $0.isNewline }
        guard !body.allSatisfy(\.isWhitespace) else {
            throw CatalogError(
                file: path, reason: "the prompt is empty; write what the judge is told")
        }
        system = String(body.reversed().drop { $0.isNewline }.reversed())
        sha256 = SHA256.hex(text.utf8)
    }
}
