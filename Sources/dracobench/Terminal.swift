#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output for data, standard error for talk.
enum Terminal {
    /// Writes data, with a newline at the end if it has none.
    static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Says something to the person, with a newline at the end if it has none.
    static func say(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Writes exactly that to standard error.
    static func sayRaw(_ text: String) { writeAll(Array(text.utf8), to: STDERR_FILENO) }

    static var talksToPerson: Bool { isatty(STDERR_FILENO) == 1 }

    static func exit(_ end: ProcessEnd) -> Never {
        #if canImport(Glibc)
            Glibc.exit(end.rawValue)
        #else
            Darwin.exit(end.rawValue)
        #endif
    }

    private static func write(_ text: String, to file: Int32) {
        var bytes = Array(text.utf8)
        if bytes.last != 0x0A { bytes.append(0x0A) }
        writeAll(bytes, to: file)
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(file, buffer.baseAddress, buffer.count)
                #else
                    Darwin.write(file, buffer.baseAddress, buffer.count)
                #endif
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }  // The reader has gone; there is no one to tell.
            rest = rest.dropFirst(count)
        }
    }
}
