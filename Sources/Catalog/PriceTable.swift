import Vocabulary

/// What models cost, from a dated file: used where a provider does not say what it charged.
package struct PriceTable: Sendable {
    /// The day up to which the prices were looked up, `2026-11-20`.
    package let asOf: String
    /// Where the prices come from, in words.
    package let source: String
    private let prices: [String: ModelPrice]
    /// By the word under which a suite names the engine.
    private let searchPrices: [String: USD]

    init(file: String) throws(CatalogError) {
        let text = try SourceFile.text(file, atMost: 1 << 20)
        let top = try YAMLMapping(parsing: text, file: file)
        try top.allow(
            only: ["as_of", "source", "usd_per_million_tokens", "search_usd_per_request"])
        let day = try top.required("as_of")
        asOf = try day.string()
        guard asOf.wholeMatch(of: /[0-9]{4}-[01][0-9]-[0-3][0-9]/) != nil else {
            throw day.fault("'as_of' must be a day such as 2026-11-20")
        }
        source = try top.required("source").string()
        var prices: [String: ModelPrice] = [:]
        for (model, value) in try top.required("usd_per_million_tokens").mapping().entries {
            prices[model] = try Self.price(value)
        }
        self.prices = prices
        searchPrices = try Self.searchPrices(top["search_usd_per_request"])
    }

    /// Nil where the table does not know the model.
    package func price(for model: String) -> ModelPrice? { prices[model] }

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

    private static func price(_ value: YAMLValue) throws(CatalogError) -> ModelPrice {
        let row = try value.mapping()
        try row.allow(only: ["input", "output", "cache_read", "cache_write"])
        return ModelPrice(
            inputPerMillion: try row.required("input").number(in: dollars),
            outputPerMillion: try row.required("output").number(in: dollars),
            cacheReadPerMillion: try row["cache_read"]?.number(in: dollars),
            cacheWritePerMillion: try row["cache_write"]?.number(in: dollars))
    }

    /// A thousand times what the dearest model costs; beyond it, somebody took the wrong unit.
    private static let dollars = 0.0...10_000
}
