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
        _ model: String, _ question: Question, unit: AnswerUnitRecord
    ) async throws(CancellationError) -> Result {
        let written = try await Researcher(client: client, tools: tools)
            .research(question, model: model, role: .researcher, member: nil)
        return Self.result(unit, written, cost: written.cost)
    }

    /// A panel answers through analyst and synthesizer.
    ///
    /// The cost is that of the whole system: drafts that were taken from this run's solo answers
    /// count with what they cost there, though nothing was paid for them twice.
    package func fusion(
        _ spec: FusionSpec, _ question: Question, unit: AnswerUnitRecord,
        stored: [Int: DraftRecord] = [:]
    ) async throws(CancellationError) -> Result {
        let fused = try await FusionRunner(client: client, tools: tools)
            .fuse(spec, question, stored: stored)
        let reused = fused.drafts.filter { $0.reusedKey != nil }.map(\.cost)
        return Self.result(
            unit, fused.written, cost: USD.sum([fused.written.cost] + reused),
            drafts: fused.drafts, analysis: fused.analysis)
    }

    private static func result(
        _ unit: AnswerUnitRecord, _ written: Written, cost: USD?, drafts: [DraftRecord] = [],
        analysis: AnalysisRecord? = nil
    ) -> Result {
        let record = AnswerRecord(
            key: unit.key, configurationID: unit.configurationID, taskID: unit.taskID,
            generation: unit.generation, status: written.status, text: written.text,
            error: written.error, finishReason: written.finishReason, model: written.model,
            cost: cost, latencySeconds: written.latencySeconds, drafts: drafts,
            analysis: analysis, toolUses: written.toolUses, calls: written.calls)
        return Result(record: record, closedEndpoint: written.closedEndpoint)
    }
}
