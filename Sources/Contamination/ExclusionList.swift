import Digests
import Vocabulary

/// The hosts, paths and markers that search and fetch must not reach.
package struct ExclusionList: Sendable {
    package let name: String
    /// SHA-256 of the rules, what the list extends included, reasons and comments left out.
    package let sha256: String
    /// Whole hosts, for services that take a list of their own.
    package let hosts: [String]
    /// Texts that give away a page of any address, in lower case.
    package let textMarkers: [String]
    let spec: ExclusionListSpec
    private let matcher: ExclusionMatcher
    private let wrappers: WrapperTable

    package init(_ spec: ExclusionListSpec) {
        self.spec = spec
        name = spec.name
        sha256 = SHA256.hex(spec.ruleLines.joined(separator: "\n").utf8)
        hosts = spec.entries.flatMap(\.hosts)
        textMarkers = spec.entries.flatMap(\.textMarkers)
        matcher = ExclusionMatcher(spec)
        wrappers = WrapperTable(spec.wrappers)
    }

    /// Excludes nothing: for datasets that are not on the web.
    package static let none = ExclusionList(ExclusionListSpec())

    /// The first rule that an address falls under; nil where it may be reached.
    package func rule(blocking address: String) -> String? { decision(on: address).rule }

    /// Whether an address may be reached, and if not, why.
    ///
    /// An address that carries another one (an archive's, a proxy's, a redirect's) falls under the
    /// rules of both. One that can't be read as http or https, or carries more addresses than
    /// anyone means to visit, is blocked: what can't be judged is not reached.
    package func decision(on address: String) -> URLDecision {
        guard !spec.entries.isEmpty else { return URLDecision(allowing: address, host: nil) }
        let readings = CanonicalURL.readings(of: address)
        guard let first = readings.first else {
            return URLDecision(blocking: address, host: nil, rule: "unparseable")
        }
        let host = first.hostText
        for url in readings {
            if let hit = matcher.hit(url) {
                return URLDecision(blocking: address, host: host, rule: hit.rule, tier: hit.tier)
            }
        }
        return inner(of: readings, address: address, host: host)
    }

    /// Looks level by level at the addresses inside the address.
    private func inner(
        of readings: [CanonicalURL], address: String, host: String
    ) -> URLDecision {
        var seen = Set<CanonicalURL>()
        var level = readings.map { (url: $0, chain: [] as [String]) }
        for depth in 0...Self.mostLevels {
            var next: [(url: CanonicalURL, chain: [String])] = []
            for (outer, chain) in level {
                let candidates = outer.innerAddresses(wrappers, upTo: Self.mostCandidates)
                guard !candidates.isEmpty else { continue }
                if seen.isEmpty { seen = Set(readings) }
                let chain = chain + [outer.hostText]
                var isTooMuch = candidates.count > Self.mostCandidates
                for url in candidates.flatMap(CanonicalURL.readings(of:)) {
                    guard seen.insert(url).inserted else { continue }
                    if let hit = matcher.hit(url) {
                        return URLDecision(
                            blocking: address, host: host, chain: chain, rule: hit.rule,
                            tier: hit.tier)
                    }
                    isTooMuch =
                        isTooMuch || depth == Self.mostLevels || seen.count > Self.mostAddresses
                    if isTooMuch { break }
                    next.append((url, chain))
                }
                if isTooMuch {
                    return URLDecision(
                        blocking: address, host: host, chain: chain, rule: "nested-too-deep")
                }
            }
            if next.isEmpty { break }
            level = next
        }
        return URLDecision(allowing: address, host: host)
    }

    /// Of addresses inside addresses that are looked into.
    private static let mostLevels = 4
    /// Texts of one address that may be addresses.
    private static let mostCandidates = 256
    /// One address and all that stand inside it.
    private static let mostAddresses = 64
}

extension ExclusionListSpec {
    /// Every rule in one spelling, in the order in which they are tried.
    fileprivate var ruleLines: [String] {
        entries.flatMap { entry in
            [
                ("host", entry.hosts), ("repository", entry.repositories), ("path", entry.paths),
                ("pattern", entry.patterns), ("url marker", entry.urlMarkers),
                ("text marker", entry.textMarkers), ("shortener", entry.shorteners),
            ].flatMap { kind, texts in
                texts.map { "\(entry.tier.rawValue) \(entry.id) \(kind) \($0)" }
            }
        } + allowed.map { "allow \($0)" } + repositoryHosts.map { "repository host \($0)" }
            + wrappers.readers.map { "reader \($0)" }
            + wrappers.labelHosts.map { "label host \($0)" }
            + wrappers.parameters.map { "parameter \($0)" }
    }
}
