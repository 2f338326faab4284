import Answering
import Catalog
import Contamination
import Execution
import FoundationEssentials
import Grading
import Inference
import Reports
import Simulator
import Store
import Transport
import Vocabulary

/// One execution of a suite, wired from live parts: transport, keys, clock, store, terminal.
struct RunSession {
    let workspace: Workspace
    let suite: Suite
    let databasePath: String
    let simulation: SimulationChoice?
    var watch = WatchChoice()
    let clock = SteadyClock()
    /// Waits between attempts at a request, in seconds.
    var sleep: @Sendable (Double) async throws -> Void = wallSleep

    /// How the simulator is to play the provider.
    struct SimulationChoice {
        var latencyScale = 0.0
        var faults: [FaultRule] = []
        /// Whether prompts are billed by prefix caching.
        var promptCache = false
        var rateLimits: [RateLimitRule] = []
        /// Models that are to be other than their names say.
        var profiles: [String: ModelProfile] = [:]
        /// A simulator that runs already, in place of one of our own.
        var running: SimulatorAddress?

        /// What of it changes results. The speed of answers and requests does not.
        func identity(seed: UInt64, _ keyPages: KeyPages = .listed) -> String {
            let changed = profiles.sorted { $0.key < $1.key }.map { "\($0.key) as \($0.value)" }
            let keys = keyPages == .listed ? [] : ["answer keys \(keyPages.rawValue)"]
            let cache = promptCache ? ["prompt cache"] : []
            return (["seed \(seed)"] + keys + cache + faults.map(\.description) + changed)
                .joined(separator: ", ")
        }

        /// What a simulator that plays the world of a dataset says it is made of.
        func identity(
            seed: UInt64, _ keyPages: KeyPages = .listed, of dataset: Dataset
        ) -> String {
            "\(identity(seed: seed, keyPages)) on \(dataset.name) (\(dataset.sha256.prefix(12)))"
        }
    }

    /// Reads everything a run is made of, and refuses what can't work.
    ///
    /// - Parameter reusing: whether answers of other runs in the results file may be taken. Those
    ///   that the run has taken before stay taken in any case.
    func plan(reusing: Bool = false) async throws -> RunPlan {
        let dataset = try workspace.dataset(suite.dataset)
        try check(suite.tasks, against: dataset)
        let exclusion = try Wiring.exclusion(suite, in: workspace)
        try checkExclusion()
        let known = try knownPrices()
        let setup = RunSetup(
            suite: suite, dataset: dataset,
            judgeDefinitions: try suite.judges.map { try workspace.judge($0.prompt) },
            exclusionName: exclusion.name, exclusionSHA256: exclusion.sha256,
            importedAnswers: try importedAnswers(for: dataset),
            prices: known.prices, priceSources: known.sources,
            simulation: simulation?.identity(seed: suite.seed, suite.keyPages),
            codeVersion: CodeVersion.text)
        let reusable = try await withStoredResults { database in
            ReusableAnswers(
                answered: try await database.answeredKeys(),
                sources: try await database.reusableAnswers(runID: setup.runID, others: reusing)
                    .map { .init(contentKey: $0.contentKey, key: $0.key, runID: $0.runID) })
        }
        let plan = RunPlan(setup, reusing: reusable ?? .none, startedAt: wallClock())
        guard Set(plan.judges.map(\.record.id)).count == plan.judges.count else {
            throw CommandFailure(
                """
                Two of the suite's judges are the same judge: model, prompt and settings are alike, \
                and so is what answers for their endpoint. Keep one and raise its passes.
                """)
        }
        return plan
    }

    /// Why the units of a plan are asked for or kept.
    ///
    /// - Parameter countsVerdicts: whether verdicts are looked at as well.
    func explanation(
        of plan: RunPlan, countsVerdicts: Bool
    ) async throws -> PlanExplanation {
        let explanation = try await withStoredResults { database in
            try await PlanExplanation(plan, database: database, countsVerdicts: countsVerdicts)
        }
        if let explanation { return explanation }
        return try await PlanExplanation(plan, database: nil, countsVerdicts: countsVerdicts)
    }

