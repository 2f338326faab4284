import Comparison
import Foundation
import JSONText
import Statistics
import Testing
import Vocabulary

@testable import Reports

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The test of a judge")
struct JudgeTestReportTests {
    @Test("The report, its JSON and its JUnit XML are the ones that were reviewed")
    func golden() throws {
        let report = SampleTrial.report
        try GoldenFile.expect(report.markdown(), "judge-test.md")
        try GoldenFile.expect(report.junitXML(), "judge-test.xml")
    }

    @Test("A simulated judge is called simulated, everywhere")
    func simulated() {
        let report = JudgeTestReport(
            quality: JudgeQuality(
                SampleTrial.trial(SampleTrial.simulatedJudge), replicates: 20, seed: 1), gold: nil)
        #expect(report.markdown().contains("**Simulated.** The judge is made up"))
        #expect(report.json()["simulated"] == true)
        #expect(report.junitXML().contains("judge test: sim/judge, simulated"))
        #expect(!SampleTrial.report.markdown().contains("imulated"))
    }

    @Test("Without gold, limits or sentinels the report says that nothing is known")
    func empty() {
        let report = JudgeTestReport(
            quality: JudgeQuality(
                SampleTrial.trial(SampleTrial.judge, questions: []), replicates: 20, seed: 1),
            gold: nil)
        let text = report.markdown()
        #expect(text.contains("**No limit was set**, so the test neither passes nor fails."))
        #expect(text.contains("Without gold labels nothing can be said of whether"))
        #expect(!text.contains("## Scores of whole answers") && !text.contains("nan"))
        #expect(report.json()["scores"] == .null && report.isPassed)
        #expect(report.junitXML().contains("tests=\"0\""))
    }

    @Test("It passes where all limits are kept, and says how many there were")
    func passed() {
        let report = JudgeTestReport(
            quality: SampleTrial.quality, gold: nil,
            sentinels: [SampleTrial.sentinels[0]],
            thresholds: [JudgeThreshold(.agreement, limit: 0.5)])
        #expect(report.isPassed && report.markdown().contains("**Passed:** 2 checks."))
        #expect(!SampleTrial.report.isPassed)
    }

    @Test("The JSON holds every figure, finite, with all answers and mistakes")
    func json() throws {
        let json = SampleTrial.report.json()
        #expect(json.hasOnlyFiniteNumbers)
        #expect(json["scores"]?["answers"]?.array?.count == 12)
        #expect(json["mistakes"]?.array?.count == SampleTrial.quality.mistakes.count)
        #expect(json["agreement"]?[0]?["labels"] == 96)
        #expect(json["agreement"]?[0]?["by_repeat"]?.array?.count == 3)
        #expect(json["canary"]?.string == RubricCanary.line)
        #expect(json["passed"] == false)
    }

    @Test("The XML is well formed, whatever a judge writes, and counts its failures")
    func wellFormed() throws {
        let text = SampleTrial.report.junitXML()
        let parser = XMLParser(data: Data(text.utf8))
        #expect(parser.parse())
        let failures = text.components(separatedBy: "<failure ").count - 1
        #expect(failures > 0 && text.contains("failures=\"\(failures)\""))
        let tests = text.components(separatedBy: "<testcase ").count - 1
        #expect(tests == 2 + 3 + 12 && text.contains("tests=\"\(tests)\""))
        for scalar in text.unicodeScalars where scalar != "\n" {
            #expect(![.control, .format].contains(scalar.properties.generalCategory))
        }
    }

    @Test("What XML can't hold is left out, and what is markup is escaped")
    func escape() {
        #expect(
            Escape.xml("a\u{0}\u{1B}b\u{FFFE}<&>\"'\n]]>") == "ab&lt;&amp;&gt;&quot;&apos; ]]&gt;")
    }

    @Test("An answer without a verdict is skipped without a limit and fails with one")
    func noVerdict() {
        let questions = ["a", "b"].map { id in
            JudgeTrial.Question(
                answerID: id, taskID: "t",
                criterion: Criterion(
                    id: "c", axis: .factualAccuracy, weight: 5, requirement: "r"),
                positiveWeight: 10, gold: .met,
                rulings: [
                    JudgeTrial.Ruling(
                        verdict: id == "a" ? nil : .met, explanation: "", failure: .timeout)
                ])
        }
        let quality = JudgeQuality(
            SampleTrial.trial(SampleTrial.judge, questions: questions), replicates: 20, seed: 1)
        let free = JudgeTestReport(quality: quality, gold: nil)
        #expect(free.isPassed && free.junitXML().contains("skipped=\"1\""))
        let held = JudgeTestReport(quality: quality, gold: nil, answerErrorLimit: 1)
        #expect(!held.isPassed && held.junitXML().contains("failures=\"1\""))
        #expect(
            held.failures == [
                "1 of 2 answers are scored more than 1.0 points off gold, or not at all"
            ])
    }
}
