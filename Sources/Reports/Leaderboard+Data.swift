import JSONText
import Statistics
import Vocabulary

extension Leaderboard {
    /// The leaderboard for programs. Scores and rates are percentages; what is unknown is null.
    package func json() -> JSONValue {
        let run = results.run
        let judge = results.judge
        return [
            "run": [
                "id": .string(run.id), "name": .string(run.name),
                "simulated": .bool(run.simulation != nil),
                "simulation": run.simulation.json, "complete": .bool(run.finishedAt != nil),
                "dataset": [
                    "name": .string(run.datasetName), "sha256": .string(run.datasetSHA256),
                    "revision": run.datasetRevision.json, "tasks": .integer(taskCount),
                ],
                "judge": [
                    "id": .string(judge.id), "model": .string(judge.model),
                    "prompt": .string(judge.promptName),
                    "prompt_version": .string(judge.promptVersion),
                    "prompt_sha256": .string(judge.promptSHA256),
                    "reasoning": judge.reasoning.json, "temperature": judge.temperature.json,
                    "passes": .integer(run.passes),
                ],
                "generations": .integer(run.generations), "seed": .string(String(run.seed)),
                "exclusion": [
                    "name": .string(run.exclusionName), "sha256": .string(run.exclusionSHA256),
                ],
                "suite_sha256": .string(run.suiteSHA256),
                "code_version": .string(run.codeVersion),
            ],
            "leaderboard": .array(rows.map(json(of:))),
            "lift": .array(lifts.map(Self.json(of:))),
        ]
    }

    private func json(of row: Row) -> JSONValue {
        let scores = row.scores
        return [
            "rank": row.rank.map { .integer($0) } ?? .null,
            "configuration": .string(scores.configuration.id),
            "kind": .string(scores.configuration.kind),
            "models": .array(scores.configuration.models.map { .string($0) }),
            "score": scores.normalized.percentJSON, "pass_rate": scores.passRate.percentJSON,
            "scored_tasks": .integer(scores.scored.count), "tasks": .integer(scores.tasks.count),
            "axes": .object(
                JSONObject(
                    pairs: Axis.allCases.map { ($0.rawValue, scores.axis($0).percentJSON) })),
            "domains": .object(
                JSONObject(
                    pairs: domains.map { name in
                        let domain = scores.domain(name)
                        return (
                            name,
                            ["score": domain.mean.percentJSON, "tasks": .integer(domain.tasks)]
                        )
                    })),
            "cost_per_task_usd": scores.costPerAnswer.json,
            "cost_usd": scores.totalCost.json, "judge_cost_usd": scores.judgeCost.json,
            "median_latency_s": scores.medianLatencySeconds.json,
            "statuses": .object(
                JSONObject(
                    pairs: AnswerStatus.allCases.map {
                        ($0.rawValue, .integer(scores.count(of: $0)))
                    })),
            "unanswered": .integer(scores.unansweredUnits),
            "missing_verdicts": .integer(scores.missingVerdicts),
            "lost_drafts": .integer(scores.lostDrafts),
            "missing_analyses": .integer(scores.missingAnalyses),
            "blocked_urls": .integer(scores.blockedURLs),
        ]
    }

    private static func json(of lift: LiftRecord) -> JSONValue {
        [
            "fusion": .string(lift.configurationID), "score": .number(lift.fusedScore * 100),
            "best_member": .string(lift.bestMemberID),
            "best_member_score": .number(lift.bestMemberScore * 100),
            "lift": .number(lift.lift * 100), "common_tasks": .integer(lift.commonTasks),
        ]
    }

    /// The rows of the score table as CSV (RFC 4180), unknown fields empty.
    package func csv() -> String {
        let head =
            ["rank", "configuration", "kind", "score", "pass_rate", "scored_tasks", "tasks"]
            + Axis.allCases.map { $0.rawValue.replacing("-", with: "_") }
            + ["cost_per_task_usd", "median_latency_s", "simulated"]
        let lines = rows.map { row -> [String] in
            let scores = row.scores
            return [
                row.rank.map(String.init) ?? "", Escape.csv(scores.configuration.id),
                scores.configuration.kind, Self.field(scores.normalized),
                Self.field(scores.passRate), "\(scores.scored.count)", "\(scores.tasks.count)",
            ] + Axis.allCases.map { Self.field(scores.axis($0)) } + [
                scores.costPerAnswer.map { "\($0.dollars)" } ?? "",
                scores.medianLatencySeconds.map { "\($0)" } ?? "",
                results.run.simulation == nil ? "no" : "yes",
            ]
        }
        return ([head] + lines).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func field(_ share: Double?) -> String { share.map { "\($0 * 100)" } ?? "" }
}

extension ConfigurationScores {
    var missingVerdicts: Int { answered.reduce(0) { $0 + $1.missingVerdicts } }
    /// Drafts that a fusion was to have and that did not come.
    var lostDrafts: Int { answered.reduce(0) { $0 + $1.drafts - $1.usableDrafts } }
    /// Answers that a synthesizer had to write from the drafts alone.
    var missingAnalyses: Int { answered.count { [.invalid, .failed].contains($0.analysis) } }
    var blockedURLs: Int { answered.reduce(0) { $0 + $1.blockedURLs } }
}

extension String? {
    var json: JSONValue { map { .string($0) } ?? .null }
}

extension Double? {
    var json: JSONValue { map { .number($0) } ?? .null }
    /// A share in 0…1 as a percentage.
    var percentJSON: JSONValue { map { .number($0 * 100) } ?? .null }
}

extension USD? {
    var json: JSONValue { map { .number($0.dollars) } ?? .null }
}
