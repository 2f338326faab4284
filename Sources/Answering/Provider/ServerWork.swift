import Contamination
import Inference
import Vocabulary

/// What a provider's own tools did for an answer, as records, and what in it is of the benchmark.
struct ServerWork: Sendable {
    var toolUses: [ToolUseRecord] = []
    var sources: [SourceRecord] = []
    /// Of sources that belong to no search or fetch that is told of.
    var findings: [LeakFinding] = []
    var fusions: [FusionReport] = []

    /// Takes over what is told beside one completion. Everything was seen by the model: the list is
    /// the provider's to apply, and here one can only look afterwards.
    mutating func add(_ completion: Completion, filter: ExclusionFilter) {
        for step in ServerStep.all(in: completion.serverItems) {
            switch step {
            case .search(let query, let pages, let error):
                toolUses.append(
                    ToolUseRecord(
                        position: toolUses.count, tool: .webSearch, argument: query,
                        resultCount: pages.count,
                        findings: pages.flatMap { Self.findings(on: $0, by: filter) },
                        error: error))
                for page in pages {
                    add(SourceRecord(url: page.url, title: page.title, kind: .search))
                }
            case .fetch(let page, let error):
                toolUses.append(
                    ToolUseRecord(
                        position: toolUses.count, tool: .webFetch, argument: page.url,
                        resultCount: page.text?.utf8.count ?? 0,
                        findings: error == nil
                            ? Self.findings(on: page, by: filter)
                            : Self.named(page.url, by: filter),
                        error: error))
                if error == nil {
                    add(SourceRecord(url: page.url, title: page.title, kind: .fetch))
                }
            case .fusion(let report):
                fusions.append(report)
                for source in report.sources where add(source) {
                    findings += filter.findings(onUsedAddress: source.url)
                }
            }
        }
        for citation in completion.citations where add(citation) {
            // What stands in the text itself is found there.
            guard !completion.text.contains(citation.url) else { continue }
            findings += Self.named(citation.url, by: filter).map { finding in
                var finding = finding
                finding.evidence = .citation
                return finding
            }
        }
    }

    /// Takes over what another part of an answer met.
    mutating func add(_ other: ServerWork) {
        for source in other.sources { add(source) }
        findings += other.findings
    }

    /// Whether it is new.
    @discardableResult
    private mutating func add(_ source: SourceRecord) -> Bool {
        let isKnown = sources.contains { $0.url == source.url && $0.kind == source.kind }
        if !isKnown, !source.url.isEmpty { sources.append(source) }
        return !isKnown
    }

    /// A page that a model was shown. Where its text can be looked at and shows nothing of the
    /// benchmark, its address gives away no more than that the model was there.
    private static func findings(
        on page: ServerStep.Page, by filter: ExclusionFilter
    ) -> [LeakFinding] {
        let met = page.text.map { filter.findings(inUsedText: $0, from: page.url) }
        let isHarmless = met?.isEmpty == true
        return
            (isHarmless
            ? named(page.url, by: filter) : filter.findings(onUsedAddress: page.url)) + (met ?? [])
    }

    /// An address that was named and not seen.
    private static func named(_ address: String, by filter: ExclusionFilter) -> [LeakFinding] {
        guard !address.isEmpty else { return [] }
        return filter.findings(onUsedAddress: address).map { finding in
            var finding = finding
            finding.severity = .metadata
            return finding
        }
    }
}
