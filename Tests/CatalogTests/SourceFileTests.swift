import Foundation
import Testing

@testable import Catalog

@Suite("Files as people give them")
struct SourceFileTests {
    @Test("A file is read whole, up to its limit and not beyond", arguments: [0, 1, 300_000])
    func limit(size: Int) throws {
        try TemporaryFolder.with(["f": String(repeating: "x", count: size)]) { folder in
            #expect(try SourceFile.read(folder["f"], atMost: size).count == size)
            if size > 0 {
                let error = try #require(throws: CatalogError.self) {
                    try SourceFile.read(folder["f"], atMost: size - 1)
                }
                #expect(error.description.contains("more than \(size - 1) bytes"))
            }
        }
    }

    @Test("A device without end is left at the limit")
    func endless() {
        #expect(throws: CatalogError.self) { try SourceFile.read("/dev/zero", atMost: 1 << 20) }
    }

    @Test("A pipe is read as a file is")
    func pipe() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("piped".utf8))
        try pipe.fileHandleForWriting.close()
        let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        #expect(try SourceFile.read(path, atMost: 10) == Array("piped".utf8))
    }

    @Test("Text that is not UTF-8 is refused")
    func encoding() throws {
        try TemporaryFolder.with { folder in
            try folder.write(Data([0x61, 0xFF]), to: "f")
            let error = try #require(throws: CatalogError.self) {
                try SourceFile.text(folder["f"], atMost: 10)
            }
            #expect(error.description.contains("save it as UTF-8"))
        }
    }

    @Test("Lines keep their numbers, whatever ends them; blank ones are passed over")
    func lines() {
        let lines = SourceFile.lines(of: Array("a\r\n\n \t\r\nb".utf8))
        #expect(lines.map(\.number) == [1, 4])
        #expect(lines.map { Array($0.bytes) } == [Array("a\r".utf8), Array("b".utf8)])
        #expect(SourceFile.lines(of: [0, 0]).count == 1, "NUL bytes are not blank")
    }
}
