import Comparison
import JSONText
import Testing
import Vocabulary

@testable import Reports

@Suite("Several judges of one run")
struct SeveralJudgesReportTests {
    private static let report = SeveralJudgesReport(SampleJudges.several)

    @Test("The report is the one that was reviewed")
    func golden() throws {
        try GoldenFile.expect(Self.report.markdown(), "several-judges.md")
    }

    @Test("The JSON holds every judge, pair and claim, and only finite numbers")
    func json() {
        let json = Self.report.json()
        #expect(json.hasOnlyFiniteNumbers && json["simulated"] == false)
        #expect(json["judges"]?.array?.count == 2 && json["agreement"]?.array?.count == 1)
        // Six pairs and one lift.
        #expect(json["claims"]?.array?.count == 7)
        #expect(json["shared_families"]?.array?.count == 2)
        let judges = Set(
            json["claims"]?[0]?["findings"]?.array?.compactMap { $0["judge"]?.string } ?? [])
        #expect(judges == ["anthropic/judge", "google/judge"])
    }

    @Test("There is no mean over judges, and simulated judges are called simulated")
    func simulated() {
        let simulated = SeveralJudgesReport(
            SeveralJudges(
                [
                    SampleJudges.results("sim/a", [1, 2, 3, 4], simulation: "world 1"),
                    SampleJudges.results("sim/b", [1, 2, 3, 4], simulation: "world 1"),
                ], verdicts: [[:], [:]], seed: 1))
        #expect(simulated.markdown().contains("**Simulated.** Every model"))
        #expect(simulated.json()["simulated"] == true)
        // Nobody's models have no family, and without verdicts nothing is said of them.
        #expect(!simulated.markdown().contains("## Self-preference"))
        #expect(!simulated.markdown().contains("## What they are worth together"))
        #expect(!Self.report.markdown().contains("**Simulated.**"))
    }

    @Test("Answers that one judge has not scored are counted and warned of")
    func uneven() {
        let full = SampleJudges.results("a/judge", [55, 66, 40, 75])
        var holed = SampleJudges.results("b/judge", [55, 66, 40, 75])
        holed.units[0].scores = []
        let several = SeveralJudges([full, holed], verdicts: [[:], [:]], seed: 1)
        #expect(several.unevenAnswers == 1)
        let text = SeveralJudgesReport(several).markdown()
        #expect(text.contains("**Not all judges have scored the same answers:** 1 lack a"))
        #expect(!Self.report.markdown().contains("Not all judges"))
    }
}
