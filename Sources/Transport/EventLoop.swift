import CCurl

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The thread that drives libcurl: `curl_multi_socket_action` over epoll.
///
/// `curl_multi_poll` looks at every transfer on every wake-up; with a thousand slow ones that costs
/// three times the CPU.
///
/// Commands come in through a locked queue; everything else belongs to the loop's thread, which is
/// why handing the object to that thread is safe although unchecked.
final class EventLoop: @unchecked Sendable {
    enum Command {
        case start(Transfer)
        case cancel(Transfer)
        /// Goes on with a transfer that was paused for its reader.
        case resume(Transfer)
        case shutdown(CheckedContinuation<Void, Never>?)
    }

    private struct Queue {
        var commands: [Command] = []
        var isClosed = false
    }

    private let queue = Locked(Queue())
    let options: TransportOptions
    private let poller: Poller
    let multi: UnsafeMutableRawPointer

    // The loop thread's own; see also `EventLoop+Transfers`.
    var active: [ObjectIdentifier: Transfer] = [:]
    var idleHandles: [UnsafeMutableRawPointer] = []
    /// When libcurl wants to be called for its own timers, in monotonic seconds.
    private var curlDeadline: Double?
    var nextSweep = Double.infinity
    var sweepInterval = 1.0
    var now = 0.0
    var resolveList: UnsafeMutablePointer<curl_slist>?

    init(_ options: TransportOptions) throws(TransportError) {
        self.options = options
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK,
            let multi = curl_multi_init(), let poller = Poller()
        else { throw .other(code: 0, reason: "no room for another event loop") }
        self.multi = multi
        self.poller = poller
        if let route = options.routeAll {
            resolveList = curl_slist_append(nil, "::\(route.host):\(route.port)")
        }
    }

    deinit {
        curl_slist_free_all(resolveList)
        curl_multi_cleanup(multi)
    }

    /// Starts the thread, which keeps this object alive until it is shut down.
    func start() {
        Self.raiseFileLimit()
        let context = Unmanaged.passRetained(self).toOpaque()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        let code = pthread_create(&thread, &attributes, eventLoopMain, context)
        precondition(code == 0, "a thread can't be started: \(code)")
    }

    /// Hands a command to the loop. Wakes it only when its queue was empty.
    func submit(_ command: Command) {
        let wasClosed = queue.withLock { queue in
            if queue.isClosed { return true }
            if queue.commands.isEmpty { poller.wake() }
            queue.commands.append(command)
            return false
        }
        guard wasClosed else { return }
        switch command {
        case .start(let transfer): transfer.fail(TransportError.closed)
        case .shutdown(let continuation): continuation?.resume()
        case .cancel, .resume: break
        }
    }

    private static func raiseFileLimit() {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)  // Fewer connections are possible if this fails.
    }

    static func monotonicSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

private func eventLoopMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue().run()
    return nil
}

// MARK: - The loop

extension EventLoop {
    fileprivate func run() {
        configureMulti()
        now = Self.monotonicSeconds()
        while true {  // Ends with the shutdown command, which every owner sends.
            let events = poller.wait(milliseconds: waitMilliseconds())
            now = Self.monotonicSeconds()
            for event in events { act(on: event.descriptor, event.flags) }
            if let curlDeadline, curlDeadline <= now {
                self.curlDeadline = nil
                act(on: CURL_SOCKET_TIMEOUT, 0)
            }
            if let waiter = takeCommands() {
                closeAll()
                waiter.continuation?.resume()
                return
            }
            finishDone()
            if now >= nextSweep { sweepIdle() }
        }
    }

    private func configureMulti() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = dracobench_multi_set_socket_callback(multi, socketChanged)
        _ = dracobench_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, context)
        _ = dracobench_multi_set_timer_callback(multi, timerChanged)
        _ = dracobench_multi_set_pointer(multi, CURLMOPT_TIMERDATA, context)
        _ = dracobench_multi_set_long(multi, CURLMOPT_MAXCONNECTS, options.maxConnections)
        if let limit = options.maxConnectionsPerHost {
            _ = dracobench_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, limit)
        }
    }

    private func waitMilliseconds() -> Int32 {
        let next = min(curlDeadline ?? .infinity, nextSweep)
        guard next.isFinite else { return -1 }
        return Int32(max(0, min((next - Self.monotonicSeconds()) * 1000, 60_000)).rounded(.up))
    }

    private func act(on descriptor: curl_socket_t, _ flags: Int32) {
        var running: Int32 = 0
        _ = curl_multi_socket_action(multi, descriptor, flags, &running)
    }

    fileprivate func setTimer(milliseconds: Int) {
        curlDeadline = milliseconds < 0 ? nil : Self.monotonicSeconds() + Double(milliseconds) / 1e3
    }

    fileprivate func watch(_ descriptor: curl_socket_t, _ what: Int32) {
        poller.watch(
            descriptor, reads: what & CURL_POLL_IN != 0, writes: what & CURL_POLL_OUT != 0)
    }

    /// Carries out what has been submitted. A value when the loop is to end.
    private func takeCommands() -> (continuation: CheckedContinuation<Void, Never>?, Void)? {
        let commands = queue.withLock { queue in
            defer { queue.commands.removeAll(keepingCapacity: true) }
            return queue.commands
        }
        for (index, command) in commands.enumerated() {
            switch command {
            case .start(let transfer): begin(transfer)
            case .cancel(let transfer): cancel(transfer)
            case .resume(let transfer):
                if let easy = transfer.easy { curl_easy_pause(easy, CURLPAUSE_CONT) }
            case .shutdown(let continuation):
                abandon(commands[(index + 1)...])
                return (continuation, ())
            }
        }
        return nil
    }

    private func abandon(_ commands: ArraySlice<Command>) {
        for command in commands {
            switch command {
            case .start(let transfer): transfer.fail(TransportError.closed)
            case .shutdown(let continuation): continuation?.resume()
            case .cancel, .resume: break
            }
        }
    }

    private func closeAll() {
        let left = queue.withLock { queue in
            queue.isClosed = true
            defer { queue.commands = [] }
            return queue.commands
        }
        abandon(left[...])
        for transfer in active.values { end(transfer) { $0.fail(TransportError.closed) } }
        for easy in idleHandles { curl_easy_cleanup(easy) }
        idleHandles = []
    }
}

// MARK: - Callbacks

private func socketChanged(
    _ easy: UnsafeMutableRawPointer?, _ descriptor: curl_socket_t, _ what: Int32,
    _ context: UnsafeMutableRawPointer?, _ socket: UnsafeMutableRawPointer?
) -> Int32 {
    if let context {
        Unmanaged<EventLoop>.fromOpaque(context).takeUnretainedValue().watch(descriptor, what)
    }
    return 0
}

private func timerChanged(
    _ multi: UnsafeMutableRawPointer?, _ milliseconds: Int, _ context: UnsafeMutableRawPointer?
) -> Int32 {
    if let context {
        Unmanaged<EventLoop>.fromOpaque(context).takeUnretainedValue()
            .setTimer(milliseconds: milliseconds)
    }
    return 0
}
