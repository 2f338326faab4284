import GRDB
import Testing
import Vocabulary

@testable import Store

@Suite struct DatabaseValueRecordsTests {
    @Test("Text after a NUL is not lost")
    func textAfterNulIsKept() async throws {
        let folder = try TemporaryFolder()
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        let unit = Sample.unit("solo", "t1")
        try await database.store(Sample.answer(unit, text: "before\0after"))
        #expect(try await database.answer(key: unit.key)?.text == "before\u{FFFD}after")
    }

    @Test("Text without a NUL is taken as it is", arguments: ["", "é\r\n", "e\u{301}", "\u{1}"])
    func otherTextIsKept(_ text: String) {
        let stored = String.fromDatabaseValue(.text(text))
        #expect(stored.map { Array($0.utf8) } == Array(text.utf8))
    }
}
