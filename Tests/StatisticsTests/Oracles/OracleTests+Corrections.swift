import JSONText
import Statistics

extension OracleTests {
    /// Drift and bias of judges, and corrections for their errors.
    static let corrections: [String: Computation] = [
        "cusum-ewma": { inputs in
            let shifts = inputs.numbers("mean_shift_vs_baseline")
            let sigma = inputs.number("sigma")
            let sums = CumulativeSumChart(shifts: shifts, standardDeviation: sigma)
            let averages = MovingAverageChart(shifts: shifts, standardDeviation: sigma)
            let rows = averages.map { zip($0.averages, $0.limits).map { [$0, $1] } }
            return [
                "cusum_plus": .of(sums?.upper ?? []), "cusum_minus": .of(sums?.lower ?? []),
                "first_alarm_cusum_h4": .of(sums?.alarms.first.map(Double.init)),
                "ewma_and_limit": .table(rows ?? []),
                "first_alarm_ewma": .of(averages?.alarms.first.map(Double.init)),
            ]
        },
        "rogan-gladen": { inputs in
            let rates = JudgeErrorRates(
                sensitivity: inputs.number("sensitivity"),
                goldMet: Int(inputs.number("m1_gold_met")),
                specificity: inputs.number("specificity"),
                goldUnmet: Int(inputs.number("m0_gold_unmet")))
            let corrected = RoganGladen(
                judgedRate: inputs.number("p_judged"), criteria: Int(inputs.number("n")),
                rates: rates)
            return [
                "theta": .of(corrected?.rate), "youden_J": .number(rates.youden),
                "se": .of(corrected?.standardError), "ci95_normal": (corrected?.interval()).pair,
                "variance_share_from_calibration": .of(corrected?.calibrationShare),
            ]
        },
        "rogan-gladen-weighted-score": { inputs in
            let weights = inputs.numbers("weights").map { Int($0) }
            let met = inputs.numbers("judged_met")
            func rates(_ polarity: String) -> JudgeErrorRates {
                JudgeErrorRates(
                    sensitivity: inputs.input("sensitivity").number(polarity), goldMet: 100,
                    specificity: inputs.input("specificity").number(polarity), goldUnmet: 100)
            }
            let corrected = CorrectedScores(
                [zip(weights, met).map { .init(weight: $0, metShare: $1) }],
                positive: rates("pos"), negative: rates("neg"))
            let positive = Double(weights.reduce(0) { $0 + max(0, $1) })
            return [
                "raw_unclamped": .number(
                    zip(weights, met).reduce(0) { $0 + Double($1.0) * $1.1 } / positive),
                "corrected_unclamped": .of(corrected?.scores.first),
            ]
        },
        "ppi-mean": { inputs in
            let human = inputs.numbers("human_labelled")
            let judge = inputs.numbers("judge_on_labelled")
            let unlabelled = inputs.numbers("judge_on_unlabelled")
            func mean(_ weight: Double?) -> PredictionPoweredMean? {
                PredictionPoweredMean(
                    labelled: zip(human, judge).map { (human: $0, judge: $1) },
                    unlabelled: unlabelled, weight: weight)
            }
            // The reference takes z where we take t for so few labels.
            let tuned = mean(nil)
            let z = NormalDistribution.quantile(0.975)
            let interval = tuned.map { Interval($0.mean, margin: z * $0.standardError) }
            return [
                "human_only_mean": .of(mean(0)?.mean),
                "human_only_se_ddof0": .of(mean(0)?.standardError),
                "judge_only_mean": .of(Averages.mean(judge + unlabelled)),
                "ppi_lambda1": ["estimate": .of(mean(1)?.mean), "se": .of(mean(1)?.standardError)],
                "ppi_plus": [
                    "lambda": .of(tuned?.weight), "estimate": .of(tuned?.mean),
                    "se": .of(tuned?.standardError), "ci95": interval.pair,
                ],
            ]
        },
        "gold-label-budget": { inputs in
            let budgets = inputs.rows("p_h_deff").map { row in
                GoldLabelBudget(rate: row[0], designEffect: row[2])
                    .labelsNeeded(halfWidth: row[1])
            }
            return ["n": .of(budgets)]
        },
        "length-slope-within-task": { inputs in
            let scores = inputs.rows("score_task_by_system")
            let answers = inputs.rows("length_task_by_system").enumerated().flatMap { task, row in
                row.enumerated().map { system, length in
                    LengthSlope.Answer(
                        task: "task \(task)", system: "system \(system)", length: length,
                        score: scores[task][system])
                }
            }
            let slope = LengthSlope(answers)
            return [
                "slope_task_fe": .of(slope?.slope),
                "cluster_se_cr1_statsmodels": .of(slope?.standardError),
                "slope_task_and_system_fe": .of(
                    LengthSlope(answers, withSystemEffects: true)?.slope),
                "points_per_doubling_task_fe": .of(slope.map { 100 * $0.perDoubling }),
            ]
        },
        "position-chi2": { inputs in
            let test = ChiSquareTest.evenness(
                inputs.numbers("adopted_by_position").map { Int($0) })
            return [
                "chi2": .of(test?.statistic), "df": .of(test.map { Double($0.degreesOfFreedom) }),
                "p": .of(test?.pValue),
            ]
        },
    ]
}
