import Testing

@testable import Simulator

@Suite("Search queries")
struct SearchQueryTests {
    @Test(
        "Operators are parted from the words, which stay as they were",
        arguments: [
            ("harbour levy", "harbour levy", []),
            (" two  spaces\nand lines ", " two  spaces\nand lines ", []),
            ("harbour levy -site:hf.co", "harbour levy", ["hf.co"]),
            (
                "-site:a.example harbour -SITE:B.example levy", "harbour levy",
                ["a.example", "b.example"]
            ),
            ("harbour -site: levy", "harbour levy", []),
            ("site:a.example -sites:b off-site:c", "site:a.example -sites:b off-site:c", []),
        ])
    func operators(text: String, words: String, hosts: [String]) {
        let query = SearchQuery(parsing: text)
        #expect(query.words == words)
        #expect(query.excludedHosts == hosts)
    }

    @Test(
        "A host is left out with all under it, and with nothing that only looks like it",
        arguments: [
            ("hf.co", false), ("www.hf.co", false), ("nothf.co", true), ("hf.co.example", true),
            ("web.archive.org", true),
        ])
    func hosts(host: String, isAdmitted: Bool) {
        #expect(SearchQuery(parsing: "x -site:hf.co").admits(host) == isAdmitted)
    }
}
