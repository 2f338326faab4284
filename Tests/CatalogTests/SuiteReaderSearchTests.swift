import Testing
import Vocabulary

@testable import Catalog

@Suite("The search engine of a suite")
struct SuiteReaderSearchTests {
    /// Reads a suite with this under `search:`, which starts on line 7.
    private static func read(_ search: String) throws -> SearchSpec {
        let lines = search.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        let text = """
            name: s
            dataset: d
            configurations: [{id: a, solo: m}]
            judge: {model: j}
            research:
              search:
            \(lines)

            """
        return try TemporaryFolder.with(["s.yaml": text]) {
            try SuiteReader.read($0["s.yaml"]).research.search
        }
    }

    @Test(
        "Each engine can be named alone, and has its usual address and key",
        arguments: [
            ("exa", .exa, "https://api.exa.ai", "EXA_API_KEY"),
            ("tavily", .tavily, "https://api.tavily.com", "TAVILY_API_KEY"),
            ("brave", .brave, "https://api.search.brave.com", "BRAVE_SEARCH_API_KEY"),
            ("serper", .serper, "https://google.serper.dev", "SERPER_API_KEY"),
            ("perplexity", .perplexity, "https://api.perplexity.ai", "PERPLEXITY_API_KEY"),
            ("searxng", .searxng, nil, nil), ("server", .server, nil, nil),
        ] as [(String, SearchSpec.Engine, String?, String?)])
    func engines(
        word: String, engine: SearchSpec.Engine, address: String?, variable: String?
    ) throws {
        let spec = try Self.read("engine: \(word)")
        #expect(spec == SearchSpec(engine: engine))
        #expect(spec.address == address)
        #expect(spec.keyVariable == variable)
    }

    @Test("Address and key can be others")
    func own() throws {
        let spec = try Self.read(
            """
            engine: exa
            base_url: https://proxy.example/exa/
            api_key_env: MY_KEY
            max_results: 50
            """)
        #expect(spec.address == "https://proxy.example/exa")
        #expect(spec.keyVariable == "MY_KEY")
        #expect(spec.maxResults == 50)
    }

    @Test("The provider's own search is described in full")
    func server() throws {
        let spec = try Self.read(
            """
            engine: server
            max_results: 8
            provider_engine: native
            fetch_engine: firecrawl
            mode: deep
            max_uses: 9
            max_total_results: 200
            context_size: high
            max_characters: 4000
            max_content_tokens: 8000
            allowed_domains: [a.example, b.example]
            user_location: {city: Bern, country: CH, timezone: Europe/Zurich}
            """)
        #expect(
            spec
                == SearchSpec(
                    engine: .server, maxResults: 8,
                    server: ServerSearchSpec(
                        engine: "native", fetchEngine: "firecrawl", mode: "deep", maxUses: 9,
                        maxTotalResults: 200, contextSize: "high", maxCharacters: 4_000,
                        maxContentTokens: 8_000, allowedDomains: ["a.example", "b.example"],
                        userLocation: [
                            "city": "Bern", "country": "CH", "timezone": "Europe/Zurich",
                        ])))
    }

    @Test(
        "What makes no sense is refused with its line",
        arguments: [
            ("engine: exaa", 7, "did you mean 'exa'"),
            ("engine: google", 7, "use one of searxng, exa, tavily"),
            ("engine: brave\nmax_results: 21", 8, "1 to 20"),
            ("engine: exa\nmax_results: 51", 8, "1 to 50"),
            ("max_results: 0", 7, "1 to 50"),
            ("engine: exa\nmode: deep", 8, "set engine: server"),
            ("context_size: high", 7, "the engine is searxng"),
            ("engine: server\nbase_url: https://x", 8, "the provider searches"),
            ("engine: server\napi_key_env: K", 8, "the provider searches"),
            ("engine: server\ncontext_size: unlimited", 8, "use one of low, medium, high"),
            ("engine: server\nmax_uses: 0", 8, "1 to 200"),
            ("engine: server\nuser_location: {town: Bern}", 8, "'town' is not known here"),
            ("engine: server\nallowed_domains: a.example", 8, "must be a list"),
            ("engine: exa\napi_key_env: sk-1", 8, "the name of an environment variable"),
            ("engine: exa\napi_key: sk-1", 8, "keys don't belong in a suite"),
            ("engine: exa\nbase_url: exa.ai", 8, "https://"),
            ("engin: exa", 7, "did you mean 'engine'"),
        ])
    func refuses(search: String, line: Int, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try Self.read(search) }
        #expect(error.line == line, "\(error)")
        #expect(error.description.contains(says), "\(error)")
        #expect(!error.description.contains("sk-1"))
    }
}
