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
        "Tiers hold above a prompt's length or between times of day, and a row can have its own day"
    )
    func tiers() throws {
        let table = try read(
            """
            as_of: 2026-11-20
            source: a list
            usd_per_million_tokens:
              plain: {input: 1, output: 2}
              a/b:
                as_of: 2026-07-02
                input: 1
                output: 2
                tiers:
                  - {above_prompt_tokens: 200000, input: 2, output: 3, cache_read: 0.2}
                  - {utc: "22:30-01:00", weekdays: true, input: 4, output: 5}
                  - {utc: "06:00-24:00", input: 6, output: 7, cache_write: 8}
            """)
        #expect(table.asOf("plain") == "2026-11-20")
        #expect(table.asOf("a/b") == "2026-07-02")
        #expect(table.asOf("nobody/knows") == nil)
        #expect(table.price(for: "plain")?.tiers == [])
        #expect(
            table.price(for: "a/b")?.tiers == [
                PriceTier(
                    minPromptTokens: 200_001, inputPerMillion: 2, outputPerMillion: 3,
                    cacheReadPerMillion: 0.2),
                PriceTier(
                    minutesOfDay: .init(from: 1_350, to: 60), weekdaysOnly: true,
                    inputPerMillion: 4, outputPerMillion: 5),
                PriceTier(
                    minutesOfDay: .init(from: 360, to: 1_440), inputPerMillion: 6,
                    outputPerMillion: 7, cacheWritePerMillion: 8),
            ])
    }

    @Test(
        "A tier that can't be is named with its line",
        arguments: [
            ("{input: 1, output: 1}", "a tier needs a condition"),
            ("{weekdays: false, input: 1, output: 1}", "a tier needs a condition"),
            ("{above_prompt_tokens: 0, input: 1, output: 1}", "'above_prompt_tokens' must be"),
            ("{above_prompt_tokens: 200k, input: 1, output: 1}", "'above_prompt_tokens' must be"),
            ("{above_prompt_tokens: 5, output: 1}", "'input' is missing"),
            ("{above_prompt_tokens: 5, input: 1, output: -1}", "'output' must be a number"),
            ("{utc: \"1-4\", input: 1, output: 1}", "two times of day"),
            ("{utc: \"01:00-25:00\", input: 1, output: 1}", "two times of day"),
            ("{utc: \"01:00-24:30\", input: 1, output: 1}", "must end by 24:00"),
            ("{utc: \"03:00-03:00\", input: 1, output: 1}", "not when it begins"),
            ("{weekdays: perhaps, input: 1, output: 1}", "must be true or false"),
            ("{weekday: true, input: 1, output: 1}", "did you mean 'weekdays'?"),
        ])
    func refusesTiers(tier: String, says: String) throws {
        let text = """
            as_of: 2026-11-20
            source: x
            usd_per_million_tokens:
              a:
                input: 1
                output: 1
                tiers:
                  - \(tier)
            """
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.line == 8, "\(error)")
        #expect(error.description.contains(says), "\(error)")
    }

    @Test(
        "What is wrong is named with its line",
        arguments: [
            ("as_of: 2026-13-01\nsource: x\nusd_per_million_tokens: {}", 1, "a day such as"),
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
            case .serverFusion(let spec), .escalation(let spec):
                models.append(spec.requestedModel)
            case .answers: break
            }
        }
        for model in models { #expect(table.price(for: model) != nil, "\(model)") }
        #expect(table.price(for: "openai/gpt-5.5")?.outputPerMillion == 30)
        for engine in SearchSpec.Engine.allCases where engine.usualKeyVariable != nil {
            #expect(table.searchPrice(of: engine) != nil, "\(engine)")
        }
        #expect(table.price(for: "deepseek/deepseek-v4-pro")?.tiers.count == 2)
    }
}
