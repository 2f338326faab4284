import FoundationEssentials
import GRDB
import Vocabulary

/// The results file: everything a run has paid for, committed before anything is built on it.
///
/// SQLite in WAL mode. Many writers are served by one transaction (see `GroupWriter`), and a
/// write returns once its transaction is on disk, so that neither a killed process nor a power cut
/// takes back what a caller was told is stored.
package final class ResultsDatabase: Sendable {
    let path: String
    let pool: DatabasePool
    private let writer: GroupWriter

    package enum Mode: Sendable {
        /// Creates the file and brings its schema up to date where needed.
        case write
        /// Only reads what is there.
        case read
    }

    /// - Throws: `StoreError`.
    package init(path: String, mode: Mode) throws {
        self.path = path
        do {
            try Self.check(path, mode)
            var configuration = GRDB.Configuration()
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(5)
            configuration.readonly = mode == .read
            configuration.prepareDatabase { db in
                if mode == .write { try db.execute(sql: "PRAGMA synchronous = FULL") }
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            writer = GroupWriter(pool: pool, path: path)
            if mode == .write { try Schema.migrator.migrate(pool) }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Ends all access. What is stored is in the file alone afterwards.
    package func close() throws {
        do { try pool.close() } catch { throw StoreError(error, path: path) }
    }

    /// Stores an answer. Returns once it is committed.
    ///
    /// An answer of that key is kept unless it failed for no fault of the model; its calls are
    /// kept in any case, since they were paid for.
    package func store(_ answer: AnswerRecord) async throws {
        try await writer.write(.answer(answer))
    }

    /// Stores verdicts. Returns once they are committed. A missing verdict is replaced by a later
    /// ruling; a ruling stays.
    package func store(_ verdicts: [VerdictRecord]) async throws {
        try await writer.write(.verdicts(verdicts))
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do { return try await pool.read(body) } catch { throw StoreError(error, path: path) }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do { return try await pool.write(body) } catch { throw StoreError(error, path: path) }
    }

    /// Refuses what is not ours before anything is changed: opening in WAL mode already writes.
    private static func check(_ path: String, _ mode: Mode) throws {
        var isDirectory = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        if isDirectory { throw StoreError.isDirectory(path: path) }
        guard exists else {
            if mode == .read { throw StoreError.missing(path: path) }
            let folder = URL(filePath: path).deletingLastPathComponent().path
            guard FileManager.default.fileExists(atPath: folder) else {
                throw StoreError.noFolder(path: path)
            }
            return
        }
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }  // It was only looked at.
        try queue.read { db in
            let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
            let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            guard isEmpty && id == 0 && mode == .write || id == Schema.applicationID else {
                throw StoreError.foreign(path: path)
            }
            if try Schema.migrator.hasBeenSuperseded(db) { throw StoreError.newer(path: path) }
        }
    }
}
