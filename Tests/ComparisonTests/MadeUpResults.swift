import Comparison
import Vocabulary

/// Results made up for a test.
enum MadeUp {
    static let run = RunRecord(
        id: "run", name: "run", datasetName: "d", datasetSHA256: "0", datasetRevision: nil,
        suiteSHA256: "0", judgeID: "j", passes: 1, generations: 1, exclusionName: "none",
        exclusionSHA256: "0", seed: 0, simulation: nil, codeVersion: "0", startedAt: 0,
        finishedAt: nil)

    static func judge(_ model: String = "judge") -> JudgeRecord {
        JudgeRecord(
            id: "j", model: model, promptName: "p", promptVersion: "1", promptSHA256: "0",
            reasoning: nil, temperature: nil, maxOutputTokens: nil, endpoint: "e")
    }

    /// "a" is a solo of model a, "a+b" a panel of a and b by the synthesizer s, "a+b@t" one by t.
    static func configuration(_ id: String) -> ConfigurationSummary {
        let parts = id.split(separator: "@").map(String.init)
        let models = parts[0].split(separator: "+").map(String.init)
        guard models.count > 1 else {
            return ConfigurationSummary(id: id, kind: "solo", models: models)
        }
        return ConfigurationSummary(
            id: id, kind: "fusion", models: models, analyst: "s",
            synthesizer: parts.count > 1 ? parts[1] : "s", drafts: "fresh")
    }

    static func score(
        _ unclamped: Double, pass: Int = 0, positiveWeight: Double = 1, axis: Double? = nil
    ) -> ScoreRecord {
        let share = min(max(unclamped, 0), 1)
        return ScoreRecord(
            answerKey: "k", judgeID: "j", pass: pass, raw: unclamped * positiveWeight,
            positiveWeight: positiveWeight, normalized: share, unclamped: unclamped,
            passRate: share,
            axes: axis.map {
                [AxisScore(axis: .citationQuality, score: $0, contribution: $0)]
            } ?? [])
    }

    static func unit(
        _ configuration: String, _ task: String, generation: Int = 0,
        _ status: AnswerStatus? = .ok, cost: Double? = 1, latency: Double? = 10,
        judgeCost: Double? = 0.5, drafts: [DraftResult] = [], research: [ResearchResult] = [],
        weight: (planned: Int, obtained: Int) = (0, 0), scores: [ScoreRecord] = []
    ) -> UnitResult {
        UnitResult(
            unit: AnswerUnitRecord(
                key: "\(configuration) \(task) \(generation)", configurationID: configuration,
                taskID: task, generation: generation),
            status: status, cost: cost.map { USD($0) }, latencySeconds: latency, drafts: drafts,
            research: research, judgeCost: judgeCost.map { USD($0) },
            plannedVerdictWeight: weight.planned, obtainedVerdictWeight: weight.obtained,
            scores: scores)
    }

    static func results(
        _ configurations: [ConfigurationSummary], tasks: [TaskSummary], units: [UnitResult],
        judge model: String = "judge", validity: ValidityLimits = .init()
    ) -> RunResults {
        RunResults(
            origin: .run(run, judge(model)), validity: validity, configurations: configurations,
            tasks: tasks, units: units)
    }

    /// By configuration the scores of t0, t1 and so on; nil: refused.
    ///
    /// - Parameter costs: dollars of every answer; 1 for a configuration that is not there.
    static func results(
        _ rows: KeyValuePairs<String, [Double?]>, costs: [String: Double?] = [:],
        validity: ValidityLimits = ValidityLimits(maxRefused: 1)
    ) -> RunResults {
        let tasks = (0..<(rows.first?.value.count ?? 0)).map {
            TaskSummary(id: "t\($0)", domain: "d")
        }
        let units = rows.flatMap { id, values in
            zip(tasks, values).map { task, value in
                unit(
                    id, task.id, value == nil ? .refused : .ok, cost: costs[id] ?? 1,
                    scores: value.map { [score($0)] } ?? [])
            }
        }
        return results(
            rows.map { configuration($0.key) }, tasks: tasks, units: units, validity: validity)
    }

    /// Likewise, the scores of every configuration, in the order given.
    static func scores(
        _ rows: KeyValuePairs<String, [Double?]>, costs: [String: Double?] = [:]
    ) -> [ConfigurationScores] {
        let results = results(rows, costs: costs)
        return results.configurations.map { ConfigurationScores($0, in: results) }
    }

    /// So many tasks around a mean, the same ups and downs for everyone.
    static func around(_ mean: Double, tasks: Int, spread: Double = 0.1, phase: Int = 0)
        -> [Double?]
    {
        (0..<tasks).map { task in
            mean + spread * (Double((task * 7 + phase * 3) % 11) / 5 - 1)
        }
    }
}
