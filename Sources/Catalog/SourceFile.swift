import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files as people give them, read whole.
enum SourceFile {
    /// The bytes of a file, or a sentence about why they can't be had.
    static func read(_ path: String, atMost limit: Int) throws(CatalogError) -> [UInt8] {
        guard exists(path) else {
            throw CatalogError(file: path, reason: "there is no such file; check the path")
        }
        if isFolder(path) {
            throw CatalogError(file: path, reason: "this is a folder; name a file in it")
        }
        guard let bytes = contents(of: path, atMost: limit + 1) else {
            throw CatalogError(
                file: path, reason: "the file can't be read; check its permissions")
        }
        guard bytes.count <= limit else {
            throw CatalogError(
                file: path,
                reason: "the file has more than \(limit) bytes; is it the right one?")
        }
        return bytes
    }

    /// The first bytes of a file, pipe or device; nil where they can't be had.
    ///
    /// Foundation reads neither pipes, which is what a shell passes for `<(…)`, nor only as much of
    /// an endless device as is allowed.
    private static func contents(of path: String, atMost limit: Int) -> [UInt8]? {
        guard let stream = fopen(path, "rb") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: chunkSize)
        while bytes.count < limit {
            let count = fread(&chunk, 1, min(chunkSize, limit - bytes.count), stream)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return ferror(stream) == 0 ? bytes : nil
    }

    private static let chunkSize = 1 << 18

    /// A text file that must be UTF-8.
    static func text(_ path: String, atMost limit: Int) throws(CatalogError) -> String {
        let bytes = try read(path, atMost: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CatalogError(file: path, reason: "the file is not UTF-8; save it as UTF-8")
        }
        return text
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    static func isFolder(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory
    }

    /// The lines of a JSONL file that have anything in them, with their 1-based numbers.
    static func lines(of bytes: [UInt8]) -> [(number: Int, bytes: ArraySlice<UInt8>)] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
            .filter { !$0.element.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
            .map { ($0.offset + 1, $0.element) }
    }

    /// Bytes of one line at most.
    static let longestLine = 4 << 20
}
