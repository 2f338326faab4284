import Inference
import Vocabulary

/// Gets the answer of one configuration to one question, by whatever kind of system it is.
package struct Answerer: Sendable {
    private let client: ModelClient
    private let tools: ResearchTools
    private let streams: Bool

    /// - Parameter streams: whether answers are asked for as streams.
    package init(client: ModelClient, tools: ResearchTools, streams: Bool = false) {
        self.client = client
        self.tools = tools
        self.streams = streams
    }

    /// An answer, or the record of why there is none.
    package struct Result: Sendable {
        package fileprivate(set) var record: AnswerRecord
        /// Why no further request to this endpoint can succeed, when that is so.
        package let closedEndpoint: String?
    }

    /// One model researches and answers.
    package func solo(
        _ model: String, _ question: Question, unit: AnswerUnitRecord,
        gate: SpendingGate = .unlimited
    ) async throws(CancellationError) -> Result {
        let written = try await researcher(gate)
            .research(question, model: model, role: .researcher, member: nil)
        return Self.result(unit, written, cost: written.cost)
    }

    /// The provider's own fusion answers.
    ///
    /// An answer without the fusion that was asked for is still the configuration's answer; the
    /// record says what became of the fusion.
    package func serverFusion(
        _ spec: ServerFusionSpec, _ question: Question, unit: AnswerUnitRecord,
        gate: SpendingGate = .unlimited
    ) async throws(CancellationError) -> Result {
        let fusion = ServerFusion(researcher: researcher(gate))
        return Self.result(unit, try await fusion.answer(spec, question), fusion: spec)
    }

    /// One model researches and answers, and may call the provider's fusion.
    package func escalation(
        _ spec: ServerFusionSpec, _ question: Question, unit: AnswerUnitRecord,
        gate: SpendingGate = .unlimited
    ) async throws(CancellationError) -> Result {
        var researcher = researcher(gate)
        researcher.fusion = ServerFusion(researcher: researcher).tool(spec)
        let written = try await researcher.research(
            question, model: spec.requestedModel, role: .researcher, member: nil)
        return Self.result(unit, written, fusion: spec)
    }

    private func researcher(_ gate: SpendingGate) -> Researcher {
        Researcher(client: client, tools: tools, gate: gate, streams: streams)
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
        let runner = FusionRunner(
            client: client, tools: tools, gate: gate, streams: streams
        ) { part in
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
            record.sources = written.work.sources
            record.findings = Self.findings(of: written)
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
        var record = AnswerRecord(
            key: unit.key, configurationID: unit.configurationID, taskID: unit.taskID,
            generation: unit.generation, status: written.status, text: written.text,
            error: written.error, finishReason: written.finishReason, model: written.model,
            cost: cost, latencySeconds: written.latencySeconds, drafts: drafts,
            analysis: analysis, toolUses: written.toolUses, calls: written.calls,
            storedDrafts: storedDrafts)
        record.sources = written.work.sources
        record.findings = findings(of: written)
        return Result(record: record, closedEndpoint: written.closedEndpoint)
    }

    /// - Parameter spec: of the provider's fusion, which was asked for or offered.
    private static func result(
        _ unit: AnswerUnitRecord, _ written: Written, fusion spec: ServerFusionSpec
    ) -> Result {
        let reports = written.work.fusions
        let shown = FusionReport.best(of: reports)
        var result = result(
            unit, written, cost: written.cost, drafts: shown?.drafts(panel: spec.panel) ?? [],
            analysis: shown?.analysisRecord)
        result.record.serverFusion = FusionReport.record(
            of: reports, panel: spec.panel, isAnswered: written.status.isGradable)
        return result
    }

    /// Of sources that no search or fetch is told of.
    private static func findings(of written: Written) -> [TextFinding] {
        written.work.findings.map { TextFinding(finding: $0) }
    }
}
