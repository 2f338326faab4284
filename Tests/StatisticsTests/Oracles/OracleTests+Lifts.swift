import JSONText
import Statistics

extension OracleTests {
    /// Lift over members, and what it is made of.
    static let lifts: [String: Computation] = [
        "lift-suite": { inputs in
            let members = inputs.rows("members")
            let fused = inputs.numbers("fusion")
            guard let lift = LiftEstimate(fused: fused, members: members) else { return .null }
            let means = EveryResample.means(of: [fused] + members)
            let chosen = LiftEstimate.Reselection(
                fused: means[0], members: Array(means[1...]), naive: lift.naive)
            let fixed = zip(means[0], means[1 + lift.bestMember]).map { $0 - $1 }
            let uppers = lift.differences.map { $0.interval(confidence: 1 - 0.05 / 3)?.high }
            let perTask = fused.indices.map { task -> Double? in
                let others = fused.indices.filter { $0 != task }
                let part = LiftEstimate(
                    fused: others.map { fused[$0] },
                    members: members.map { member in others.map { member[$0] } })
                return part.map { fused[task] - members[$0.bestMember][task] }
            }
            let reselection: JSONValue = [
                "n_resamples": .integer(means[0].count), "mean": .number(chosen.meanLift),
                "bias_of_estimator": .number(chosen.bias),
                "bias_corrected_lift": .number(lift.biasCorrected(chosen)),
                "percentile95": chosen.percentile.pair,
                "p_lift_gt_0": .number(chosen.positiveShare),
                "selection_frequency": .of(chosen.frequencies),
            ]
            let every: JSONValue = [
                "one_sided_p_vs_each": .of(lift.differences.map(\.pGreater)),
                "p_iut": .of(lift.pValue), "lower_bound_975": .of(lift.lowerLimit()),
                "lower_per_member": .of(lift.differences.map { $0.interval()?.low }),
                "upper_bound_975": .of(lift.upperLimit()),
                "upper_per_member_bonferroni": .of(uppers),
            ]
            let best = lift.memberMeans[lift.bestMember]
            return [
                "naive_best_member": .string(inputs.words("member_names")[lift.bestMember]),
                "naive_lift": .number(lift.naive), "reselect_bootstrap": reselection,
                "fixed_member_bootstrap_percentile95": BootstrapInterval.percentile(fixed).pair,
                "crossfit_loo_lift": .of(lift.crossFit), "crossfit_loo_per_task": .of(perTask),
                "crossfit_split_half_lift": .of(halves(fused, members)), "iut": every,
                "oracle_best_per_task_mean": .number(lift.oracle),
                "lift_vs_oracle": .number(lift.fusedMean - lift.oracle),
                "headroom_captured": .of(lift.headroomCaptured),
                "mean_member": .number(lift.fusedMean - lift.overMeanMember),
                "lift_vs_mean_member": .number(lift.overMeanMember),
                "lift_vs_worst_member": .number(
                    best + lift.naive - (lift.memberMeans.min() ?? 0)),
            ]
        },
        "winner-curse-emax": {
            ["E_max": .of($0.numbers("K").map { LiftEstimate.expectedMaximum(of: Int($0)) })]
        },
        "synthesis-vs-diversity": { inputs in
            let arm: (String) -> [Double] = { inputs.numbers($0) }
            guard
                let published = Decomposition(
                    solos: [arm("solo_X")], selfPanels: [arm("self_XX")], mixed: arm("mixed_XY")),
                let balanced = Decomposition(
                    solos: [arm("solo_X"), arm("solo_Y")],
                    selfPanels: [arm("self_XX"), arm("self_YY")], mixed: arm("mixed_XY"))
            else { return .null }
            let sum = balanced.synthesis.mean + balanced.diversity.mean
            return [
                "published_style": [
                    "synthesis": effect(published.synthesis), "total": effect(published.total),
                    "share_fieller": share(published.synthesisShare),
                ],
                "balanced": [
                    "synthesis": effect(balanced.synthesis),
                    "diversity": effect(balanced.diversity),
                    "total_vs_mean_member": effect(balanced.total),
                    "share_fieller": share(balanced.synthesisShare),
                ],
                "identity_synth_plus_div_equals_total": .bool(
                    abs(sum - balanced.total.mean) < 1e-12),
            ]
        },
        "published-share-illustrative-ci": { inputs in
            let rows = inputs.rows("rows_se_corr").map { row -> JSONValue in
                let ratio = RatioEstimate(
                    numerator: inputs.number("num"), denominator: inputs.number("den"),
                    numeratorError: row[0], denominatorError: row[0],
                    covariance: row[1] * row[0] * row[0], degreesOfFreedom: inputs.number("df"))
                return [
                    "assumed_se_points": .number(row[0]), "assumed_corr": .number(row[1]),
                    "share": .of(ratio?.ratio), "low": .of(ratio?.fieller?.low),
                    "high": .of(ratio?.fieller?.high),
                ]
            }
            return ["rows": .array(rows)]
        },
    ]

    /// Over all ways to choose on one half of the tasks and compare on the other.
    private static func halves(_ fused: [Double], _ members: [[Double]]) -> Double? {
        let n = fused.count
        let lifts = (0..<(1 << n)).filter { $0.nonzeroBitCount == n / 2 }.compactMap { pattern in
            let choosing = fused.indices.filter { pattern >> $0 & 1 == 1 }
            let comparing = fused.indices.filter { pattern >> $0 & 1 == 0 }
            return LiftEstimate(
                fused: comparing.map { fused[$0] },
                members: members.map { member in comparing.map { member[$0] } }
            )?.crossFit(choosing: members.map { member in choosing.map { member[$0] } })
        }
        return Averages.mean(lifts)
    }

    private static func effect(_ difference: PairedDifference) -> JSONValue {
        [
            "mean": .number(difference.mean), "se": .of(difference.standardError),
            "ci95": difference.interval().pair, "p": .of(difference.pValue),
        ]
    }

    static func share(_ ratio: RatioEstimate?) -> JSONValue {
        [
            "ratio": .of(ratio?.ratio), "bounded": .bool(ratio?.isIdentified ?? false),
            "g": .of(ratio?.g), "low": .of(ratio?.fieller?.low), "high": .of(ratio?.fieller?.high),
            "delta_se": .of(ratio?.deltaError), "delta_low": .of(ratio?.delta.low),
            "delta_high": .of(ratio?.delta.high),
        ]
    }
}
