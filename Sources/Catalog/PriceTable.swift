import Vocabulary

/// What models cost, from a dated file: used where a provider does not say what it charged.
package struct PriceTable: Sendable {
    /// The day up to which the prices were looked up, `2026-11-20`.
    package let asOf: String
    /// Where the prices come from, in words.
    package let source: String
    private let prices: [String: ModelPrice]

    init(file: String) throws(CatalogError) {
        let text = try SourceFile.text(file, atMost: 1 << 20)
        let top = try YAMLMapping(parsing: text, file: file)
        try top.allow(only: ["as_of", "source", "usd_per_million_tokens"])
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
    }

    /// Nil where the table does not know the model.
    package func price(for model: String) -> ModelPrice? { prices[model] }

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
