import Vocabulary

@testable import Reports

/// A made-up run with all that a report must cope with: rows that tie, rows with little or nothing,
/// costs that nobody knows, a fusion that lost drafts, and names that try to be markup.
enum SampleResults {
    static let hostileName = "=HYPERLINK(\"x\")|`<b>_y_</b>`\r\n# [z](https://z.example)"
    static let importedName = "東京, imported"

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
        ConfigurationSummary(id: "opus", kind: "solo", models: ["acme/opus"]),
        ConfigurationSummary(id: "silent", kind: "solo", models: ["acme/silent"]),
        ConfigurationSummary(id: "gpt", kind: "solo", models: ["vendor/gpt"]),
        fusion("opus-opus", ["acme/opus", "acme/opus"]),
        fusion("gpt-gpt", ["vendor/gpt", "vendor/gpt"]),
        fusion("opus-gpt", ["acme/opus", "vendor/gpt"]),
        fusion("trio", ["acme/opus", "vendor/gpt", "acme/absent"]),
        ConfigurationSummary(id: hostileName, kind: "solo", models: ["acme/x"]),
        ConfigurationSummary(id: importedName, kind: "answers", models: []),
    ]

    static let tasks = (1...12).map {
        TaskSummary(id: "t\($0)", domain: $0 < 11 ? "Finance" : $0 == 11 ? "Law" : "A|B")
    }

    static let simulated = results(run)
    /// Made once, since its resamples take a while.
    static let leaderboard = Leaderboard(results: simulated)
    static let text = leaderboard.markdown()

    static func results(
        _ run: RunRecord, units: [UnitResult] = units, tasks: [TaskSummary] = tasks
    ) -> RunResults {
        RunResults(
            origin: .run(run, judge), configurations: configurations, tasks: tasks, units: units)
    }

    private static func fusion(_ id: String, _ models: [String]) -> ConfigurationSummary {
        ConfigurationSummary(
            id: id, kind: "fusion", models: models, analyst: "acme/opus",
            synthesizer: "acme/opus", drafts: "fresh")
    }

    // MARK: - Units

    static let units: [UnitResult] =
        row("opus", [80, 60, 40, 60, 72, 55, 66, 48, 90, 35, 62, 58], cost: 0.125, latency: 60)
        + row("gpt", [78, 64, 38, 60, 70, 57, 60, 52, 88, nil, 65, 55], cost: 0.125, latency: 90)
        + row("opus-opus", [86, 68, 50, 66, 80, 60, 70, 57, 93, 45, 70, 66], cost: 0.5)
        + row("gpt-gpt", [84, 69, 47, 68, 77, 65, 69, 58, 95, 44, 72, 62], cost: 0.5)
        + row("opus-gpt", [92, 74, 58, 75, 85, 68, 78, 64, 97, 52, 78, 73], cost: 0.45)
        + trio + silent + hostile
        + row(importedName, Array(repeating: 1, count: 12), cost: nil, latency: nil)

    private static let trio: [UnitResult] =
        row("trio", [90, 76, 55, 73, 88, 70, 75, 66, 96, 50, 80, 70], cost: 1.5, latency: 660)
        .enumerated().map { place, unit in
            var unit = unit
            unit.drafts = configurations[6].models.enumerated().map { position, model in
                DraftResult(model: model, status: place == 3 && position == 2 ? .timeout : .ok)
            }
            unit.analysis = place == 5 ? .invalid : .valid
            unit.blockedURLs = place
            return unit
        }

    private static let silent: [UnitResult] = zip(
        tasks,
        [.refused, .empty, .infraError, nil]
            + Array(repeating: AnswerStatus?.some(.refused), count: 8)
    ).map { task, status in
        unit("silent", task.id, status, cost: status == nil ? nil : 0.00001)
    }

    private static let hostile: [UnitResult] =
        row(hostileName, [30, 25, 20, 40, nil, 28, 33, 22, 41, 18, 30, 26], cost: 0.5)
        .enumerated().map { place, unit in
            var unit = unit
            switch place {
            case 0: unit.status = .truncated
            case 1: unit.cost = nil
            case 4: unit.status = .infraError
            case 7:
                unit.scores = []
                unit.missingVerdicts = 3
                (unit.plannedVerdictWeight, unit.obtainedVerdictWeight) = (100, 94)
            default: (unit.plannedVerdictWeight, unit.obtainedVerdictWeight) = (100, 100)
            }
            return unit
        }

    /// By task a percentage; nil: timed out.
    private static func row(
        _ configuration: String, _ percentages: [Double?], cost: Double?, latency: Double? = 300
    ) -> [UnitResult] {
        zip(tasks, percentages).enumerated().map { place, cell in
            unit(
                configuration, cell.0.id, cell.1 == nil ? .timeout : .ok,
                cost: cost.map { $0 * (1 + Double(place * configuration.count % 5) / 16) },
                latency: latency.map { cell.1 == nil ? 1800 : $0 + Double(10 * place) },
                percent: cell.1, apart: Double(place % 3))
        }
    }

    /// - Parameter apart: points from the score to either of two passes.
    static func unit(
        _ configuration: String, _ task: String, _ status: AnswerStatus?, cost: Double? = nil,
        latency: Double? = nil, percent: Double? = nil, apart: Double = 0
    ) -> UnitResult {
        let key = "\(configuration) \(task)"
        let scores = (percent.map { [$0 - apart, $0 + apart] } ?? []).enumerated().map {
            pass, percent in
            ScoreRecord(
                answerKey: key, judgeID: judge.id, pass: pass, raw: percent, positiveWeight: 100,
                normalized: percent / 100, unclamped: percent / 100,
                passRate: min(1, (percent + 10) / 100),
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

    // MARK: - Verdict files

    /// Two models and their panel, graded elsewhere; nobody knows what they cost. One answer was
    /// not handed in.
    static let fromFiles: RunResults = {
        let rows: [(String, [Double?])] = [
            ("claude-a", [80, 60, 40, 60, 71]), ("gpt-b", [50, nil, 60, 62, 55]),
            ("claude+gpt", [85, 75, 62, 70, 74]),
        ]
        let tasks = Array(SampleResults.tasks.prefix(5))
        return RunResults(
            origin: .verdictFiles(
                VerdictFilesRecord(
                    datasetName: "sample", datasetSHA256: String(repeating: "ab12", count: 16),
                    files: [
                        .init(name: "a|b.jsonl", sha256: String(repeating: "aa11", count: 16)),
                        .init(name: "c.csv", sha256: String(repeating: "bb22", count: 16)),
                    ], judge: "gpt-5.5", passes: 2)),
            configurations: [
                ConfigurationSummary(id: "claude-a", kind: "solo", models: ["claude-a"]),
                ConfigurationSummary(id: "gpt-b", kind: "solo", models: ["gpt-b"]),
                ConfigurationSummary(
                    id: "claude+gpt", kind: "fusion", models: ["claude-a", "gpt-b"]),
            ], tasks: tasks,
            units: rows.flatMap { id, percentages in
                zip(tasks, percentages).compactMap { task, percent in
                    percent.map { percent -> UnitResult in
                        var unit = unit(id, task.id, .ok, percent: percent, apart: 1)
                        unit.judgeCost = nil
                        return unit
                    }
                }
            })
    }()
}
