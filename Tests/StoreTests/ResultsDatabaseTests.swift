import GRDB
import Testing
import Vocabulary

@testable import Store

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ResultsDatabaseTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("Reading in a cancelled task throws the cancellation, not a failure of the file")
    func cancellationIsPassedOn() async throws {
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await database.runs()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("A process that is killed takes back nothing of what it was told is stored")
    func killedProcess() async throws {
        let path = folder.file()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let database = try ResultsDatabase(path: path, mode: .write)
            try await database.begin(Sample.plan())
            let unit = Sample.unit("solo", "t1")
            try await database.store(Sample.answer(unit))
            try await database.store([Sample.verdict(on: unit)])
            kill(getpid(), SIGKILL)
        }
        let database = try ResultsDatabase(path: path, mode: .read)
        #expect(try await database.answerStates(runID: "run-1") == ["solo/t1/0": .ok])
        #expect(try await database.storedVerdictCount(runID: "run-1") == 1)
        try database.close()
        #expect(try folder.names == ["results.sqlite"])
    }

    @Test("A full disk is told, what was stored stays, and work goes on once there is room")
    func fullDisk() async throws {
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        let units = (0..<200).map { Sample.unit("solo", "t1", $0) }
        try await database.store(Sample.answer(units[0]))
        try await database.connection.write { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
        }
        let long = String(repeating: "words ", count: 10_000)
        await #expect(throws: StoreError.full(path: folder.file())) {
            try await database.store(Sample.answer(units[1], text: long))
        }
        #expect(try await database.answer(key: units[0].key) == Sample.answer(units[0]))
        #expect(try await database.answer(key: units[1].key) == nil)

        try await database.connection.write { db in
            try db.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        try await database.store(Sample.answer(units[1], text: long))
        try database.close()
        let again = try ResultsDatabase(path: folder.file(), mode: .read)
        #expect(try await again.answer(key: units[1].key)?.text == long)
    }

    @Test("A file that another program holds locked is named as such")
    func lockedFile() async throws {
        try ResultsDatabase(path: folder.file(), mode: .write).close()
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.connection.write { try $0.execute(sql: "PRAGMA busy_timeout = 10") }
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let intruder = try DatabaseQueue(path: folder.file(), configuration: configuration)
        try await intruder.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
        }
        await #expect(throws: StoreError.busy(path: folder.file())) {
            try await database.store(Sample.answer(Sample.unit("solo", "t1")))
        }
        try await intruder.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await database.store(Sample.answer(Sample.unit("solo", "t1")))
    }

    @Test("What was opened to read can't be written to")
    func readerDoesNotWrite() async throws {
        try ResultsDatabase(path: folder.file(), mode: .write).close()
        let reader = try ResultsDatabase(path: folder.file(), mode: .read)
        let refusal = StoreError.readOnly(path: folder.file())
        await #expect(throws: refusal) { try await reader.begin(Sample.plan()) }
        await #expect(throws: refusal) {
            try await reader.store(Sample.answer(Sample.unit("solo", "t1")))
        }
        await #expect(throws: refusal) { try await reader.store([]) }
    }

    @Test("Every commit waits for the disk, and foreign keys are enforced")
    func safeguardsAreOn() async throws {
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        let settings = try await database.connection.write { db in
            [
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try String.fetchOne(db, sql: "PRAGMA synchronous"),
                try String.fetchOne(db, sql: "PRAGMA foreign_keys"),
                try String.fetchOne(db, sql: "PRAGMA busy_timeout"),
            ]
        }
        #expect(settings == ["wal", "2", "1", "5000"])
    }
}
