import Comparison
import JSONText
import Statistics
import Vocabulary

extension JudgeTestReport {
    /// The test for programs. Shares, rates and coefficients are on the scale of 0 to 1, errors of
    /// scores in points; what is unknown is null.
    package func json() -> JSONValue {
        [
            "canary": .string(RubricCanary.line),
            "judge": judge.json, "simulated": .bool(judge.isSimulated),
            "repeats": .integer(quality.trial.repeats),
            "gold": gold.map {
                [
                    "name": .string($0.name), "sha256": .string($0.sha256),
                    "warnings": .array($0.warnings.map { .string($0) }),
                ]
            } ?? .null,
            "passed": .bool(isPassed), "failures": .array(failures.map { .string($0) }),
            "limits": .array(thresholds.map(json(of:))),
            "agreement": .array(quality.slices.map(\.json)),
            "scores": scoresJSON, "stability": stabilityJSON,
            "sentinels": .array(sentinels.map(\.json)),
            "annotators": annotators?.json ?? .null, "effort": quality.effort.json,
            "gold_precision": quality.precision.map {
                [
                    "labels": .integer($0.labels), "answers": .integer($0.answers),
                    "design_effect": .number($0.designEffect),
                    "half_width": .number($0.halfWidth),
                    "labels_needed": .integer($0.labelsNeeded),
                    "answers_needed": .integer($0.answersNeeded),
                ]
            } ?? .null,
            "mistakes": .array(quality.mistakes.map(\.json)),
        ]
    }

    private func json(of threshold: JudgeThreshold) -> JSONValue {
        let (value, isKept) = threshold.check(quality)
        return [
            "measure": .string(threshold.measure.rawValue), "limit": .number(threshold.limit),
            "at_least": .bool(threshold.measure.isAtLeast), "value": value.json,
            "kept": .bool(isKept),
        ]
    }

    private var scoresJSON: JSONValue {
        guard let errors = quality.errors else { return .null }
        return [
            "bias": (errors.bias?.mean).json, "bias_interval": (errors.bias?.interval()).json,
            "absolute": (errors.absolute?.mean).json,
            "absolute_interval": (errors.absolute?.interval()).json,
            "limits_of_agreement": errors.limits.json,
            "misjudged_weight": errors.misjudged.json,
            "covered_weight": errors.coveredWeight.json,
            "error_limit": answerErrorLimit.json,
            "answers": .array(
                errors.answers.map { answer in
                    [
                        "id": .string(answer.answerID), "task_id": .string(answer.taskID),
                        "labels": .integer(answer.labels),
                        "errors": .array(answer.errors.map(\.json)),
                        "mean": answer.mean.json, "absolute": answer.absolute.json,
                        "misjudged_weight": answer.misjudged.json,
                    ]
                }),
        ]
    }

    private var stabilityJSON: JSONValue {
        guard let stability = quality.stability else { return .null }
        var object = JSONObject(pairs: stability.members)
        for polarity in Polarity.allCases {
            object[polarity.rawValue] =
                quality.stabilityByPolarity[polarity].map {
                    .object(JSONObject(pairs: $0.members))
                } ?? .null
        }
        return .object(object)
    }
}

extension JudgeRecord {
    var json: JSONValue {
        [
            "id": .string(id), "model": .string(model), "prompt": .string(promptName),
            "prompt_version": .string(promptVersion), "prompt_sha256": .string(promptSHA256),
            "reasoning": reasoning.json, "temperature": temperature.json,
        ]
    }
}

extension Interval? {
    /// Both ends as they are; null without an interval.
    var json: JSONValue { map { .array([$0.low.json, $0.high.json]) } ?? .null }
}

extension ResampledInterval {
    var json: JSONValue {
        [
            "value": estimate.json, "interval": interval.json, "undefined": .integer(undefined),
            "replicates": .integer(replicates),
        ]
    }
}

extension AgreementCounts {
    /// The four counts, then every coefficient.
    var json: JSONValue {
        .object(JSONObject(pairs: members))
    }

    var members: [(String, JSONValue)] {
        [
            ("true_positives", .integer(truePositives)),
            ("false_positives", .integer(falsePositives)),
            ("false_negatives", .integer(falseNegatives)),
            ("true_negatives", .integer(trueNegatives)),
        ] + AgreementCoefficient.allCases.map { ($0.rawValue, $0.value(self).json) }
    }
}

