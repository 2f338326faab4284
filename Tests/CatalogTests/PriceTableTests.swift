import Testing
import Vocabulary

@testable import Catalog

@Suite("Price tables")
struct PriceTableTests {
    private func read(_ text: String) throws -> PriceTable {
        try TemporaryFolder.with(["p.yaml": text]) { try PriceTable(file: $0["p.yaml"]) }
    }

    @Test("Prices are read, caches optional")
    func reads() throws {
        let table = try read(
            """
            as_of: 2026-11-20
            source: a list
            usd_per_million_tokens:
              a/b: {input: 1, output: 2.5, cache_read: 0.1, cache_write: 3}
              c: {input: 0, output: 0}
            """)
        #expect(table.asOf == "2026-11-20")
        #expect(table.source == "a list")
        #expect(
            table.price(for: "a/b")
                == ModelPrice(
                    inputPerMillion: 1, outputPerMillion: 2.5, cacheReadPerMillion: 0.1,
                    cacheWritePerMillion: 3))
        #expect(table.price(for: "c")?.cacheReadPerMillion == nil)
        #expect(table.price(for: "nobody/knows") == nil)
    }

    @Test("Searches have prices where the table says so, and one's own cost nothing")
    func searches() throws {
        let text = "as_of: 2026-11-20\nsource: x\nusd_per_million_tokens: {}\n"
        let table = try read(text + "search_usd_per_request: {exa: 0.007, brave: 0}")
        #expect(table.searchPrice(of: .exa) == USD(0.007))
        #expect(table.searchPrice(of: .brave) == .zero)
        #expect(table.searchPrice(of: .tavily) == nil)
        #expect(table.searchPrice(of: .searxng) == .zero)
        #expect(table.searchPrice(of: .server) == nil)
        #expect(try read(text).searchPrice(of: .exa) == nil)
    }

    @Test(
        "What is wrong is named with its line",
        arguments: [
            ("as_of: yesterday\nsource: x\nusd_per_million_tokens: {}", 1, "a day such as"),
            ("source: x\nusd_per_million_tokens: {}", 1, "'as_of' is missing"),
            ("as_of: 2026-11-20\nusd_per_million_tokens: {}", 1, "'source' is missing"),
            (
                "as_of: 2026-11-20\nsource: x\nusd_per_million_tokens:\n  a: {input: 1}", 4,
                "'output' is missing"
            ),
            (
                "as_of: 2026-11-20\nsource: x\nusd_per_million_tokens:\n  a: {input: -1, output: 1}",
                4, "'input' must be a number from 0.0 to"
            ),
            (
                "as_of: 2026-11-20\nsource: x\nusd_per_million_tokens:\n  a: {input: nan, output: 1}",
                4, "'input' must be a number"
            ),
            (
                "as_of: 2026-11-20\nsource: x\nusd_per_million_tokens:\n  a: {in: 1, output: 1}",
                4, "'in' is not known here"
            ),
            (
                "as_of: 2026-11-20\nsource: x\nusd_per_million_tokens: {}\n"
                    + "search_usd_per_request:\n  exa: 7",
                5, "'exa' must be a number from 0.0 to 1.0"
            ),
            (
                "as_of: 2026-11-20\nsource: x\nusd_per_million_tokens: {}\n"
                    + "search_usd_per_request:\n  exe: 0.1",
                5, "did you mean 'exa'"
            ),
            (
                "as_of: 2026-11-20\nsource: x\nusd_per_million_tokens: {}\n"
                    + "search_usd_per_request: {searxng: 0}",
                4, "'searxng' is not known here"
            ),
            (
                "as_of: 2026-11-20\nsource: x\nusd_per_million_tokens:\n"
                    + "  a: {input: 1, output: 1}\n  a: {input: 2, output: 2}",
                5, "given twice"
            ),
        ])
    func refuses(text: String, line: Int, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.line == line, "\(error)")
        #expect(error.description.contains(says), "\(error)")
    }

    @Test("The shipped table has a price for every model of the shipped frontier suite")
    func shipped() throws {
        let table = try Workspace(
            home: Repository.path, currentDirectory: "/", executable: "/"
        ).priceTable()
        let suite = try SuiteReader.read(Repository.path + "/suites/frontier.yaml")
        var models = [suite.judge.model]
        for configuration in suite.configurations {
            switch configuration.kind {
            case .solo(let model): models.append(model)
            case .fusion(let spec): models += spec.panel + [spec.analyst, spec.synthesizer]
            case .serverFusion, .escalation, .answers: break
            }
        }
        for model in models { #expect(table.price(for: model) != nil, "\(model)") }
        #expect(table.price(for: "openai/gpt-5.5")?.outputPerMillion == 30)
        for engine in SearchSpec.Engine.allCases where engine.usualKeyVariable != nil {
            #expect(table.searchPrice(of: engine) != nil, "\(engine)")
        }
    }
}
