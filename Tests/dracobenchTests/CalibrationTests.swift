import Reports
import Simulator
import Statistics
import Testing
import Vocabulary

@testable import dracobench

/// Seeds are fixed, so the bounds hold or fail every time. They are as wide as the few replicates
/// make them; `scripts/calibrate` has the narrow ones.
@Suite("Calibration")
struct CalibrationTests {
    private static let small = Calibration(
        replicates: 80, taskCounts: [6], seed: 3, truthTasks: 200)

    @Test("Intervals hold the truth, and comparisons without a difference keep quiet")
    func small() async {
        let report = await Self.small.run()
        #expect(report.checks.count == 17)
        for check in report.checks {
            #expect(check.replicates == 80)
            // Four standard deviations of a share of 80 from its nominal value, and all the way
            // up where a limit is on the safe side.
            let slack = 4 * (check.nominal * (1 - check.nominal) / 80).squareRoot()
            switch check.kind {
            case .coverage: #expect(check.observed > check.nominal - slack, "\(check.title)")
            case .falseAlarms: #expect(check.observed < check.nominal + slack, "\(check.title)")
            }
        }
        // Limits that always hold would be no limits: the plain t intervals miss now and then.
        #expect(report.checks.filter { $0.kind == .coverage }.contains { $0.observed < 0.99 })
        for bias in report.biases where bias.title == "Naive lift: equal members" {
            #expect(bias.bias < -2 * bias.standardError)
        }
    }

    @Test("The same options give the same report, other seeds another")
    func seeded() async {
        var calibration = Calibration(replicates: 3, taskCounts: [4], seed: 3, truthTasks: 20)
        let first = await calibration.run()
        #expect(await calibration.run() == first)
        calibration.seed = 4
        #expect(await calibration.run().truths != first.truths)
    }

    @Test("Equal entrants are equal in truth, and panels better than their members")
    func truth() async {
        let tasks = TaskPopulation(seed: 9).tasks(0..<100)
        let truth = CalibrationTruth([SimulatedField.scores(on: tasks, seed: 1)])
        #expect(truth.mean(.ash) == truth.mean(.oak))
        #expect(truth.lift(.oak, over: [.ash, .weaker, .weakest]) == 0)
        #expect(truth.mean(.ash) > truth.mean(.weaker))
        #expect(truth.mean(.weaker) > truth.mean(.weakest))
        #expect(truth.lift(.panelOfEquals, over: [.ash, .elm, .fir]) > 0.05)
    }

    @Test("Scores are those of the product, and no answer is worth 0")
    func scores() throws {
        for task in TaskPopulation(seed: 2).tasks(0..<5) {
            let verdicts = task.rubric.criteria.indices.map { $0 % 3 == 0 ? Verdict.met : .unmet }
            let byID = Dictionary(
                uniqueKeysWithValues: zip(task.rubric.criteria.map(\.id), verdicts))
            let score = try TaskScore(task.rubric) { byID[$0] }
            #expect(SimulatedField.score(verdicts, task.rubric) == score.normalized)
        }
        #expect(SimulatedField.score(nil, TaskPopulation(seed: 2).task(0).rubric) == 0)
    }

    @Test("Numbers of tasks are read, and what is none is refused")
    func taskCounts() throws {
        #expect(try CalibrateCommand.taskCounts("12,25") == [12, 25])
        for text in ["", "1", "12,", "many", "-3"] {
            #expect(throws: CommandFailure.self) { try CalibrateCommand.taskCounts(text) }
        }
    }
}
