import JSONText
import Testing

@testable import Reports

@Suite("Calibration report")
struct CalibrationReportTests {
    private static func report(falseAlarms: Int, differing: Int? = nil) -> CalibrationReport {
        CalibrationReport(
            replicates: 1000, seed: 7, truthTasks: 20_000,
            truths: [
                .init(
                    title: "strong solo", value: 0.6338, standardError: 0.0009,
                    standardDeviation: 0.15)
            ],
            checks: [
                .init(
                    kind: .coverage, title: "Mean, t", tasks: 25, nominal: 0.95,
                    goal: 0.93...0.97, hits: 951, replicates: 1000),
                .init(
                    kind: .coverage, title: "Lift", tasks: 25, nominal: 0.95, goal: 0.93...1,
                    hits: 981, replicates: 1000),
                .init(
                    kind: .falseAlarms, title: "Paired t test", tasks: 25, nominal: 0.05,
                    goal: 0...0.06, hits: falseAlarms, replicates: 1000),
            ],
            biases: [
                .init(
                    title: "Naive lift", tasks: 25, truth: 0.1195, mean: 0.1052,
                    standardError: 0.0007)
            ],
            agreement: differing.map { differing in
                .init(
                    tasks: 2, verdicts: 80, differing: differing,
                    rows: [.init(configurationID: "ash", overHTTP: 0.5, inProcess: 0.5)])
            })
    }

    @Test("It says that it is simulated, with goal and Monte Carlo interval for every check")
    func markdown() {
        let text = Self.report(falseAlarms: 60).markdown()
        #expect(text.contains("**Simulated.** 1000 made-up benchmarks"))
        #expect(text.contains("All 3 checks hold."))
        // Wilson's interval of 951 of 1000.
        #expect(
            text.contains(
                "| Mean, t |    25 |      95.0 |       95.1 |     93.6–96.3 | 93.0–97.0 | ok  |"))
        #expect(text.contains("|    ≥ 93.0 | ok  |"))
        #expect(text.contains("|  ≤ 6.0 | ok  |"))
        #expect(text.contains("| 11.95 | 10.52 | -1.43 | 0.07 |"))
        #expect(!text.contains("HTTP"))
    }

    @Test("A check that leaves its goal fails the report, and so does a differing verdict")
    func failure() {
        let alarming = Self.report(falseAlarms: 61)
        #expect(!alarming.holds)
        #expect(alarming.markdown().contains("1 of 3 checks fail."))
        #expect(alarming.markdown().contains("FAILS"))
        let parted = Self.report(falseAlarms: 50, differing: 1)
        #expect(!parted.holds)
        #expect(parted.markdown().contains("THEY DO NOT AGREE"))
        #expect(Self.report(falseAlarms: 50, differing: 0).holds)
        #expect(Self.report(falseAlarms: 50, differing: 0).markdown().contains("they agree."))
    }

    @Test("Means that differ are no agreement, nor is one that could not be had")
    func means() {
        var report = Self.report(falseAlarms: 50, differing: 0)
        report.agreement?.rows[0].overHTTP = 0.5001
        #expect(!report.holds)
        report.agreement?.rows[0].overHTTP = nil
        #expect(!report.holds)
    }

    @Test("The JSON has the same, unrounded, and is marked as simulated")
    func json() {
        let json = Self.report(falseAlarms: 61, differing: 0).json()
        #expect(json["simulated"] == true)
        #expect(json["holds"] == false)
        #expect(json["checks"]?[2]?["observed"]?.number == 0.061)
        #expect(json["checks"]?[2]?["kind"]?.string == "false_alarms")
        #expect(json["biases"]?[0]?["truth"]?.number == 0.1195)
        #expect(json["agreement"]?["verdicts"]?.integer == 80)
        #expect(Self.report(falseAlarms: 1).json()["agreement"] == .null)
    }
}