    /// Nil where there is no results file yet.
    private func withStoredResults<Value>(
        _ read: (ResultsDatabase) async throws -> Value
    ) async throws -> Value? {
        guard FileManager.default.fileExists(atPath: databasePath) else { return nil }
        let database = try ResultsDatabase(path: databasePath, mode: .read)
        defer { try? database.close() }  // It was only read from.
        return try await read(database)
    }

    /// Executes what is missing of a plan and says how it ended.
    ///
    /// - Parameter redo: stored answers to ask for again. They are put aside once everything else
    ///   is known to be there.
    func execute(_ plan: RunPlan, redo: Redo? = nil) async throws -> Runner.Outcome {
        let database = try ResultsDatabase(path: databasePath, mode: .write)
        let lock = try RunLock(database: databasePath, run: plan.run.id, now: wallClock())
        defer { lock.release() }
        let metrics = try watch.metricsFile.map { try MetricsFile(path: $0, run: plan.run.id) }
        let progress = Progress(talk: talk(on: plan), metrics: metrics, now: clock.now)
        guard let simulation else {
            let redone = redo == nil ? [] : Set(plan.units.map(\.record.key))
            let missing = try await plan.missing(in: database, redone: redone)
            // What is all there needs neither keys nor a network.
            guard !missing.isEmpty else {
                return try await execute(
                    plan, redo, database, progress, on: .providers([:]), searching: nil)
            }
            let keys = try keys()
            try await preflight()
            let search = try searchService(at: nil)
            let (plan, catalogues) = try await priced(plan, missing, keys, progress.talk)
            return try await execute(
                plan, redo, database, progress, on: .providers(keys), searching: search,
                catalogues)
        }
        if let running = simulation.running {
            try await RunningSimulator(address: running).check(
                identity: simulation.identity(
                    seed: suite.seed, suite.keyPages, of: plan.setup.dataset))
            return try await execute(
                plan, redo, database, progress, on: .simulator(running),
                searching: try searchService(at: running))
        }
        let world = World(
            tasks: plan.setup.dataset.tasks, seed: suite.seed, keyPages: suite.keyPages)
        let options = SimulatorOptions(
            port: 0, seed: suite.seed, profiles: simulation.profiles, faults: simulation.faults,
            latencyScale: simulation.latencyScale, promptCache: simulation.promptCache,
            rateLimits: simulation.rateLimits)
        return try await withSimulator(world: world, options: options) { address in
            try await execute(
                plan, redo, database, progress, on: .simulator(address),
                searching: try searchService(at: address))
        }
    }

    /// What is said of a plan and its execution.
    private func talk(on plan: RunPlan) -> Talk { Talk(watch.logFormat, run: plan.run.id) }

    /// Says a last sentence, after the report.
    func conclude(_ plan: RunPlan, with sentence: String) async {
        let talk = talk(on: plan)
        talk.say(.note(sentence))
        await talk.flush()
    }

    private func execute(
        _ plan: RunPlan, _ redo: Redo?, _ database: ResultsDatabase,
        _ progress: Progress, on destination: Destination, searching search: SearchService?,
        _ catalogues: Catalogues? = nil
    ) async throws -> Runner.Outcome {
        let exclusion = try Wiring.exclusion(suite, in: workspace)
        guard exclusion.sha256 == plan.setup.exclusionSHA256 else {
            throw CommandFailure(
                "The exclusion list \(exclusion.name) has just changed; run the suite again.")
        }
        let wiring = try Wiring(
            plan: plan, destination: destination, exclusion: exclusion, search: search,
            catalogues: catalogues,
            now: clock.now, sleep: sleep, events: progress.take)
        if let redo {
            let count = try await putAside(redo, of: plan, in: database)
            progress.talk.say(.note(redo.sentence(onPuttingAside: count)))
        }
        let control = RunControl()
        let budget = Budget(
            cap: suite.limits.maxCost,
            configurations: Dictionary(
                uniqueKeysWithValues: suite.configurations.compactMap { configuration in
                    configuration.maxCost.map { (configuration.id, $0) }
                }), onExhausted: { control.stop(.budget(cap: $0)) })
        let runner = Runner(
            plan: plan, database: database, control: control, budget: budget,
            answerers: wiring.answerers,
            judges: wiring.judges, textScreen: wiring.textScreen, now: clock.now,
            events: progress.take)
        let interruption = Interruption()
        let showing = Task { await progress.showRegularly() }
        let running = Task { try await runner.run() }
        let outcome = await interruption.stopping(
            running, control, talk: progress.talk, graceSeconds: Self.graceSeconds)
        showing.cancel()
        await showing.value
        progress.conclude(try? outcome.get())  // A failure is told by whoever it is thrown to.
        await progress.talk.flush()
        await wiring.shutDown()
        try database.close()
        switch outcome {
        case .success(let outcome): return outcome
        case .failure(is CancellationError):
            guard case .interrupted(let signal) = control.stopReason else {
                throw CancellationError()
            }
            throw CommandFailure.interruption(signal)
        case .failure(let error): throw error
        }
    }

