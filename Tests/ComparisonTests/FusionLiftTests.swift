import Statistics
import Testing
import Vocabulary

@Suite("Lift over the best member")
struct LiftTests {
    /// A run with the given scores by configuration and task; nil where a task has no score.
    private func results(_ scores: KeyValuePairs<String, [Double?]>) -> RunResults {
        let configurations = scores.map { id, _ in
            id.contains("+")
                ? ConfigurationSummary(
                    id: id, kind: "fusion", models: id.split(separator: "+").map(String.init))
                : ConfigurationSummary(id: id, kind: "solo", models: [id])
        }
        let tasks = (0..<(scores.first?.value.count ?? 0)).map {
            TaskSummary(id: "t\($0)", domain: "d")
        }
        let units = scores.flatMap { id, values in
            values.enumerated().map { index, value in
                let key = "\(id) \(index)"
                return UnitResult(
                    unit: AnswerUnitRecord(
                        key: key, configurationID: id, taskID: "t\(index)", generation: 0),
                    status: value == nil ? .refused : .ok,
                    scores: value.map { value in
                        [
                            ScoreRecord(
                                answerKey: key, judgeID: "j", pass: 0, raw: value,
                                positiveWeight: 1, normalized: value, unclamped: value,
                                passRate: value, axes: [])
                        ]
                    } ?? [])
            }
        }
        return RunResults(
            run: .sample, judge: .sample, configurations: configurations, tasks: tasks,
            units: units)
    }

    @Test("The best member is the one with the highest mean, and lift the difference to it")
    func best() throws {
        let lifts = Lift.records(
            of: results(["a": [0.5, 0.7], "b": [0.9, 0.1], "a+b": [0.8, 0.8]]))
        let lift = try #require(lifts.first)
        #expect(lifts.count == 1)
        #expect(lift.bestMemberID == "a")
        #expect(lift.commonTasks == 2)
        #expect(abs(lift.lift - 0.2) < 1e-12)
    }

    @Test("Only tasks that all of them have scores for count")
    func matched() throws {
        let lift = try #require(
            Lift.records(
                of: results(["a": [0.5, nil, 0.5], "b": [0.2, 0.9, 0.2], "a+b": [0.6, 1, nil]])
            ).first)
        #expect(lift.commonTasks == 1)
        #expect(lift.bestMemberID == "a")
        #expect(abs(lift.lift - 0.1) < 1e-12)
    }

    @Test("Of equal members the first in the suite is named")
    func ties() throws {
        let lift = try #require(
            Lift.records(of: results(["b": [0.5], "a": [0.5], "a+b": [0.6]])).first)
        #expect(lift.bestMemberID == "b")
    }

    @Test("The lift of a panel of three is the one that was worked out for it")
    func worked() throws {
        let lift = try #require(
            Lift.records(
                of: results([
                    "a": [0.75, 0.6, 0.31, 0.88, 0.61, 0.64],
                    "b": [0.7, 0.49, 0.42, 0.8, 0.69, 0.6],
                    "c": [0.55, 0.44, 0.25, 0.71, 0.5, 0.58],
                    "a+b+c": [0.82, 0.58, 0.4, 0.91, 0.66, 0.73],
                ])
            ).first)
        #expect(lift.bestMemberID == "a")
        #expect(abs(lift.lift - 0.05166666666666653) < 1e-10)
    }

    @Test("Members whose means differ only by rounding are equal")
    func roundingTies() throws {
        let lift = try #require(
            Lift.records(
                of: results(["b": [0.3, 0], "a": [0.1 + 0.2, 0], "a+b": [0.6, 0]])
            ).first)
        #expect(lift.bestMemberID == "b")
    }

    @Test("Another fusion and a model outside of the panel are no members")
    func others() throws {
        let lifts = Lift.records(
            of: results(["c": [0.9], "a": [0.4], "a+c": [0.8], "a+b": [0.6]]))
        #expect(lifts.map(\.configurationID) == ["a+c", "a+b"])
        #expect(lifts.map(\.bestMemberID) == ["c", "a"])
    }

    @Test("Without a member's own row or a common task there is no lift")
    func none() {
        #expect(Lift.records(of: results(["c": [0.5], "a+b": [0.6]])).isEmpty)
        #expect(Lift.records(of: results(["a": [nil, 0.5], "a+b": [0.6, nil]])).isEmpty)
    }

    @Test("A model that is in the panel twice counts once")
    func selfPanel() throws {
        let lift = try #require(Lift.records(of: results(["a": [0.5], "a+a": [0.5]])).first)
        #expect(lift.bestMemberID == "a")
        #expect(lift.lift == 0)
    }
}

extension RunRecord {
    static let sample = RunRecord(
        id: "run", name: "run", datasetName: "d", datasetSHA256: "0", datasetRevision: nil,
        suiteSHA256: "0", judgeID: "j", passes: 1, generations: 1, exclusionName: "none",
        exclusionSHA256: "0", seed: 0, simulation: nil, codeVersion: "0", startedAt: 0,
        finishedAt: nil)
}

extension JudgeRecord {
    static let sample = JudgeRecord(
        id: "j", model: "m", promptName: "p", promptVersion: "1", promptSHA256: "0",
        reasoning: nil, temperature: nil, maxOutputTokens: nil, endpoint: "e")
}
