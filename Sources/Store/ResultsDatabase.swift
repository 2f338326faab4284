import GRDB
import Vocabulary

/// The results file: everything a run has paid for, committed before anything is built on it.
///
/// SQLite in WAL mode with `synchronous = FULL`. Many writers are served by one transaction (see
/// `GroupWriter`), and a write returns once its transaction is on disk, so that neither a killed
/// process nor a power cut takes back what a caller was told is stored.
package final class ResultsDatabase: Sendable {
    let path: String
    let connection: any DatabaseWriter
    let writer: GroupWriter
    private let mode: Mode

    package enum Mode: Sendable {
        /// Creates the file and brings its schema up to date where needed.
        case write
        /// Only reads what is there, whatever version wrote it, and leaves it as it is.
        case read
    }

    package init(path: String, mode: Mode) throws(StoreError) {
        self.path = path
        self.mode = mode
        do {
            connection = try ResultsFile(path: path).open(mode)
        } catch {
            throw StoreError(error, path: path)
        }
        writer = GroupWriter(connection, path: path)
    }

    /// Ends all access. What is stored is in the file alone afterwards, unless another program has
    /// it open.
    package func close() throws {
        // SQLite folds its journal into the file when the last connection closes, but not if that
        // is one of the pool's readers.
        (connection as? DatabasePool)?.invalidateReadOnlyConnections()
        do { try connection.close() } catch { throw StoreError(error, path: path) }
    }

    /// Starts a run, or brings the plan of a stored one up to date. The first start and all that
    /// was ever answered stay; units that are no longer planned leave the run, and a plan that
    /// differs in its units, dataset, judge or passes drops the scores that the run had.
    package func begin(_ plan: RunPlanRecord) async throws {
        try await write { db in try PlanInserter(db).insert(plan) }
    }

    /// Stores an answer. Returns once it is committed, even where the caller's task is cancelled.
    ///
    /// A stored answer is kept, unless it failed for no fault of the model. Then the new one takes
    /// its place and costs what both took. Calls are added in any case, since they were paid for.
    ///
    /// - Parameter run: that pays for it; nil: whichever run plans it.
    package func store(_ answer: AnswerRecord, paidBy run: String? = nil) async throws {
        try requireWriting()
        try await writer.write(.answer(answer, run: run))
    }

    /// Stores verdicts on stored answers, by the judge and on criteria of plans that were begun.
    /// Returns once they are committed, even where the caller's task is cancelled.
    ///
    /// A missing verdict is replaced by a later one; a ruling stays. Calls are added in any case.
    package func store(_ verdicts: [VerdictRecord], paidBy run: String? = nil) async throws {
        try requireWriting()
        guard !verdicts.isEmpty else { return }
        try await writer.write(.verdicts(verdicts, run: run))
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do { return try await connection.read(body) } catch { throw meaning(of: error) }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try requireWriting()
        do { return try await connection.write(body) } catch { throw meaning(of: error) }
    }

    private func requireWriting() throws {
        guard mode == .write else { throw StoreError.readOnly(path: path) }
    }

    private func meaning(of error: any Error) -> any Error {
        error is CancellationError ? error : StoreError(error, path: path)
    }
}
