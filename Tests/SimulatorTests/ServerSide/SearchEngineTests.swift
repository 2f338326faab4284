import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Settings of the provider's search and fetch")
struct SearchEngineTests {
    private typealias Fixture = ServerSideFixture

    private func refusal(_ model: String, _ tool: JSONValue) throws -> ServerSideError? {
        do {
            _ = try Fixture.server().reply(to: try Fixture.turn(model, [tool]))
            return nil
        } catch let error as ServerSideError {
            return error
        }
    }

    @Test(
        "What the engines take",
        arguments: [
            ("sim/atlas", #"{"engine":"exa","excluded_domains":["a.org/b","*.c.org"]}"#, true),
            ("sim/atlas", #"{"engine":"parallel","excluded_domains":["a.org"]}"#, true),
            ("sim/atlas", #"{"engine":"parallel","excluded_domains":["a.org/b"]}"#, false),
            ("sim/atlas", #"{"engine":"native"}"#, false),
            ("sim/atlas", #"{"engine":"auto","excluded_domains":["a.org"]}"#, true),
            ("google/gemini-3.1-pro-preview", #"{"engine":"native"}"#, true),
            (
                "google/gemini-3.1-pro-preview",
                #"{"engine":"native","excluded_domains":["a.org"]}"#, false
            ),
            (
                "google/gemini-3.1-pro-preview",
                #"{"engine":"auto","excluded_domains":["a.org"]}"#, true
            ),
            ("openai/gpt-5.5", #"{"engine":"native","excluded_domains":["a.org"]}"#, true),
            (
                "anthropic/claude-opus-4.8",
                #"{"engine":"native","excluded_domains":["a.org"],"allowed_domains":["b.org"]}"#,
                false
            ),
            (
                "x-ai/grok",
                #"{"engine":"native","excluded_domains":["1.a","2.a","3.a","4.a","5.a","6.a"]}"#,
                false
            ),
            (
                "sim/atlas",
                #"{"engine":"exa","excluded_domains":["a.org"],"allowed_domains":["b.org"]}"#,
                false
            ),
            (
                "sim/atlas",
                #"{"engine":"perplexity","excluded_domains":["a.org"],"allowed_domains":["b.org"]}"#,
                true
            ),
            ("sim/atlas", #"{"engine":"perplexity","max_results":21}"#, false),
            ("sim/atlas", #"{"max_results":25}"#, true),
            ("sim/atlas", #"{"max_results":26}"#, false),
            ("sim/atlas", #"{"max_results":0}"#, false),
            ("sim/atlas", #"{"max_uses":0}"#, false),
            ("sim/atlas", #"{"engine":"bing"}"#, false),
            ("sim/atlas", #"{"blocked_domains":["a.org"]}"#, false),
            ("sim/atlas", #"{"excluded_domains":"a.org"}"#, false),
            ("sim/atlas", #"{"excluded_domains":["https://a.org"]}"#, false),
            ("sim/atlas", #"["exa"]"#, false),
        ])
    func engines(_ model: String, _ parameters: String, _ isTaken: Bool) throws {
        let tool = Fixture.tool(WebSearchSettings.type, try JSONValue(parsing: parameters))
        let refusal = try refusal(model, tool)
        #expect((refusal == nil) == isTaken, "\(refusal?.message ?? "taken")")
        if let refusal { #expect(refusal.status == 400) }
    }

    @Test("OpenAI's own search passes over what is to be left out, without a word")
    func ignoredExclusions() throws {
        let search = Fixture.tool(
            WebSearchSettings.type, ["engine": "native", "excluded_domains": Fixture.excluded])
        let found = try (0..<20).flatMap { task in
            try Fixture.server().reply(
                to: try Fixture.turn("openai/gpt-5.5", [search], task: task))?.addresses ?? []
        }
        #expect(found.contains { $0.contains("huggingface.co") })
    }

    @Test(
        "What the fetch takes",
        arguments: [
            (#"{"engine":"exa","blocked_domains":["a.org/b"],"max_content_tokens":100}"#, true),
            (#"{"excluded_domains":["a.org"]}"#, false), (#"{"engine":"perplexity"}"#, false),
            (#"{"max_uses":-1}"#, false),
        ])
    func fetch(_ parameters: String, _ isTaken: Bool) throws {
        let tool = Fixture.tool(WebFetchSettings.type, try JSONValue(parsing: parameters))
        #expect((try refusal("sim/atlas", tool) == nil) == isTaken)
    }

    @Test(
        "Rounds of a request are 1 to 30",
        arguments: [(0, false), (1, true), (30, true), (31, false)]
    )
    func rounds(_ rounds: Int, _ isTaken: Bool) throws {
        let turn = try Fixture.turn(
            "sim/atlas", [Fixture.search], more: [("max_tool_calls", .integer(rounds))])
        let reply = Result { try Fixture.server().reply(to: turn) }
        #expect(((try? reply.get()) != nil) == isTaken)
    }

    @Test(
        "A pattern covers a host, what lies under one, or the beginning of a path",
        arguments: [
            ("a.org", "a.org/x", true), ("a.org", "www.a.org/x", false),
            ("A.org/", "a.org/", true), ("*.a.org", "www.a.org/x", true),
            ("*.a.org", "a.org/x", false), ("a.org", "ba.org/x", false),
            ("a.org/x", "a.org/x", true), ("a.org/x/", "a.org/x/y", true),
            ("a.org/x", "a.org/xy", false), ("a.org/x", "a.org/x?y", true),
            ("*.a.org/x", "www.a.org/x/y", true), ("a.org/x", "b.org/x", false),
        ])
    func patterns(_ pattern: String, _ url: String, _ isCovered: Bool) throws {
        let pattern = try #require(AddressPattern(pattern))
        let address = try #require(KeyLink.Address(url: "http://" + url))
        #expect(pattern.matches(address) == isCovered)
    }

    @Test("Of Anthropic's, a bare host covers what lies under it", arguments: ["a.org", "b.a.org"])
    func subdomains(_ host: String) throws {
        let pattern = try #require(AddressPattern("a.org", withSubdomains: true))
        #expect(pattern.matches(KeyLink.Address(host: host, path: "/x")))
    }

    @Test("No pattern", arguments: ["https://a.org", "", "/x", "*.", "a b.org", "a.*.org"])
    func noPattern(_ text: String) { #expect(AddressPattern(text) == nil) }

    @Test("Exa's price goes by mode, and by results beyond ten")
    func prices() {
        #expect(SearchEngine.exa.price(mode: nil, results: 5).dollars == 0.007)
        #expect(SearchEngine.exa.price(mode: .deep, results: 10).dollars == 0.012)
        #expect(
            abs(SearchEngine.exa.price(mode: .deepReasoning, results: 25).dollars - 0.030) < 1e-12)
    }
}
