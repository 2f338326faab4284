import JSONText
import Statistics
import Vocabulary

/// Scores of verdicts that came from anywhere: per task, per configuration and pass, and overall.
package struct ScoreSheet: Sendable {
    /// One answer in one pass.
    package struct Entry: Sendable {
        package var taskID: String
        package var configuration: String
        package var pass: Int
        package var result: Result

        package init(taskID: String, configuration: String, pass: Int, result: Result) {
            self.taskID = taskID
            self.configuration = configuration
            self.pass = pass
            self.result = result
        }
    }

    package enum Result: Sendable {
        case score(TaskScore)
        /// Some verdicts are missing, or bounds were asked for.
        case bounds(ScoreBounds)
    }

    let entries: [Entry]
    /// Tasks of the dataset without any verdict.
    let unscoredTasks: Int

    /// - Parameter entries: in the order in which they are to be shown.
    package init(entries: [Entry], unscoredTasks: Int) {
        self.entries = entries
        self.unscoredTasks = unscoredTasks
    }

    // MARK: - Means

    /// Means of one configuration in one pass, or of everything.
    private struct Summary {
        let entries: [Entry]

        var tasks: Int { Set(entries.map(\.taskID)).count }

        /// The mean over passes of a task, then over configurations' tasks, of both ends.
        func mean(_ value: (TaskScore) -> Double) -> (low: Double, high: Double)? {
            let groups = Dictionary(grouping: entries) { [$0.configuration, $0.taskID] }
            let keys = groups.keys.sorted { $0.lexicographicallyPrecedes($1) }
            func end(_ pick: (ScoreBounds) -> TaskScore) -> Double? {
                Averages.mean(
                    keys.compactMap { key in
                        Averages.mean(
                            (groups[key] ?? []).map { entry in
                                switch entry.result {
                                case .score(let score): value(score)
                                case .bounds(let bounds): value(pick(bounds))
                                }
                            })
                    })
            }
            guard let low = end(\.adverse), let high = end(\.favourable) else { return nil }
            return (low, high)
        }
    }

    /// Configurations and passes in order of appearance.
    private var groups: [(configuration: String, pass: Int, summary: Summary)] {
        var order: [(String, Int)] = []
        for entry in entries where !order.contains(where: { $0 == (entry.configuration, entry.pass) })
        {
            order.append((entry.configuration, entry.pass))
        }
        return order.map { configuration, pass in
            let own = entries.filter { $0.configuration == configuration && $0.pass == pass }
            return (configuration, pass, Summary(entries: own))
        }
    }

    private var hasBounds: Bool {
        entries.contains { entry in
            switch entry.result {
            case .score: false
            case .bounds: true
            }
        }
    }

    // MARK: - JSON

    /// Percentages for `normalized`, `unclamped`, `pass_rate` and axes; `raw` and
    /// `positive_weight` in weights.
    package func json() -> JSONValue {
        [
            "tasks": .array(entries.map(Self.json(of:))),
            "configurations": .array(
                groups.map { group in
                    var object = JSONObject(pairs: [
                        ("configuration", .string(group.configuration)),
                        ("pass", .integer(group.pass)),
                    ])
                    Self.add(group.summary, to: &object, asBounds: hasBounds)
                    return .object(object)
                }),
            "overall": {
                var object = JSONObject()
                Self.add(Summary(entries: entries), to: &object, asBounds: hasBounds)
                object["unscored_tasks"] = .integer(unscoredTasks)
                return .object(object)
            }(),
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
            ("pass", .integer(entry.pass)),
        ])
        switch entry.result {
        case .score(let score):
            for (key, value) in figures(of: score) { object[key] = value }
        case .bounds(let bounds):
            let (low, high) = (figures(of: bounds.adverse), figures(of: bounds.favourable))
            for (low, high) in zip(low, high) where low.0 != "axes" && low.0 != "positive_weight" {
                object["\(low.0)_low"] = low.1
                object["\(high.0)_high"] = high.1
            }
            object["positive_weight"] = .number(bounds.adverse.positiveWeight)
            object["unresolved_weight_share"] = .number(bounds.unresolvedWeightShare * 100)
        }
        return .object(object)
    }

    private static func figures(of score: TaskScore) -> [(String, JSONValue)] {
        [
            ("raw", .number(score.raw)), ("positive_weight", .number(score.positiveWeight)),
            ("normalized", .number(score.normalized * 100)),
            ("unclamped", .number(score.unclamped * 100)),
            ("pass_rate", .number(score.passRate * 100)),
            (
                "axes",
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
            ),
        ]
    }

    // MARK: - Markdown

    package func markdown() -> String {
        var table = MarkdownTable([
            ("Configuration", .left), ("Pass", .right), ("Tasks", .right), ("Score", .right),
            ("Pass rate", .right),
        ])
        for group in groups {
            table.add(
                [Escape.markdown(group.configuration), "\(group.pass)", "\(group.summary.tasks)"]
                    + Self.cells(group.summary))
        }
        let overall = Summary(entries: entries)
        table.add(["overall", "all", "\(overall.tasks)"] + Self.cells(overall))
        let unscored =
            unscoredTasks == 0
            ? "" : "\n\n\(unscoredTasks) tasks have no verdict and are not scored."
        return table.text + unscored + "\n"
    }

    private static func cells(_ summary: Summary) -> [String] {
        [summary.mean(\.normalized), summary.mean(\.passRate)].map { value in
            guard let value else { return "–" }
            return value.low == value.high
                ? Figures.percent(value.low)
                : "\(Figures.percent(value.low))–\(Figures.percent(value.high))"
        }
    }
}
