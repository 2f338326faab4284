import Vocabulary

/// What models cost, from a dated file: used where a provider does not say what it charged.
package struct PriceTable: Sendable {
    /// The day up to which the prices were looked up, `2026-11-20`.
    package let asOf: String
    /// Where the prices come from, in words.
    package let source: String
    private let rows: [String: Row]
    /// By the word under which a suite names the engine.
    private let searchPrices: [String: USD]

    private struct Row: Sendable {
        let price: ModelPrice
        /// Where it is another day than the table's.
        let asOf: String?
    }

    init(file: String) throws(CatalogError) {
        let text = try SourceFile.text(file, atMost: 1 << 20)
        let top = try YAMLMapping(parsing: text, file: file)
        try top.allow(
            only: ["as_of", "source", "usd_per_million_tokens", "search_usd_per_request"])
        asOf = try top.required("as_of").day("as_of")
        source = try top.required("source").string()
        var rows: [String: Row] = [:]
        for (model, value) in try top.required("usd_per_million_tokens").mapping().entries {
            rows[model] = try Self.row(value)
        }
        self.rows = rows
        searchPrices = try Self.searchPrices(top["search_usd_per_request"])
    }

    /// Nil where the table does not know the model.
    package func price(for model: String) -> ModelPrice? { rows[model]?.price }

    /// The day up to which a model's price was looked up; nil likewise.
    package func asOf(_ model: String) -> String? { rows[model].map { $0.asOf ?? asOf } }

    /// What one request to a search engine costs. Nil where the table does not say; 0 for one's own.
    package func searchPrice(of engine: SearchSpec.Engine) -> USD? {
        engine == .searxng ? .zero : searchPrices[engine.rawValue]
    }

    private static func searchPrices(_ value: YAMLValue?) throws(CatalogError) -> [String: USD] {
        let engines = SearchSpec.Engine.allCases.filter { $0.usualKeyVariable != nil }
        let section = try value?.mapping()
        try section?.allow(only: engines.map(\.rawValue))
        var prices: [String: USD] = [:]
        for (engine, price) in section?.entries ?? [] {
            prices[engine] = USD(try price.number(in: 0...1))
        }
        return prices
    }

    private static func row(_ value: YAMLValue) throws(CatalogError) -> Row {
        let row = try value.mapping()
        try row.allow(only: prices + ["as_of", "tiers"])
        var tiers: [PriceTier] = []
        for item in try row["tiers"]?.list() ?? [] { tiers.append(try tier(item)) }
        return Row(
            price: ModelPrice(
                inputPerMillion: try row.required("input").number(in: dollars),
                outputPerMillion: try row.required("output").number(in: dollars),
                cacheReadPerMillion: try row["cache_read"]?.number(in: dollars),
                cacheWritePerMillion: try row["cache_write"]?.number(in: dollars), tiers: tiers),
            asOf: try row["as_of"]?.day("as_of"))
    }

    private static func tier(_ value: YAMLValue) throws(CatalogError) -> PriceTier {
        let row = try value.mapping()
        try row.allow(only: prices + ["above_prompt_tokens", "utc", "weekdays"])
        let above = try row["above_prompt_tokens"]?.integer(in: 1...1_000_000_000)
        let span = try row["utc"]?.minutesOfDay()
        let weekdaysOnly = try row["weekdays"]?.truth("weekdays") ?? false
        guard above != nil || span != nil || weekdaysOnly else {
            throw value.fault(
                """
                a tier needs a condition: give 'above_prompt_tokens', 'utc' or 'weekdays', or \
                put its prices in place of the model's
                """)
        }
        return PriceTier(
            minPromptTokens: above.map { $0 + 1 }, minutesOfDay: span, weekdaysOnly: weekdaysOnly,
            inputPerMillion: try row.required("input").number(in: dollars),
            outputPerMillion: try row.required("output").number(in: dollars),
            cacheReadPerMillion: try row["cache_read"]?.number(in: dollars),
            cacheWritePerMillion: try row["cache_write"]?.number(in: dollars))
    }

    private static let prices = ["input", "output", "cache_read", "cache_write"]

    /// A thousand times what the dearest model costs; beyond it, somebody took the wrong unit.
    private static let dollars = 0.0...10_000
}

extension YAMLValue {
    fileprivate func day(_ key: String) throws(CatalogError) -> String {
        let text = try string()
        guard text.wholeMatch(of: /[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])/) != nil
        else { throw fault("'\(key)' must be a day such as 2026-11-20") }
        return text
    }

    fileprivate func truth(_ key: String) throws(CatalogError) -> Bool {
        switch try string() {
        case "true": return true
        case "false": return false
        default: throw fault("'\(key)' must be true or false")
        }
    }

    /// `"01:00-04:00"`, over midnight where the second time is the earlier one.
    fileprivate func minutesOfDay() throws(CatalogError) -> PriceTier.MinuteSpan {
        let times = try string().wholeMatch(
            of: /([01][0-9]|2[0-3]):([0-5][0-9]) ?- ?([01][0-9]|2[0-4]):([0-5][0-9])/)
        let numbers = times.map { [$0.1, $0.2, $0.3, $0.4].compactMap { Int($0) } } ?? []
        guard numbers.count == 4 else {
            throw fault("'utc' must be two times of day such as \"01:00-04:00\"")
        }
        let (from, to) = (numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3])
        guard to <= 1440, from != to else {
            throw fault("'utc' must end by 24:00, and not when it begins")
        }
        return PriceTier.MinuteSpan(from: from, to: to)
    }
}
