import Vocabulary

/// A plan as the store keeps it: what a run is made of and which answers belong to it.
package struct RunPlanRecord: Sendable {
    package var run: RunRecord
    /// Only the tasks that have units are stored.
    package var dataset: Dataset
    /// With their passes; the first one is the run's.
    package var judges: [(record: JudgeRecord, passes: Int)]
    package var validity: ValidityLimits
    /// Whether researching models may search the web.
    package var offersSearch: Bool
    /// What searches for them.
    package var searchEngine: SearchSpec.Engine
    /// In suite order.
    package var configurations: [ConfigurationSummary]
    /// In plan order.
    package var units: [AnswerUnitRecord]
    /// By model, as the run's costs are computed with.
    package var prices: [String: ModelPrice]
    /// By model, where its price comes from, in words.
    package var priceSources: [String: String]

    package init(
        run: RunRecord, dataset: Dataset,
        judges: [(record: JudgeRecord, passes: Int)], validity: ValidityLimits,
        offersSearch: Bool, searchEngine: SearchSpec.Engine = .searxng,
        configurations: [ConfigurationSummary], units: [AnswerUnitRecord],
        prices: [String: ModelPrice], priceSources: [String: String] = [:]
    ) {
        self.run = run
        self.dataset = dataset
        self.judges = judges
        self.validity = validity
        self.offersSearch = offersSearch
        self.searchEngine = searchEngine
        self.configurations = configurations
        self.units = units
        self.prices = prices
        self.priceSources = priceSources
    }
}
