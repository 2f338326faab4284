import Answering
import Inference
import Store
import Vocabulary

/// Gets the answers that are missing, task by task, and passes each on once it is committed.
struct AnswerStage: Sendable {
    let plan: RunPlan
    let database: ResultsDatabase
    let control: RunControl
    let budget: Budget
    /// One for every configuration id.
    let answerers: [String: Answerer]
    /// Keys of the units that this execution takes.
    let pending: Set<String>
    let textScreen: TextScreen
    let events: @Sendable (RunEvent) -> Void

    private let finished = FinishedUnits()

    init(
        plan: RunPlan, database: ResultsDatabase, control: RunControl, budget: Budget,
        answerers: [String: Answerer], pending: Set<String>,
        textScreen: TextScreen, events: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.plan = plan
        self.database = database
        self.control = control
        self.budget = budget
        self.answerers = answerers
        self.pending = pending
        self.textScreen = textScreen
        self.events = events
    }

    /// What became of a unit in this execution.
    enum Outcome: Sendable {
        case committed(AnswerRecord)
        /// Not taken, because the run stops or a draft it needs is not there.
        case skipped
    }

    /// The unit's answer, stored before this returns.
    func run(_ unit: RunPlan.Unit) async throws -> Outcome {
        do {
            let outcome = try await outcome(of: unit)
            await finished.add(unit.record.key)
            return outcome
        } catch {
            // Whoever waits for this draft must learn that it is not coming.
            await finished.add(unit.record.key)
            throw error
        }
    }

    private func outcome(of unit: RunPlan.Unit) async throws -> Outcome {
        for key in pending.intersection(unit.reusedDrafts.values) {
            await finished.wait(for: key)
        }
        guard control.mayTakeWork else { return .skipped }
        if unit.imported == nil {
            guard try await budget.admit(unit.record), control.mayTakeWork else {
                budget.close(unit.record)
                return .skipped
            }
        }
        guard let result = try await answer(unit) else {
            budget.close(unit.record)
            return .skipped
        }
        try await store(result.record, of: unit)
        control.learn(closedEndpoint: result.closedEndpoint)
        // What can be graded is closed when it is.
        if !result.record.isGradable { budget.close(unit.record) }
        events(
            .answered(
                unit.record, status: result.record.status,
                cost: USD.known(result.record.calls.map(\.cost))))
        return .committed(result.record)
    }

    /// Tokens that a turn of research or a report is taken to have at most, reasoning included,
    /// where the suite sets no limit.
    private static let reportTokens = 16_000

    private func store(_ record: AnswerRecord, of unit: RunPlan.Unit) async throws {
        var record = record
        record.origin = unit.origin
        textScreen.examine(&record, on: unit.task)
        try await database.store(record, paidBy: plan.run.id)
        control.add(record.calls.map(\.cost))
    }

    private func answer(
        _ unit: RunPlan.Unit
    ) async throws -> (record: AnswerRecord, closedEndpoint: String?)? {
        if let imported = unit.imported { return (Self.record(of: imported, unit), nil) }
        guard let answerer = answerers[unit.configuration.id] else {
            preconditionFailure("no answerer for configuration \(unit.configuration.id)")
        }
        let question = plan.question(
            of: unit, attempt: try await database.answersPutAside(key: unit.record.key))
        let gate = budget.gate(for: unit.record, outputAllowance: Self.reportTokens)
            .forWork(of: unit, in: plan.setup)
        let result: Answerer.Result
        switch unit.configuration.kind {
        case .solo(let model):
            result = try await answerer.solo(model, question, unit: unit.record, gate: gate)
        case .fusion(let spec):
            guard let earlier = try await earlierParts(of: unit, spec) else { return nil }
            result = try await answerer.fusion(
                spec, question, unit: unit.record, earlier: earlier, gate: gate
            ) { part in
                try await store(part, of: unit)
                events(.keptPart(unit.record, cost: USD.known(part.calls.map(\.cost))))
            }
        case .serverFusion(let spec):
            result = try await answerer.serverFusion(
                spec, question, unit: unit.record, gate: gate)
        case .escalation(let spec):
            result = try await answerer.escalation(
                spec, question, unit: unit.record, gate: gate)
        case .answers:
            preconditionFailure("an imported answer comes with its text")
        }
        return (result.record, result.closedEndpoint)
    }

    /// The solo answers that serve as drafts, and what an attempt that ended early has left. Nil
    /// when one of the former is still to be had: a fusion of fewer drafts than it should have would
    /// be stored for good.
    private func earlierParts(
        of unit: RunPlan.Unit, _ spec: FusionSpec
    ) async throws -> EarlierParts? {
        var drafts: [Int: DraftRecord] = [:]
        let unfinished = try await database.answer(key: unit.record.key)
        for draft in unfinished?.drafts ?? []
        where draft.reusedKey == nil && !draft.status.isToBeRedone {
            drafts[draft.position] = draft
        }
        for (position, key) in unit.reusedDrafts {
            guard let answer = try await database.answer(key: key), !answer.status.isToBeRedone
            else { return nil }
            drafts[position] = DraftRecord(
                position: position, model: spec.panel[position], status: answer.status,
                text: answer.text, error: answer.error, finishReason: answer.finishReason,
                cost: answer.cost, latencySeconds: answer.latencySeconds, reusedKey: key)
        }
        // An analysis is of the drafts that there were, and these are the same only if all are.
        let analysis = drafts.count == spec.panel.count ? unfinished?.analysis : nil
        return EarlierParts(drafts: drafts, analysis: analysis)
    }

    private static func record(
        of imported: RunSetup.ImportedText, _ unit: RunPlan.Unit
    ) -> AnswerRecord {
        let isEmpty = imported.text.allSatisfy(\.isWhitespace)
        return AnswerRecord(
            key: unit.record.key, configurationID: unit.record.configurationID,
            taskID: unit.record.taskID, generation: unit.record.generation,
            status: isEmpty ? .empty : .ok, text: imported.text,
            error: isEmpty ? "The answer file has an empty text." : nil, model: imported.model,
            cost: imported.cost, latencySeconds: imported.latencySeconds)
    }
}

extension AnswerStatus {
    /// Whether a stored record of this status counts as missing: it says nothing about the model.
    package var isToBeRedone: Bool { self == .infraError }
}

/// The keys of units that are done with, in whatever way, for those that wait for them.
private actor FinishedUnits {
    private var keys: Set<String> = []
    private var waiters: [String: [CheckedContinuation<Void, Never>]] = [:]

    func add(_ key: String) {
        keys.insert(key)
        for waiter in waiters.removeValue(forKey: key) ?? [] { waiter.resume() }
    }

    /// Returns once the unit is done with. Every unit that is waited for has been taken before the
    /// one that waits, and always ends up here, so nothing waits for ever.
    func wait(for key: String) async {
        if keys.contains(key) { return }
        await withCheckedContinuation { waiters[key, default: []].append($0) }
    }
}
