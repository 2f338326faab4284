import Comparison
import JSONText
import Statistics
import Vocabulary

extension JudgeDiffReport {
    /// Everything for programs, with every flipped verdict. Shares, scores and differences are on the
    /// scale of 0 to 100; coefficients too. What is unknown is null.
    package func json() -> JSONValue {
        [
            "outcome": .string(gate.outcome.rawValue),
            "reasons": .array(gate.sentences.map { .string($0) }),
            "gate": gateJSON,
            "judges": ["old": difference.old.json, "new": difference.new.json],
            "questions": [
                "matched": .integer(difference.pairs.count),
                "answers": .integer(difference.answerCount),
                "old_only": .integer(difference.oldOnly), "new_only": .integer(difference.newOnly),
            ],
            "p_verdicts_changed": (difference.change?.pOfVerdicts).json,
            "p_owed_changed": (difference.change?.pOfOwed).json,
            "gold": difference.gold.map(\.json) ?? .null,
            "flips": .array(difference.flips.map(\.json)),
            "scores": difference.scores.map(\.json) ?? .null,
            "missing": difference.missing.map(\.json) ?? .null,
            "flipped": .array(difference.flipped.map(\.json)),
            "precision": [
                "replicates": .integer(difference.precision.replicates),
                "permutations": .integer(difference.precision.permutations),
                "seed": .string(String(difference.precision.seed)),
            ],
        ]
    }

    private var gateJSON: JSONValue {
        let thresholds = gate.thresholds
        return [
            "name": .string(thresholds.name), "version": .string(thresholds.version),
            "significance": .number(thresholds.significance),
            "rules": .array(
                gate.findings.map { finding in
                    var object = JSONObject(pairs: [
                        ("rule", .string(finding.rule.rawValue)),
                        ("required", .bool(thresholds.required.contains(finding.rule))),
                    ])
                    switch finding.state {
                    case .passed: object["result"] = "passed"
                    case .failed(let reasons):
                        object["result"] = "failed"
                        object["reasons"] = .array(
                            reasons.map { .string($0.sentence(thresholds)) })
                    case .notApplied(let obstacle):
                        object["result"] = "not_applied"
                        object["why"] = .string(obstacle.clause(thresholds))
                    }
                    return .object(object)
                }),
        ]
    }
}

extension JudgeTrial {
    fileprivate var json: JSONValue {
        [
            "id": .string(judge.id), "model": .string(judge.model),
            "prompt": .string(judge.promptName), "prompt_version": .string(judge.promptVersion),
            "prompt_sha256": .string(judge.promptSHA256), "repeats": .integer(repeats),
            "calls": .integer(usage.calls),
            "unreadable_replies": .integer(usage.unreadableReplies), "cost_usd": usage.cost.json,
            "input_tokens": usage.inputTokens.map { .integer($0) } ?? .null,
            "cached_tokens": usage.cachedTokens.map { .integer($0) } ?? .null,
            "output_tokens": usage.outputTokens.map { .integer($0) } ?? .null,
        ]
    }
}

extension ResampledInterval {
    fileprivate var percentJSON: JSONValue {
        ["value": estimate.percentJSON, "interval": interval.percentJSON]
    }
}

extension GoldChange {
    fileprivate var json: JSONValue {
        [
            "questions": .integer(questions), "answers": .integer(answers),
            "unjudged": .integer(unjudged), "old_right_only": .integer(oldRightOnly),
            "new_right_only": .integer(newRightOnly), "p_sign_flip": (signFlip?.pValue).json,
            "p_durkalski": (mcNemar.durkalski?.pValue).json,
            "p_mcnemar_exact": .number(mcNemar.pooled.exactP),
            "p_mcnemar_mid": .number(mcNemar.pooled.midP),
            "measures": .array(
                measures.map {
                    [
                        "measure": .string($0.coefficient.rawValue),
                        "polarity": ($0.polarity?.rawValue).json, "old": $0.old.percentJSON,
                        "new": $0.new.percentJSON, "change": $0.change.percentJSON,
                    ]
                }),
            "losses": .array(
                losses.map {
                    [
                        "subject": .string($0.subject.key), "change": .number($0.change * 100),
                        "interval": $0.interval.percentJSON, "p_by_answers": $0.pByAnswers.json,
                        "p_by_repeats": $0.pByRepeats.json,
                    ]
                }),
        ]
    }
}

extension FlipChange {
    fileprivate var json: JSONValue {
        [
            "criteria": .string(group.key), "questions": .integer(questions),
            "raw": raw.percentJSON,
            "within_old": within.map(\.old.percentJSON) ?? .null,
            "within_new": within.map(\.new.percentJSON) ?? .null,
            "excess": within.map(\.excess.percentJSON) ?? .null, "met_rate": leniency.percentJSON,
        ]
    }
}

extension ScoreShifts {
    fileprivate var json: JSONValue {
        func names(_ ids: [String]) -> JSONValue { .array(ids.map { .string($0) }) }
        return [
            "configurations": .array(configurations.map(\.json)), "overall": overall.json,
            "old_order": names(oldOrder), "new_order": names(newOrder),
            "swaps": .array(
                swaps.map {
                    [
                        "first": .string($0.first), "second": .string($0.second),
                        "old": .number($0.old * 100), "new": .number($0.new * 100),
                        "change_interval": $0.difference.interval().percentJSON,
                        "p": $0.pValue.json,
                    ]
                }),
            "lifts": .array(
                lifts.map {
                    [
                        "fusion": .string($0.fusionID), "old_best": .string($0.oldBest),
                        "new_best": .string($0.newBest), "old": .number($0.old * 100),
                        "new": .number($0.new * 100), "turned": .bool($0.isReversed),
                        "p": $0.pOfReversal.json,
                    ]
                }),
            "tasks": names(tasks), "dropped_tasks": names(droppedTasks),
            "unscored": names(unscored), "answers": .integer(answers),
        ]
    }
}

extension ScoreShifts.Shift {
    fileprivate var json: JSONValue {
        [
            "configuration": configurationID.json, "old": .number(old * 100),
            "new": .number(new * 100), "shift": .number(shift * 100),
            "interval": difference.interval().percentJSON, "p": pValue.json,
        ]
    }
}

extension MissingChange {
    fileprivate var json: JSONValue {
        func counts(_ counts: Counts) -> JSONValue {
            [
                "rulings": .integer(counts.rulings), "owed": .integer(counts.owed),
                "unreadable": .integer(counts.unreadable), "lost": .integer(counts.lost),
            ]
        }
        return [
            "old": counts(old), "new": counts(new), "change": change.percentJSON,
            "unreadable_change": unreadableChange.percentJSON,
        ]
    }
}

extension FlippedVerdict {
    fileprivate var json: JSONValue {
        func side(_ side: Side) -> JSONValue {
            [
                "met": .integer(side.verdicts.met), "repeats": .integer(side.verdicts.runs),
                "majority": (side.majority?.rawValue).json,
                "agreement": .number(side.agreement * 100),
                "explanation": .string(side.explanation),
            ]
        }
        return [
            "answer": .string(pair.answerID), "task_id": .string(pair.new.taskID),
            "configuration": pair.new.configurationID.json,
            "criterion": .string(pair.criterion.id),
            "requirement": .string(pair.criterion.requirement),
            "polarity": .string(pair.criterion.polarity.rawValue),
            "axis": .string(pair.criterion.axis.rawValue),
            "weight": .integer(pair.criterion.weight),
            "gold": (pair.gold?.rawValue).json, "change": .number(change * 100),
            "leverage": .number(leverage * 100), "old": side(old), "new": side(new),
        ]
    }
}
