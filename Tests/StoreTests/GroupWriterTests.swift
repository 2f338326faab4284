import GRDB
import Testing
import Vocabulary

@testable import Store

@Suite struct GroupWriterTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase

    init() async throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
    }

    private static let units = (0..<1000).map { Sample.unit("solo", "t1", $0) }

    @Test("A thousand answers stored at once are all there, in far fewer transactions")
    func writesShareTransactions() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for unit in Self.units {
                group.addTask { try await database.store(Sample.answer(unit)) }
            }
            try await group.waitForAll()
        }
        let count = try await database.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM answers")
        }
        #expect(count == 1000)
        #expect(await database.writer.transactions < 500)
    }

    @Test("A caller who is alone has a transaction for every write, at once")
    func loneCallerDoesNotWait() async throws {
        let writer = GroupWriter(
            database.connection, path: folder.file(), distance: .seconds(1000))
        for unit in Self.units.prefix(5) {
            try await writer.write(.answer(Sample.answer(unit), run: nil))
        }
        #expect(await writer.transactions == 5)
    }

    @Test("Whatever is handed in during a transaction is committed by the next one")
    func oneTransactionAtMost() async throws {
        let writer = GroupWriter(database.connection, path: folder.file(), distance: .zero)
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let intruder = try DatabaseQueue(path: folder.file(), configuration: configuration)
        // The first transaction can't start, and so is under way for as long as we like.
        try await intruder.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, unit) in Self.units.prefix(20).enumerated() {
                group.addTask { try await writer.write(.answer(Sample.answer(unit), run: nil)) }
                while index == 0, await writer.transactions == 0 { await Task.yield() }
            }
            while await writer.waiting.count < 19 { await Task.yield() }
            #expect(await writer.transactions == 1)
            try await intruder.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try await group.waitForAll()
        }
        #expect(await writer.transactions == 2)
    }

    @Test("The distance leaves most of the commit window to the transactions")
    func distance() {
        #expect(GroupWriter.usualDistance <= .milliseconds(50) / 5)
    }

    @Test("What is stored is seen by another connection as soon as the call returns")
    func returnsAfterCommit() async throws {
        let other = try ResultsDatabase(path: folder.file(), mode: .read)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for unit in Self.units.prefix(100) {
                group.addTask {
                    try await database.store(Sample.answer(unit))
                    #expect(try await other.answer(key: unit.key) != nil)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("A failed transaction fails every caller in it, and the next one works")
    func errorsReachAllCallers() async throws {
        try await database.begin(Sample.plan(units: Self.units))
        try await database.store(Sample.answer(Self.units[0]))
        let failures = await withTaskGroup(of: Bool.self) { group in
            for place in 0..<50 {
                // The first half is on an answer that is not stored.
                let unit = Self.units[place < 25 ? 1 : 0]
                group.addTask {
                    do {
                        try await database.store([Sample.verdict(on: unit, pass: place)])
                        return false
                    } catch {
                        return error is StoreError
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        let stored = try await database.verdicts(
            answerKey: Self.units[0].key, judgeID: Sample.judge.id)
        #expect(failures >= 25)
        #expect(stored.count == 50 - failures, "a caller is told exactly what happened")
        try await database.store([Sample.verdict(on: Self.units[0], pass: 99)])
    }

    @Test("A cancelled caller's write is stored all the same")
    func cancelledCallerIsServed() async throws {
        let unit = Self.units[0]
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await database.store(Sample.answer(unit))
        }
        try await task.value
        #expect(try await database.answer(key: unit.key) != nil)
    }
}
