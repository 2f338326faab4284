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
}
