import Vocabulary

/// What stands between research and the benchmark: the list of addresses, the screen for texts,
/// and how far they are applied. Whatever that is, what research meets is found and recorded.
package struct ExclusionFilter: Sendable {
    package let list: ExclusionList
    package let screen: ContentScreen
    package let enforcement: Enforcement

    package init(list: ExclusionList, screen: ContentScreen, enforcement: Enforcement) {
        self.list = list
        self.screen = screen
        self.enforcement = enforcement
    }

    /// Whether what is found is kept from the model, and not just recorded.
    package var keepsAway: Bool { enforcement == .full }

    /// What the list says of an address; empty where it may be reached.
    package func findings(onAddress address: String) -> [LeakFinding] {
        let decision = list.decision(on: address)
        guard decision.isBlocked else { return [] }
        return [
            LeakFinding(
                evidence: .url,
                severity: decision.tier == .answerKey ? .explicitAnswer : .metadata,
                tier: decision.tier, url: address, detail: decision.reason ?? "unparseable",
                wasKeptAway: keepsAway)
        ]
    }

    /// What a text that came from an address gives away, with the address itself, which is shown
    /// beside it and can carry a text of its own.
    package func findings(in text: String, from address: String) -> [LeakFinding] {
        let spelled = Array(address.utf8)
        let readable = PercentEncoding.decoded(spelled) ?? spelled
        let bytes = readable + [UInt8(ascii: "\n")] + Array(text.utf8)
        return screen.findings(in: bytes, url: address).map { finding in
            var finding = finding
            finding.wasKeptAway = keepsAway
            return finding
        }
    }

    /// Hosts that a search engine is asked to leave out: the answer key's first, and not more than
    /// engines take in one query.
    package var hostsForEngines: [String] { hostsForEngines(atMost: Self.mostEngineHosts) }

    /// As many as an engine takes that has a list for them.
    package func hostsForEngines(atMost limit: Int) -> [String] {
        enforcement == .off ? [] : Array(list.hosts.prefix(limit))
    }

    private static let mostEngineHosts = 8
}
