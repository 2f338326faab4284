import Contamination
import Inference
import Transport
import Vocabulary

extension ResearchTools {
    /// Asks the search engine, told which hosts to leave out, and leaves out what the filter keeps
    /// away: what an engine was told is never all there is.
    func search(
        _ query: String, gate: SpendingGate
    ) async throws(CancellationError) -> Result {
        guard let searchService else {
            return .failure("no search engine is configured.")
        }
        let wish = SearchWish(
            query: query,
            excludedHosts: filter.hostsForEngines(atMost: searchService.engine.mostExcludedHosts),
            count: spec.search.maxResults)
        let answer = try await searchService.ask(
            wish, over: searchTransport, gate: gate, clock: clock)
        var result: Result
        switch answer.outcome {
        case .success(let found): result = list(found)
        case .failure(let fault): result = Self.failure(fault)
        }
        result.calls = answer.calls
        return result
    }

    private static func failure(_ fault: SearchFault) -> Result {
        var result = Result.failure(fault.sentence)
        switch fault.kind {
        case .passing, .request: break
        // Without its searches the answer would be another one, so there is none for now.
        case .closed:
            result.end = ChatFailure(
                kind: .endpointClosed, message: "Searching failed: \(fault.sentence)")
        case .overBudget:
            result.end = ChatFailure(kind: .overBudget, message: fault.sentence)
        }
        return result
    }

    private func list(_ found: [SearchResult]) -> Result {
        var result = Result(text: "")
        var entries: [String] = []
        var leavesOut = false
        for item in found where entries.count < spec.search.maxResults {
            let title = OneLine.of(item.title, limit: 200)
            let excerpt = OneLine.of(item.excerpt, limit: 600)
            let findings =
                listed(item.url)
                + filter.findings(in: "\(title)\n\(excerpt)", from: item.url)
            result.findings += findings
            if filter.keepsAway, !findings.isEmpty {
                leavesOut = true
            } else {
                entries.append("\(entries.count + 1). \(title)\n\(item.url)\n\(excerpt)")
            }
        }
        result.resultCount = entries.count
        result.text = entries.isEmpty ? "Nothing was found." : entries.joined(separator: "\n\n")
        // Neutral on purpose: a hint that a benchmark exists would itself be a leak.
        if leavesOut, !entries.isEmpty { result.text += "\n\nSome results are not available." }
        return result
    }

    /// An address in a list of results. Who is shown it has not seen the page.
    private func listed(_ url: String) -> [LeakFinding] {
        filter.findings(onAddress: url).map { finding in
            var finding = finding
            if !finding.wasKeptAway { finding.severity = .metadata }
            return finding
        }
    }
}
