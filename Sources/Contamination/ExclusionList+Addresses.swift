import Vocabulary

/// The list as services take it that keep addresses away by themselves: hosts, and places on them.
extension ExclusionList {
    /// `host/path` entries, without a scheme; what lies below them is meant as well.
    ///
    /// These are the list's paths; its repositories where GitHub shows them; patterns that end in
    /// their only `*`, without it; and where a marker is the number of a paper on arXiv, the
    /// paper's three pages there. Other patterns and markers can't be said this way, so what comes
    /// back must be looked at all the same.
    package var places: [String] {
        var found: [String] = []
        for entry in spec.entries {
            found += entry.paths
            found += entry.repositories.filter { $0.split(separator: "/").count == 2 }
                .flatMap { ["github.com/\($0)", "raw.githubusercontent.com/\($0)"] }
            found += entry.patterns.filter { $0.firstIndex(of: "*") == $0.indices.last }
                .map { String($0.dropLast()) }
            found += entry.urlMarkers.filter { $0.wholeMatch(of: /[0-9]{4}\.[0-9]{4,5}/) != nil }
                .flatMap { number in ["abs", "pdf", "html"].map { "arxiv.org/\($0)/\(number)" } }
        }
        return found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

extension ExclusionFilter {
    /// What a provider's own search and fetch are told to leave out: the answer key's first.
    package var addressesForProviders: (hosts: [String], places: [String]) {
        enforcement == .off ? ([], []) : (list.hosts, list.places)
    }

    /// What the list says of an address that a provider has used. It was seen, whatever the
    /// enforcement: here one can only look afterwards.
    package func findings(onUsedAddress address: String) -> [LeakFinding] {
        findings(onAddress: address).map(\.seen)
    }

    /// What a text gives away that a provider has handed to a model.
    package func findings(inUsedText text: String, from address: String) -> [LeakFinding] {
        findings(in: text, from: address).map(\.seen)
    }
}

extension LeakFinding {
    fileprivate var seen: LeakFinding {
        var finding = self
        finding.wasKeptAway = false
        return finding
    }
}
