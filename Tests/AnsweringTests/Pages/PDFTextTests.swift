import FoundationEssentials
import Testing

@testable import Answering

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("The text of a PDF")
struct PDFTextTests {
    /// Runs `body` in a folder where `pdftotext` is another program: one that says how it was
    /// called.
    private static func withEcho<Value: Sendable>(
        _ body: (_ folder: String) async throws -> Value
    ) async throws -> Value {
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.path + "/dracobench-\(UUID().uuidString)"
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? manager.removeItem(atPath: folder) }  // Left to the system then.
        try manager.createSymbolicLink(
            atPath: folder + "/pdftotext", withDestinationPath: "/bin/echo")
        return try await body(folder)
    }

    private static let pdf = Array("%PDF-1.7 words".utf8)
    private static let words = "-layout -enc UTF-8 - -\n"

    @Test("The program is told to keep the layout and to read what it is given")
    func calls() async throws {
        let text = try await Self.withEcho {
            try await PDFText(program: $0 + "/pdftotext").text(of: Self.pdf)
        }
        #expect(text == Self.words)
    }

    @Test("A program that is not there, or fails, is no text")
    func absent() async throws {
        for program in ["/nowhere/pdftotext", "/", "/bin/false", "/usr/bin/false"] {
            #expect(try await PDFText(program: program).text(of: Self.pdf) == nil)
        }
    }

    @Test("No more than two are at work at once, and everyone gets a turn")
    func twoAtOnce() async throws {
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.path + "/dracobench-\(UUID().uuidString)"
        try manager.createDirectory(atPath: folder + "/present", withIntermediateDirectories: true)
        defer { try? manager.removeItem(atPath: folder) }  // Left to the system then.
        let program = folder + "/pdftotext"
        // Says how many there are, itself included, after a while in which others could come.
        let script = """
            #!/bin/sh
            here="${0%/*}/present"
            : > "$here/$$"
            /bin/sleep 0.1
            set -- "$here"/*
            echo $#
            /bin/rm "$here/$$"
            """
        try Data(script.utf8).write(to: URL(filePath: program))
        chmod(program, 0o755)
        let pdf = PDFText(program: program)
        let present = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<8 { group.addTask { try await pdf.text(of: Self.pdf) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(present.count == 8)
        #expect(Set(present).isSubset(of: ["1\n", "2\n"]), "\(present)")
    }

    @Test("It is looked for in the folders of a path, in their order")
    func search() async throws {
        try await Self.withEcho { folder in
            let pdf = try #require(PDFText(searching: "/nowhere:\(folder):/usr/bin"))
            #expect(try await pdf.text(of: Self.pdf) == Self.words)
            #expect(PDFText(searching: "/nowhere") == nil)
            #expect(PDFText(searching: "") == nil)
        }
    }

    @Test(
        "Blanks are thinned, and nothing but blanks is nothing",
        arguments: [
            ("a\n\n\n\nb", "a\n\nb"), ("a   b  \n  c", "a   b\n  c"), ("a\u{C}b\u{C}", "a\nb\n"),
            ("", nil), (" \n\u{C}\n ", nil), ("\n\na", "a"),
        ] as [(String, String?)])
    func blanks(output: String, text: String?) {
        #expect(PDFText.text(in: Array(output.utf8)) == text)
    }

    @Test("A PDF is known by its type, or by its first bytes where the type says nothing")
    func content() async throws {
        try await Self.withEcho { folder in
            let pdf = PDFText(program: folder + "/pdftotext")
            for type in ["application/pdf", "application/octet-stream", "Application/PDF; x=y"] {
                let read = try await PageContent.read(Self.pdf, type: type, pdf: pdf)
                #expect(read == .text(Self.words), "\(type)")
            }
            #expect(
                try await PageContent.read(Self.pdf, type: "text/plain", pdf: pdf)
                    == .text("%PDF-1.7 words"))
            #expect(
                try await PageContent.read(Self.pdf, type: "application/pdf", pdf: nil)
                    == .unreadable("the address holds a PDF, which can't be read here."))
            #expect(
                try await PageContent.read([1, 2], type: "image/png", pdf: pdf)
                    == .unreadable("the address holds image/png, not text."))
        }
    }
}
