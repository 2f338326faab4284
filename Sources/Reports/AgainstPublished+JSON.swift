import JSONText
import Vocabulary

extension AgainstPublished {
    /// The comparison for programs. Scores, lifts and differences are in points of 0…100; what is
    /// unknown is null. A difference is a finding only where `comparable` says so.
    package func json() -> JSONValue {
        [
            "published": [
                "id": .string(published.id), "title": .string(published.title),
                "publisher": .string(published.publisher), "url": .string(published.url),
                "date": .string(published.date),
                "dataset": [
                    "name": .string(published.dataset.name),
                    "tasks": .integer(published.dataset.tasks),
                ],
                "judge": [
                    "model": .string(judge.model), "prompt": Self.text(judge.prompt),
                    "reasoning": Self.text(judge.reasoning),
                    "temperature": Self.number(judge.temperature),
                    "passes": judge.passes.map { .integer($0) } ?? .null,
                ],
                "notes": .array(published.notes.map { .string($0) }),
            ],
            "ours": [
                "simulated": .bool(own.isSimulated),
                "dataset": ["name": .string(own.datasetName), "tasks": .integer(own.tasks)],
                "judge": [
                    "model": Self.text(own.judgeModel), "prompt": Self.text(own.judgePrompt),
                    "passes": .integer(own.passes),
                ],
            ],
            "levels_comparable": .bool(areLevelsComparable),
            "lifts_comparable": .bool(areLiftsComparable),
            "caveats": .array(
                caveats.map { ["code": .string($0.code), "sentence": .string($0.sentence)] }),
            "scores": .array(pairs.map(json(of:))),
            "lifts": .array(lifts.map(json(of:))),
            "published_only": .array(publishedOnly.map { .string($0.id) }),
            "ours_only": .array(ownOnly.map { .string($0.id) }),
            "claims": .array(published.recomputedClaims.map(Self.json(of:))),
        ]
    }

    private func json(of pair: Pair) -> JSONValue {
        [
            "published": [
                "id": .string(pair.published.id), "name": .string(pair.published.name),
                "score": Self.percent(pair.theirs?.score),
                "completed": .integer(pair.published.completed),
                "all_tasks": Self.percent(pair.theirs?.allTasks),
                "all_tasks_low": Self.percent(pair.theirs?.bounds.lowerBound),
                "all_tasks_high": Self.percent(pair.theirs?.bounds.upperBound),
                "note": Self.text(pair.published.note),
            ],
            "ours": [
                "id": .string(pair.own.id), "score": Self.percent(pair.own.score),
                "low": Self.percent(pair.own.interval?.lowerBound),
                "high": Self.percent(pair.own.interval?.upperBound),
                "tasks": .integer(pair.own.tasks), "completed": .integer(pair.own.completed),
            ],
            "same_models": .bool(pair.hasSameModels),
            "difference": Self.percent(pair.difference),
            "comparable": .bool(isComparable(pair)),
        ]
    }

    private func json(of lift: Lift) -> JSONValue {
        [
            "published": [
                "fusion": .string(lift.fusion.id), "best_member": .string(lift.member.id),
                "lift": Self.percent(lift.published),
                "all_tasks": Self.percent(lift.publishedAllTasks),
            ],
            "ours": lift.own.map { own in
                [
                    "fusion": .string(own.fusionID), "best_member": .string(own.memberID),
                    "lift": Self.percent(own.lift),
                ]
            } ?? .null,
            "difference": Self.percent(lift.difference),
            "comparable": .bool(areLiftsComparable),
        ]
    }

    private static func json(of claim: RecomputedClaim) -> JSONValue {
        let kind: String
        let rows: [(String, String)]
        switch claim.claim.subject {
        case .lift(let of, let over): (kind, rows) = ("lift", [("of", of), ("over", over)])
        case .share(let of, let within, let over):
            (kind, rows) = ("share", [("of", of), ("within", within), ("over", over)])
        case .intentionToTreat(let of, _, _): (kind, rows) = ("itt", [("of", of)])
        }
        var object = JSONObject(pairs: [("claim", .string(kind))])
        for (key, row) in rows { object[key] = .string(row) }
        object["quoted"] = .number(claim.claim.figure)
        object["recomputed"] = number(claim.value)
        if let bounds = claim.bounds {
            object["low"] = number(bounds.low)
            object["high"] = number(bounds.high)
        }
        object["agrees"] = .bool(claim.agrees)
        object["note"] = text(claim.claim.note)
        return .object(object)
    }

    // MARK: - Values

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    private static func percent(_ share: Double?) -> JSONValue { number(share.map { $0 * 100 }) }

    /// Without the digits that binary fractions add: nothing published has so many.
    private static func number(_ value: Double?) -> JSONValue {
        value.map { .number(($0 * 1e9).rounded() / 1e9) } ?? .null
    }
}
