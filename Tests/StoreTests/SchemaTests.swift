import FoundationEssentials
import GRDB
import Testing

@testable import Store

@Suite struct SchemaTests {
    /// Set `DRACOBENCH_UPDATE_GOLDEN=1` to rewrite the files, and review the difference. That of an
    /// earlier version may never change.
    @Test(
        "The schema of every version is the one people were told about",
        arguments: [
            ("v1", "schema-v1.sql"), ("v2", "schema-v2.sql"), ("v3", "schema-v3.sql"),
            ("v4", "schema.sql"),
        ])
    func schemaIsTheGoldenOne(_ version: String, _ name: String) async throws {
        let database = try DatabaseQueue()
        try Schema.migrator.migrate(database, upTo: version)
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
            .appending(path: "Golden/\(name)")
        if ProcessInfo.processInfo.environment["DRACOBENCH_UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(
                at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(schema.utf8).write(to: golden)
        }
        let expected = String(decoding: try Data(contentsOf: golden), as: UTF8.self)
        #expect(schema == expected)
    }

    @Test("The last version that is held is the newest there is")
    func newestIsHeld() {
        #expect(Schema.migrator.migrations == ["v1", "v2", "v3", "v4"])
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
