import Inference
import JSONText
import Testing
import Vocabulary

@testable import Answering

@Suite("Search and fetch as a provider is asked for them")
struct ServerToolsTests {
    private static func tools(
        _ change: (inout ResearchSpec) -> Void = { _ in }, enforcement: Enforcement = .full,
        dialect: EndpointSpec.Dialect = .openrouter, model: String = "x/m"
    ) -> [ServerTool] {
        var research = ProviderRig.serverSearch
        change(&research)
        return ServerTools(
            research: research, filter: ProviderRig.filter(enforcement), dialect: dialect
        ).offered(to: [model])
    }

    private static let places: [JSONValue] = [
        "r2cdn.example/paper.pdf", "github.com/owner/name", "raw.githubusercontent.com/owner/name",
        "blog.example/posts/draco", "arxiv.org/abs/2602.11685", "arxiv.org/pdf/2602.11685",
        "arxiv.org/html/2602.11685",
    ]
    private static let told: JSONValue = .array(
        ["huggingface.co", "hf.co"] + places + ["*.huggingface.co", "*.hf.co"])

    @Test("The engine is pinned, the total is given, and the list is told in both forms")
    func usual() {
        let tools = Self.tools()
        #expect(tools.map(\.type) == ["openrouter:web_search", "openrouter:web_fetch"])
        #expect(
            JSONValue.object(tools[0].parameters) == [
                "engine": "exa", "max_results": 4, "max_uses": 3, "max_total_results": 12,
                "excluded_domains": Self.told,
            ])
        #expect(
            JSONValue.object(tools[1].parameters) == [
                "engine": "exa", "max_uses": 3, "blocked_domains": Self.told,
            ])
    }

    @Test("Every setting of the suite is passed on under its name")
    func settings() {
        let tools = Self.tools {
            $0.search.server = ServerSearchSpec(
                engine: "parallel", fetchEngine: "openrouter", mode: "fast", maxUses: 7,
                maxTotalResults: 99, contextSize: "low", maxCharacters: 800,
                maxContentTokens: 5_000, userLocation: ["country": "CH", "city": "Bern"])
        }
        #expect(
            JSONValue.object(tools[0].parameters) == [
                "engine": "parallel", "max_results": 4, "max_uses": 7, "max_total_results": 99,
                "mode": "fast", "search_context_size": "low", "max_characters": 800,
                "user_location": ["type": "approximate", "city": "Bern", "country": "CH"],
                "excluded_domains": Self.told,
            ])
        #expect(
            JSONValue.object(tools[1].parameters) == [
                "engine": "openrouter", "max_uses": 3, "max_content_tokens": 5_000,
                "blocked_domains": Self.told,
            ])
    }

    @Test("Without enforcement nothing is told", arguments: Enforcement.allCases)
    func enforcements(enforcement: Enforcement) {
        let tools = Self.tools(enforcement: enforcement)
        let isTold = enforcement != .off
        #expect((tools[0].parameters["excluded_domains"] != nil) == isTold)
        #expect((tools[1].parameters["blocked_domains"] != nil) == isTold)
    }

    @Test("What is allowed goes alone, without what the list names")
    func allowed() {
        let domains = ["a.example", "huggingface.co", "*.hf.co", "b.example/x"]
        let tools = Self.tools { $0.search.server.allowedDomains = domains }
        for tool in tools {
            #expect(tool.parameters["allowed_domains"] == ["a.example", "b.example/x"])
            #expect(tool.parameters["excluded_domains"] == nil)
            #expect(tool.parameters["blocked_domains"] == nil)
        }
        #expect(Self.tools { $0.search.server.allowedDomains = ["hf.co"] }.isEmpty)
        let free = Self.tools({ $0.search.server.allowedDomains = domains }, enforcement: .off)
        #expect(free[0].parameters["allowed_domains"]?.array?.count == 4)
    }

    @Test("An engine that takes few entries is told the answer key's hosts first")
    func few() {
        let tools = Self.tools({ $0.search.server.engine = "native" }, model: "x-ai/grok")
        #expect(
            tools[0].parameters["excluded_domains"]?.array?.prefix(3)
                == ["huggingface.co", "hf.co", "r2cdn.example/paper.pdf"])
        #expect(tools[0].parameters["excluded_domains"]?.array?.count == 5)
    }

    @Test("Perplexity takes 20 results at most, the others 25")
    func results() {
        for (engine, most) in [("perplexity", 20), ("exa", 25)] {
            let tools = Self.tools {
                $0.search.maxResults = 50
                $0.search.server.engine = engine
            }
            #expect(tools[0].parameters["max_results"] == .integer(most))
            #expect(tools[0].parameters["max_total_results"] == .integer(most * 3))
        }
    }

    @Test("Research without tools or calls has none here either")
    func none() {
        #expect(Self.tools { $0.tools = [] }.isEmpty)
        #expect(Self.tools { $0.maxToolCalls = 0 }.isEmpty)
        #expect(Self.tools { $0.tools = [.webFetch] }.map(\.type) == ["openrouter:web_fetch"])
    }

    @Test("Anthropic's own search takes hosts and places, and no wildcards")
    func anthropic() {
        let tools = Self.tools(
            { $0.search.server.userLocation = ["city": "Bern"] }, dialect: .anthropic)
        #expect(tools.map(\.type) == ["web_search_20250305"])
        #expect(
            JSONValue.object(tools[0].parameters) == [
                "max_uses": 3, "user_location": ["type": "approximate", "city": "Bern"],
                "blocked_domains": .array(["huggingface.co", "hf.co"] + Self.places),
            ])
    }

    // MARK: - What engines do with it

    @Test(
        "What an engine does with a list is known by engine and author",
        arguments: [
            ("exa", "google/g", ExclusionSupport(hosts: .heeded, places: .heeded)),
            ("auto", "google/g", ExclusionSupport(hosts: .heeded, places: .heeded)),
            ("auto", "moonshotai/k", ExclusionSupport(hosts: .heeded, places: .heeded)),
            ("auto", "openai/o", ExclusionSupport(hosts: .ignored, places: .ignored)),
            ("native", "openai/o", ExclusionSupport(hosts: .ignored, places: .ignored)),
            ("native", "~google/g-latest", ExclusionSupport(hosts: .refused, places: .refused)),
            ("native", "anthropic/c", ExclusionSupport(hosts: .heeded, places: .heeded)),
            (
                "native", "x-ai/g",
                ExclusionSupport(hosts: .heeded, places: .unknown, mostEntries: 5)
            ),
            ("parallel", "x/m", ExclusionSupport(hosts: .heeded, places: .unknown)),
            ("native", "x/m", ExclusionSupport(hosts: .unknown, places: .unknown)),
            ("new", "x/m", ExclusionSupport(hosts: .unknown, places: .unknown)),
        ])
    func support(engine: String, model: String, expected: ExclusionSupport) {
        #expect(ServerTools.exclusionSupport(engine: engine, model: model) == expected)
    }

    private static func objection(
        _ kind: Configuration.Kind, engine: String, search: SearchSpec.Engine = .server,
        enforcement: Enforcement? = nil, dialect: EndpointSpec.Dialect = .openrouter
    ) -> String? {
        let configuration = Configuration(id: "c", kind: kind, enforcement: enforcement)
        let suite = Suite(
            name: "s", dataset: "d",
            endpoint: EndpointSpec(baseURL: "", apiKeyVariable: nil, dialect: dialect),
            research: ResearchSpec(
                search: SearchSpec(
                    engine: search, server: ServerSearchSpec(engine: engine))),
            configurations: [configuration], judge: JudgeSpec(model: "j"), sha256: "")
        return ServerTools.objection(to: configuration, in: suite, dialect: dialect)
    }

    @Test("A configuration that can't be kept from the list is objected to, unless nothing is kept")
    func objections() {
        let google = Configuration.Kind.solo(model: "google/g")
        #expect(Self.objection(google, engine: "exa") == nil)
        let words = Self.objection(google, engine: "native")
        #expect(words?.contains("provider_engine 'native', google/g takes no list") == true)
        #expect(Self.objection(google, engine: "native", enforcement: .off) == nil)
        #expect(Self.objection(google, engine: "native", search: .searxng) == nil)
        #expect(Self.objection(google, engine: "native", dialect: .anthropic) == nil)
        #expect(Self.objection(.solo(model: "anthropic/c"), engine: "native") == nil)
        let panel = ServerFusionSpec(
            entry: .tool, model: "anthropic/c", panel: ["anthropic/c", "openai/o"])
        for kind in [Configuration.Kind.serverFusion(panel), .escalation(panel)] {
            #expect(
                Self.objection(kind, engine: "native", search: .searxng)?.contains("openai/o")
                    == true)
        }
    }

    @Test(
        "Where the provider picks the panel, only an engine that heeds the list for all will do",
        arguments: [
            ("exa", true), ("parallel", true), ("firecrawl", true), ("perplexity", true),
            ("native", false), ("auto", false), ("new", false),
        ])
    func pickedPanels(engine: String, isFit: Bool) {
        for spec in [
            ServerFusionSpec(entry: .alias), ServerFusionSpec(entry: .flash),
            ServerFusionSpec(entry: .plugin, model: "anthropic/c", preset: .high),
            ServerFusionSpec(entry: .tool, model: "anthropic/c", analyst: "anthropic/c"),
        ] {
            for kind in [Configuration.Kind.serverFusion(spec), .escalation(spec)] {
                let words = Self.objection(kind, engine: engine)
                #expect((words == nil) == isFit)
                guard let words else { continue }
                #expect(words.contains("the provider picks its panel"))
                #expect(words.contains("provider_engine '\(engine)'"))
                #expect(words.contains("provider_engine: exa"))
            }
        }
    }

    @Test("Panel, analyst and outer model are all looked at")
    func fusionRoles() {
        func fusion(_ outer: String, _ member: String, _ analyst: String?) -> String? {
            Self.objection(
                .serverFusion(
                    ServerFusionSpec(entry: .tool, model: outer, panel: [member], analyst: analyst)
                ), engine: "native")
        }
        #expect(fusion("anthropic/c", "anthropic/c", nil) == nil)
        #expect(fusion("anthropic/c", "google/g", nil)?.contains("google/g") == true)
        #expect(fusion("anthropic/c", "anthropic/c", "openai/o")?.contains("openai/o") == true)
        #expect(fusion("google/g", "anthropic/c", nil)?.contains("google/g") == true)
    }
}
