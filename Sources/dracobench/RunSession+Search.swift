import Answering
import Catalog
import Inference
import Simulator
import Vocabulary

/// What `web_search` asks.
extension RunSession {
    /// Nil where the suite offers no search, nobody is asked, or the provider searches.
    ///
    /// - Parameter simulator: where all searches go then, whatever the engine; no key is needed.
    func searchService(at simulator: SimulatorAddress?) throws -> SearchService? {
        let spec = suite.research.search
        guard suite.research.tools.contains(.webSearch), suite.asksModels, spec.engine != .server
        else { return nil }
        let price = try workspace.priceTable().searchPrice(of: spec.engine)
        if let simulator {
            return SearchService(
                spec.engine, baseURL: simulator.searchBaseURL(of: spec.engine),
                key: spec.engine.usualKeyVariable.map { _ in APIKey("simulated") },
                pricePerRequest: price)
        }
        guard let address = spec.address else {
            throw CommandFailure(
                """
                The suite offers web_search but names no engine; set research.search.base_url to a \
                SearXNG instance, or research.search.engine to exa, tavily, brave, serper or \
                perplexity and export its key, or add --simulate.
                """)
        }
        return SearchService(
            spec.engine, baseURL: address, key: try searchKey(address), pricePerRequest: price)
    }

    private func searchKey(_ address: String) throws -> APIKey? {
        guard let variable = suite.research.search.keyVariable else { return nil }
        guard let key = Environment.variables[variable], !key.isEmpty else {
            throw CommandFailure(
                """
                \(variable) is not set; export the key of \(address) under that name, or add \
                --simulate to run without a key.
                """)
        }
        return APIKey(key)
    }
}
