import Comparison
import JSONText
import Testing
import Vocabulary

@testable import Reports

@Suite("The drift of a judge")
struct DriftReportTests {
    @Test("The report of a judge who drifted is the one that was reviewed")
    func golden() throws {
        let report = DriftReport(SampleDrift.drift([0.6, 0.6, 0.7, 0.75, 0.75]))
        try GoldenFile.expect(report.markdown(), "judge-drift.md")
        #expect(!report.isQuiet && report.json().hasOnlyFiniteNumbers)
        #expect(report.json()["dates"]?.array?.count == 5)
    }

    @Test("A quiet history says so, and an anchor that was not judged again says that")
    func quiet() {
        let quiet = DriftReport(SampleDrift.drift([0.6, 0.6]))
        #expect(quiet.isQuiet && quiet.markdown().contains("**No alarm** on 2 dates."))
        #expect(quiet.markdown().contains("fewer than 30 answers"))
        let untouched = DriftReport(SampleDrift.drift([]))
        #expect(untouched.markdown().hasSuffix("It has not been judged again.\n"))
        #expect(untouched.json()["charted"] == false)
    }

    @Test("Without repeats at the reference it says that nothing can be told from noise")
    func noChart() {
        let judge = SampleTrial.simulatedJudge
        let drift = JudgeDrift(
            JudgeAnchor(SampleDrift.trial(1, 0.6, repeats: 1, judge: judge), date: 0),
            history: [
                JudgeAnchor.Rejudging(
                    SampleDrift.trial(2, 0.9, repeats: 1, judge: judge), date: 86_400)
            ])
        let text = DriftReport(drift).markdown()
        #expect(text.contains("**No chart:**") && text.contains("**Simulated.**"))
        #expect(!text.contains("No alarm"))
    }
}
