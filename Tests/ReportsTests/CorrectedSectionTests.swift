import Comparison
import JSONText
import Testing
import Vocabulary

@testable import Reports

@Suite("Corrected scores under a leaderboard")
struct CorrectedSectionTests {
    private static func section(_ errors: [Double], gold: Int = 200) -> CorrectedSection {
        CorrectedSection(
            CorrectedFigures(
                gold: SampleGraded.graded(answers: gold, errors: errors, hasGold: true, seed: 1),
                run: SampleGraded.graded(
                    answers: 300, errors: errors, hasGold: false, first: 1000, seed: 2),
                replicates: 300, seed: 1))
    }

    @Test("What is shown where conditions allow is what was reviewed")
    func golden() throws {
        let section = Self.section([0.03, 0.03], gold: 400)
        try GoldenFile.expect(section.markdown(), "corrected.md")
        #expect(section.json()["allowed"] == true && section.json().hasOnlyFiniteNumbers)
    }

    @Test("Where they do not allow it, there are sentences instead of figures")
    func refused() {
        let text = Self.section([0.02, 0.2]).markdown()
        #expect(text.contains("No scores corrected for the judge's error rates"))
        #expect(text.contains("J may part by more than 0.1 between gpt and kimi"))
        #expect(!text.contains("Rogan–Gladen"))
        let weak = Self.section([0.4, 0.4]).markdown()
        #expect(weak.contains("below 0.6: a correction would be noise"))
    }

    @Test("Gold on nobody's answers says once for every polarity what is missing")
    func foreign() {
        let section = CorrectedSection(
            CorrectedFigures(
                gold: SampleTrial.trial,
                run: SampleGraded.graded(answers: 5, errors: [0, 0], hasGold: false, seed: 2),
                replicates: 50, seed: 1))
        #expect(section.obstacles.count == 1)
        #expect(section.obstacles[0].contains("label answers of every configuration"))
        #expect(section.json()["allowed"] == false)
    }

    @Test("PPI is shown where people graded answers of the run, whatever the conditions")
    func predictionPowered() {
        let run = SampleGraded.graded(answers: 60, errors: [0.3, 0.1], hasGold: true, seed: 2)
        let gold = SampleTrial.trial(
            SampleTrial.judge,
            questions: run.questions.filter { (Int($0.taskID.dropFirst()) ?? 99) < 15 })
        let section = CorrectedSection(
            CorrectedFigures(gold: gold, run: run, replicates: 50, seed: 1))
        #expect(section.markdown().contains("No scores corrected"))
        #expect(section.markdown().contains("PPI holds only if"))
        #expect(section.json()["configurations"]?[0]?["graded_by_people"] == 15)
    }
}
