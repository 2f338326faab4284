import ArgumentParser
@preconcurrency import Dispatch
import Transport

/// How talk on stderr is written.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json

    /// What a command line asks for, whether or not the rest of it can be understood.
    static func asked(in arguments: [String]) -> LogFormat {
        let name = "--log-format"
        let asks = zip(arguments, arguments.dropFirst()).contains { $0 == name && $1 == "json" }
        return asks || arguments.contains(name + "=json") ? .json : .text
    }
}

/// What a run says on stderr. It never holds the run up: a reader that is slow, paused or gone
/// costs talk and nothing else.
final class Talk: Sendable {
    private struct State {
        /// Bytes that are not written yet.
        var waiting = 0
        /// Lines that were dropped because too much was waiting.
        var dropped = 0
        var hasBar = false
        var isReaderGone = false
    }

    let format: LogFormat
    /// Whether it shows a bar.
    let isTerminal: Bool
    /// What every line of JSON names; nil outside of runs.
    let run: String?
    private let now: @Sendable () -> Double
    private let write: @Sendable ([UInt8]) -> Bool
    private let state = Locked(State())
    private let queue = DispatchQueue(label: "stderr")

    /// Lines that may wait for a slow reader.
    private static let longestQueueInBytes = 8 << 20
    /// How long the end of the process waits for a slow reader.
    private static let longestFlush = DispatchTimeInterval.seconds(2)

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - write: false where there is no reader any more.
    init(
        _ format: LogFormat, run: String? = nil, isTerminal: Bool = Terminal.talksToPerson,
        now: @escaping @Sendable () -> Double = wallClock,
        write: @escaping @Sendable ([UInt8]) -> Bool = Terminal.writeTalk
    ) {
        self.format = format
        self.run = run
        self.isTerminal = isTerminal && format == .text
        self.now = now
        self.write = write
    }

    /// Says what happened, each event on a line of its own.
    func say(_ event: LogEvent) {
        switch format {
        case .json: enqueue(event.line(at: now(), run: run) + "\n")
        case .text:
            guard let sentence = event.sentence, !sentence.isEmpty else { return }
            let end = sentence.hasSuffix("\n") ? "" : "\n"
            let hadBar = state.withLock { state in
                defer { state.hasBar = false }
                return state.hasBar
            }
            enqueue((hadBar ? "\n" : "") + sentence + end)
        }
    }

    /// Draws a bar in place of the last one. Where the terminal is behind, this one is left out.
    func redraw(_ bar: String) {
        let isBehind = state.withLock { state in
            if state.waiting == 0 { state.hasBar = true }
            return state.waiting > 0
        }
        if !isBehind { enqueue("\r\u{1B}[K\(bar)") }
    }

    /// Leaves the last bar as it is.
    func endBar() {
        let hadBar = state.withLock { state in
            defer { state.hasBar = false }
            return state.hasBar
        }
        if hadBar { enqueue("\n") }
    }

    /// Returns once all of it is written, or the reader has taken too long.
    func flush() async {
        let (written, end) = AsyncStream.makeStream(of: Void.self)
        queue.async { end.finish() }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.longestFlush) { end.finish() }
        for await _ in written {}
    }

    private func enqueue(_ text: String) {
        var lines: [String] = []
        state.withLock { state in
            guard !state.isReaderGone else { return }
            guard state.waiting < Self.longestQueueInBytes else {
                state.dropped += 1
                return
            }
            if state.dropped > 0 { lines.append(droppedNotice(state.dropped)) }
            state.dropped = 0
            lines.append(text)
            state.waiting += lines.reduce(0) { $0 + $1.utf8.count }
        }
        guard !lines.isEmpty else { return }
        let bytes = lines.flatMap { Array($0.utf8) }
        queue.async { [self] in
            let isRead = write(bytes)
            state.withLock { state in
                state.waiting -= bytes.count
                state.isReaderGone = state.isReaderGone || !isRead
            }
        }
    }

    private func droppedNotice(_ count: Int) -> String {
        let event = LogEvent.warning("\(count) lines are left out here; they came too fast.")
        return (format == .json ? event.line(at: now(), run: run) : event.sentence ?? "") + "\n"
    }
}
