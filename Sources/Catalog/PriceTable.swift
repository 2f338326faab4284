import Vocabulary

/// What models cost, from a dated file: used where a provider does not say what it charged.
package struct PriceTable: Sendable {
    private let prices: [String: ModelPrice]

    init(file: String) throws(CatalogError) {
        let text = try SourceFile.text(file, atMost: 1 << 20)
        let top = try YAMLMapping(parsing: text, file: file)
        try top.allow(only: ["as_of", "source", "usd_per_million_tokens"])
        var prices: [String: ModelPrice] = [:]
        for (model, value) in try top.required("usd_per_million_tokens").mapping().entries {
            let row = try value.mapping()
            try row.allow(only: ["input", "output", "cache_read", "cache_write"])
            prices[model] = ModelPrice(
                inputPerMillion: try row.required("input").number(in: 0...10_000),
                outputPerMillion: try row.required("output").number(in: 0...10_000),
                cacheReadPerMillion: try row["cache_read"]?.number(in: 0...10_000),
                cacheWritePerMillion: try row["cache_write"]?.number(in: 0...10_000))
        }
        self.prices = prices
    }

    /// Nil where the table does not know the model.
    package func price(for model: String) -> ModelPrice? { prices[model] }
}
