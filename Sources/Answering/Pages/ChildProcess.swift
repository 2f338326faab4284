import FoundationEssentials
import Transport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs a program to its end, within limits: no shell, nothing of our environment, and a thread of
/// its own to wait on it.
enum ChildProcess {
    struct Limits: Sendable {
        /// Until it is killed.
        var seconds: Double
        /// What it writes beyond this is dropped, and it is killed.
        var outputBytes: Int
    }

    /// What it writes to its standard output, up to the limit; nil where it can't be started, fails,
    /// or takes too long. When the task is cancelled, it is killed.
    ///
    /// - Parameter input: its standard input.
    static func output(
        of program: String, _ arguments: [String], input: [UInt8], limits: Limits
    ) async throws(CancellationError) -> [UInt8]? {
        let child = Child(limits: limits)
        let output: [UInt8]? = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isStarted = inThread {
                    continuation.resume(
                        returning: child.run(program, arguments, input: input))
                }
                if !isStarted { continuation.resume(returning: nil) }
            }
        } onCancel: {
            child.kill()
        }
        guard !Task.isCancelled else { throw CancellationError() }
        return output
    }

    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// False where the system has no room for another thread.
    private static func inThread(_ body: @escaping () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        guard pthread_create(&thread, nil, childProcessMain, work.toOpaque()) == 0 else {
            work.release()
            return false
        }
        #if canImport(Glibc)
            pthread_detach(thread)
        #else
            if let thread { pthread_detach(thread) }
        #endif
        return true
    }

    #if canImport(Glibc)
        private static let childProcessMain:
            @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }
    #else
        private static let childProcessMain:
            @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { context in
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }
    #endif
}

/// A process and the way to end it.
private final class Child: Sendable {
    private struct State {
        /// Nil before it is started and once it is over.
        var id: pid_t?
        var isKilled = false
    }

    private let state = Locked(State())
    private let limits: ChildProcess.Limits

    init(limits: ChildProcess.Limits) { self.limits = limits }

    /// Ends it with all that it has started. Its number can't be another's: it is only forgotten
    /// under the same lock.
    func kill() {
        state.withLock { state in
            state.isKilled = true
            if let id = state.id { killpg(id, SIGKILL) }
        }
    }

    /// Blocks until it is over.
    func run(_ program: String, _ arguments: [String], input: [UInt8]) -> [UInt8]? {
        guard let inputFile = Self.unnamedFile(holding: input) else { return nil }
        defer { close(inputFile) }
        guard let source = start(program, arguments, input: inputFile) else { return nil }
        defer { close(source) }
        return outcome(readingFrom: source)
    }

    /// One at a time: a program that is started while another's pipe is not yet marked to close would
    /// inherit its writing end, and hold it open.
    private static let starting = Locked(())

    /// The end of a pipe to read its output from; nil where it can't be started.
    private func start(_ program: String, _ arguments: [String], input: Int32) -> Int32? {
        Self.starting.withLock { _ in
            var pipe: [Int32] = [-1, -1]
            guard Self.makePipe(&pipe) else { return nil }
            let isStarted = state.withLock { state in
                guard !state.isKilled else { return false }
                state.id = Spawn.start(program, arguments, input: input, output: pipe[1])
                return state.id != nil
            }
            close(pipe[1])
            guard isStarted else {
                close(pipe[0])
                return nil
            }
            return pipe[0]
        }
    }

    private func outcome(readingFrom source: Int32) -> [UInt8]? {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(limits.seconds)
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var isOpen = true
        var isLate = false
        var status: Int32?
        while isOpen || status == nil {
            if isOpen {
                var watched = pollfd(fd: source, events: Int16(POLLIN), revents: 0)
                if poll(&watched, 1, Self.sliceMilliseconds) > 0 {
                    let count = read(source, &buffer, buffer.count)
                    if count > 0 { output += buffer[..<count] }
                    isOpen = count > 0
                }
            } else {
                usleep(useconds_t(Self.sliceMilliseconds) * 1_000 / 10)
            }
            if output.count > limits.outputBytes { kill() }
            if clock.now > end {
                isLate = true
                kill()
            }
            if state.withLock({ $0.isKilled }) { isOpen = false }
            // Not before: until then its number stands for all that it has started as well.
            if !isOpen { status = status ?? reap() }
        }
        if output.count > limits.outputBytes { return Array(output[..<limits.outputBytes]) }
        return status == 0 && !isLate ? output : nil
    }

    /// Its status once it is over.
    private func reap() -> Int32? {
        state.withLock { state in
            guard let id = state.id else { return -1 }
            var status: Int32 = 0
            guard waitpid(id, &status, WNOHANG) != 0 else { return nil }
            state.id = nil
            return status
        }
    }

    /// How long it takes at most to notice an end that nobody tells.
    private static let sliceMilliseconds: Int32 = 50

    /// A file that is gone when it is closed, at its beginning.
    private static func unnamedFile(holding bytes: [UInt8]) -> Int32? {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array("\(folder)/dracobench-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { return nil }
        unlink(template)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                close(file)
                return nil
            }
            rest = rest.dropFirst(count)
        }
        lseek(file, 0, SEEK_SET)
        return file
    }

    private static func makePipe(_ ends: inout [Int32]) -> Bool {
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }
}

/// `posix_spawn` with what we need of it.
private enum Spawn {
    /// Starts a program in a process group of its own, with an empty environment; its complaints
    /// go nowhere. Nil where it can't be started.
    static func start(
        _ program: String, _ arguments: [String], input: Int32, output: Int32
    ) -> pid_t? {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var id: pid_t = 0
        let code = posix_spawn(&id, program, &actions, &attributes, words, &environment)
        return code == 0 ? id : nil
    }
}
