#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files that are written whole or not at all, and that are on the disk when the writing returns.
enum WholeFile {
    /// - Parameter replacing: whether a file may be there, which stays as it is until the new one
    ///   takes its place.
    static func write(
        _ bytes: [UInt8], to path: String, replacing: Bool
    ) throws(CatalogError) {
        let temporary = "\(path).\(getpid()).part"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard file >= 0 else { throw fault(path) }
        defer { unlink(temporary) }
        let isWritten = writeAll(bytes, to: file) && fsync(file) == 0
        guard close(file) == 0, isWritten else { throw fault(path) }
        // A link, unlike a renamed file, never takes the place of another.
        let isPlaced = replacing ? rename(temporary, path) == 0 : link(temporary, path) == 0
        guard isPlaced else {
            if errno == EEXIST { throw exists(path) }
            throw fault(path)
        }
    }

    static func exists(_ path: String) -> CatalogError {
        CatalogError(file: path, reason: "this file is there already; move it away first")
    }

    static func remove(_ path: String) throws(CatalogError) {
        guard unlink(path) == 0 else {
            throw CatalogError(
                file: path, reason: "the file can't be removed; remove it yourself")
        }
    }

    private static func fault(_ path: String) -> CatalogError {
        CatalogError(file: path, reason: "the file can't be written; check permissions and space")
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// The system's own, whose name is taken above.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
