import FoundationEssentials
import Inference

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The text of PDFs, by poppler's `pdftotext` in a process of its own: files that strangers made are
/// not parsed in ours.
package struct PDFText: Sendable {
    private let program: String
    private let limits: ChildProcess.Limits
    /// All copies share it: a run's many readers are not to start as many processes.
    private let queue = HostQueue(
        mostAtOnce: 2, pauseSeconds: 0, clock: InferenceClock(now: { 0 }, sleep: { _ in }))

    /// - Parameter program: where `pdftotext` is.
    package init(program: String) { self.init(program: program, limits: Self.usualLimits) }

    init(program: String, limits: ChildProcess.Limits) {
        self.program = program
        self.limits = limits
    }

    /// Nil where there is none.
    ///
    /// - Parameter path: folders with a colon between them, as in the variable PATH.
    package init?(searching path: String) {
        let places = path.split(separator: ":").map { "\($0)/pdftotext" }
        guard let program = places.first(where: { access($0, X_OK) == 0 }) else { return nil }
        self.init(program: program)
    }

    /// Two at once are read at most, the others in turn. Nil where it can't be read: damaged, locked, without text, or too much work.
    func text(of pdf: [UInt8]) async throws(CancellationError) -> String? {
        let output = try await queue.withTurn(at: program) {
            () async throws(CancellationError) in
            try await ChildProcess.output(
                of: program, ["-layout", "-enc", "UTF-8", "-", "-"], input: pdf, limits: limits)
        }
        return output.value.flatMap(Self.text)
    }

    /// The program's output with fewer blanks; nil where there is no word in it. Pages end with form
    /// feeds.
    static func text(in output: [UInt8]) -> String? {
        let whole = String(decoding: output, as: UTF8.self).replacing("\u{C}", with: "\n")
        var lines: [String] = []
        for line in whole.split(separator: "\n", omittingEmptySubsequences: false) {
            let kept = String(line.reversed().drop(while: \.isWhitespace).reversed())
            if !kept.isEmpty || lines.last?.isEmpty == false { lines.append(kept) }
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private static let usualLimits = ChildProcess.Limits(seconds: 20, outputBytes: 1 << 20)
}
