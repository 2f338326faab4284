import JSONText
import Statistics
import Testing
import Vocabulary

@testable import Reports

struct ScoreSheetTests {
    private static let rubric = Rubric(
        id: "r",
        criteria: [
            Criterion(id: "a", axis: .factualAccuracy, weight: 10, requirement: ""),
            Criterion(id: "b", axis: .factualAccuracy, weight: 5, requirement: ""),
            Criterion(id: "c", axis: .presentationQuality, weight: 5, requirement: ""),
            Criterion(id: "d", axis: .citationQuality, weight: -10, requirement: ""),
        ])

    /// One letter for every criterion: M for MET, U for UNMET, anything else for none.
    private static func verdict(_ letters: String, _ id: String) -> Verdict? {
        let letter = zip(rubric.criteria, letters).first { $0.0.id == id }?.1
        return letter.flatMap { ["M": Verdict.met, "U": .unmet][$0] }
    }

    private static func exact(
        _ task: String, _ configuration: String, _ pass: Int, _ letters: String
    ) throws -> ScoreSheet.Entry {
        let score = try TaskScore(rubric) { verdict(letters, $0) }
        return .init(taskID: task, configuration: configuration, pass: pass, result: .score(score))
    }

    private static func bounded(
        _ task: String, _ configuration: String, _ letters: String
    ) -> ScoreSheet.Entry {
        let bounds = ScoreBounds(rubric) { verdict(letters, $0) }
        return .init(taskID: task, configuration: configuration, pass: 0, result: .bounds(bounds))
    }

    private static func sheet() throws -> ScoreSheet {
        ScoreSheet(
            entries: [
                try exact("t1", "x|y", 0, "MUMU"), try exact("t1", "x|y", 1, "MMMU"),
                try exact("t1", "z", 0, "UUMM"), try exact("t2", "x|y", 0, "UUUU"),
            ], unscoredTasks: 1)
    }

    @Test("The sheet is the one that was reviewed")
    func golden() throws {
        let sheet = try Self.sheet()
        try GoldenFile.expect(sheet.markdown(), "scores.md")
        try GoldenFile.expect(sheet.json().prettyText, "scores.json")
    }

    @Test("The sheet with bounds is the one that was reviewed")
    func goldenBounds() throws {
        let sheet = ScoreSheet(
            entries: [Self.bounded("t1", "x", "M?M?"), Self.bounded("t2", "x", "MMMU")],
            unscoredTasks: 0)
        try GoldenFile.expect(sheet.markdown(), "score-bounds.md")
        try GoldenFile.expect(sheet.json().prettyText, "score-bounds.json")
    }

    @Test("One answer's scores are percentages, weights stay weights")
    func task() throws {
        let task = try #require(try Self.sheet().json()["tasks"]?[2])
        #expect(task["raw"] == -5.0 && task["positive_weight"] == 20.0)
        #expect(task["normalized"] == 0.0 && task["unclamped"] == -25.0)
        #expect(task["pass_rate"] == 25.0)
        let citation = task["axes"]?["citation-quality"]
        #expect(citation?["score"] == .null && citation?["contribution"] == -50.0)
    }

    @Test("Passes of an answer are averaged before answers are")
    func overall() throws {
        let json = try Self.sheet().json()
        #expect(json["configurations"]?.array?.map { $0["normalized"] } == [37.5, 100.0, 0.0])
        #expect(json["configurations"]?.array?.map { $0["pass"] } == [0, 1, 0])
        // t1 of x|y: (75 + 100) ÷ 2; then the mean with z's 0 and t2's 0.
        let overall = try #require(json["overall"]?["normalized"]?.number)
        #expect(abs(overall - 87.5 / 3) < 1e-9)
        #expect(json["overall"]?["tasks"] == 2 && json["overall"]?["unscored_tasks"] == 1)
    }

    @Test("Bounds have two ends, on the score and on the pass rate")
    func bounds() throws {
        let sheet = ScoreSheet(entries: [Self.bounded("t1", "x", "M?M?")], unscoredTasks: 0)
        for part in ["overall", "configurations", "tasks"] {
            let object = try #require(sheet.json()[part].flatMap { $0[0] ?? $0 })
            #expect(object["normalized_low"] == 25.0 && object["normalized_high"] == 100.0)
            #expect(object["pass_rate_low"] == 50.0 && object["pass_rate_high"] == 100.0)
            #expect(object["normalized"] == nil)
        }
        #expect(sheet.json()["tasks"]?[0]?["unresolved_weight_share"] == 50.0)
        #expect(sheet.markdown().contains("25.0–100.0"))
    }

    @Test("Requirements are shown only where they were given, under the canary")
    func requirements() throws {
        let secret = Criterion(
            id: "a", axis: .factualAccuracy, weight: 10, requirement: "Names the year 1987")
        let rubric = Rubric(id: "r", criteria: [secret])
        func sheet(_ rulings: [ScoreSheet.Ruling]) throws -> ScoreSheet {
            let score = try TaskScore(rubric) { _ in .met }
            return ScoreSheet(
                entries: [
                    .init(
                        taskID: "t", configuration: "x", pass: 0, result: .score(score),
                        rulings: rulings)
                ], unscoredTasks: 0)
        }
        let without = try sheet([])
        #expect(without.json()["canary"] == nil && without.json()["tasks"]?[0]?["criteria"] == nil)
        let with = try sheet([.init(secret, .met), .init(secret, nil)])
        #expect(with.json().object?.keys.first == "canary")
        #expect(with.json()["canary"]?.string == RubricCanary.line)
        let criteria = with.json()["tasks"]?[0]?["criteria"]
        #expect(
            criteria?[0] == [
                "criterion_id": "a", "axis": "factual-accuracy", "weight": 10,
                "requirement": "Names the year 1987", "verdict": "MET",
            ])
        #expect(criteria?[1]?["verdict"] == .null)
        for text in [without.json().prettyText, without.markdown(), with.markdown()] {
            #expect(!text.contains("1987"))
        }
    }

    @Test("Without any verdict there is no score, and the sheet says of how many tasks")
    func nothing() {
        let sheet = ScoreSheet(entries: [], unscoredTasks: 3)
        #expect(sheet.json()["overall"]?["normalized"] == .null)
        #expect(sheet.json()["overall"]?["unscored_tasks"] == 3)
        #expect(sheet.markdown().contains("3 tasks have no verdict"))
    }
}
