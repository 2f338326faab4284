import FoundationEssentials
import GRDB
import Testing
import Vocabulary

@testable import Store

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ResultsFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file()
    }

    private func refusal(_ path: String, _ mode: ResultsDatabase.Mode) -> StoreError? {
        do {
            _ = try ResultsDatabase(path: path, mode: mode)
            return nil
        } catch {
            return error
        }
    }

    private func write(_ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }

    @Test("A file that is not there is created for writing, and not for reading")
    func missingFile() throws {
        #expect(refusal(path, .read) == .missing(path: path))
        #expect(try folder.names == [])
        #expect(refusal(path, .write) == nil)
        #expect(refusal(path, .read) == nil)
    }

    @Test("A missing folder is refused, unless it is 'results' in one that is there")
    func missingFolder() throws {
        let slip = folder.file("resluts/a.sqlite")
        #expect(refusal(slip, .write) == .noFolder(path: slip))
        let deep = folder.file("none/results/a.sqlite")
        #expect(refusal(deep, .write) == .noFolder(path: deep))
        #expect(refusal(folder.file("results/a.sqlite"), .read) != nil)
        #expect(try folder.names == [])
        #expect(refusal(folder.file("results/a.sqlite"), .write) == nil)
        #expect(try folder.names == ["results"])
    }

    @Test("A folder is no results file", arguments: [ResultsDatabase.Mode.read, .write])
    func folderAsFile(_ mode: ResultsDatabase.Mode) {
        #expect(refusal(folder.path, mode) == .isDirectory(path: folder.path))
    }

    @Test("An empty path is refused", arguments: [ResultsDatabase.Mode.read, .write])
    func emptyPath(_ mode: ResultsDatabase.Mode) {
        #expect(refusal("", mode) == .failed(path: "--db", reason: "it is empty"))
    }

    @Test(
        "What is no database is refused and left as it is",
        arguments: [ResultsDatabase.Mode.read, .write])
    func noDatabase(_ mode: ResultsDatabase.Mode) throws {
        let bytes = Array(String(repeating: "no database at all ", count: 300).utf8)
        try write(bytes)
        #expect(refusal(path, mode) == .foreign(path: path))
        #expect(try Array(Data(contentsOf: URL(filePath: path))) == bytes)
    }

    @Test(
        "Another program's database is refused and left as it is",
        arguments: [ResultsDatabase.Mode.read, .write],
        ["CREATE TABLE answers (id)", "PRAGMA application_id = 7"])
    func foreignDatabase(_ mode: ResultsDatabase.Mode, _ sql: String) throws {
        let other = try DatabaseQueue(path: path)
        try other.writeWithoutTransaction { try $0.execute(sql: sql) }
        try other.close()
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(refusal(path, mode) == .foreign(path: path))
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("An empty file is taken for writing, and refused for reading")
    func emptyFile() throws {
        try write([])
        #expect(refusal(path, .read) == .foreign(path: path))
        #expect(refusal(path, .write) == nil)
    }

    @Test(
        "A newer version's file is refused and left as it is",
        arguments: [ResultsDatabase.Mode.read, .write])
    func newerFile(_ mode: ResultsDatabase.Mode) async throws {
        let database = try ResultsDatabase(path: path, mode: .write)
        try await database.connection.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v9')")
        }
        try database.close()
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(refusal(path, mode) == .newer(path: path))
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("An older version's file is read as it stands, and brought up to date by writing")
    func olderFile() async throws {
        try OldFile.write(to: path)
        let before = try Data(contentsOf: URL(filePath: path))
        let reader = try ResultsDatabase(path: path, mode: .read)
        let read = try #require(try await reader.results(runID: "old-run"))
        try reader.close()
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        #expect(try folder.names == ["results.sqlite"])

        let writer = try ResultsDatabase(path: path, mode: .write)
        #expect(try await writer.results(runID: "old-run") == read)
        try writer.close()
        #expect(try Data(contentsOf: URL(filePath: path)) != before)
    }

    @Test("A damaged file is told from a foreign one")
    func damagedFile() throws {
        try ResultsDatabase(path: path, mode: .write).close()
        var bytes = try Array(Data(contentsOf: URL(filePath: path)))
        for place in 100..<bytes.count { bytes[place] = 0xA5 }
        try write(bytes)
        let refusals = [refusal(path, .read), refusal(path, .write)]
        for refusal in refusals {
            guard case .corrupt(path, _) = refusal else {
                Issue.record("\(refusal.map(\.description) ?? "opened")")
                continue
            }
        }
    }

    @Test(
        "A file that can't be written to is refused for writing and can be read",
        .disabled(if: geteuid() == 0, "root may write anywhere"))
    func readOnlyFile() async throws {
        let database = try ResultsDatabase(path: path, mode: .write)
        try await database.begin(Sample.plan())
        try database.close()
        chmod(path, 0o444)
        #expect(refusal(path, .write) == .readOnly(path: path))
        let reader = try ResultsDatabase(path: path, mode: .read)
        #expect(try await reader.runs().count == 1)
    }

    @Test(
        "A folder that can't be written to is told",
        .disabled(if: geteuid() == 0, "root may write anywhere"))
    func readOnlyFolder() throws {
        try ResultsDatabase(path: path, mode: .write).close()
        chmod(folder.path, 0o555)
        defer { chmod(folder.path, 0o755) }
        #expect(refusal(path, .write) == .readOnly(path: path))
        #expect(refusal(path, .read) == .readOnly(path: path))
        let other = folder.file("other.sqlite")
        #expect(refusal(other, .write) == .readOnly(path: other))
    }

    @Test("Nothing but the file is left behind", arguments: [ResultsDatabase.Mode.read, .write])
    func nothingLiesAbout(_ mode: ResultsDatabase.Mode) async throws {
        let writer = try ResultsDatabase(path: path, mode: .write)
        try await writer.begin(Sample.plan())
        try writer.close()
        let database = try ResultsDatabase(path: path, mode: mode)
        #expect(try await database.runs().count == 1)
        try database.close()
        #expect(try folder.names == ["results.sqlite"])
    }

    @Test("Reading leaves every byte of the file as it is")
    func readingChangesNothing() async throws {
        let writer = try ResultsDatabase(path: path, mode: .write)
        try await writer.begin(Sample.plan())
        try writer.close()
        let before = try Data(contentsOf: URL(filePath: path))
        let reader = try ResultsDatabase(path: path, mode: .read)
        #expect(try await reader.results(runID: "run-1") != nil)
        try reader.close()
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("Several programs may create and open the same file at the same moment")
    func openedAtOnce() async throws {
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask { @concurrent in
                    let database = try ResultsDatabase(path: path, mode: .write)
                    try await database.begin(Sample.plan(run: "run-\(number)"))
                }
            }
            try await group.waitForAll()
        }
        let reader = try ResultsDatabase(path: path, mode: .read)
        #expect(try await reader.runs().count == 8)
    }
}
