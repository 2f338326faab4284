import FoundationEssentials
import GRDB
import Testing

@testable import Store

@Suite struct SchemaTests {
    /// Set `DRACOBENCH_UPDATE_GOLDEN=1` to rewrite the file, and review the difference.
    @Test("The schema is the one people were told about")
    func schemaIsTheGoldenOne() async throws {
        let folder = try TemporaryFolder()
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        let statements = try await database.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT sql FROM sqlite_schema
                    WHERE sql IS NOT NULL AND name <> 'grdb_migrations' ORDER BY rowid
                    """)
        }
        let schema = statements.map { $0 + ";\n" }.joined(separator: "\n")
        let golden = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/schema.sql")
        if ProcessInfo.processInfo.environment["DRACOBENCH_UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(
                at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(schema.utf8).write(to: golden)
        }
        let expected = String(decoding: try Data(contentsOf: golden), as: UTF8.self)
        #expect(schema == expected)
    }

    @Test("Every table is STRICT, so that no column holds what it does not say")
    func tablesAreStrict() async throws {
        let folder = try TemporaryFolder()
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        let loose = try await database.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM pragma_table_list
                    WHERE schema = 'main' AND type = 'table' AND NOT strict
                        AND name NOT LIKE 'sqlite%' AND name <> 'grdb_migrations'
                    """)
        }
        #expect(loose == [])
    }
}
