import Foundation
import JSONText
import Testing

@Suite("dracobench contamination")
struct ContaminationCommandTests {
    @Test("Every address gets one JSON object, and the exit code says that one is blocked")
    func json() throws {
        let end = try Program.run([
            "contamination", "check", "https://example.com/", "https://r.jina.ai/hf.co/x",
        ])
        #expect(end.code == 1)
        #expect(end.err.contains("The list draco blocks 1 of 2."))
        let lines = end.out.split(separator: "\n").map(String.init)
        #expect(
            lines == [
                #"{"url":"https://example.com/","host":"example.com","chain":[],"#
                    + #""blocked":false,"reason":null,"tier":null}"#,
                #"{"url":"https://r.jina.ai/hf.co/x","host":"r.jina.ai","chain":["r.jina.ai"],"#
                    + #""blocked":true,"reason":"inner(host:hf.co)","tier":"A"}"#,
            ])
    }

    @Test("Nothing blocked is exit code 0, and another list decides otherwise")
    func lists() throws {
        let url = "https://openrouter.ai/docs"
        #expect(try Program.run(["contamination", "check", url]).code == 0)
        #expect(
            try Program.run(["contamination", "check", "--list", "draco-strict", url]).code == 1)
        #expect(try Program.run(["contamination", "check", "--list", "none", "hf.co"]).code == 0)
        let unknown = try Program.run(["contamination", "check", "--list", "drako", url])
        #expect(unknown.code == 2)
        #expect(unknown.err.contains("draco-strict"), "\(unknown.err)")
    }

    @Test("Explained to people, a decision has the rule's reason")
    func explain() throws {
        let end = try Program.run([
            "contamination", "check", "--explain", "https://bit.ly/x",
            "https://12ft.io/https://hf.co", "ftp://x", "example.com",
        ])
        #expect(end.code == 1)
        for words in [
            "hide where they lead until they are asked. Tier C.",
            "host:hf.co, serves the dataset with its rubrics", "It is inside 12ft.io.",
            "it can't be read as an http or https address", #""example.com" may be reached."#,
        ] {
            #expect(end.out.contains(words), "\(end.out)")
        }
    }

    @Test("A text that holds a dataset's rubrics is told from one that does not")
    func screen() throws {
        try Program.withFolder { folder in
            try "An honest page on bridges.".write(
                toFile: folder + "/clean.txt", atomically: true, encoding: .utf8)
            let arguments = ["contamination", "screen", "--dataset", "sample"]
            let clean = try Program.run(arguments + [folder + "/clean.txt"])
            #expect(clean.code == 0 && clean.out.isEmpty, "\(clean.err)")
            let copy = Program.home + "/datasets/sample/tasks.jsonl"
            let leaked = try Program.run(arguments + [folder + "/clean.txt", copy])
            #expect(leaked.code == 1)
            #expect(leaked.out.contains(#""severity":"explicit_answer""#))
            #expect(!leaked.out.contains("clean.txt"))
            let missing = try Program.run(arguments + [folder + "/none.txt"])
            #expect(missing.code == 2 && missing.err.contains("can't be read"))
        }
    }
}