    /// After a signal, what is in flight has so long to end and be stored.
    private static let graceSeconds = 20
}

// MARK: - Inputs

extension RunSession {
    private func check(_ selection: TaskSelection, against dataset: Dataset) throws {
        let known = Set(dataset.tasks.map(\.id))
        if let stranger = selection.ids.first(where: { !known.contains($0) }) {
            throw CommandFailure("Dataset \(dataset.name) has no task \(stranger).")
        }
        let domains = Set(dataset.tasks.map { $0.domain.lowercased() })
        if let stranger = selection.domains.first(where: { !domains.contains($0.lowercased()) }) {
            let all = Set(dataset.tasks.map(\.domain)).sorted().joined(separator: ", ")
            throw CommandFailure(
                "Dataset \(dataset.name) has no domain \(stranger); it has \(all).")
        }
        guard !selection.select(from: dataset.tasks).isEmpty else {
            throw CommandFailure("The filters under 'tasks' leave no task; loosen them.")
        }
    }

    /// Refuses what the provider can't be told to keep from.
    private func checkExclusion() throws {
        for configuration in suite.configurations {
            let objection = ServerTools.objection(
                to: configuration, in: suite,
                dialect: (configuration.endpoint ?? suite.endpoint).dialect)
            if let objection { throw CommandFailure(objection) }
        }
    }

    private func importedAnswers(
        for dataset: Dataset
    ) throws -> [String: [RunSetup.ImportedText]] {
        var imported: [String: [RunSetup.ImportedText]] = [:]
        for configuration in suite.configurations {
            guard case .answers(let file) = configuration.kind else { continue }
            let answers = try AnswerFileReader.read(file, tasks: dataset.tasks)
            imported[configuration.id] = answers.map { answer in
                RunSetup.ImportedText(
                    taskID: answer.taskID, generation: answer.generation, text: answer.text,
                    cost: answer.cost, latencySeconds: answer.latencySeconds,
                    model: answer.model)
            }
        }
        return imported
    }

    /// The keys that the suite's endpoints need, from the environment, by the names of their
    /// variables.
    private func keys() throws -> [String: APIKey] {
        var keys: [String: APIKey] = [:]
        for endpoint in suite.endpointsInUse {
            guard let variable = endpoint.apiKeyVariable else { continue }
            guard let key = Environment.variables[variable], !key.isEmpty else {
                throw CommandFailure(
                    """
                    \(variable) is not set; export the key of \(endpoint.baseURL) under that \
                    name, or add --simulate to run without a key.
                    """)
            }
            keys[variable] = APIKey(key)
        }
        return keys
    }

    /// Refuses to start while an endpoint can't be reached at all.
    private func preflight() async throws {
        let transport = try HTTPTransport(.live())
        for base in Set(suite.endpointsInUse.map(\.baseURL)) {
            var request = TransferRequest(
                url: base,
                limits: TransferLimits(
                    connectTimeoutSeconds: 10, idleTimeoutSeconds: 20, totalTimeoutSeconds: 30))
            request.onlyConnects = true
            do {
                _ = try await transport.send(request)
            } catch let error as TransportError {
                await transport.shutdown()
                throw CommandFailure(
                    """
                    \(base) can't be reached: \(error.description) Check base_url and the \
                    network, or add --simulate.
                    """)
            }
        }
        await transport.shutdown()
    }
}
