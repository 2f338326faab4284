import Vocabulary

@testable import Reports

/// Results of which little or nothing can be said.
enum BadInput {
    /// By configuration the percentages of t1, t2 and so on; nil: no answer yet. A "+" makes a
    /// fusion.
    static func results(
        _ rows: KeyValuePairs<String, [Double?]>, cost: Double? = 1
    ) -> RunResults {
        let tasks = Array(SampleResults.tasks.prefix(rows.first?.value.count ?? 0))
        var results = SampleResults.results(
            SampleResults.run,
            units: rows.flatMap { id, percentages in
                zip(tasks, percentages).map { task, percent in
                    SampleResults.unit(
                        id, task.id, percent == nil ? nil : .ok,
                        cost: percent == nil ? nil : cost, latency: 10, percent: percent)
                }
            }, tasks: tasks)
        results.configurations = rows.map { id, _ in
            let models = id.split(separator: "+").map(String.init)
            return ConfigurationSummary(
                id: id, kind: models.count > 1 ? "fusion" : "solo", models: models,
                synthesizer: models.count > 1 ? models[0] : nil)
        }
        return results
    }

    static let noTasks = results(["a": [], "b": [], "a+b": []])
    static let oneTask = results(["a": [50], "b": [40], "a+b": [60]])
    static let twoTasks = results(["a": [50, 60], "b": [40, 55], "a+b": [60, 75]])
    static let allEqual = results(["a": [50, 50, 50], "b": [50, 50, 50], "a+b": [60, 60, 60]])
    static let oneCommon = results([
        "a": [50, nil, nil], "b": [40, 30, nil], "a+b": [60, nil, 20],
    ])
    static let noneCommon = results(["a": [50, nil], "b": [nil, 30], "a+b": [60, nil]])
    static let waiting = results(["a": [50, 60], "b": [nil, nil], "a+b": [60, 75]])
    static let absentMembers = results(["c": [50, 60], "a+b": [60, 75]])
    static let notANumber = results(["a": [50, 60], "b": [40, 55], "a+b": [60, 75]], cost: .nan)
    static let endless = results(
        ["a": [50, 60], "b": [40, 55], "a+b": [60, 75]], cost: .infinity)
}
