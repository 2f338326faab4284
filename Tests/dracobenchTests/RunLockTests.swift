import Foundation
import JSONText
import Testing

@testable import dracobench

/// That another process is kept out is tested with processes, in `LongRunTests`.
@Suite("One process a run")
struct RunLockTests {
    @Test("The lock lies beside the results file itself, however that is named")
    func path() throws {
        try Program.withFolder { folder in
            let files = FileManager.default
            try files.createDirectory(
                atPath: folder + "/real", withIntermediateDirectories: false)
            #expect(files.createFile(atPath: folder + "/real/r.sqlite", contents: nil))
            try files.createSymbolicLink(
                atPath: folder + "/link.sqlite", withDestinationPath: "real/r.sqlite")
            let path = RunLock.path(database: folder + "/real/r.sqlite", run: "a-b")
            #expect(path.hasSuffix("/real/r.sqlite.a-b.lock"))
            for other in ["/link.sqlite", "/real/../real/./r.sqlite"] {
                #expect(RunLock.path(database: folder + other, run: "a-b") == path)
            }
        }
    }

    @Test("A long name of a run still makes a file name")
    func longName() throws {
        try Program.withFolder { folder in
            let run = String(repeating: "ä", count: 400)
            let lock = try RunLock(database: folder + "/r.sqlite", run: run, now: 0)
            lock.release()
            let path = RunLock.path(database: "/r", run: run)
            #expect(path != RunLock.path(database: "/r", run: run + "b"))
        }
    }

    @Test("A lock says who holds it, and leaves nothing behind")
    func holder() throws {
        try Program.withFolder { folder in
            let database = folder + "/r.sqlite"
            #expect(RunLock.holder(database: database, run: "a") == nil)
            let lock = try RunLock(database: database, run: "a", now: 1_794_000_000.5)
            let text = try String(
                contentsOfFile: RunLock.path(database: database, run: "a"), encoding: .utf8)
            let json = try JSONValue(parsing: text)
            #expect(json["pid"]?.integer == Int(ProcessInfo.processInfo.processIdentifier))
            #expect(json["started_at"] == "2026-11-06T21:20:00.500Z")
            lock.release()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test("A file that a killed process left behind keeps nobody out, whatever it says")
    func leftover() throws {
        try Program.withFolder { folder in
            let database = folder + "/r.sqlite"
            for text in ["", "no JSON", #"{"pid":1,"host":"h","started_at_unix":5}"#] {
                let path = RunLock.path(database: database, run: "a")
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                #expect(RunLock.holder(database: database, run: "a") == nil)
                try RunLock(database: database, run: "a", now: 0).release()
            }
        }
    }

    @Test("A place that can't be written to is named")
    func notWritable() {
        #expect(throws: RunLockError.self) {
            try RunLock(database: "/dev/null/r.sqlite", run: "a", now: 0)
        }
    }
}
