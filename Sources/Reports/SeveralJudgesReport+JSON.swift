import Comparison
import JSONText
import Statistics
import Vocabulary

extension SeveralJudgesReport {
    /// The judges for programs. Scores and differences of scores are percentages and points,
    /// coefficients and rates of verdicts on the scale of 0 to 1; what is unknown is null.
    package func json() -> JSONValue {
        [
            "simulated": .bool(isSimulated), "uneven_answers": .integer(several.unevenAnswers),
            "judges": .array(several.judges.map(json(of:))),
            "agreement": .array(several.pairs.map(\.json)),
            "dependence": several.dependence.json,
            "self_preference": .array(several.preferences.map(\.json)),
            "claims": .array(several.claims.map(json(of:))),
            "shared_families": .array(
                several.sharedFamilies.map {
                    [
                        "judge": .string($0.judge), "family": .string($0.family),
                        "configuration": .string($0.configuration),
                        "roles": .array($0.roles.map { .string($0.rawValue) }),
                    ]
                }),
        ]
    }

    private func json(of judge: SeveralJudges.JudgeView) -> JSONValue {
        [
            "name": .string(judge.name), "run": judge.results.headerJSON,
            "verdicts": .integer(judge.verdicts.count),
            "scores": .array(
                several.configurations.map { configuration in
                    let row = judge.row(configuration)
                    let ranks = row?.standing?.ranks
                    return [
                        "configuration": .string(configuration.id),
                        "score": (row?.scores.score).percentJSON,
                        "interval": (row?.scores.interval).percentJSON,
                        "rank": ranks.map { .integer($0.lowerBound) } ?? .null,
                        "rank_high": ranks.map { .integer($0.upperBound) } ?? .null,
                        "judge_family": .bool(row?.sharesJudgeFamily ?? false),
                    ]
                }),
        ]
    }

    private func json(of claim: JudgedClaim) -> JSONValue {
        let kind: [(String, JSONValue)] =
            switch claim.kind {
            case .ahead(let a, let b):
                [("kind", "ahead"), ("a", .string(a)), ("b", .string(b))]
            case .lift(let fusion): [("kind", "lift"), ("a", .string(fusion)), ("b", .null)]
            }
        let findings = zip(several.judges, claim.findings).map { judge, finding -> JSONValue in
            [
                "judge": .string(judge.name),
                "difference": (finding?.difference).percentJSON,
                "decision": (finding?.decision.rawValue).json,
            ]
        }
        return .object(
            JSONObject(
                pairs: kind + [
                    ("standing", .string(claim.standing.rawValue)),
                    ("changes_sign", .bool(claim.changesSign)),
                    ("findings", .array(findings)),
                ]))
    }
}

extension JudgePair {
    fileprivate var json: JSONValue {
        var object = JSONObject(
            pairs: [("first", .string(first)), ("second", .string(second))] + counts.members)
        object["kendall"] = kendall.json
        for polarity in Polarity.allCases {
            object[polarity.rawValue] = byPolarity[polarity]?.json ?? .null
        }
        return .object(object)
    }
}

extension JudgeDependence {
    fileprivate var json: JSONValue {
        [
            "judges": .integer(judges), "common": .integer(common),
            "with_gold": .integer(withGold), "verdict_correlation": verdictCorrelation.json,
            "error_correlation": errorCorrelation.json,
            "effective_by_verdicts": effectiveByVerdicts.json,
            "effective_by_errors": effectiveByErrors.json,
        ]
    }
}

extension SelfPreference {
    fileprivate var json: JSONValue {
        [
            "judge": .string(judge), "other_judge": .string(otherJudge),
            "family": .string(family), "own": .array(own.map { .string($0) }),
            "others": .array(others.map { .string($0) }), "mutual": .bool(isMutual),
            "tasks": .integer(difference.count), "difference": .number(100 * difference.mean),
            "interval": difference.interval().percentJSON, "p_t": difference.pValue.json,
            "p_sign_flip": signFlipP.json,
        ]
    }
}
