import Comparison
import JSONText
import Statistics
import Vocabulary

extension Leaderboard {
    /// The leaderboard for programs. Scores, rates and differences are percentages and points on
    /// the scale of 0 to 100; what is unknown is null.
    package func json() -> JSONValue {
        [
            "run": results.headerJSON,
            "leaderboard": .array(rows.map(json(of:))),
            "lift": .array(standings.lifts.map(\.json)),
            "decomposition": .array(standings.decompositions.map(\.json)),
            "server_fusion": serverFusionJSON, "escalation": escalationJSON,
            "contamination": standings.contamination.json,
        ]
    }

    private func json(of row: Standings.Row) -> JSONValue {
        let scores = row.scores
        var object = JSONObject(pairs: standing(row) + figures(scores) + costs(row))
        object["domains"] = .object(
            JSONObject(
                pairs: domains.map { name in
                    let domain = scores.domain(name)
                    let interval = domain?.interval()?.clamped(to: 0...1)
                    return (
                        name,
                        [
                            "score": (domain?.mean).percentJSON, "interval": interval.percentJSON,
                            "tasks": .integer(domain?.count ?? 0),
                        ]
                    )
                }))
        object["statuses"] = .object(
            JSONObject(
                pairs: AnswerStatus.allCases.map {
                    ($0.rawValue, .integer(scores.count(of: $0)))
                }))
        return .object(object)
    }

    private func standing(_ row: Standings.Row) -> [(String, JSONValue)] {
        let configuration = row.scores.configuration
        return [
            ("rank", row.standing.map { .integer($0.ranks.lowerBound) } ?? .null),
            ("rank_high", row.standing.map { .integer($0.ranks.upperBound) } ?? .null),
            ("letters", (row.standing?.letters).json),
            ("first_support", (row.standing?.support?.first).json),
            ("mean_rank", (row.standing?.support?.meanRank).json),
            ("adjusted_score", (row.standing?.adjusted).percentJSON),
            ("configuration", .string(configuration.id)), ("kind", .string(configuration.kind)),
            ("models", .array(configuration.models.map { .string($0) })),
            ("valid", .bool(row.findings.isEmpty)),
            ("findings", .array(row.findings.map(\.json))),
            ("judge_family", .bool(row.sharesJudgeFamily)),
            (
                "enforcement",
                results.run == nil ? .null : .string(configuration.enforcement.rawValue)
            ),
            ("tainted_tasks", .integer(row.scores.taintedTasks.count)),
        ]
    }

    private func figures(_ scores: ConfigurationScores) -> [(String, JSONValue)] {
        let clamped = scores.clampedPasses
        let parts = scores.variance
        return [
            ("score", scores.score.percentJSON),
            ("standard_error", (scores.estimate?.standardError).percentJSON),
            ("ci_low", (scores.interval?.low).percentJSON),
            ("ci_high", (scores.interval?.high).percentJSON),
            ("completed_score", scores.completed.percentJSON),
            ("bounds", scores.coverage.bounds.percentJSON),
            ("domain_mean", scores.domainMean.percentJSON),
            ("pooled_score", (scores.pooled?.value).percentJSON),
            ("pooled_se", (scores.pooled?.standardError).percentJSON),
            ("stratified_se", scores.stratifiedError.percentJSON),
            ("unclamped", scores.unclamped.percentJSON),
            ("clamped_passes", .integer(clamped.clamped)), ("passes", .integer(clamped.all)),
            ("pass_rate", scores.passRate.percentJSON),
            ("scored_tasks", .integer(scores.scored.count)),
            ("unresolved_tasks", .integer(scores.unresolvedTasks)),
            ("tasks", .integer(scores.tasks.count)),
            (
                "axes",
                .object(
                    JSONObject(
                        pairs: Axis.allCases.map { ($0.rawValue, scores.axis($0).percentJSON) }))
            ),
            ("fixed_benchmark_se", (parts?.fixedBenchmarkError).percentJSON),
            ("verdict_coverage", scores.verdictCoverage.percentJSON),
        ]
    }

    private func costs(_ row: Standings.Row) -> [(String, JSONValue)] {
        let scores = row.scores
        func latency(_ q: Double) -> JSONValue {
            let found = scores.latency(q)
            return [
                "seconds": (found?.seconds).json, "low": (found?.interval?.low).json,
                "high": (found?.interval?.high).json,
            ]
        }
        return [
            ("cost_per_task_usd", scores.costPerAnswer.json), ("cost_usd", scores.totalCost.json),
            ("judge_cost_usd", scores.judgeCost.json),
            ("cost_ratio_to_best_solo", (row.costRatio?.ratio).json),
            ("cost_ratio_low", (row.costRatio?.interval?.low).json),
            ("cost_ratio_high", (row.costRatio?.interval?.high).json),
            (
                "on_frontier",
                row.standing?.frontier.map { .bool($0.isOnFrontier) } ?? .null
            ),
            ("frontier_support", (row.standing?.frontier?.support).json),
            ("median_latency_s", (scores.latency(0.5)?.seconds).json),
            ("latency_p50", latency(0.5)), ("latency_p90", latency(0.9)),
            ("unanswered", .integer(scores.unansweredUnits)),
            ("missing_verdicts", .integer(scores.missingVerdicts)),
            ("incomplete_passes", .integer(scores.incompletePasses)),
            ("asked_again", .integer(scores.answersPutAside)),
            ("lost_drafts", .integer(scores.lostDrafts)),
            ("missing_analyses", .integer(scores.missingAnalyses)),
            ("blocked_urls", .integer(scores.blockedURLs)),
        ]
    }
}

