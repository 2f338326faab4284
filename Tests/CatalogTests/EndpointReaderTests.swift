import Testing
import Vocabulary

@testable import Catalog

@Suite("Endpoints in a suite")
struct EndpointReaderTests {
    private func read(_ text: String) throws -> EndpointSpec {
        try EndpointReader.endpoint(
            YAMLMapping(parsing: "endpoint: \(text)", file: "f").required("endpoint"))
    }

    @Test("Slashes at the end of an address are dropped")
    func slashes() throws {
        let endpoint = try read("{base_url: 'http://[::1]:8080/v1//', api_key_env: _K2}")
        #expect(
            endpoint
                == EndpointSpec(
                    baseURL: "http://[::1]:8080/v1", apiKeyVariable: "_K2", dialect: .openai))
    }

    @Test("A fee is a percentage, and none where nothing is said")
    func fee() throws {
        #expect(try read("{base_url: 'https://x'}").feePercent == 0)
        #expect(try read("{base_url: 'https://x', fee_percent: 5.5}").feePercent == 5.5)
        for fee in ["-1", "101", "much"] {
            let error = try #require(throws: CatalogError.self) {
                try read("{base_url: 'https://x', fee_percent: \(fee)}")
            }
            #expect(error.description.contains("fee_percent"), "\(error)")
        }
    }

    @Test(
        "Addresses to which no path can be added are refused",
        arguments: [
            "ftp://x", "x.example/v1", "https://", "https:///v1", "http://", "HTTPS",
            "https://x/v1?a=b", "https://x/#top", "https://x y", "https://ex\u{E4}mple/v1",
        ])
    func addresses(url: String) throws {
        let error = try #require(throws: CatalogError.self) { try read("{base_url: '\(url)'}") }
        #expect(error.description.contains("'base_url' must"), "\(error)")
    }

    @Test(
        "Keys that were put into the file are refused and not repeated",
        arguments: [
            "{base_url: 'https://x', api_key: sk-or-v1-5ecret}",
            "{base_url: 'https://x', api_key_env: sk-or-v1-5ecret}",
            "{base_url: 'https://x', token: sk-or-v1-5ecret}",
            "{base_url: 'https://me:5ecret@x/v1'}",
        ])
    func keys(text: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(!error.description.contains("5ecret"), "\(error)")
        #expect(error.line == 1)
    }

    @Test(
        "A service with one address needs no more than its dialect",
        arguments: [
            ("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
            ("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
            ("anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
            ("anthropic_compat", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
            (
                "gemini", "https://generativelanguage.googleapis.com/v1beta/openai",
                "GEMINI_API_KEY"
            ),
            ("deepseek", "https://api.deepseek.com", "DEEPSEEK_API_KEY"),
            ("moonshot", "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY"),
        ])
    func usual(dialect: String, baseURL: String, key: String) throws {
        let endpoint = try read("{dialect: \(dialect)}")
        #expect(endpoint.dialect.rawValue == dialect)
        #expect(endpoint.baseURL == baseURL)
        #expect(endpoint.apiKeyVariable == key)
        // Whoever writes the address out means the same, and another address is another service.
        #expect(try read("{dialect: \(dialect), base_url: '\(baseURL)/'}") == endpoint)
        let local = try read("{dialect: \(dialect), base_url: 'http://localhost:1'}")
        #expect(local.apiKeyVariable == nil)
        let own = try read("{dialect: \(dialect), api_key_env: MINE}")
        #expect(own.apiKeyVariable == "MINE")
    }

    @Test(
        "A server of one's own must be named",
        arguments: [
            "{dialect: vllm}", "{dialect: llamacpp}", "{dialect: ollama}",
            "{dialect: litellm}", "{api_key_env: K}", "{api: chat}",
        ])
    func local(text: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.description.contains("'base_url' is missing; add"), "\(error)")
    }

    @Test("The interface and streaming are read, and left open where nothing is said")
    func interfaces() throws {
        let plain = try read("{base_url: 'https://x'}")
        #expect(plain.api == nil)
        #expect(plain.streams)
        let said = try read("{base_url: 'https://x', api: responses, stream: false}")
        #expect(said.api == .responses)
        #expect(!said.streams)
        #expect(try read("{base_url: 'https://x', stream: true}").streams)
        #expect(try read("{dialect: anthropic, api: messages}").api == .messages)
    }

    @Test(
        "An interface that a dialect does not have is refused, and so is half a switch",
        arguments: [
            ("{dialect: anthropic, api: chat}", "use 'messages' with the dialect anthropic"),
            ("{dialect: anthropic, api: responses}", "use 'messages' with the dialect anthropic"),
            ("{dialect: openai, api: messages}", "chat or responses with any other"),
            ("{base_url: 'https://x', api: messages}", "chat or responses with any other"),
            ("{base_url: 'https://x', api: response}", "did you mean 'responses'"),
            ("{base_url: 'https://x', stream: maybe}", "use one of true, false"),
        ])
    func refusedInterfaces(text: String, reason: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.description.contains(reason), "\(error)")
        #expect(error.line == 1)
    }

    @Test("Anthropic has messages alone, and fusions go by responses where nothing else is said")
    func usualInterfaces() {
        let fusion = Configuration.Kind.serverFusion(ServerFusionSpec(entry: .alias))
        let solo = Configuration.Kind.solo(model: "m")
        func spec(
            _ dialect: EndpointSpec.Dialect, _ api: EndpointSpec.API? = nil
        ) -> EndpointSpec {
            EndpointSpec(baseURL: "https://x", apiKeyVariable: nil, dialect: dialect, api: api)
        }
        #expect(spec(.openrouter).api(for: fusion) == .responses)
        #expect(spec(.openrouter, .chat).api(for: fusion) == .chat)
        #expect(spec(.openrouter).api(for: solo) == .chat)
        #expect(spec(.openai, .responses).api(for: solo) == .responses)
        #expect(spec(.anthropic).api(for: solo) == .messages)
        #expect(spec(.anthropic).judgeAPI == .messages)
        #expect(spec(.openrouter).judgeAPI == .chat)
    }
}
