import Testing

@testable import Vocabulary

@Suite("Claims about published rows")
struct PublishedClaimTests {
    private static func results(_ claims: [PublishedClaim]) -> PublishedResults {
        func row(_ id: String, _ score: Double, _ completed: Int = 100) -> PublishedRow {
            PublishedRow(
                id: id, aliases: ["\(id)-alias"], name: id, system: .solo(model: id),
                score: score, completed: completed)
        }
        return PublishedResults(
            id: "r", title: "", publisher: "", url: "", date: "",
            dataset: PublishedDataset(name: "draco", tasks: 100), judge: PublishedJudge(model: "j"),
            rows: [
                row("mixed", 67.6), row("self", 65.5), row("solo", 58.8), row("short", 65.3, 93),
            ], claims: claims)
    }

    @Test(
        "A mean over some tasks says what it can of all",
        arguments: [
            (65.3, 93, 100, 60.729, 67.729), (69.0, 93, 100, 64.17, 71.17),
            (50, 100, 100, 50, 50), (50, 0, 4, 0, 100), (100, 3, 4, 75, 100),
        ] as [(Double, Int, Int, Double, Double)])
    func coverage(score: Double, completed: Int, planned: Int, low: Double, high: Double) {
        let bounds = CoverageBounds(score: score, completed: completed, planned: planned)
        #expect(abs(bounds.low - low) < 1e-9 && abs(bounds.high - high) < 1e-9)
        #expect(bounds.intentionToTreat == bounds.low)
    }

    @Test(
        "A claim agrees where its figure is what comes out, to the decimals it is quoted with",
        arguments: [
            (.lift(of: "self", over: "solo"), 6.7, 6.7, true),
            (.lift(of: "self-alias", over: "solo"), 6.7, 6.7, true),
            (.lift(of: "self", over: "solo"), 6.6, 6.7, false),
            (.lift(of: "solo", over: "self"), 6.7, -6.7, false),
            (.share(of: "self", within: "mixed", over: "solo"), 0.76, 6.7 / 8.8, true),
            (.share(of: "self", within: "mixed", over: "solo"), 0.75, 6.7 / 8.8, false),
            (.share(of: "self", within: "solo", over: "solo"), 0.76, nil, false),
            (.lift(of: "self", over: "nobody"), 6.7, nil, false),
            (.intentionToTreat(of: "short", low: 60.7, high: 67.7), 60.7, 60.729, true),
            (.intentionToTreat(of: "short", low: 60.7, high: 67.9), 60.7, 60.729, false),
            (.intentionToTreat(of: "short", low: 60.5, high: 67.7), 60.7, 60.729, false),
            (.intentionToTreat(of: "short", low: 60.7, high: 67.7), 65.3, 60.729, false),
            (.intentionToTreat(of: "nobody", low: 60.7, high: 67.7), 60.7, nil, false),
        ] as [(PublishedClaim.Subject, Double, Double?, Bool)])
    func agrees(
        subject: PublishedClaim.Subject, figure: Double, value: Double?, agrees: Bool
    ) throws {
        let results = Self.results([PublishedClaim(subject: subject, figure: figure)])
        let claim = try #require(results.recomputedClaims.first)
        #expect(claim.agrees == agrees)
        #expect((claim.value == nil) == (value == nil))
        if let value, let computed = claim.value { #expect(abs(computed - value) < 1e-9) }
    }
}
