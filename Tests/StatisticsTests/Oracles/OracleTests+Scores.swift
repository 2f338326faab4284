import JSONText
import Statistics
import Vocabulary

extension OracleTests {
    /// Scores from weights and verdicts, and what to do about missing ones.
    static let scores: [String: Computation] = [
        "rubric-mixed": oneScore, "rubric-all-unmet-blank-answer": oneScore,
        "rubric-perfect": oneScore,
        "axis-decomposition": { inputs in
            guard let score = try? score(inputs) else { return .null }
            let names = ["factual", "depth", "presentation", "citation"]
            let weights = inputs.numbers("weights")
            let axes = zip(names, score.axes).map { name, axis -> (String, JSONValue) in
                let own = zip(weights, inputs.words("axes")).filter { $0.1 == name }.map(\.0)
                let positive = Averages.sum(own.map { max(0, $0) })
                let raw = axis.contribution * score.positiveWeight
                return (
                    name,
                    [
                        "axis_raw": .number(raw), "axis_P": .number(positive),
                        "axis_unclamped": .number(raw / positive),
                        "axis_clamped": .of(axis.score), "contribution": .number(axis.contribution),
                        "share_of_P": .number(positive / score.positiveWeight),
                    ]
                )
            }
            return [
                "axes": .object(JSONObject(pairs: axes)),
                "sum_of_contributions": .number(Averages.sum(score.axes.map(\.contribution))),
            ]
        },
        "judge-runs-aggregation-order": { inputs in
            let rubric = rubric(inputs)
            let passes = (inputs.input("runs").array ?? []).map { run in
                (run.array ?? []).map { $0.string == "MET" ? Verdict.met : .unmet }
            }
            let singles = passes.compactMap { PassScores(rubric, passes: [$0]) }
            guard let all = PassScores(rubric, passes: passes) else { return .null }
            let majority = rubric.criteria.indices.map { place in
                passes.count { $0[place] == .met } >= 2 ? "MET" : "UNMET"
            }
            return [
                "per_run_clamped": .of(singles.map(\.meanOfClamped)),
                "per_run_unclamped": .of(singles.map(\.meanUnclamped)),
                "A_mean_of_clamped": .number(all.meanOfClamped),
                "B_clamp_of_mean": .number(all.clampOfMean),
                "mean_unclamped": .number(all.meanUnclamped),
                "C_majority_verdicts": .of(majority),
                "C_majority_score": .number(all.majorityScore),
                "clamped_runs": .integer(all.clampedCount),
            ]
        },
        "missing-verdict-bounds": { inputs in
            let missing = Set(inputs.numbers("missing_indices").map { "c\(Int($0))" })
            let verdicts = verdicts(inputs)
            let bounds = ScoreBounds(rubric(inputs)) { missing.contains($0) ? nil : verdicts[$0] }
            return [
                "lower_unclamped": .number(bounds.adverse.unclamped),
                "upper_unclamped": .number(bounds.favourable.unclamped),
                "lower_clamped": .number(bounds.adverse.normalized),
                "upper_clamped": .number(bounds.favourable.normalized),
                "unresolved_abs_weight_share": .number(bounds.unresolvedWeightShare),
            ]
        },
        "macro-vs-micro": { inputs in
            let tasks = (inputs.input("tasks").array ?? []).map {
                (raw: $0.number("R"), positive: $0.number("P"))
            }
            let clamped = tasks.map { min(max($0.raw / $0.positive, 0), 1) }
            let pooled = PooledScore(tasks)
            let macro = MeanEstimate(clamped)
            return [
                "task_clamped": .of(clamped), "macro_clamped": .of(macro?.mean),
                "macro_unclamped": .of(Averages.mean(tasks.map { $0.raw / $0.positive })),
                "macro_se": .of(macro?.standardError), "micro": .of(pooled?.value),
                "micro_se_linearised": .of(pooled?.standardError),
                "micro_se_jackknife": .of(pooled?.jackknifeError),
            ]
        },
        "wilson-93-100": { inputs in
            Proportion.wilson(
                successes: Int(inputs.number("successes")), of: Int(inputs.number("n"))
            ).json
        },
        "wilson-edge": { inputs in
            [
                "intervals": .array(
                    inputs.rows("cases").map {
                        let interval = Proportion.wilson(successes: Int($0[0]), of: Int($0[1]))
                        return .of([interval?.low, interval?.high])
                    })
            ]
        },
        "coverage-policies": { inputs in
            let rows = (inputs.input("scores").array ?? []).map { row in
                (row.array ?? []).map(\.number)
            }
            let coverages = rows.map { row in
                Coverage(row.map { [$0.map { .scored($0) } ?? .lost] })
            }
            let common = MatchedTasks.common(rows)
            var pairs: [(String, JSONValue)] = []
            for a in rows.indices {
                for b in rows.indices where b > a {
                    let places = MatchedTasks.common([rows[a], rows[b]])
                    let difference = PairedDifference(
                        places.compactMap { rows[a][$0] }, places.compactMap { rows[b][$0] })
                    pairs.append(
                        (
                            "\(a)-\(b)",
                            ["n": .integer(places.count), "diff": .of(difference?.mean)]
                        ))
                }
            }
            return [
                "coverage": .of(coverages.map(\.share)),
                "completed_only": .of(
                    coverages.map { Averages.mean($0.completed.compactMap { $0 }) }),
                "itt_zero": .of(
                    coverages.map { Averages.mean($0.intentionToTreat.compactMap { $0 }) }),
                "bounds": .array(coverages.map { .of([$0.bounds?.low, $0.bounds?.high]) }),
                "common_tasks": .of(common),
                "matched_all": .of(
                    rows.map { row in Averages.mean(common.compactMap { row[$0] }) }),
                "pairwise_matched": .object(JSONObject(pairs: pairs)),
                "two_way_adjusted": .of(MatchedTasks.adjustedMeans(rows) ?? []),
            ]
        },
    ]

