import Catalog
import Comparison
import Contamination
import Execution
import Store
import Vocabulary

/// One judge that is put to a trial.
struct JudgeOnTrial: Sendable {
    var spec: JudgeSpec
    var definition: JudgeDefinition
    /// Tells trials apart that ask the same: that of a judge against itself.
    var salt = ""
}

/// Runs trials of judges. Their verdicts are kept in a results file, so that a trial that was cut
/// off goes on where it ended and one that is repeated costs nothing.
struct JudgeTrials {
    let workspace: Workspace
    let databasePath: String
    let simulation: RunSession.SimulationChoice?
    /// Endpoint, limits and seed are its.
    let suite: Suite

    /// - Parameter repeats: independent judgings of every answer.
    func trial(
        of judge: JudgeOnTrial, on material: JudgeMaterial, repeats: Int
    ) async throws -> JudgeTrial {
        let plan = try self.plan(of: judge, on: material, repeats: repeats)
        let session = RunSession(
            workspace: workspace, suite: plan.setup.suite, databasePath: databasePath,
            simulation: simulation)
        let outcome = try await session.execute(plan)
        if outcome.stopReason != nil { try RunCommand.conclude(outcome) }
        let database = try ResultsDatabase(path: databasePath, mode: .read)
        defer { try? database.close() }  // It was only read from.
        return try await read(plan, material, repeats: repeats, from: database)
    }

    private func plan(
        of judge: JudgeOnTrial, on material: JudgeMaterial, repeats: Int
    ) throws -> RunPlan {
        var spec = judge.spec
        spec.passes = repeats
        let words = ["judge", judge.definition.name, String(judge.definition.sha256.prefix(8))]
        let trial = Suite(
            name: (words + (judge.salt.isEmpty ? [] : [judge.salt])).joined(separator: "-"),
            dataset: material.name, endpoint: suite.endpoint,
            research: ResearchSpec(tools: [], maxToolCalls: 0), exclusion: "none",
            configurations: [Configuration(id: "given", kind: .answers(file: material.name))],
            judge: spec, limits: suite.limits, seed: suite.seed, sha256: judge.definition.sha256)
        // Nothing is searched for.
        let exclusion = try Wiring.exclusion(trial, in: workspace)
        let known = try RunSession(
            workspace: workspace, suite: trial, databasePath: databasePath, simulation: simulation
        ).knownPrices()
        return RunPlan(
            RunSetup(
                suite: trial, dataset: material.dataset, judgeDefinitions: [judge.definition],
                exclusionName: exclusion.name, exclusionSHA256: exclusion.sha256,
                importedAnswers: ["given": material.answers],
                prices: known.prices, priceSources: known.sources,
                simulation: simulation?.identity(seed: suite.seed),
                codeVersion: CodeVersion.text), startedAt: wallClock())
    }

    private func read(
        _ plan: RunPlan, _ material: JudgeMaterial, repeats: Int, from database: ResultsDatabase
    ) async throws -> JudgeTrial {
        struct Place: Hashable {
            let answerID: String
            let criterionID: String
        }
        let answerIDs = Dictionary(
            plan.units.map { ($0.record.key, $0.record.taskID) },
            uniquingKeysWith: { first, _ in first })
        var rulings: [Place: [JudgeTrial.Ruling]] = [:]
        for stored in try await database.rulings(runID: plan.run.id) {
            guard let answerID = answerIDs[stored.answerKey] else { continue }
            rulings[Place(answerID: answerID, criterionID: stored.criterionID), default: []]
                .append(
                    JudgeTrial.Ruling(
                        verdict: stored.verdict, explanation: stored.explanation,
                        failure: stored.failure))
        }
        let questions = material.items.flatMap { item in
            item.criteria.map { criterion in
                let place = Place(answerID: item.answerID, criterionID: criterion.id)
                return JudgeTrial.Question(
                    answerID: item.answerID, taskID: item.task.id,
                    configurationID: item.configurationID, criterion: criterion,
                    positiveWeight: Double(item.task.rubric.positiveWeight),
                    gold: item.gold[criterion.id], rulings: rulings[place] ?? [])
            }
        }
        return JudgeTrial(
            judge: plan.judge, repeats: repeats, questions: questions,
            usage: JudgeTrial.Usage(try await database.judgeCalls(runID: plan.run.id)))
    }
}

extension JudgeTrial.Usage {
    init(_ calls: [(call: CallRecord, isLastOfRuling: Bool)]) {
        let replies = calls.filter { $0.call.outcome == .ok }
        let usages = replies.map(\.call.usage)
        func sum(_ tokens: (TokenUsage) -> Int) -> Int? {
            usages.reduce(Optional(0)) { total, usage in
                total.flatMap { total in usage.map { total + tokens($0) } }
            }
        }
        self.init(
            calls: calls.count, unreadableReplies: replies.count { !$0.isLastOfRuling },
            cost: USD.sum(calls.map(\.call.cost)),
            inputTokens: sum { $0.uncachedInput + $0.cacheRead + $0.cacheWrite },
            cachedTokens: sum(\.cacheRead), outputTokens: sum(\.output),
            latencies: replies.map(\.call.latencySeconds))
    }
}
