import Vocabulary

/// A made-up run with all that a report must cope with: rows that tie, rows with little or nothing,
/// costs that nobody knows, a fusion that lost drafts, and names that try to be markup.
enum SampleResults {
    static let hostileName = "=HYPERLINK(\"x\")|`<b>_y_</b>`\r\n# [z](https://z.example)"

    static let run = RunRecord(
        id: "sample-1", name: "Sample | run", datasetName: "sample",
        datasetSHA256: String(repeating: "ab12", count: 16), datasetRevision: "rev<1>",
        suiteSHA256: String(repeating: "cd34", count: 16), judgeID: "judge-1", passes: 2,
        generations: 1, exclusionName: "builtin:draco",
        exclusionSHA256: String(repeating: "ef56", count: 16), seed: 7,
        simulation: "world 7, no faults", codeVersion: "0.1.0", startedAt: 1_772_366_399,
        finishedAt: 1_772_370_000)

    static let judge = JudgeRecord(
        id: "judge-1", model: "vendor/judge_model", promptName: "draco-paper", promptVersion: "1",
        promptSHA256: String(repeating: "0789", count: 16), reasoning: "low", temperature: 0.2,
        maxOutputTokens: nil, endpoint: "simulator")

    static let configurations = [
        ConfigurationSummary(id: "opus", kind: "solo", models: ["vendor/opus"]),
        ConfigurationSummary(id: "silent", kind: "solo", models: ["vendor/silent"]),
        ConfigurationSummary(id: "gpt", kind: "solo", models: ["vendor/gpt"]),
        ConfigurationSummary(
            id: "opus-gpt", kind: "fusion", models: ["vendor/opus", "vendor/gpt", "vendor/gpt"],
            analyst: "vendor/opus", synthesizer: "vendor/opus", drafts: "fresh"),
        ConfigurationSummary(id: hostileName, kind: "solo", models: ["vendor/x"]),
        ConfigurationSummary(id: "東京, imported", kind: "answers", models: []),
    ]

    static let tasks = [
        TaskSummary(id: "t1", domain: "Finance"), TaskSummary(id: "t2", domain: "Finance"),
        TaskSummary(id: "t3", domain: "Law"), TaskSummary(id: "t4", domain: "A|B"),
    ]

    static let simulated = RunResults(
        run: run, judge: judge, configurations: configurations, tasks: tasks, units: units)

    private static let units: [UnitResult] =
        [("opus", [80, 60, 40, 60]), ("gpt", [50, 70, 60, 60])].flatMap { id, percentages in
            zip(tasks, percentages).map { task, percent in
                unit(id, task.id, .ok, cost: 0.125, latency: Double(percent), percent: percent)
            }
        }
        + tasks.enumerated().map { index, task in
            var fused = unit(
                "opus-gpt", task.id, .ok, cost: 1.5, latency: 660, percent: 75 + 5 * index)
            fused.drafts = 3
            fused.usableDrafts = index == 0 ? 2 : 3
            fused.analysis = index == 3 ? .invalid : .valid
            fused.blockedURLs = index
            return fused
        }
        + [
            unit("silent", "t1", .refused, cost: 0.00001),
            unit("silent", "t2", .empty, cost: 0), unit("silent", "t3", .infraError, cost: 0),
            unit("silent", "t4", nil),
            unit(hostileName, "t1", .truncated, cost: 0.5, latency: 0.25, percent: 30),
            unit(hostileName, "t2", .timeout, cost: 0.5),
            unit(hostileName, "t3", .ok, latency: 0.75, percent: 40), missingVerdicts,
        ]
        + tasks.map { unit("東京, imported", $0.id, .ok, percent: 1) }

    private static let missingVerdicts: UnitResult = {
        var result = unit(hostileName, "t4", .ok, cost: 0.5, latency: 1.25)
        result.missingVerdicts = 3
        return result
    }()

    /// Two passes, a point on either side of the score.
    private static func unit(
        _ configuration: String, _ task: String, _ status: AnswerStatus?, cost: Double? = nil,
        latency: Double? = nil, percent: Int? = nil
    ) -> UnitResult {
        let key = "\(configuration) \(task)"
        let scores = (percent.map { [Double($0) - 1, Double($0) + 1] } ?? []).enumerated().map {
            pass, percent in
            ScoreRecord(
                answerKey: key, judgeID: judge.id, pass: pass, raw: percent, positiveWeight: 100,
                normalized: percent / 100, unclamped: percent / 100,
                passRate: (percent + 10) / 100,
                axes: [
                    AxisScore(
                        axis: .factualAccuracy, score: percent / 100, contribution: percent / 100),
                    AxisScore(axis: .citationQuality, score: nil, contribution: 0),
                ])
        }
        return UnitResult(
            unit: AnswerUnitRecord(
                key: key, configurationID: configuration, taskID: task, generation: 0),
            status: status, cost: cost.map { USD($0) }, latencySeconds: latency,
            judgeCost: status?.isGradable == true ? USD(0.25) : nil, scores: scores)
    }
}
