import JSONText
import Statistics

extension OracleTests {
    /// How judges agree with gold and with each other, and how two of them compare.
    static let judges: [String: Computation] = [
        "two-rater-binary": { inputs in
            agreement(AgreementCounts(zip(inputs.flags("gold"), inputs.flags("judge")).map { $0 }))
        },
        "per-polarity": { inputs in
            let weights = inputs.numbers("weights").map { Int($0) }
            let verdicts = zip(inputs.flags("gold"), inputs.flags("judge"))
            let all = zip(weights, verdicts).map { (weight: $0, gold: $1.0, judge: $1.1) }
            func counts(_ isIncluded: (Int) -> Bool) -> JSONValue {
                agreement(
                    AgreementCounts(
                        all.filter { isIncluded($0.weight) }.map {
                            (gold: $0.gold, judge: $0.judge)
                        }
                    ))
            }
            let error = ScoreError(all)
            return [
                "positive": counts { $0 > 0 }, "negative": counts { $0 < 0 },
                "score_error_over_P": .of(error.error),
                "abs_weight_misjudged_share": .of(error.misjudgedShare),
            ]
        },
        "kappa-paradox": { inputs in
            let counts = inputs.input("counts")
            func count(_ key: String) -> Int { Int(counts.number(key)) }
            return agreement(
                AgreementCounts(
                    truePositives: count("tp"), falsePositives: count("fp"),
                    falseNegatives: count("fn"), trueNegatives: count("tn")))
        },
        "fleiss-textbook": { inputs in
            let counts = RatingCounts(counts: inputs.rows("counts").map { $0.map { Int($0) } })
            return ["kappa": .of(counts.fleissKappa)]
        },
        "krippendorff-textbook-missing": { inputs in
            let ratings = (inputs.input("rater_by_unit").array ?? []).map { rater in
                (rater.array ?? []).map { $0.number.map { Int($0) - 1 } }
            }
            return [
                "alpha_nominal": .of(
                    RatingCounts(ratings: ratings, categories: 5).krippendorffAlpha)
            ]
        },
        "icc-shrout-fleiss": { inputs in
            let icc = IntraclassCorrelation(inputs.rows("target_by_judge"))
            return [
                "ICC1_1": .of(icc?.oneWay), "ICC2_1": .of(icc?.agreement),
                "ICC3_1": .of(icc?.consistency), "ICC2_k": .of(icc?.meanAgreement),
                "ICC3_k": .of(icc?.meanConsistency),
            ]
        },
        "mcnemar-4-12": mcnemar, "mcnemar-7-7": mcnemar, "mcnemar-no-discordant": mcnemar,
        "clustered-mcnemar": { inputs in
            let (b, c) = (inputs.numbers("b_per_answer"), inputs.numbers("c_per_answer"))
            let test = ClusteredMcNemar(
                zip(zip(b, c), inputs.numbers("n_per_answer")).map {
                    .init(firstOnly: Int($0.0), secondOnly: Int($0.1), criteria: Int($1))
                })
            return [
                "sum_b": .integer(test.pooled.firstOnly), "sum_c": .integer(test.pooled.secondOnly),
                "plain_exact_p": .number(test.pooled.exactP),
                "durkalski_chi2": .of(test.durkalski?.statistic),
                "durkalski_p": .of(test.durkalski?.pValue),
                "unweighted_chi2": .of(test.unweighted?.statistic),
                "unweighted_p": .of(test.unweighted?.pValue),
                "cluster_sign_flip_p": .of(test.signFlip(seed: 0)?.pValue),
            ]
        },
        "cochran-q": { inputs in
            let test = ChiSquareTest.cochran(inputs.flagRows("correct_item_by_prompt"))
            return [
                "Q": .of(test?.statistic), "df": .of(test.map { Double($0.degreesOfFreedom) }),
                "p": .of(test?.pValue),
            ]
        },
        "flip-rates": { inputs in
            let old = inputs.flagRows("runs_A").map { RepeatedVerdicts($0) }
            let new = inputs.flagRows("runs_B").map { RepeatedVerdicts($0) }
            let flips = FlipRates(zip(old, new).map { (old: $0, new: $1) })
            return [
                "p_A": .of(old.map(\.rate)), "p_B": .of(new.map(\.rate)),
                "within_A": .of(flips.oldRate), "within_B": .of(flips.newRate),
                "between": .of(flips.rawRate), "excess": .of(flips.excessRate),
                "net_leniency_shift": .of(flips.leniencyShift),
                "majority_flip_indices": .of(
                    old.indices.filter { old[$0].majority != new[$0].majority }),
            ]
        },
        "majority-of-k-error": { inputs in
            let rows = inputs.numbers("q").map { q in
                inputs.numbers("k").map { MajorityVote.error(runs: Int($0), deviation: q) }
            }
            return ["error": .table(rows)]
        },
        "binary-icc-design-effect": { inputs in
            let correlation = ClusterCorrelation(verdicts: inputs.flagRows("answer_by_criterion"))
            let size = inputs.number("project_m")
            let effect = correlation?.designEffect(size: size)
            return [
                "icc": .of(correlation?.correlation), "deff_m39": .of(effect),
                "n_eff_of_3900": .of(effect.map { size * inputs.number("project_n_answers") / $0 }),
            ]
        },
        "log-odds-vote": { inputs in
            let weights = MajorityVote.logOddsWeights(accuracies: inputs.numbers("accuracy"))
            let votes = inputs.flagRows("votes")
            func verdicts(_ weights: [Double]?) -> JSONValue {
                .of(votes.map { MajorityVote.verdict($0, weights: weights).map { $0 ? 1 : 0 } })
            }
            return [
                "weights": .of(weights ?? []), "verdicts": verdicts(weights),
                "majority": verdicts(nil),
            ]
        },
    ]

    private static func agreement(_ counts: AgreementCounts) -> JSONValue {
        [
            "tp": .integer(counts.truePositives), "fp": .integer(counts.falsePositives),
            "fn": .integer(counts.falseNegatives), "tn": .integer(counts.trueNegatives),
            "percent_agreement": .of(counts.agreement), "cohen_kappa": .of(counts.kappa),
            "gwet_ac1": .of(counts.gwetAC1), "pabak": .of(counts.pabak),
            "mcc": .of(counts.matthews), "precision": .of(counts.precision),
            "recall_sensitivity": .of(counts.sensitivity),
            "specificity": .of(counts.specificity), "f1": .of(counts.f1),
            "balanced_accuracy": .of(counts.balancedAccuracy), "youden_J": .of(counts.youden),
            "prevalence_gold": .of(counts.goldRate), "prevalence_judge": .of(counts.judgeRate),
            "bias_judge_minus_gold": .of(counts.bias),
        ]
    }

    private static let mcnemar: Computation = { inputs in
        let test = McNemarTest(
            firstOnly: Int(inputs.number("b")), secondOnly: Int(inputs.number("c")))
        return [
            "exact_p": .number(test.exactP), "mid_p": .number(test.midP),
            "chi2_cc": .of(test.corrected?.statistic), "chi2_cc_p": .of(test.corrected?.pValue),
            "chi2": .of(test.chiSquare?.statistic), "chi2_p": .of(test.chiSquare?.pValue),
        ]
    }
}

extension JSONValue {
    /// 0 and 1 as verdicts.
    func flags(_ key: String) -> [Bool] { numbers(key).map { $0 == 1 } }
    func flagRows(_ key: String) -> [[Bool]] { rows(key).map { $0.map { $0 == 1 } } }
}