extension FusionLift {
    fileprivate var json: JSONValue {
        let members = zip(members, estimate.differences).enumerated().map { place, member in
            let difference = member.1
            return [
                "member": .string(member.0.id), "score": .number(estimate.memberMeans[place] * 100),
                "difference": .number(difference.mean * 100),
                "ci_low": (difference.interval()?.low).percentJSON,
                "ci_high": (difference.interval()?.high).percentJSON, "p": difference.pValue.json,
                "selection_frequency": .number(reselection.frequencies[place]),
            ] as JSONValue
        }
        return [
            "fusion": .string(fusion.id), "score": .number(estimate.fusedMean * 100),
            "best_member": .string(bestMember.id),
            "best_member_score": .number(estimate.memberMeans[estimate.bestMember] * 100),
            "lift": .number(estimate.naive * 100), "lower_limit": estimate.lowerLimit().percentJSON,
            "upper_limit": estimate.upperLimit().percentJSON, "p": estimate.pValue.json,
            "p_holm": adjustedP.json, "claimed": isClaimed.map { .bool($0) } ?? .null,
            "lift_without_tainted": (withoutTainted?.naive).percentJSON,
            "lower_limit_without_tainted": (withoutTainted?.lowerLimit()).percentJSON,
            "common_tasks": .integer(common.count),
            "dropped_tasks": .array(dropped.map { .string($0) }),
            "absent_models": .array(absentModels.map { .string($0) }),
            "bias": .number(reselection.bias * 100),
            "bias_corrected": .number(estimate.biasCorrected(reselection) * 100),
            "cross_fitted": estimate.crossFit.percentJSON,
            "over_mean_member": .number(estimate.overMeanMember * 100),
            "oracle": .number(estimate.oracle * 100),
            "headroom_taken": estimate.headroomCaptured.json,
            "best_member_is_clear": .bool(!isBestMemberUnclear), "members": .array(members),
            "compute_matched": computeMatched.map { matched in
                [
                    "over": .string(matched.b.id),
                    "difference": (matched.difference?.mean).percentJSON,
                    "ci_low": (matched.difference?.interval()?.low).percentJSON,
                    "ci_high": (matched.difference?.interval()?.high).percentJSON,
                ]
            } ?? .null,
        ]
    }
}

extension PanelDecomposition {
    fileprivate var json: JSONValue {
        func effect(_ difference: PairedDifference) -> JSONValue {
            [
                "points": .number(difference.mean * 100),
                "ci_low": (difference.interval()?.low).percentJSON,
                "ci_high": (difference.interval()?.high).percentJSON, "p": difference.pValue.json,
            ]
        }
        let share = effects.synthesisShare
        return [
            "fusion": .string(mixed.id), "balanced": .bool(effects.isBalanced),
            "self_panels": .array(selfPanels.map { .string($0.id) }),
            "solos": .array(solos.map { .string($0.id) }), "common_tasks": .integer(common.count),
            "synthesis": effect(effects.synthesis), "diversity": effect(effects.diversity),
            "total": effect(effects.total),
            "synthesis_share": share.flatMap { $0.isIdentified ? .number($0.ratio) : nil } ?? .null,
            "share_low": (share?.fieller?.low).json, "share_high": (share?.fieller?.high).json,
        ]
    }
}

extension ValidityFinding {
    fileprivate var json: JSONValue {
        [
            "gate": .string(gate.rawValue), "model": model.json, "share": .number(share),
            "limit": .number(limit),
        ]
    }
}

extension ContaminationEffect {
    fileprivate var json: JSONValue {
        [
            "clean_tasks": .integer(cleanTasks.count),
            "configurations": .array(
                rows.map { row in
                    [
                        "configuration": .string(row.configuration.id),
                        "enforcement": .string(row.configuration.enforcement.rawValue),
                        "answers_kept_away": .integer(row.keptAway),
                        "answers_seen": .object(
                            JSONObject(
                                pairs: LeakFinding.Severity.allCases.map {
                                    ($0.rawValue, .integer(row.seen[$0] ?? 0))
                                })),
                        "tainted_tasks": .array(row.tainted.map { .string($0) }),
                        "score": row.score.percentJSON,
                        "without_tainted": row.withoutTainted.percentJSON,
                        "tainted_as_zero": row.taintedAsZero.percentJSON,
                        "over_full_exclusion": (row.overFull?.mean).percentJSON,
                        "over_full_low": (row.overFull?.interval()?.low).percentJSON,
                        "over_full_high": (row.overFull?.interval()?.high).percentJSON,
                        "effect": (row.contrast?.effect).percentJSON,
                        "p_effect": (row.contrast?.pGreater).json,
                    ]
                }),
        ]
    }
}
