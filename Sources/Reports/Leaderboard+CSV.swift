import Comparison
import Statistics
import Vocabulary

extension Leaderboard {
    /// The rows of the score table as CSV (RFC 4180), unknown fields empty.
    package func csv() -> String {
        let head =
            [
                "rank", "rank_high", "letters", "configuration", "kind", "score", "ci_low",
                "ci_high", "completed_score", "pass_rate", "scored_tasks", "tasks",
            ]
            + Axis.allCases.map { $0.rawValue.replacing("-", with: "_") }
            + [
                "lift_lower_limit", "cost_per_task_usd", "cost_ratio_to_best_solo",
                "median_latency_s", "p90_latency_s", "refused", "failed", "truncated", "valid",
                "enforcement", "tainted_tasks",
                "simulated",
            ]
        let lifts = Dictionary(
            standings.lifts.map { ($0.fusion.id, $0) }, uniquingKeysWith: { first, _ in first })
        let lines = rows.map { row -> [String] in
            let scores = row.scores
            let lift = lifts[scores.configuration.id]?.estimate.lowerLimit()
            let standing = row.standing
            return [
                standing.map { "\($0.ranks.lowerBound)" } ?? "",
                standing.map { "\($0.ranks.upperBound)" } ?? "", standing?.letters ?? "",
                Escape.csv(scores.configuration.id), scores.configuration.kind,
                Self.percent(scores.score), Self.percent(scores.interval?.low),
                Self.percent(scores.interval?.high), Self.percent(scores.completed),
                Self.percent(scores.passRate), "\(scores.scored.count)", "\(scores.tasks.count)",
            ] + Axis.allCases.map { Self.percent(scores.axis($0)) } + [
                Self.percent(lift), Self.field(scores.costPerAnswer?.dollars),
                Self.field(row.costRatio?.ratio), Self.field(scores.latency(0.5)?.seconds),
                Self.field(scores.latency(0.9)?.seconds), "\(scores.count(of: .refused))",
                "\(scores.failedCount)", "\(scores.count(of: .truncated))",
                row.findings.isEmpty ? "yes" : "no",
                results.run == nil ? "" : scores.configuration.enforcement.rawValue,
                "\(scores.taintedTasks.count)",
                results.run == nil ? "" : results.isSimulated ? "yes" : "no",
            ]
        }
        return ([head] + lines).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func percent(_ share: Double?) -> String { field(share.map { $0 * 100 }) }

    /// To nine decimals, which do not depend on the machine's mathematics library.
    private static func field(_ value: Double?) -> String {
        value.flatMap { $0.isFinite ? "\(Averages.comparable($0))" : nil } ?? ""
    }
}
