import Digests
import FoundationEssentials
import JSONText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The right to execute a run of a results file, which one process has at a time.
///
/// A small file beside the results file, locked with `fcntl`: the system lets go of it when the
/// process ends, however that happens. What the file says of the holder is for people.
final class RunLock {
    private let file: Int32
    private let path: String

    /// Takes the lock, or throws `RunLockError`.
    ///
    /// - Parameters:
    ///   - database: path of the results file, which exists.
    ///   - now: seconds since 1970.
    init(database: String, run: String, now: Double) throws {
        path = Self.path(database: database, run: run)
        file = try Self.openLocked(path, run: run)
        let holder = RunHolder(pid: getpid(), host: Self.hostName(), startedAt: now)
        let bytes = Array((holder.json.text + "\n").utf8)
        ftruncate(file, 0)
        // The lock holds without the text as well.
        _ = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
    }

    /// Removes the file and gives the lock back.
    func release() {
        unlink(path)
        close(file)
    }

    /// Who executes a run now; nil: nobody.
    static func holder(database: String, run: String) -> RunHolder? {
        let path = path(database: database, run: run)
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var question = wholeFile(F_RDLCK)
        guard fcntl(file, F_GETLK, &question) == 0, question.l_type != F_UNLCK else { return nil }
        return RunHolder(readFrom: file)
            ?? RunHolder(pid: question.l_pid, host: nil, startedAt: nil)
    }

    /// Beside the results file itself, wherever links to it lie.
    static func path(database: String, run: String) -> String {
        let resolved = realpath(database, nil)
        defer { free(resolved) }
        let file = resolved.map { String(cString: $0) } ?? database
        // File systems end a name at 255 bytes.
        let isShort = run.utf8.count <= 120
        let word = isShort ? run : String(SHA256.hex(run.utf8).prefix(32))
        return "\(file).\(word).lock"
    }

    /// The file may be removed by its last holder between our opening and our locking it; then
    /// what we have locked is no longer what others would open.
    private static func openLocked(_ path: String, run: String) throws -> Int32 {
        for _ in 0..<100 {
            let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard file >= 0 else { throw RunLockError.notWritable(path: path) }
            var wish = wholeFile(F_WRLCK)
            guard fcntl(file, F_SETLK, &wish) == 0 else {
                defer { close(file) }
                guard errno == EACCES || errno == EAGAIN else {
                    throw RunLockError.notWritable(path: path)
                }
                throw RunLockError.held(run: run, by: RunHolder(readFrom: file))
            }
            var (ours, theirs) = (stat(), stat())
            if fstat(file, &ours) == 0, stat(path, &theirs) == 0, ours.st_ino == theirs.st_ino {
                return file
            }
            close(file)
        }
        throw RunLockError.held(run: run, by: nil)
    }

    private static func wholeFile(_ kind: Int32) -> flock {
        var lock = flock()
        lock.l_type = Int16(kind)
        lock.l_whence = Int16(SEEK_SET)
        return lock
    }

    private static func hostName() -> String? {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return nil }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// The process that executes a run.
struct RunHolder: Sendable, Equatable {
    let pid: Int32
    let host: String?
    /// Seconds since 1970.
    let startedAt: Double?

    init(pid: Int32, host: String?, startedAt: Double?) {
        self.pid = pid
        self.host = host
        self.startedAt = startedAt
    }

    /// What a lock file says; nil while it says nothing yet.
    init?(readFrom file: Int32) {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = pread(file, &bytes, bytes.count, 0)
        // Anyone may have written to the file; what can't be read says nothing.
        guard count > 0, let json = try? JSONValue(parsing: Array(bytes[..<count])),
            let pid = json["pid"]?.integer.flatMap(Int32.init(exactly:))
        else { return nil }
        self.init(
            pid: pid, host: json["host"]?.string, startedAt: json["started_at_unix"]?.number)
    }

    var json: JSONValue {
        [
            "pid": .integer(Int(pid)), "host": host.map(JSONValue.string) ?? .null,
            "started_at": startedAt.map { .string(LogEvent.timestamp($0)) } ?? .null,
            "started_at_unix": startedAt.map(JSONValue.number) ?? .null,
        ]
    }

    /// "process 12 on host since 2026-11-21T11:05:27.000Z"
    var text: String {
        let place = host.map { " on \($0)" } ?? ""
        let time = startedAt.map { " since \(LogEvent.timestamp($0))" } ?? ""
        return "process \(pid)\(place)\(time)"
    }
}

/// Why a run can't be executed here and now.
enum RunLockError: Error, CustomStringConvertible {
    case held(run: String, by: RunHolder?)
    case notWritable(path: String)

    var description: String {
        switch self {
        case .held(let run, let holder):
            """
            Run \(run) is being done by \(holder?.text ?? "another process"); wait for it, or stop \
            it and run the same command again.
            """
        case .notWritable(let path):
            "\(path) can't be written to; allow it, or name a results file elsewhere with --db."
        }
    }
}
