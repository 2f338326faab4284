import GRDB
import Vocabulary

/// Gathers what many callers want to store while a transaction is under way, and writes it all
/// with the next one.
///
/// A commit waits for the disk, however little it holds. One commit for each of 4,000 verdicts
/// would take longer than judging them; one for all that came meanwhile costs next to nothing, and
/// under light load nobody waits for company.
actor GroupWriter {
    enum Write: Sendable {
        case answer(AnswerRecord)
        case verdicts([VerdictRecord])
    }

    private let pool: DatabasePool
    private let path: String
    private var waiting: [(write: Write, caller: CheckedContinuation<Void, any Error>)] = []
    private var isWriting = false

    init(pool: DatabasePool, path: String) {
        self.pool = pool
        self.path = path
    }

    /// Returns once the write is committed.
    func write(_ write: Write) async throws {
        try await withCheckedThrowingContinuation { caller in
            waiting.append((write, caller))
            guard !isWriting else { return }
            isWriting = true
            Task { await writeAll() }
        }
    }

    private func writeAll() async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            let writes = batch.map(\.write)
            do {
                try await pool.write { db in
                    var inserter = RecordInserter(db)
                    for write in writes { try inserter.insert(write) }
                }
                for entry in batch { entry.caller.resume() }
            } catch {
                let failure = StoreError(error, path: path)
                for entry in batch { entry.caller.resume(throwing: failure) }
            }
        }
        isWriting = false
    }
}
