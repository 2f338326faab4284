@preconcurrency import Dispatch

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ctrl-C and SIGTERM as events: the first one asks, the second one insists.
final class Interruption: Sendable {
    /// 1 for the first signal, 2 for the second.
    let signals: AsyncStream<Int>
    // Made in `init` and only cancelled in `deinit`; Dispatch's sources may be used anywhere.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    /// Takes over both signals for as long as this lives.
    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        signals = stream
        let queue = DispatchQueue(label: "signals")
        // Both sources fire on one serial queue, which is what makes the count safe.
        let counter = Counter()
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { continuation.yield(counter.next()) }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
    }

    /// Counts on the signals' serial queue only.
    private final class Counter: @unchecked Sendable {
        private var value = 0

        func next() -> Int {
            value += 1
            return value
        }
    }
}
