import JSONText
import Statistics

extension OracleTests {
    /// Paired tests, several at once, and ranks.
    static let comparisons: [String: Computation] = [
        "paired-t": { inputs in
            let (a, b) = (inputs.numbers("a"), inputs.numbers("b"))
            guard let paired = PairedDifference(a, b), let va = Moments.variance(a),
                let vb = Moments.variance(b)
            else { return .null }
            return [
                "mean_diff": .number(paired.mean), "sd_diff": .of(paired.standardDeviation),
                "se": .of(paired.standardError), "t": .of(paired.t),
                "df": .integer(paired.count - 1), "p_two_sided": .of(paired.pValue),
                "ci95": paired.interval().pair, "cohen_dz": .of(paired.standardizedEffect),
                "correlation": .of(paired.correlation),
                "se_if_unpaired": .number(((va + vb) / Double(a.count)).squareRoot()),
            ]
        },
        "wilcoxon-signed-rank": { inputs in
            guard let test = WilcoxonSignedRank(inputs.numbers("d")) else { return .null }
            return [
                "W_plus": .number(test.positive), "W_minus": .number(test.negative),
                "statistic_min": .number(min(test.positive, test.negative)),
                "p_normal": .number(test.pNormal),
                "p_normal_continuity": .number(test.pContinuity),
                "abs_values_distinct": .bool(test.pExact != nil),
                "rank_biserial": .number(test.rankBiserial),
            ]
        },
        "sign-flip-exact": { inputs in
            let d = inputs.numbers("d")
            guard let test = SignFlip(d, seed: 0) else { return .null }
            return [
                "count_two_sided": .number(test.pValue * 1024), "total": .integer(1 << d.count),
                "p_two_sided": .number(test.pValue), "p_greater": .number(test.pGreater),
            ]
        },
        "sign-flip-monte-carlo": { inputs in
            let flips = Int(inputs.number("B"))
            let test = SignFlip(
                inputs.numbers("d"), seed: seed(inputs), flips: flips, exact: false)
            return [
                "count": .of(test.map { ($0.pValue * Double(flips + 1) - 1).rounded() }),
                "p": .of(test?.pValue),
            ]
        },
        "probability-of-superiority": { inputs in
            guard let paired = PairedDifference(differences: inputs.numbers("d")) else {
                return .null
            }
            return [
                "wins": .integer(paired.wins), "ties": .integer(paired.ties),
                "losses": .integer(paired.losses), "ps": .of(paired.superiority?.mean),
                "se": .of(paired.superiority?.standardError),
                "sign_test_p_excluding_ties": .of(paired.signTestP),
            ]
        },
        "holm-bh-by": { inputs in
            let p = inputs.numbers("p").map { Optional($0) }
            let holm = Multiplicity.holm(p)
            let benjamini = Multiplicity.benjaminiHochberg(p)
            return [
                "holm_adjusted": .of(holm), "holm_reject": .of(holm.map { ($0 ?? 1) <= 0.05 }),
                "bh_adjusted": .of(benjamini),
                "bh_reject": .of(benjamini.map { ($0 ?? 1) <= 0.05 }),
                "by_adjusted": .of(Multiplicity.benjaminiYekutieli(p)),
            ]
        },
        "maxT-stepdown-signflip": { inputs in
            let rows = inputs.rows("diffs_task_by_contrast")
            let contrasts = rows[0].indices.map { place in rows.map { $0[place] } }
            let alone = contrasts.compactMap { MaximumT.adjusted([$0], seed: 0)?.first }
            return [
                "t": .of(contrasts.map { PairedDifference(differences: $0)?.t }),
                "raw_p": .of(alone), "adjusted_p": .of(MaximumT.adjusted(contrasts, seed: 0) ?? []),
                "total": .integer(1 << rows.count),
            ]
        },
        "exhaustive-bootstrap-ranks": { inputs in
            let rows = inputs.rows("scores_system_by_task")
            let support = RankSupport(means: EveryResample.means(of: rows))
            return [
                "means": .of(rows.map { Averages.mean($0) }),
                "mean_rank": .of(support.meanRank), "p_rank1_strict": .of(support.first),
                "rank_quantiles_025_975": .array(support.ranks.map { Optional($0).pair }),
                "p_beats": .array(
                    support.ahead.enumerated().map { row, shares in
                        .of(shares.enumerated().map { $0 == row ? nil : $1 })
                    }),
            ]
        },
        "rank-confidence-sets-holm": { inputs in
            let rows = inputs.rows("scores_system_by_task")
            let names = inputs.words("systems")
            var pairs: [(Int, Int)] = []
            for a in rows.indices { for b in rows.indices where b > a { pairs.append((a, b)) } }
            let tests = pairs.map { PairedDifference(rows[$0], rows[$1]) }
            let holm = Multiplicity.holm(tests.map { $0?.pValue })
            let sets = RankSets(
                count: rows.count,
                pairs: pairs.indices.map { place in
                    RankSets.Pair(
                        first: pairs[place].0, second: pairs[place].1,
                        difference: tests[place]?.mean ?? 0, adjustedP: holm[place])
                })
            return [
                "pairs": .array(pairs.map { .of([names[$0], names[$1]]) }),
                "p_raw": .of(tests.map { $0?.pValue }), "p_holm": .of(holm),
                "rank_low": .of(sets.ranks.map(\.lowerBound)),
                "rank_high": .of(sets.ranks.map(\.upperBound)),
            ]
        },
        "compact-letter-display": { inputs in
            let names = inputs.words("systems_best_first")
            let apart = (inputs.input("significant_pairs").array ?? []).map { pair in
                (pair.array ?? []).compactMap { $0.string.flatMap(names.firstIndex) }
            }
            let letters = RankSets.letters(count: names.count, apart: apart.map { ($0[0], $0[1]) })
            return [
                "letters": .object(
                    JSONObject(pairs: zip(names, letters).map { ($0, .string($1)) }))
            ]
        },
        "judge-family-did": { inputs in
            let tasks = (inputs.input("scores_task_judge_system").array ?? []).map {
                ($0.array ?? []).map(\.numbers)
            }
            let contrast = FamilyPreference.contrast(
                ownOwn: tasks.map { $0[0][0] }, otherOwn: tasks.map { $0[1][0] },
                ownOther: tasks.map { $0[0][1] }, otherOther: tasks.map { $0[1][1] })
            return [
                "did_per_task": .of(contrast?.differences ?? []), "mean": .of(contrast?.mean),
                "se": .of(contrast?.standardError), "ci95": (contrast?.interval()).pair,
                "p": .of(contrast?.pValue),
                "sign_flip_p": .of(contrast.flatMap { SignFlip($0.differences, seed: 0)?.pValue }),
            ]
        },
    ]
}
