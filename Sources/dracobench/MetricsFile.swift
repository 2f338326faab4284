import FoundationEssentials

/// A file of metrics that is replaced as a whole, for the textfile collector of node_exporter.
struct MetricsFile: Sendable {
    let path: String
    let run: String

    /// Writes an empty file, so that a path that can't be written to is refused before anything is
    /// asked for.
    init(path: String, run: String) throws {
        self.path = path
        self.run = run
        do {
            try replace(with: "")
        } catch {
            throw CommandFailure(
                """
                \(path) can't be written to; give --metrics-file a path in a folder that exists and \
                may be written to.
                """)
        }
    }

    /// Nobody's results depend on it, so a write that fails is left out; the next one may work.
    func write(_ tally: RunTally, at now: Double) {
        try? replace(with: RunMetrics.text(tally, run: run, at: now))  // See above.
    }

    private func replace(with text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    }
}
