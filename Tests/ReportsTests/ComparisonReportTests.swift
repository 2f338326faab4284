import Comparison
import JSONText
import Testing
import Vocabulary

@testable import Reports

struct ComparisonReportTests {
    private static func report(
        _ a: String, _ b: String, in results: RunResults = SampleResults.simulated,
        margin: Double? = nil
    ) throws -> ComparisonReport {
        func scores(_ id: String) throws -> ConfigurationScores {
            ConfigurationScores(
                try #require(results.configurations.first { $0.id == id }), in: results)
        }
        return ComparisonReport(
            results: results, a: try scores(a), b: try scores(b), margin: margin)
    }

    @Test("The comparison of two is the one that was reviewed")
    func golden() throws {
        try GoldenFile.expect(
            Self.report("opus-opus", "gpt", margin: 2).markdown(), "compare.md")
    }

    @Test("What cannot be told apart is said to be so, with what could have been found")
    func notDistinguishable() throws {
        let text = try Self.report("opus", "gpt").markdown()
        #expect(text.contains("opus and gpt are not distinguishable"))
        #expect(text.contains("points four times in five; a smaller one may well be there."))
    }

    @Test("Means beside a difference with lost answers as 0 are over the same tasks as it")
    func lostAnswers() throws {
        let text = try Self.report("opus", SampleResults.hostileName).markdown()
        let row = try #require(
            text.split(separator: "\n").first { $0.contains("lost answers as 0") })
        // Without t5 and t8, on which nothing is known of the second.
        #expect(row.contains("| 10 tasks, lost answers as 0") && row.contains(" 60.6 "))
        #expect(row.contains(" 29.1 ") && row.contains(" +31.5 "))
    }

    @Test("A chance and a ratio without an interval have no empty parentheses")
    func noInterval() throws {
        let text = try Self.report("a+b", "a", in: BadInput.allEqual).markdown()
        #expect(!text.contains("(–)") && text.contains("| Chance to win a task, ties half"))
    }

    @Test("Without a task in common there is a sentence and no table")
    func noneCommon() throws {
        let report = try Self.report("silent", "opus", margin: 2)
        let text = report.markdown()
        #expect(text.contains("silent and opus have no task in common"))
        #expect(!text.contains("## Task by task") && !text.contains("| On common tasks"))
        #expect(text.contains("silent is invalid: "))
        #expect(text.contains("can't be said"))
        for key in ["mean_difference", "sd", "t", "p_t", "ci_low", "p_sign_flip", "non_inferior"] {
            #expect(report.json()[key] == .null, "\(key)")
        }
    }

    @Test("JSON has a task by task list that adds up to the difference")
    func json() throws {
        let json = try Self.report("opus-opus", "gpt").json()
        #expect(
            json.object?.keys == [
                "a", "b", "n_common", "mean_difference", "sd", "t", "p_t", "ci_low", "ci_high",
                "p_sign_flip", "wins", "ties", "losses", "mde", "p_wilcoxon", "standard_error",
                "standardized_effect", "correlation", "superiority", "leave_one_out_low",
                "leave_one_out_high", "mean_difference_all_tasks", "cost_ratio", "cost_ratio_low",
                "cost_ratio_high", "dropped_tasks", "tasks", "run",
            ])
        let tasks = try #require(json["tasks"]?.array)
        #expect(tasks.count == 11 && json["n_common"] == 11)
        #expect(json["dropped_tasks"] == ["t10"])
        let differences = tasks.compactMap { $0["difference"]?.number }
        let mean = differences.reduce(0, +) / 11
        #expect(abs(try #require(json["mean_difference"]?.number) - mean) < 1e-9)
        #expect(
            tasks.count { $0["outcome"] == "win" } == json["wins"]?.integer
                && tasks.count { $0["outcome"] == "tie" } == json["ties"]?.integer
                && tasks.count { $0["outcome"] == "loss" } == json["losses"]?.integer)
        #expect(json.hasOnlyFiniteNumbers)
    }

    @Test(
        "As good as, give or take a margin, is claimed only where the limit lies above it",
        arguments: [(1, false), (20, true)])
    func margin(margin: Double, holds: Bool) throws {
        let report = try Self.report("opus", "opus-opus", margin: margin)
        #expect(report.json()["non_inferior"] == .bool(holds))
        #expect(report.json()["margin"] == .number(margin))
        #expect(report.markdown().contains("not shown to be at least as good") == !holds)
        let unasked = try Self.report("opus", "gpt").json()
        #expect(unasked["margin"] == nil && unasked["non_inferior"] == nil)
    }
}
