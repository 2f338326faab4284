import Foundation
import Testing
import Vocabulary

@testable import Catalog

@Suite("Reading a suite")
struct SuiteReaderTests {
    private func read(_ text: String) throws -> Suite {
        try TemporaryFolder.with(["s.yaml": text]) { try SuiteReader.read($0["s.yaml"]) }
    }

    private static let minimal = """
        name: s
        dataset: sample
        configurations:
          - {id: a, solo: m}
        judge: {model: j}
        """

    @Test("What is left out has its default")
    func defaults() throws {
        let suite = try read(Self.minimal)
        #expect(suite.endpoint.baseURL == "https://openrouter.ai/api/v1")
        #expect(suite.endpoint.apiKeyVariable == "OPENROUTER_API_KEY")
        #expect(suite.generations == 1)
        #expect(suite.judge == JudgeSpec(model: "j"))
        #expect(suite.research == ResearchSpec())
        #expect(suite.limits == RunLimits())
        #expect(suite.validity == ValidityLimits())
        #expect(suite.exclusion == "builtin:draco")
        #expect(suite.configurations == [Configuration(id: "a", kind: .solo(model: "m"))])
    }

    @Test("Everything that can be said is read")
    func everything() throws {
        let suite = try read(
            """
            name: full.suite-1
            dataset: ../x/tasks.jsonl
            tasks: {ids: [t1, t2], domains: [Law], limit: 3}
            endpoint: {base_url: "http://127.0.0.1:1/v1", api_key_env: KEY, dialect: openai}
            research:
              tools: [web_search]
              max_tool_calls: 0
              search: {engine: searxng, base_url: "http://s/", max_results: 7}
              max_output_tokens: 100
              reasoning: high
            exclusion: none
            configurations:
              - {id: a, solo: m, endpoint: {base_url: "https://e", requests_per_minute: 30}}
              - id: f
                fusion: {panel: [m, m], synthesizer: s, drafts: reuse}
              - {id: g, answers: given.jsonl}
            generations: 2
            judge: {model: j, prompt: p, reasoning: low, temperature: 0.2, max_output_tokens: 9, passes: 5}
            limits:
              max_cost_usd: 2.5
              concurrency: 3
              task_timeout_s: 60
              outage_s: 120
              requests_per_minute: 600
              tokens_per_minute: 1e6
              models: {"a/m": {requests_per_minute: 0.5}, j: {tokens_per_minute: 9000}}
            validity:
              max_truncated: 0
              max_empty: 0.1
              max_refused: 0.2
              max_without_search: 0.3
              max_panel_incomplete: 0.4
              min_verdict_coverage: 1
            seed: 18446744073709551615
            """)
        #expect(suite.tasks == TaskSelection(ids: ["t1", "t2"], domains: ["Law"], limit: 3))
        #expect(suite.endpoint.dialect == .openai)
        #expect(
            suite.research
                == ResearchSpec(
                    tools: [.webSearch], maxToolCalls: 0,
                    search: SearchSpec(baseURL: "http://s", maxResults: 7), maxOutputTokens: 100,
                    reasoning: "high"))
        #expect(suite.configurations[0].endpoint?.baseURL == "https://e")
        #expect(
            suite.configurations[1].kind
                == .fusion(
                    FusionSpec(panel: ["m", "m"], analyst: "s", synthesizer: "s", drafts: .reuse)))
        guard case .answers(let path) = suite.configurations[2].kind else {
            Issue.record("no answers")
            return
        }
        #expect(path.hasSuffix("/given.jsonl") && path.hasPrefix("/"))
        #expect(suite.judge.passes == 5)
        #expect(
            suite.limits
                == RunLimits(
                    maxCost: USD(2.5), concurrency: 3, taskTimeoutSeconds: 60, outageSeconds: 120,
                    rates: RateLimits(requestsPerMinute: 600, tokensPerMinute: 1_000_000),
                    modelRates: [
                        "a/m": RateLimits(requestsPerMinute: 0.5),
                        "j": RateLimits(tokensPerMinute: 9000),
                    ]))
        #expect(
            suite.configurations[0].endpoint?.rates.filled(from: suite.limits.rates)
                == RateLimits(requestsPerMinute: 30, tokensPerMinute: 1_000_000))
        #expect(
            suite.validity
                == ValidityLimits(
                    maxTruncated: 0, maxEmpty: 0.1, maxRefused: 0.2, maxWithoutSearch: 0.3,
                    maxPanelIncomplete: 0.4, minVerdictCoverage: 1))
        #expect(suite.seed == .max)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        /// In place of, or after, lines of the minimal suite.
        let change: (from: String, to: String)
        let says: String
        let line: Int?
        var testDescription: String { change.to }

        init(_ from: String, _ to: String, _ says: String, line: Int?) {
            change = (from, to)
            self.says = says
            self.line = line
        }
    }

    @Test(
        "What is wrong is named with its line and what to do",
        arguments: [
            Bad("name: s", "nmae: s", "did you mean 'name'", line: 1),
            Bad("name: s", "name: s\nname: t", "given twice", line: 2),
            Bad("name: s", "name: 'a b'", "can't be a name", line: 1),
            Bad("dataset: sample", "", "'dataset' is missing", line: 1),
            Bad("dataset: sample", "dataset: [a]", "must be a text", line: 2),
            Bad("judge: {model: j}", "judge: {modle: j}", "did you mean 'model'", line: 5),
            Bad("judge: {model: j}", "judge: {model: j, passes: 0}", "1 to 100", line: 5),
            Bad("judge: {model: j}", "judge: {model: j, temperature: 3}", "0.0 to 2.0", line: 5),
            Bad("judge: {model: j}", "judge: {model: j}\ngenerations: x", "whole number", line: 6),
            Bad("judge: {model: j}", "judge: {model: j}\nseed: -1", "not negative", line: 6),
            Bad("judge: {model: j}", "judge: {model: j}\nexclusion: a b", "bundled list", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nresearch: {tools: [web_serch]}",
                "did you mean 'web_search'", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nendpoint: {base_url: 'ftp://x'}",
                "https://", line: 6),
            Bad(
                "judge: {model: j}",
                "judge: {model: j}\nendpoint: {base_url: 'https://x', api_key: sk-1}",
                "keys don't belong in a suite", line: 6),
            Bad("{id: a, solo: m}", "{id: a}", "exactly one", line: 4),
            Bad("{id: a, solo: m}", "{id: a, solo: m, answers: f}", "exactly one", line: 4),
            Bad(
                "- {id: a, solo: m}", "- {id: a, solo: m}\n  - {id: a, solo: n}", "used twice",
                line: 5),
            Bad(
                "{id: a, solo: m}", "{id: a, fusion: {panel: [], synthesizer: s}}", "1 to 8",
                line: 4),
            Bad(
                "{id: a, solo: m}", "{id: a, fusion: {panel: [a,b,c,d,e,f,g,h,i], synthesizer: s}}",
                "this one has 9", line: 4),
            Bad(
                "{id: a, solo: m}", "{id: a, fusion: {panel: [x], synthesizer: s, drafts: reuse}}",
                "no solo configuration", line: 4),
            Bad(
                "- {id: a, solo: m}",
                "- {id: a, solo: m}\n  - {id: f, fusion: {panel: [m, m], synthesizer: s, drafts: reuse}}",
                "generations is 1", line: 5),
            Bad("configurations:\n  - {id: a, solo: m}", "configurations: []", "is empty", line: 3),
            Bad(
                "judge: {model: j}", "judge: {model: j, api_key: sk-1}",
                "keys don't belong in a suite", line: 5),
            Bad("name: s", "name: s\napi_key: sk-1", "keys don't belong in a suite", line: 2),
            Bad("judge: {model: j}", "judge: {model: j, passes: 101}", "1 to 100", line: 5),
            Bad("judge: {model: j}", "judge: {model: j, passes: 1.5}", "whole number", line: 5),
            Bad("judge: {model: j}", "judge: {model: j, temperature: .nan}", "0.0 to", line: 5),
            Bad("judge: {model: j}", "judge: {model: j, temperature: -0.1}", "0.0 to", line: 5),
            Bad("judge: {model: j}", "judge: {model: ~}", "which is nothing", line: 5),
            Bad("judge: {model: j}", "judge: j", "'key: value' pairs", line: 5),
            Bad("judge: {model: j}", "judge: {model: &x j}", "anchors, aliases", line: 5),
            Bad(
                "judge: {model: j}", "judge: {model: j}\ngenerations: 0", "1 to 100", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\ngenerations: 101", "1 to 100", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nlimits: {concurrency: 0}", "1 to 10000",
                line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nlimits: {concurrency: 10001}",
                "1 to 10000", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nlimits: {requests_per_minute: 0}",
                "'requests_per_minute' must be a number from 0.01", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nlimits: {models: {m: {rpm: 1}}}",
                "known here are requests_per_minute, tokens_per_minute", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nlimits: {models: {m: {}}}",
                "no limit is given for 'm'", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nlimits: {outage_s: 0}", "'outage_s'",
                line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nlimits: {max_cost: 1}",
                "did you mean 'max_cost_usd'", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nlimits: {max_cost_usd: 0}",
                "'max_cost_usd' must be a number", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nlimits: {task_timeout_s: 0}", "1.0 to",
                line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nresearch: {max_tool_calls: 201}",
                "0 to 200", line: 6),
            Bad(
                "judge: {model: j}",
                "judge: {model: j}\nresearch: {tools: [web_search, web_search]}", "given twice",
                line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nresearch: {search: {engine: serxng}}",
                "did you mean 'searxng'", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nvalidity:\n  max_refusd: 0.1",
                "did you mean 'max_refused'", line: 7),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nvalidity: {max_empty: 1.01}",
                "'max_empty' must be a number from 0.0 to 1.0", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nvalidity: {max_empty: -0.1}",
                "0.0 to 1.0", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nvalidity: {max_truncated: 10%}",
                "0.0 to 1.0", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nvalidity: {max_truncated: .nan}",
                "0.0 to 1.0", line: 6),
            Bad("judge: {model: j}", "judge: {model: j}\nvalidity: 0.1", "pairs", line: 6),
            Bad("judge: {model: j}", "judge: {model: j}\ntasks: {limit: 0}", "1 to", line: 6),
            Bad("judge: {model: j}", "judge: {model: j}\ntasks: {ids: t1}", "a list", line: 6),
            Bad("judge: {model: j}", "judge: {model: j}\ntasks: [t1]", "pairs", line: 6),
            Bad(
                "judge: {model: j}",
                "judge: {model: j}\nendpoint: {base_url: 'https://x', dialect: opnai}",
                "did you mean 'openai'", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nexclusion: {list: draco, enforce: ful}",
                "did you mean 'full'", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nexclusion:\n  lst: draco",
                "did you mean 'list'", line: 7),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nexclusion: {enforce: off}",
                "'list' is missing", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nexclusion: {list: a b}", "bundled list",
                line: 6),
            Bad("judge: {model: j}", "judge: {model: j}\nexclusion: [draco]", "text", line: 6),
            Bad(
                "{id: a, solo: m}", "{id: a, solo: m, enforce: provder}",
                "did you mean 'provider'", line: 4),
            Bad(
                "{id: a, solo: m}", "{id: a, solo: m, enforced: off}", "did you mean 'enforce'",
                line: 4),
            Bad(
                "- {id: a, solo: m}",
                """
                - {id: a, solo: m, enforce: off}
                  - {id: f, fusion: {panel: [m], synthesizer: s, drafts: reuse}}
                """, "with the same 'enforce'", line: 5),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nsimulation: {key_pages: everwhere}",
                "did you mean 'everywhere'", line: 6),
            Bad(
                "judge: {model: j}", "judge: {model: j}\nsimulation: {key_page: listed}",
                "did you mean 'key_pages'", line: 6),
            Bad("judge: {model: j}", "judge: {model: j}\nsimulation: everywhere", "pairs", line: 6),
            Bad("{id: a, solo: m}", "{id: .a, solo: m}", "can't be a name", line: 4),
            Bad(
                "{id: a, solo: m}", "{id: \(String(repeating: "a", count: 81)), solo: m}",
                "80 at most", line: 4),
            Bad("{id: a, solo: m}", "{id: a, sol: m}", "did you mean 'solo'", line: 4),
            Bad("{id: a, solo: m}", "{solo: m}", "'id' is missing", line: 4),
            Bad("{id: a, solo: m}", "{id: a, solo: }", "not empty", line: 4),
            Bad(
                "{id: a, solo: m}", "{id: a, fusion: {panel: [x]}}", "'synthesizer' is missing",
                line: 4),
            Bad("judge: {model: j}", "judge: {model: [", "not YAML", line: nil),
            Bad("judge: {model: j}", "judge: {model: j}\n---\nname: t", "not YAML", line: nil),
            Bad("name: s", "- x", "not YAML", line: nil),
        ])
    func refused(bad: Bad) throws {
        let text = Self.minimal.replacing(bad.change.from, with: bad.change.to)
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.description.contains(bad.says), "\(error)")
        if let line = bad.line { #expect(error.line == line, "\(error)") }
    }

    @Test("A validity limit that is left out has its default")
    func someValidityLimits() throws {
        let suite = try read(Self.minimal + "\nvalidity: {max_refused: 0.5}")
        #expect(suite.validity == ValidityLimits(maxRefused: 0.5))
    }

    @Test(
        "The exclusion is a list alone, or a list and how it is applied",
        arguments: [
            ("draco-strict", "draco-strict", Enforcement.full),
            ("none", "none", .off),
            ("{list: draco-strict}", "draco-strict", .full),
            ("{list: none}", "none", .off),
            ("{list: none, enforce: full}", "none", .full),
            ("{list: draco, enforce: off}", "draco", .off),
            ("{list: ./own.yaml, enforce: provider}", "./own.yaml", .provider),
            ("\n  list: draco\n  enforce: full", "draco", .full),
        ])
    func exclusion(text: String, list: String, enforcement: Enforcement) throws {
        let suite = try read(Self.minimal + "\nexclusion: \(text)")
        #expect(suite.exclusion == list)
        #expect(suite.enforcement == enforcement)
        #expect(suite.configurations.map(suite.enforcement(of:)) == [enforcement])
    }

    @Test("What a configuration says of the exclusion goes before what its suite says")
    func enforcement() throws {
        let suite = try read(
            Self.minimal.replacing(
                "- {id: a, solo: m}",
                with: """
                    - {id: a, solo: m, enforce: off}
                      - {id: b, solo: m, enforce: full}
                      - {id: c, solo: m}
                      - {id: f, fusion: {panel: [m], synthesizer: s, drafts: reuse}, enforce: off}
                    """) + "\nexclusion: {list: draco, enforce: provider}")
        #expect(suite.configurations.map(\.enforcement) == [.off, .full, nil, .off])
        #expect(
            suite.configurations.map(suite.enforcement(of:)) == [.off, .full, .provider, .off])
        let fusion = suite.configurations[3]
        #expect(suite.solo(of: "m", beside: fusion)?.id == "a")
    }

    @Test(
        "Answer keys in the simulated web are where the suite says",
        arguments: [
            ("{key_pages: everywhere}", KeyPages.everywhere), ("{key_pages: listed}", .listed),
            ("{}", .listed),
        ])
    func simulation(text: String, keyPages: KeyPages) throws {
        #expect(try read(Self.minimal + "\nsimulation: \(text)").keyPages == keyPages)
        #expect(try read(Self.minimal).keyPages == .listed)
    }

    @Test("The suite that measures contamination has every arm under every enforcement")
    func contamination() throws {
        let suite = try SuiteReader.read("\(Repository.path)/suites/contamination.yaml")
        #expect(suite.keyPages == .everywhere)
        #expect(suite.exclusion == "draco")
        let arms = Dictionary(grouping: suite.configurations, by: \.kind.shape)
        #expect(arms.count == 3)
        for arm in arms.values {
            #expect(arm.map(suite.enforcement(of:)) == [.off, .provider, .full])
        }
    }

    @Test("The shipped suites are good", arguments: ["demo", "frontier", "contamination"])
    func shipped(name: String) throws {
        let home = Repository.path
        let suite = try SuiteReader.read("\(home)/suites/\(name).yaml")
        #expect(suite.name == name)
        if name == "frontier" {
            #expect(suite.configurations.count == 12)
            #expect(suite.configurations.count { $0.kind.name == "solo" } == 7)
        }
        let workspace = try Workspace(home: home, currentDirectory: "/", executable: "/")
        #expect(try workspace.judge(suite.judge.prompt).system.contains("MET"))
    }

    @Test("Files that are no suites get a sentence", arguments: ["", "# only\n", "- x", "x"])
    func noSuite(text: String) throws {
        #expect(throws: CatalogError.self) { try read(text) }
    }

    @Test("A suite of more than 1 MiB is refused")
    func large() throws {
        let comment = "# " + String(repeating: "x", count: 1 << 20)
        let error = try #require(throws: CatalogError.self) { try read(Self.minimal + comment) }
        #expect(error.description.contains("1048576"))
    }

    @Test("However a suite is damaged, it is read or refused with its line", arguments: 0..<300)
    func damage(seed: Int) throws {
        var bytes = Array(
            (Self.minimal + "\nlimits: {concurrency: 2}\nseed: 1\ntasks: {ids: ['a']}\n").utf8)
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        for _ in 0..<3 {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            let place = Int(state >> 33) % bytes.count
            let signs = Array(": \n{}[]'\",#-?|>&*!%@`~a0".utf8)
            bytes[place] = signs[Int(state >> 20) % signs.count]
        }
        do {
            _ = try read(String(decoding: bytes, as: UTF8.self))
        } catch let error as CatalogError {
            #expect(error.line != nil, "\(error)")
        }
    }

    @Test("An answer file is found from the suite's folder; an absolute path stays")
    func answerPaths() throws {
        try TemporaryFolder.with([
            "deep/s.yaml": Self.minimal.replacing(
                "- {id: a, solo: m}",
                with: "- {id: a, answers: ../a.jsonl}\n  - {id: b, answers: /x/b.jsonl}")
        ]) { folder in
            let suite = try SuiteReader.read(folder["deep/s.yaml"])
            #expect(
                suite.configurations.map(\.kind) == [
                    .answers(file: folder["deep/../a.jsonl"]), .answers(file: "/x/b.jsonl"),
                ])
        }
    }
}

extension Configuration.Kind {
    /// What is asked, whatever the exclusion.
    fileprivate var shape: [String] {
        switch self {
        case .solo(let model): [model]
        case .fusion(let spec): spec.panel + [spec.synthesizer, spec.drafts.rawValue]
        case .serverFusion(let spec), .escalation(let spec): [spec.requestedModel]
        case .answers(let file): [file]
        }
    }
}
