import Testing
import Vocabulary

@testable import Contamination

struct ExclusionFilterTests {
    private let list: ExclusionList

    init() throws { list = try BundledList.draco() }

    private func filter(_ enforcement: Enforcement) -> ExclusionFilter {
        ExclusionFilter(
            list: list, screen: ContentScreen(tasks: Invented.tasks, markers: Invented.markers),
            enforcement: enforcement)
    }

    @Test(
        "However far the list is applied, the same is found; only in full is it kept away",
        arguments: [(Enforcement.full, true), (.provider, false), (.off, false)])
    func enforcement(enforcement: Enforcement, keepsAway: Bool) {
        let filter = filter(enforcement)
        #expect(filter.keepsAway == keepsAway)
        let key = "https://hf.co/datasets/perplexity-ai/draco"
        #expect(
            filter.findings(onAddress: key) == [
                LeakFinding(
                    evidence: .url, severity: .explicitAnswer, tier: .answerKey, url: key,
                    detail: "host:hf.co", wasKeptAway: keepsAway)
            ])
        let page = "https://example.org/notes"
        #expect(
            filter.findings(in: Invented.bridge, from: page) == [
                LeakFinding(
                    evidence: .ngram, severity: .explicitAnswer, url: page,
                    detail: "rubric of task \(Invented.firstID), criteria \(Invented.bridgeSlug)",
                    wasKeptAway: keepsAway)
            ])
    }

    @Test(
        "An address that serves the answer key shows it; any other shows that there is a benchmark",
        arguments: [
            ("https://huggingface.co/datasets", .explicitAnswer, "A"),
            ("https://web.archive.org/web/2026/https://hf.co/x", .explicitAnswer, "A"),
            ("https://leaderboard.steel.dev/leaderboards/draco.md", .metadata, "B"),
            ("https://bit.ly/x", .metadata, "C"),
            ("ftp://example.org/", .metadata, nil),
        ] as [(String, LeakFinding.Severity, String?)])
    func severity(address: String, severity: LeakFinding.Severity, tier: String?) {
        let findings = filter(.full).findings(onAddress: address)
        #expect(findings.map(\.severity) == [severity])
        #expect(findings.map { $0.tier?.rawValue } == [tier])
    }

    @Test("Nothing is found on an address, or in a text, that has nothing to do with the list")
    func honest() {
        let page = "https://example.org/draco"
        for enforcement in Enforcement.allCases {
            #expect(filter(enforcement).findings(onAddress: page).isEmpty)
            #expect(
                filter(enforcement).findings(in: "Draco is a constellation.", from: page).isEmpty)
        }
    }

    @Test("Engines are told eight hosts, the answer key's first, and none where the list is off")
    func engines() {
        #expect(list.hosts.count > 8)
        for enforcement in [Enforcement.full, .provider] {
            let hosts = filter(enforcement).hostsForEngines
            #expect(hosts == Array(list.hosts.prefix(8)))
            #expect(hosts.contains("huggingface.co") && hosts.contains("hf.co"))
        }
        #expect(filter(.off).hostsForEngines.isEmpty)
        // An engine with a list for them takes more.
        #expect(filter(.full).hostsForEngines(atMost: 1_000) == list.hosts)
        #expect(filter(.off).hostsForEngines(atMost: 1_000).isEmpty)
    }

    @Test("A list of nothing keeps nothing away and tells engines nothing")
    func none() {
        let filter = ExclusionFilter(
            list: .none, screen: ContentScreen(tasks: [], markers: []), enforcement: .full)
        #expect(filter.findings(onAddress: "https://hf.co/").isEmpty)
        #expect(filter.findings(in: Invented.bridge, from: "https://example.org/").isEmpty)
        #expect(filter.hostsForEngines.isEmpty)
    }
}
