import FoundationEssentials
import Store
import Vocabulary

/// Small plans and records that tests vary.
enum Sample {
    static let criteria = [
        Criterion(
            id: "figures", axis: .factualAccuracy, weight: 10, requirement: "Names both figures."),
        Criterion(id: "causes", axis: .breadthAndDepth, weight: 5, requirement: "Gives causes."),
        Criterion(
            id: "wrong-year", axis: .factualAccuracy, weight: -5, requirement: "Says 1998."),
    ]

    static func task(
        _ id: String, domain: String = "Finance", criteria: [Criterion] = criteria
    ) -> ResearchTask {
        ResearchTask(
            id: id, problem: "What about \(id)?", domain: domain,
            rubric: Rubric(id: "rubric-\(id)", criteria: criteria))
    }

    static let judge = JudgeRecord(
        id: "judge-1", model: "judge/model", promptName: "draco-paper", promptVersion: "1",
        promptSHA256: "p", reasoning: "low", temperature: 0.2, maxOutputTokens: nil,
        endpoint: "simulator")

    static func unit(
        _ configuration: String, _ task: String, _ generation: Int = 0
    ) -> AnswerUnitRecord {
        AnswerUnitRecord(
            key: "\(configuration)/\(task)/\(generation)", configurationID: configuration,
            taskID: task, generation: generation)
    }

    static let solo = ConfigurationSummary(id: "solo", kind: "solo", models: ["a/one"])
    static let fusion = ConfigurationSummary(
        id: "fusion", kind: "fusion", models: ["a/one", "b/two", "a/one"], analyst: "a/one",
        synthesizer: "b/two", drafts: "reuse")

    static func plan(
        run id: String = "run-1", tasks: [ResearchTask] = [task("t1"), task("t2", domain: "Law")],
        units: [AnswerUnitRecord]? = nil, judge: JudgeRecord = judge, passes: Int = 2,
        datasetSHA256: String = "d", startedAt: Double = 100,
        validity: ValidityLimits = .init(), offersSearch: Bool = true,
        configurations: [ConfigurationSummary] = [solo, fusion],
        searchEngine: SearchSpec.Engine = .searxng
    ) -> RunPlanRecord {
        let run = RunRecord(
            id: id, name: "suite", datasetName: "sample", datasetSHA256: datasetSHA256,
            datasetRevision: "r1", suiteSHA256: "s", judgeID: judge.id, passes: passes,
            generations: 1, exclusionName: "builtin:draco", exclusionSHA256: "e", seed: .max,
            simulation: "seed 1", codeVersion: "0.1.0", startedAt: startedAt, finishedAt: nil)
        return RunPlanRecord(
            run: run,
            dataset: Dataset(
                name: "sample", sha256: datasetSHA256, revision: "r1", tasks: tasks),
            judges: [(judge, passes)], validity: validity, offersSearch: offersSearch,
            searchEngine: searchEngine, configurations: configurations,
            units: units ?? tasks.flatMap { [unit("solo", $0.id), unit("fusion", $0.id)] },
            prices: ["a/one": ModelPrice(inputPerMillion: 5, outputPerMillion: 30)],
            priceSources: ["a/one": "the price table of 2026-11-20"])
    }

    static func answer(
        _ unit: AnswerUnitRecord, _ status: AnswerStatus = .ok, text: String = "The answer.",
        cost: Double? = 0.25, latency: Double? = 12, calls: [CallRecord] = []
    ) -> AnswerRecord {
        AnswerRecord(
            key: unit.key, configurationID: unit.configurationID, taskID: unit.taskID,
            generation: unit.generation, status: status, text: text,
            cost: cost.map { USD($0) }, latencySeconds: latency, calls: calls)
    }

    static func call(
        _ role: CallRecord.Role = .judge, cost: Double? = 0.5, id: String? = nil
    ) -> CallRecord {
        CallRecord(
            role: role, model: "judge/model", outcome: .ok, httpStatus: 200,
            usage: TokenUsage(uncachedInput: 100, cacheRead: 20, cacheWrite: 3, output: 40),
            billedCost: cost.map { USD($0) }, latencySeconds: 1.5, generationID: id,
            startedAt: 1000)
    }

    static func verdict(
        _ verdict: Verdict? = .met, on unit: AnswerUnitRecord,
        _ criterion: Criterion = criteria[0], pass: Int = 0, explanation: String = "It does.",
        rawReply: String? = nil,
        judge: String = judge.id, calls: [CallRecord] = [call()]
    ) -> VerdictRecord {
        let reply = """
            {"explanation":"\(explanation)","criterion_status":"\(verdict?.rawValue ?? "?")"}
            """
        return VerdictRecord(
            answerKey: unit.key, criterionID: criterion.id, criterionKey: criterion.key,
            judgeID: judge, pass: pass, verdict: verdict, explanation: explanation,
            rawReply: rawReply ?? reply, error: verdict == nil ? "No ruling." : nil, calls: calls)
    }

    static func score(
        _ unit: AnswerUnitRecord, pass: Int = 0, _ normalized: Double, passRate: Double = 0.5,
        axes: [AxisScore] = [], judge: String = judge.id
    ) -> ScoreRecord {
        ScoreRecord(
            answerKey: unit.key, judgeID: judge, pass: pass, raw: normalized * 15,
            positiveWeight: 15, normalized: normalized, unclamped: normalized,
            passRate: passRate, axes: axes)
    }
}

extension RunResults {
    /// What the store says of the run that the results come from.
    var stored: (run: RunRecord, judge: JudgeRecord)? {
        switch origin {
        case .run(let run, let judge): (run, judge)
        case .verdictFiles: nil
        }
    }
}

/// A folder of the test's own, gone with the last reference to it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appending(component: "store-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String = "results.sqlite") -> String { "\(path)/\(name)" }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}
