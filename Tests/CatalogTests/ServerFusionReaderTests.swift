import Testing
import Vocabulary

@testable import Catalog

@Suite("Fusions of the provider in a suite")
struct ServerFusionReaderTests {
    private func read(
        _ configuration: String, endpoint: String = "{dialect: openrouter}",
        engine: String = "searxng"
    ) throws -> Configuration.Kind {
        let text = """
            name: s
            dataset: sample
            endpoint: \(endpoint)
            configurations:
              - {id: a, \(configuration)}
            research: {search: {engine: \(engine)}}
            judge: {model: j}
            """
        return try TemporaryFolder.with(["s.yaml": text]) {
            try SuiteReader.read($0["s.yaml"]).configurations[0].kind
        }
    }

    private struct Good: Sendable {
        let text: String
        let spec: ServerFusionSpec

        init(_ text: String, _ spec: ServerFusionSpec) {
            self.text = text
            self.spec = spec
        }
    }

    @Test(
        "A word or a mapping says how a fusion is asked for",
        arguments: [
            Good("openrouter/fusion", ServerFusionSpec(entry: .alias)),
            Good("openrouter/fusion-flash", ServerFusionSpec(entry: .flash)),
            Good("{}", ServerFusionSpec(entry: .alias)),
            Good("{via: alias}", ServerFusionSpec(entry: .alias)),
            Good("{via: flash}", ServerFusionSpec(entry: .flash)),
            Good(
                "{preset: general-budget}", ServerFusionSpec(entry: .plugin, preset: .budget)),
            Good(
                "{preset: general-high, model: m, analyst: n, max_tool_calls: 16}",
                ServerFusionSpec(
                    entry: .plugin, model: "m", analyst: "n", preset: .high, maxToolCalls: 16)),
            Good("{panel: [m, m]}", ServerFusionSpec(entry: .plugin, panel: ["m", "m"])),
            Good("{model: m}", ServerFusionSpec(entry: .tool, model: "m")),
            Good("{via: plugin, model: m}", ServerFusionSpec(entry: .plugin, model: "m")),
            Good(
                """
                {model: m, panel: [~x/y-latest], analyst: n, max_tool_calls: 1, \
                max_completion_tokens: 16384, reasoning: xhigh, temperature: 0.5}
                """,
                ServerFusionSpec(
                    entry: .tool, model: "m", panel: ["~x/y-latest"], analyst: "n",
                    maxToolCalls: 1, maxCompletionTokens: 16_384, reasoning: "xhigh",
                    temperature: 0.5)),
        ])
    private func serverFusions(good: Good) throws {
        #expect(try read("server_fusion: \(good.text)") == .serverFusion(good.spec))
    }

    @Test("An escalation has the fields of the tool")
    func escalations() throws {
        #expect(
            try read("escalation: {model: m, panel: [p, q], analyst: n, temperature: 0}")
                == .escalation(
                    ServerFusionSpec(
                        entry: .tool, model: "m", panel: ["p", "q"], analyst: "n",
                        temperature: 0)))
    }

    @Test(
        "What a way of asking can't carry is refused",
        arguments: [
            ("server_fusion: openrouter/fusio", "did you mean 'openrouter/fusion'"),
            ("server_fusion: anthropic/claude", "or a mapping with 'model' and 'panel'"),
            ("server_fusion: {via: alias, panel: [m]}", "use via: plugin"),
            ("server_fusion: {via: alias, model: m}", "use via: plugin"),
            ("server_fusion: {via: flash, max_tool_calls: 2}", "use via: plugin"),
            ("server_fusion: {via: flash, preset: general-fast}", "use via: plugin"),
            (
                "server_fusion: {preset: general-high, temperature: 1}",
                "'temperature' is not taken by the plugin"
            ),
            ("server_fusion: {reasoning: low}", "'reasoning' is not taken by the plugin"),
            (
                "server_fusion: {via: plugin, max_completion_tokens: 9}",
                "'max_completion_tokens' is not taken by the plugin"
            ),
            (
                "server_fusion: {via: tool, model: m, preset: general-high}",
                "'preset' is not taken by the tool"
            ),
            ("server_fusion: {via: tool, panel: [m]}", "'model' is missing"),
            ("server_fusion: {via: tools}", "did you mean 'tool'"),
            ("server_fusion: {panel: []}", "1 to 8 models, and this one has 0"),
            (
                "server_fusion: {panel: [a, b, c, d, e, f, g, h, i]}",
                "1 to 8 models, and this one has 9"
            ),
            ("server_fusion: {model: m, max_tool_calls: 17}", "from 1 to 16"),
            ("server_fusion: {model: m, max_tool_calls: 0}", "from 1 to 16"),
            ("server_fusion: {model: m, temperature: 2.1}", "from 0.0 to 2.0"),
            ("server_fusion: {model: m, reasoning: hard}", "use one of max, xhigh, high"),
            ("server_fusion: {preset: general-hig}", "did you mean 'general-high'"),
            ("server_fusion: {judge: m}", "'judge' is not known here"),
            ("escalation: {panel: [m]}", "'model' is missing"),
            ("escalation: {model: m, preset: general-high}", "'preset' is not taken by the tool"),
            ("escalation: {model: m, via: tool}", "'via' is not known here"),
            ("escalation: m", "'escalation' must hold 'key: value' pairs"),
            ("solo: m, escalation: {model: m}", "exactly one of solo, fusion"),
        ])
    func refused(text: String, reason: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.description.contains(reason), "\(error)")
        #expect(error.line == 5)
    }

    @Test(
        "Only a provider that runs fusions is asked for one",
        arguments: EndpointSpec.Dialect.allCases)
    func dialects(dialect: EndpointSpec.Dialect) throws {
        let endpoint = "{dialect: \(dialect.rawValue), base_url: 'https://x'}"
        for text in ["server_fusion: openrouter/fusion", "escalation: {model: m}"] {
            guard dialect != .openrouter else {
                _ = try read(text, endpoint: endpoint)
                continue
            }
            let error = try #require(throws: CatalogError.self) {
                try read(text, endpoint: endpoint)
            }
            #expect(error.description.contains("dialect \(dialect.rawValue)"), "\(error)")
            #expect(error.description.contains("use 'fusion'"), "\(error)")
            #expect(error.line == 5)
            // A configuration may have an endpoint of its own.
            _ = try read("\(text), endpoint: {dialect: openrouter}", endpoint: endpoint)
        }
    }
}
