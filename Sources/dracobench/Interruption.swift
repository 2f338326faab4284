@preconcurrency import Dispatch
import Vocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ctrl-C, SIGTERM and SIGHUP as events: the first one asks, the second one insists.
final class Interruption: Sendable {
    /// In the order in which they came.
    let signals: AsyncStream<StopSignal>
    // Made in `init` and only cancelled in `deinit`; Dispatch's sources may be used anywhere.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]
    private let taken: [StopSignal]

    /// Takes over the signals for as long as this lives. SIGHUP is left alone where it is ignored
    /// already: that is how `nohup` asks for a program that outlives its terminal.
    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: StopSignal.self)
        signals = stream
        let queue = DispatchQueue(label: "signals")
        // All sources fire on one serial queue, which is what makes the filter safe.
        let filter = RepeatedHangUps()
        taken = StopSignal.allCases.filter { kind in
            let previous = signal(kind.rawValue, SIG_IGN)
            return kind != .hangUp || !Self.isIgnoring(previous)
        }
        sources = taken.map { kind in
            let source = DispatchSource.makeSignalSource(signal: kind.rawValue, queue: queue)
            source.setEventHandler {
                if filter.admits(kind, at: .now) { continuation.yield(kind) }
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        for kind in taken { signal(kind.rawValue, SIG_DFL) }
    }

    /// Functions can't be compared, but what they are passed as can.
    private static func isIgnoring(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// A terminal that closes may send SIGHUP twice, from the kernel and from the shell: within a
    /// second, that is one. Used on the signals' serial queue only.
    final class RepeatedHangUps: @unchecked Sendable {
        private var last: ContinuousClock.Instant?

        func admits(_ kind: StopSignal, at now: ContinuousClock.Instant) -> Bool {
            guard kind == .hangUp else { return true }
            defer { last = now }
            return last.map { now - $0 > .seconds(1) } ?? true
        }
    }
}
