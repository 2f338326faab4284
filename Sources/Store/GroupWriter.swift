import GRDB
import Vocabulary

/// Gathers what many callers want to store while a transaction is under way, and writes it all
/// with the next one.
///
/// What a commit costs depends little on how much it holds: it waits for the disk and writes the
/// same few pages again. So while writes keep coming, transactions keep a distance from each other
/// and fill up; a caller who is alone never waits for company.
///
/// The commit window, in which a crash can take back what a model was paid for, is at most the rest
/// of the transaction under way, or of the distance after its start, whichever is longer, and the
/// next transaction: whatever is handed in by then is part of that one. `scripts/crash-test` prints
/// how old the replies were that its kills took.
actor GroupWriter {
    enum Write: Sendable {
        /// - Parameter run: `RunRecord.id` of the run that paid for it; nil: not told.
        case answer(AnswerRecord, run: String?)
        case verdicts([VerdictRecord], run: String?)
    }

    private let connection: any DatabaseWriter
    private let path: String
    /// From the start of one transaction to that of the next, under load.
    private let distance: Duration
    private(set) var waiting: [(write: Write, caller: CheckedContinuation<Void, any Error>)] = []
    private var isWriting = false
    /// Transactions so far, those that failed included.
    private(set) var transactions = 0

    /// A tenth of the 50 ms that the commit window may take.
    static let usualDistance: Duration = .milliseconds(5)

    init(
        _ connection: any DatabaseWriter, path: String, distance: Duration = usualDistance
    ) {
        self.distance = distance
        self.connection = connection
        self.path = path
    }

    /// Returns once the write is committed. Throws what went wrong with the transaction that it
    /// was part of: then nothing of that transaction is stored.
    func write(_ write: Write) async throws {
        try await withCheckedThrowingContinuation { caller in
            waiting.append((write, caller))
            guard !isWriting else { return }
            isWriting = true
            // Of its own, so that a cancelled caller can't take back what others hand in.
            Task { await writeAll() }
        }
    }

    private func writeAll() async {
        while !waiting.isEmpty {
            let start = ContinuousClock.now
            let batch = waiting
            waiting = []
            transactions += 1
            let outcome = await commit(batch.map(\.write))
            for entry in batch { entry.caller.resume(with: outcome) }
            guard !waiting.isEmpty else { break }
            // Nothing cancels this task; were it so, only the distance would be lost.
            try? await Task.sleep(until: start + distance, clock: .continuous)
        }
        isWriting = false
    }

    private func commit(_ writes: [Write]) async -> Result<Void, any Error> {
        do {
            try await connection.write { db in
                let inserter = RecordInserter(db)
                for write in writes { try inserter.insert(write) }
            }
            return .success(())
        } catch {
            return .failure(StoreError(error, path: path))
        }
    }
}
