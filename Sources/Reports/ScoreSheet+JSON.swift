import JSONText
import Statistics
import Vocabulary

extension ScoreSheet {
    /// Percentages for `normalized`, `unclamped`, `pass_rate` and axes; `raw` and
    /// `positive_weight` in weights. With requirements in it, the canary comes first.
    package func json() -> JSONValue {
        let hasRequirements = entries.contains { !$0.rulings.isEmpty }
        let canary: [(String, JSONValue)] =
            hasRequirements ? [("canary", .string(RubricCanary.line))] : []
        return .object(JSONObject(pairs: canary + figures()))
    }

    private func figures() -> [(String, JSONValue)] {
        var overall = JSONObject()
        Self.add(Summary(entries: entries), to: &overall, asBounds: hasBounds)
        overall["unscored_tasks"] = .integer(unscoredTasks)
        let configurations = groups.map { group in
            var object = JSONObject(pairs: [
                ("configuration", .string(group.configuration)),
                ("pass", .integer(group.pass)),
            ])
            Self.add(group.summary, to: &object, asBounds: hasBounds)
            return JSONValue.object(object)
        }
        return [
            ("tasks", .array(entries.map(Self.json(of:)))),
            ("configurations", .array(configurations)), ("overall", .object(overall)),
        ]
    }

    private static func add(_ summary: Summary, to object: inout JSONObject, asBounds: Bool) {
        let figures = [
            ("normalized", summary.mean(\.normalized)), ("pass_rate", summary.mean(\.passRate)),
        ]
        for (name, value) in figures {
            if asBounds {
                object["\(name)_low"] = (value?.low).percentJSON
                object["\(name)_high"] = (value?.high).percentJSON
            } else {
                object[name] = (value?.low).percentJSON
            }
        }
        object["tasks"] = .integer(summary.tasks)
    }

    private static func json(of entry: Entry) -> JSONValue {
        var object = JSONObject(pairs: [
            ("task_id", .string(entry.taskID)), ("configuration", .string(entry.configuration)),
            ("generation", .integer(entry.generation)), ("pass", .integer(entry.pass)),
            ("positive_weight", .number(entry.result.adverse.positiveWeight)),
        ])
        switch entry.result {
        case .score(let score):
            for (key, value) in figures(of: score) { object[key] = value }
            object["axes"] = axes(of: score)
        case .bounds(let bounds):
            for (low, high) in zip(figures(of: bounds.adverse), figures(of: bounds.favourable)) {
                object["\(low.key)_low"] = low.value
                object["\(high.key)_high"] = high.value
            }
            object["unresolved_weight_share"] = .number(bounds.unresolvedWeightShare * 100)
            object["axes_low"] = axes(of: bounds.adverse)
            object["axes_high"] = axes(of: bounds.favourable)
        }
        if !entry.rulings.isEmpty {
            object["criteria"] = .array(entry.rulings.map(json(of:)))
        }
        return .object(object)
    }

    private static func json(of ruling: Ruling) -> JSONValue {
        [
            "criterion_id": .string(ruling.criterion.id),
            "axis": .string(ruling.criterion.axis.rawValue),
            "weight": .integer(ruling.criterion.weight),
            "requirement": .string(ruling.criterion.requirement),
            "verdict": ruling.verdict.map { .string($0.rawValue) } ?? .null,
        ]
    }

    private static func figures(of score: TaskScore) -> [(key: String, value: JSONValue)] {
        [
            ("raw", .number(score.raw)), ("normalized", .number(score.normalized * 100)),
            ("unclamped", .number(score.unclamped * 100)),
            ("pass_rate", .number(score.passRate * 100)),
        ]
    }

    private static func axes(of score: TaskScore) -> JSONValue {
        .object(
            JSONObject(
                pairs: score.axes.map { axis in
                    (
                        axis.axis.rawValue,
                        [
                            "score": axis.score.percentJSON,
                            "contribution": .number(axis.contribution * 100),
                        ]
                    )
                }))
    }
}