    private static func rubric(_ inputs: JSONValue) -> Rubric {
        let axes: [String: Axis] = [
            "factual": .factualAccuracy, "depth": .breadthAndDepth,
            "presentation": .presentationQuality, "citation": .citationQuality,
        ]
        let names = inputs.words("axes")
        return Rubric(
            id: "oracle",
            criteria: inputs.numbers("weights").enumerated().map { place, weight in
                Criterion(
                    id: "c\(place)",
                    axis: names.isEmpty ? .factualAccuracy : axes[names[place]] ?? .citationQuality,
                    weight: Int(weight), requirement: "")
            })
    }

    private static func verdicts(_ inputs: JSONValue) -> [String: Verdict] {
        Dictionary(
            uniqueKeysWithValues: inputs.words("verdicts").enumerated().map {
                ("c\($0)", $1 == "MET" ? .met : .unmet)
            })
    }

    private static func score(_ inputs: JSONValue) throws -> TaskScore {
        let verdicts = verdicts(inputs)
        return try TaskScore(rubric(inputs)) { verdicts[$0] }
    }

    private static func oneScore(_ inputs: JSONValue) -> JSONValue {
        guard let score = try? score(inputs) else { return .null }
        return [
            "raw": .number(score.raw), "max_positive": .number(score.positiveWeight),
            "max_negative": .number(score.negativeWeight), "unclamped": .number(score.unclamped),
            "clamped": .number(score.normalized), "affine01": .number(score.affine),
            "pass_rate": .number(score.passRate), "positive_met_rate": .of(score.positiveMetRate),
            "negative_met_rate": .of(score.negativeMetRate),
            "penalty_over_P": .number(score.penaltyShare),
        ]
    }
}

extension Interval? {
    var json: JSONValue { ["low": .of(self?.low), "high": .of(self?.high)] }
    var pair: JSONValue { .of([self?.low, self?.high]) }
}
