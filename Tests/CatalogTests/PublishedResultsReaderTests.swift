import Testing
import Vocabulary

@testable import Catalog

@Suite("Reading published results")
struct PublishedResultsReaderTests {
    private static func read(_ text: String) throws -> PublishedResults {
        try TemporaryFolder.with(["theirs.yaml": text]) {
            try PublishedResultsReader.read($0["theirs.yaml"])
        }
    }

    private static let whole = """
        id: theirs
        title: A table
        publisher: Somebody
        url: https://example.org/a-table?v=1
        date: 2026-06-12
        dataset: {name: draco, tasks: 100}
        judge: {model: v/j, prompt: p, reasoning: low, temperature: 0.2, passes: 3}
        other_judges: [{model: k}]
        notes: [one, two]
        rows:
          - id: duo
            aliases: [pair]
            name: A + B
            fusion: {panel: [v/a, v/b], synthesizer: v/a}
            score: 65.3
            completed: 93
            pass_sd: 0.3
            pass_rate: 70
            by_judge: {k: 40.5}
            axes: {citation-quality: 50}
            domains: {Law: 60, Needle in a Haystack: 61.5}
            cost_usd: 1.25
            latency_s: 245.3
            input_tokens: 778711
            output_tokens: 8807
            note: seven tasks were left out
          - {id: a, name: A, solo: v/a, score: 58.8}
          - {id: x, name: X, product: X Deep Research, score: 60}
        claims:
          - {claim: lift, of: duo, over: a, figure: 6.5, note: stated}
          - {claim: share, of: x, within: duo, over: a, figure: 0.18}
          - {claim: itt, of: duo, figure: 60.7, low: 60.7, high: 67.7}
        """

    @Test("Everything that can be said is read")
    func everything() throws {
        let results = try Self.read(Self.whole)
        #expect(
            results
                == PublishedResults(
                    id: "theirs", title: "A table", publisher: "Somebody",
                    url: "https://example.org/a-table?v=1", date: "2026-06-12",
                    dataset: PublishedDataset(name: "draco", tasks: 100),
                    judge: PublishedJudge(
                        model: "v/j", prompt: "p", reasoning: "low", temperature: 0.2, passes: 3),
                    otherJudges: [PublishedJudge(model: "k")], notes: ["one", "two"],
                    rows: [
                        PublishedRow(
                            id: "duo", aliases: ["pair"], name: "A + B",
                            system: .fusion(panel: ["v/a", "v/b"], synthesizer: "v/a"),
                            score: 65.3, completed: 93, passDeviation: 0.3, passRate: 70,
                            scoresByJudge: [.init(name: "k", score: 40.5)],
                            axes: [.init(name: "citation-quality", score: 50)],
                            domains: [
                                .init(name: "Law", score: 60),
                                .init(name: "Needle in a Haystack", score: 61.5),
                            ], cost: USD(1.25), latencySeconds: 245.3, inputTokens: 778_711,
                            outputTokens: 8_807, note: "seven tasks were left out"),
                        PublishedRow(
                            id: "a", name: "A", system: .solo(model: "v/a"), score: 58.8,
                            completed: 100),
                        PublishedRow(
                            id: "x", name: "X", system: .product("X Deep Research"), score: 60,
                            completed: 100),
                    ],
                    claims: [
                        PublishedClaim(
                            subject: .lift(of: "duo", over: "a"), figure: 6.5, note: "stated"),
                        PublishedClaim(
                            subject: .share(of: "x", within: "duo", over: "a"), figure: 0.18),
                        PublishedClaim(
                            subject: .intentionToTreat(of: "duo", low: 60.7, high: 67.7),
                            figure: 60.7),
                    ]))
    }

    @Test(
        "What is wrong is named with its line",
        arguments: [
            ("title: A table", "titel: A table", 2, "'titel' is not known here; did you mean 'ti"),
            ("id: theirs", "id: ours", 1, "the file is called 'theirs'"),
            ("https://", "http://", 4, "'url' must be an https address"),
            ("a-table?v=1", "\"a>b\"", 4, "'url' must be an https address"),
            ("2026-06-12", "June", 5, "a day such as"),
            ("tasks: 100", "tasks: 0", 6, "'tasks' must be a whole number from 1"),
            ("{name: draco, ", "{nam: draco, ", 6, "did you mean 'name'?"),
            ("passes: 3", "pases: 3", 7, "did you mean 'passes'?"),
            ("temperature: 0.2", "temperature: 3", 7, "from 0.0 to 2.0"),
            ("[{model: k}]", "[{prompt: k}]", 8, "'model' is missing"),
            ("[{model: k}]", "[]", 19, "'other_judges'"),
            ("id: duo", "name: duo", 13, "given twice"),
            ("  - id: duo\n    aliases", "  - aliases", 11, "'id' is missing"),
            ("aliases: [pair]", "aliases: [a]", 27, "'a' is used twice"),
            ("    fusion:", "    fusoin:", 14, "did you mean 'fusion'?"),
            ("synthesizer: v/a", "analyst: v/a", 14, "'analyst' is not known here"),
            ("panel: [v/a, v/b]", "panel: []", 14, "1 to 8 models, and this one has 0"),
            ("score: 65.3", "score: 165.3", 15, "'score' must be a number from 0.0 to 100.0"),
            ("score: 65.3", "score: .nan", 15, "'score' must be a number"),
            ("completed: 93", "completed: 101", 16, "'completed' must be a whole number from 1 to"),
            ("by_judge: {k: 40.5}", "by_judge: {j: 40.5}", 19, "'j' is not known here"),
            ("citation-quality", "citation-qualty", 20, "did you mean 'citation-quality'?"),
            ("Law: 60", "Law: -1", 21, "'Law' must be a number"),
            ("solo: v/a, score", "solo: v/a, product: x, score", 27, "exactly one of"),
            ("name: X, product: X Deep Research", "name: X", 28, "exactly one of"),
            ("claim: lift", "claim: left", 30, "did you mean 'lift'?"),
            ("over: a, figure: 6.5", "over: b2, figure: 6.5", 30, "names the row 'b2'"),
            ("of: duo, over", "of: dou, over", 30, "did you mean 'duo'?"),
            ("figure: 6.5", "figure: most", 30, "'figure' must be a number"),
            ("within: duo, ", "", 31, "'within' is missing"),
            ("low: 60.7, ", "", 32, "'low' is missing"),
        ])
    func refuses(text: String, wrong: String, line: Int, says: String) throws {
        try #require(Self.whole.contains(text))
        let error = try #require(throws: CatalogError.self) {
            try Self.read(Self.whole.replacing(text, with: wrong, maxReplacements: 1))
        }
        #expect(error.line == line, "\(error)")
        #expect(error.description.contains(says), "\(error)")
    }

    @Test("A table without rows is refused")
    func empty() throws {
        let head = try #require(Self.whole.split(separator: "rows:").first)
        let error = try #require(throws: CatalogError.self) { try Self.read(head + "rows: []\n") }
        #expect(error.line == 10 && error.description.contains("'rows' is empty"), "\(error)")
    }
}
