import FoundationEssentials

/// Files as people give them, read whole.
enum SourceFile {
    /// The bytes of a file, or a sentence about why they can't be had.
    static func read(_ path: String, atMost limit: Int) throws(CatalogError) -> [UInt8] {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw CatalogError(file: path, reason: "there is no such file; check the path")
        }
        if isDirectory {
            throw CatalogError(file: path, reason: "this is a folder; name a file in it")
        }
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw CatalogError(
                file: path, reason: "the file can't be read; check its permissions")
        }
        guard bytes.count <= limit else {
            throw CatalogError(
                file: path,
                reason:
                    "the file has \(bytes.count) bytes and \(limit) are allowed; is it the right one?"
            )
        }
        return bytes
    }

    /// A text file that must be UTF-8.
    static func text(_ path: String, atMost limit: Int) throws(CatalogError) -> String {
        let bytes = try read(path, atMost: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CatalogError(file: path, reason: "the file is not UTF-8; save it as UTF-8")
        }
        return text
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The lines of a JSONL file that have anything in them, with their 1-based numbers.
    static func lines(of bytes: [UInt8]) -> [(number: Int, bytes: ArraySlice<UInt8>)] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
            .filter { !$0.element.allSatisfy { $0 <= 0x20 } }
            .map { ($0.offset + 1, $0.element) }
    }

    /// Bytes of one line at most.
    static let longestLine = 4 << 20
}
