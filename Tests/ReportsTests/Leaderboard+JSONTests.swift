import JSONText
import Testing
import Vocabulary

@testable import Reports

struct LeaderboardJSONTests {
    private let json = SampleResults.leaderboard.json()

    private func row(_ id: String) throws -> JSONValue {
        let rows = try #require(json["leaderboard"]?.array)
        return try #require(rows.first { $0["configuration"] == .string(id) })
    }

    private func keys(_ value: JSONValue?) -> [String]? { value?.object?.keys }

    @Test("The keys of every part are those that programs rely on")
    func keys() {
        #expect(
            keys(json) == [
                "run", "leaderboard", "lift", "decomposition", "server_fusion", "escalation",
                "contamination",
            ])
        #expect(
            keys(json["leaderboard"]?[0]) == [
                "rank", "rank_high", "letters", "first_support", "mean_rank", "adjusted_score",
                "configuration", "kind", "models", "valid", "findings", "judge_family",
                "enforcement", "tainted_tasks", "score",
                "standard_error", "ci_low", "ci_high", "completed_score", "bounds", "domain_mean",
                "pooled_score", "pooled_se", "stratified_se", "unclamped", "clamped_passes",
                "passes", "pass_rate", "scored_tasks", "unresolved_tasks", "tasks", "axes",
                "fixed_benchmark_se", "verdict_coverage", "cost_per_task_usd", "cost_usd",
                "judge_cost_usd", "cost_ratio_to_best_solo", "cost_ratio_low", "cost_ratio_high",
                "on_frontier", "frontier_support", "median_latency_s", "latency_p50",
                "latency_p90", "unanswered", "missing_verdicts", "incomplete_passes",
                "asked_again", "lost_drafts", "missing_analyses", "blocked_urls", "domains",
                "statuses",
            ])
        #expect(
            keys(json["lift"]?[0]) == [
                "fusion", "score", "best_member", "best_member_score", "lift", "lower_limit",
                "upper_limit", "p", "p_holm", "claimed", "lift_without_tainted",
                "lower_limit_without_tainted", "common_tasks", "dropped_tasks", "absent_models",
                "bias", "bias_corrected", "cross_fitted", "over_mean_member", "oracle",
                "headroom_taken", "best_member_is_clear", "members", "compute_matched",
            ])
        #expect(
            keys(json["decomposition"]?[0]) == [
                "fusion", "balanced", "self_panels", "solos", "common_tasks", "synthesis",
                "diversity", "total", "synthesis_share", "share_low", "share_high",
            ])
    }

    @Test("Verdict files have the same keys in every row, and a header of their own")
    func fromFiles() {
        let files = Leaderboard(results: SampleResults.fromFiles).json()
        #expect(keys(files["leaderboard"]?[0]) == keys(json["leaderboard"]?[0]))
        #expect(files["run"]?["id"] == .null && files["run"]?["files"]?.array?.count == 2)
        #expect(files["leaderboard"]?[0]?["cost_usd"] == .null)
    }

    @Test("What is unknown is null, never 0")
    func unknown() throws {
        let imported = try row(SampleResults.importedName)
        for key in [
            "cost_usd", "cost_per_task_usd", "cost_ratio_to_best_solo", "on_frontier",
            "frontier_support", "median_latency_s",
        ] {
            #expect(imported[key] == .null, "\(key)")
        }
        #expect(imported["latency_p90"]?["seconds"] == .null && imported["ci_low"] == .null)
        let silent = try row("silent")
        #expect(silent["rank"] == .null && silent["letters"] == .null)
        #expect(silent["completed_score"] == .null && silent["score"] == 0.0)
        #expect(silent["axes"]?["factual-accuracy"] == .null && silent["valid"] == false)
        #expect(silent["findings"]?[0]?["gate"] == "empty")
        #expect(silent["domains"]?["Law"]?["interval"] == .null)
        let hostile = try row(SampleResults.hostileName)
        #expect(hostile["cost_usd"] == .null && hostile["judge_cost_usd"]?.number == 2.75)
        #expect(hostile["unresolved_tasks"] == 2)
    }

    @Test("Scores are percentages, lifts are points, shares stay shares")
    func units() throws {
        let lifts = try #require(json["lift"]?.array)
        let lift = try #require(lifts.first { $0["fusion"] == "opus-gpt" })
        #expect(lift["best_member"] == "opus" && lift["common_tasks"] == 11)
        #expect(lift["dropped_tasks"] == ["t10"])
        let found = try #require(lift["lift"]?.number)
        #expect(abs(found - (842 - 691) / 11) < 1e-9)
        let frequencies = lift["members"]?.array?.compactMap { $0["selection_frequency"]?.number }
        #expect(frequencies.map { abs($0.reduce(0, +) - 1) < 1e-9 } == true)
        let trio = try #require(lifts.first { $0["fusion"] == "trio" })
        #expect(trio["absent_models"] == ["acme/absent"])
        let score = try #require(try row("opus-gpt")["score"]?.number)
        #expect(abs(score - 894.0 / 12) < 1e-9)
    }

    @Test(
        "No number is less than a number, whatever the costs were",
        arguments: [Double.nan, .infinity, -.infinity])
    func finite(cost: Double) throws {
        var results = SampleResults.simulated
        for place in results.units.indices {
            results.units[place].cost = USD(cost)
            results.units[place].judgeCost = USD(cost)
            results.units[place].latencySeconds = cost
        }
        let json = Leaderboard(results: results).json()
        #expect(json.hasOnlyFiniteNumbers)
        let rows = try #require(json["leaderboard"]?.array)
        for row in rows {
            #expect(row["cost_usd"] == .null && row["cost_ratio_to_best_solo"] == .null)
            #expect(row["median_latency_s"] == .null)
        }
    }

    @Test(
        "Every number is finite",
        arguments: [
            SampleResults.leaderboard, Leaderboard(results: SampleResults.fromFiles),
            Leaderboard(results: BadInput.waiting),
        ])
    func finite(leaderboard: Leaderboard) {
        #expect(leaderboard.json().hasOnlyFiniteNumbers)
    }
}

extension JSONValue {
    var hasOnlyFiniteNumbers: Bool {
        if let object { return object.members.allSatisfy(\.value.hasOnlyFiniteNumbers) }
        if let array { return array.allSatisfy(\.hasOnlyFiniteNumbers) }
        return number?.isFinite ?? true
    }
}
