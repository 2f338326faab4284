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

    /// Writes exactly that to standard error. False: nobody reads it any more.
    @Sendable static func writeTalk(_ bytes: [UInt8]) -> Bool {
        writeAll(bytes, to: STDERR_FILENO)
    }

    /// Has a write to a reader that is gone, or beyond the largest file that is allowed, fail
    /// like any other write in place of ending the process.
    static func surviveFailedWrites() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

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

    /// False where the reader has gone; there is no one to tell.
    @discardableResult
    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(file, buffer.baseAddress, buffer.count)
                #else
                    Darwin.write(file, buffer.baseAddress, buffer.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                waitUntilWritable(file)
                continue
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Some programs share a terminal with us that they have told not to wait.
    private static func waitUntilWritable(_ file: Int32) {
        var descriptor = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        poll(&descriptor, 1, 1000)
    }
}
