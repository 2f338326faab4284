import Contamination
import Inference
import Vocabulary

/// What one search brought, to see whether the engine does as it is told.
package struct SearchProbe: Sendable {
    /// Results that would be handed to a model.
    package let resultCount: Int
    /// Addresses among them that the exclusion list names.
    package let listed: [String]
    /// Why there are no results, where the search failed.
    package let fault: String?
}

extension ResearchTools {
    /// One search as a model's, of which the engine is told what to leave out and nothing is left
    /// out here: the filter's enforcement has to be `.provider`.
    package func probe(_ query: String) async throws(CancellationError) -> SearchProbe {
        let result = try await search(query, gate: .unlimited)
        let addresses = result.findings.filter { $0.evidence == .url }.compactMap(\.url)
        return SearchProbe(
            resultCount: result.resultCount,
            listed: addresses.reduce(into: []) { seen, address in
                if !seen.contains(address) { seen.append(address) }
            }, fault: result.error)
    }
}
