import FoundationEssentials
import GRDB

/// The file at a path, seen from outside: whether it is there, whether it is ours, how to open it.
struct ResultsFile {
    let path: String

    /// Opens the file, or refuses it before anything in it is changed.
    func open(_ mode: ResultsDatabase.Mode) throws -> any DatabaseWriter {
        if try exists() {
            // A plain connection only looks; GRDB's pool writes to a file by opening it.
            let queue = try DatabaseQueue(path: path, configuration: lookingConfiguration)
            let isCurrent = try queue.read { db in
                try check(db, mode)
                return try Schema.migrator.hasCompletedMigrations(db)
            }
            switch mode {
            case .read: return isCurrent ? queue : try currentCopy(of: queue)
            case .write: try queue.close()
            }
        } else {
            guard mode == .write else { throw StoreError.missing(path: path) }
            try provideFolder()
        }
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(Self.longestLockSeconds)
        let pool = try DatabasePool(path: path, configuration: configuration)
        // With NORMAL, a power cut could take back what a run has paid for. FULL waits for the
        // disk at every commit, which costs next to nothing where commits are shared. It has to
        // follow the opening of the pool, which sets NORMAL.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try migrate(pool)
        return pool
    }

    private func exists() throws -> Bool {
        guard !path.isEmpty else { throw StoreError.failed(path: "--db", reason: "it is empty") }
        var isDirectory = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        if isDirectory { throw StoreError.isDirectory(path: path) }
        return exists
    }

    /// A missing `results/` is created, since that is where results belong; any other folder that
    /// is missing is more likely a slip of the pen.
    private func provideFolder() throws {
        let folder = URL(filePath: path).deletingLastPathComponent()
        guard !FileManager.default.fileExists(atPath: folder.path) else { return }
        guard folder.lastPathComponent == "results",
            FileManager.default.fileExists(atPath: folder.deletingLastPathComponent().path)
        else { throw StoreError.noFolder(path: path) }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false)
        } catch {
            throw StoreError.readOnly(path: path)
        }
    }

    /// Refuses a file that is not ours or not of our time. An empty one may be written to.
    private func check(_ db: Database, _ mode: ResultsDatabase.Mode) throws {
        let mark = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard mark == Schema.applicationID else {
            // The table of migrations comes first, where another process is creating the file.
            let tables = try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'")
            guard mode == .write, mark == 0, tables == 0 else {
                throw StoreError.foreign(path: path)
            }
            return
        }
        if try Schema.migrator.hasBeenSuperseded(db) { throw StoreError.newer(path: path) }
    }

    /// So long another program may hold the file before that is told as an error. Work that waits
    /// for a commit waits with it.
    private static let longestLockSeconds = 5.0

    /// A connection that may write takes SQLite's journal files away when it closes; a read-only
    /// one leaves them lying about. Nothing is written through either.
    private var lookingConfiguration: GRDB.Configuration {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(Self.longestLockSeconds)
        configuration.readonly = ![path, folder].allSatisfy {
            FileManager.default.isWritableFile(atPath: $0)
        }
        return configuration
    }

    /// What an older version wrote can be read without being changed: from a copy that is brought up
    /// to date, and gone when it is closed.
    private func currentCopy(of older: DatabaseQueue) throws -> DatabaseQueue {
        let copy = try DatabaseQueue(path: Self.temporary)
        try older.backup(to: copy)
        try older.close()
        try Schema.migrator.migrate(copy)
        return copy
    }

    /// SQLite's name for a database in a temporary file of its own.
    private static let temporary = ""

    /// Brings the schema up to date. Where another process does the same at the same moment, one
    /// of them finds the work done.
    private func migrate(_ pool: DatabasePool) throws {
        do {
            try Schema.migrator.migrate(pool)
        } catch {
            guard try pool.read(Schema.migrator.hasCompletedMigrations) else { throw error }
        }
    }
}
