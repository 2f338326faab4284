import GRDB
import Testing

@testable import Store

@Suite struct StoreErrorTests {
    static let all: [StoreError] = [
        .missing(path: "p"), .isDirectory(path: "p"), .noFolder(path: "p"), .foreign(path: "p"),
        .corrupt(path: "p", reason: "r"), .newer(path: "p"), .readOnly(path: "p"),
        .full(path: "p"), .limited(path: "p", reason: "r"), .busy(path: "p"),
        .failed(path: "p", reason: "r"),
    ]

    @Test("Every error is one sentence that names the file and what to do", arguments: all)
    func oneSentence(_ error: StoreError) {
        let text = error.description
        #expect(text.hasSuffix("."))
        #expect(!text.contains(". "))
        #expect(!text.contains("\n"))
        #expect(text.contains(";"))
        #expect(text.contains("p ") || text.contains("p;"))
    }

    @Test("An error that asks to run the same command again says so", arguments: all)
    func runAgain(_ error: StoreError) {
        #expect(error.asksToRunAgain == error.description.contains("run the same command again"))
    }

    @Test(
        "SQLite's codes are told apart by what a person can do about them",
        arguments: [
            (ResultCode.SQLITE_FULL, StoreError.full(path: "p")),
            (.SQLITE_READONLY, .readOnly(path: "p")),
            (.SQLITE_CANTOPEN, .readOnly(path: "p")),
            (.SQLITE_NOTADB, .foreign(path: "p")),
            (.SQLITE_CORRUPT, .corrupt(path: "p", reason: "m")),
            (.SQLITE_BUSY, .busy(path: "p")),
            (.SQLITE_IOERR_WRITE, .limited(path: "p", reason: "m")),
            (.SQLITE_IOERR, .failed(path: "p", reason: "m")),
        ])
    func codes(_ code: ResultCode, _ error: StoreError) {
        #expect(StoreError(DatabaseError(resultCode: code, message: "m"), path: "p") == error)
    }
}