extension JudgeQuality.Slice {
    fileprivate var json: JSONValue {
        var object = JSONObject(
            pairs: [
                ("polarity", (polarity?.rawValue).json), ("axis", (axis?.rawValue).json),
                ("labels", .integer(agreement.labels)), ("met", .integer(agreement.labelsMet)),
                ("answers", .integer(agreement.answers)),
                ("base_rate", .number(agreement.baseRate)),
                ("constant_agreement", .number(agreement.constantVerdict.agreement)),
            ] + agreement.counts.members)
        object["intervals"] = .object(
            JSONObject(
                pairs: AgreementCoefficient.allCases.map {
                    ($0.rawValue, agreement.interval($0).json)
                }))
        object["by_repeat"] = .array(agreement.byRepeat.map(\.json))
        object["majority"] = agreement.majority.json
        return .object(object)
    }
}

extension JudgeStability {
    fileprivate var members: [(String, JSONValue)] {
        [
            ("questions", .integer(questions)), ("unstable", .number(unstable)),
            ("expected_flip", .number(expectedFlip)), ("disagreement", disagreement.json),
            ("deviation", deviation.json),
            (
                "majority_error",
                .object(
                    JSONObject(pairs: [1, 3, 5, 7].map { ("\($0)", majorityError(of: $0).json) }))
            ),
        ]
    }
}

extension SentinelOutcome {
    fileprivate var json: JSONValue {
        [
            "kind": .string(kind), "cases": .integer(cases), "obtained": .integer(obtained),
            "passed": .integer(passed), "failed": .bool(isFailed), "rule": .string(rule),
            "examples": .array(examples.map { .string($0) }),
        ]
    }
}

extension AnnotatorAgreement {
    fileprivate var json: JSONValue {
        func list(_ rows: [Against]) -> JSONValue {
            .array(
                rows.map {
                    .object(
                        JSONObject(
                            pairs: [("annotator", .string($0.annotator))] + $0.counts.members))
                })
        }
        return [
            "names": .array(annotators.map { .string($0) }), "fleiss_kappa": fleissKappa.json,
            "krippendorff_alpha": krippendorffAlpha.json,
            "pairs": .array(
                pairs.map {
                    .object(
                        JSONObject(
                            pairs: [
                                ("first", .string($0.first)), ("second", .string($0.second)),
                            ] + $0.counts.members))
                }),
            "against_label": list(annotatorsAgainstLabel),
            "judge_against_annotator": list(judgeByAnnotator),
            "judge_against_label": judgeAgainstLabel?.json ?? .null,
        ]
    }
}

extension JudgeEffort {
    fileprivate var json: JSONValue {
        var missing = JSONObject(
            pairs: VerdictRecord.Failure.allCases.map {
                ($0.rawValue, .integer(self.missing[$0] ?? 0))
            })
        missing["unexplained"] = .integer(missingWithoutReason)
        return [
            "verdicts_planned": .integer(planned), "verdicts": .integer(obtained),
            "missing": .object(missing), "calls": .integer(usage.calls),
            "unreadable_replies": .integer(usage.unreadableReplies), "cost": usage.cost.json,
            "cost_per_1000_verdicts": costPerThousand.json,
            "input_tokens": usage.inputTokens.map { .integer($0) } ?? .null,
            "cached_tokens": usage.cachedTokens.map { .integer($0) } ?? .null,
            "output_tokens": usage.outputTokens.map { .integer($0) } ?? .null,
            "latency_seconds": .object(
                JSONObject(
                    pairs: [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)].map {
                        ($0.0, (latency($0.1)?.value).json)
                    })),
        ]
    }
}

extension JudgeMistake {
    fileprivate var json: JSONValue {
        [
            "answer": .string(question.answerID), "task_id": .string(question.taskID),
            "criterion": .string(question.criterion.id),
            "axis": .string(question.criterion.axis.rawValue),
            "weight": .integer(question.criterion.weight), "gold": .string(gold.rawValue),
            "wrong": .integer(wrong), "judged": .integer(judged), "points": .number(points),
            "requirement": .string(question.criterion.requirement),
            "explanation": .string(explanation),
        ]
    }
}
