import Inference
import Vocabulary

/// Gets the answer of one configuration to one question, by whatever kind of system it is.
package struct Answerer: Sendable {
    private let client: ModelClient
    private let tools: ResearchTools

    package init(client: ModelClient, tools: ResearchTools) {
        self.client = client
        self.tools = tools
    }

    /// An answer, or the record of why there is none.
    package struct Result: Sendable {
        package let record: AnswerRecord
        /// Why no further request to this endpoint can succeed, when that is so.
        package let closedEndpoint: String?
    }

    /// One model researches and answers.
    package func solo(
        _ model: String, _ question: Question, unit: AnswerUnitRecord,
        gate: SpendingGate = .unlimited
    ) async throws(CancellationError) -> Result {
        let written = try await Researcher(client: client, tools: tools, gate: gate)
            .research(question, model: model, role: .researcher, member: nil)
        return Self.result(unit, written, cost: written.cost)
    }

    /// A panel answers through analyst and synthesizer.
    ///
    /// The cost is that of the whole system: drafts that were taken from this run's solo answers
    /// count with what they cost there, though nothing was paid for them twice. Once: an answer
    /// that has to be asked for again does not count them.
    ///
    /// - Parameters:
    ///   - earlier: parts that are there already.
    ///   - keep: stores an unfinished answer: one fresh draft or the analysis, with what it took.
    ///     What was kept is not part of the cost and the calls of the result. What it throws ends
    ///     the fusion.
    package func fusion(
        _ spec: FusionSpec, _ question: Question, unit: AnswerUnitRecord,
        earlier: EarlierParts = EarlierParts(), gate: SpendingGate = .unlimited,
        keep: @escaping @Sendable (AnswerRecord) async throws -> Void = { _ in }
    ) async throws -> Result {
        let panel = Set(spec.panel.indices)
        let runner = FusionRunner(client: client, tools: tools, gate: gate) { part in
            try await keep(Self.unfinished(unit, part, panel: panel))
        }
        let fused = try await runner.fuse(spec, question, earlier: earlier)
        let isToBeRedone = fused.written.status == .infraError
        let reused = isToBeRedone ? [] : fused.drafts.filter { $0.reusedKey != nil }.map(\.cost)
        return Self.result(
            unit, fused.written, cost: USD.sum([fused.written.cost] + reused),
            drafts: fused.drafts, analysis: fused.analysis, storedDrafts: fused.kept)
    }

    /// The record of an answer that is under way, with the one part that is new.
    private static func unfinished(
        _ unit: AnswerUnitRecord, _ part: FusionPart, panel: Set<Int>
    ) -> AnswerRecord {
        var record = AnswerRecord(
            key: unit.key, configurationID: unit.configurationID, taskID: unit.taskID,
            generation: unit.generation, status: .infraError, text: "",
            error: "The run ended before the fusion did.", storedDrafts: panel)
        switch part {
        case .draft(let draft, let written):
            record.drafts = [draft]
            record.storedDrafts.remove(draft.position)
            record.toolUses = written.toolUses
            record.calls = written.calls
            record.cost = written.cost
        case .analysis(let analysis, let written):
            record.analysis = analysis
            record.calls = written.calls
            record.cost = written.cost
        }
        return record
    }

    private static func result(
        _ unit: AnswerUnitRecord, _ written: Written, cost: USD?, drafts: [DraftRecord] = [],
        analysis: AnalysisRecord? = nil, storedDrafts: Set<Int> = []
    ) -> Result {
        let record = AnswerRecord(
            key: unit.key, configurationID: unit.configurationID, taskID: unit.taskID,
            generation: unit.generation, status: written.status, text: written.text,
            error: written.error, finishReason: written.finishReason, model: written.model,
            cost: cost, latencySeconds: written.latencySeconds, drafts: drafts,
            analysis: analysis, toolUses: written.toolUses, calls: written.calls,
            storedDrafts: storedDrafts)
        return Result(record: record, closedEndpoint: written.closedEndpoint)
    }
}
