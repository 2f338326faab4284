import Inference
import JSONText
import Vocabulary

/// Panel in parallel, then the analyst, then the synthesizer.
///
/// A member that fails leaves the fusion with the others. An analyst that gives no valid JSON
/// leaves the synthesizer with the drafts. Only when no draft is left is there no answer.
struct FusionRunner: Sendable {
    let client: ModelClient
    let tools: ResearchTools
    let gate: SpendingGate
    let streams: Bool
    /// Stores a part of the fusion as soon as it is there.
    let keep: @Sendable (FusionPart) async throws -> Void

    /// - Parameter earlier: what is there already; the rest is asked for.
    func fuse(
        _ spec: FusionSpec, _ question: Question, earlier: EarlierParts
    ) async throws -> Fused {
        var fused = Fused()
        for member in try await drafts(spec, question, stored: earlier.drafts) {
            fused.drafts.append(member.draft)
            if member.isKept { fused.kept.insert(member.draft.position) }
            fused.written.closedEndpoint = fused.written.closedEndpoint ?? member.closedEndpoint
            fused.written.calls += member.unkept?.calls ?? []
            fused.written.toolUses += member.unkept?.toolUses ?? []
            if let work = member.unkept?.work { fused.written.work.add(work) }
            if let unkept = member.unkept, unkept.isCutOff { fused.written.isCutOff = true }
        }
        fused.kept.formUnion(earlier.drafts.filter { $0.value.reusedKey == nil }.keys)
        fused.written.latencySeconds = fused.drafts.compactMap(\.latencySeconds).max() ?? 0
        // A fusion of fewer drafts than it should have would be stored for good.
        if fused.written.isCutOff {
            fused.written.status = .infraError
            fused.written.error = "The run ended before all drafts were there."
            return fused
        }
        let usable = fused.drafts.filter { $0.status.isGradable }
        guard !usable.isEmpty else {
            fused.failForWantOfDrafts()
            return fused
        }
        let material = Material(question: question, drafts: usable)
        var analysis = earlier.analysis
        if analysis?.status != .valid {
            analysis = try await self.analysis(of: material, by: spec.analyst, into: &fused)
            if let analysis, analysis.status == .valid {
                try await keep(.analysis(analysis, fused.written))
                fused.written.calls = []
            }
        }
        fused.analysis = analysis
        try await synthesize(material, analysis, by: spec.synthesizer, into: &fused)
        return fused
    }

    private struct Member: Sendable {
        let draft: DraftRecord
        var isKept = false
        var closedEndpoint: String?
        /// What was spent on a draft that is not kept.
        var unkept: Written?
    }

    private func drafts(
        _ spec: FusionSpec, _ question: Question, stored: [Int: DraftRecord]
    ) async throws -> [Member] {
        let panel = Array(spec.panel.enumerated())
        return try await concurrently(panel, atMost: panel.count) {
            [client, tools, gate, streams, keep] member in
            if let draft = stored[member.offset] { return Member(draft: draft) }
            let researcher = Researcher(
                client: client, tools: tools, gate: gate, streams: streams)
            let written = try await researcher.research(
                question, model: member.element, role: .member, member: member.offset)
            let draft = DraftRecord(
                position: member.offset, model: member.element, status: written.status,
                text: written.text, error: written.error, finishReason: written.finishReason,
                cost: written.cost, latencySeconds: written.latencySeconds)
            guard draft.status != .infraError else {
                return Member(
                    draft: draft, closedEndpoint: written.closedEndpoint, unkept: written)
            }
            try await keep(.draft(draft, written))
            return Member(draft: draft, isKept: true)
        }
    }

    /// Asks the analyst, again when what comes is not the five-part JSON.
    private func analysis(
        of material: Material, by model: String, into fused: inout Fused
    ) async throws(CancellationError) -> AnalysisRecord {
        guard material.drafts.count > 1 else { return AnalysisRecord(status: .skipped, text: "") }
        var lastReply = ""
        for ask in 0..<Self.analystAsks {
            let request = ChatRequest(
                model: model,
                messages: [
                    .system(PromptText(AnsweringPrompts.analyst)), .user(material.forAnalyst),
                ],
                streams: streams, responseSchema: PanelAnalysis.schema,
                reasoning: tools.spec.reasoning,
                maxOutputTokens: tools.spec.maxOutputTokens,
                seed: material.question.seed(for: "analyst \(ask)"))
            let exchange = try await client.complete(request, role: .analyst, gate: gate)
            fused.written.add(exchange.calls)
            switch exchange.outcome {
            case .completion(let completion):
                if let analysis = PanelAnalysis.parse(completion.text) {
                    return AnalysisRecord(status: .valid, text: analysis.text)
                }
                lastReply = completion.text
            case .refused(let sentence):
                return AnalysisRecord(status: .failed, text: sentence)
            case .failed(let failure):
                return AnalysisRecord(status: .failed, text: failure.message)
            }
        }
        return AnalysisRecord(status: .invalid, text: lastReply)
    }

    private func synthesize(
        _ material: Material, _ analysis: AnalysisRecord?, by model: String,
        into fused: inout Fused
    ) async throws(CancellationError) {
        let request = ChatRequest(
            model: model,
            messages: [
                .system(PromptText(AnsweringPrompts.synthesizer)),
                .user(material.forSynthesizer(analysis?.status == .valid ? analysis?.text : nil)),
            ],
            streams: streams, reasoning: tools.spec.reasoning,
            maxOutputTokens: tools.spec.maxOutputTokens,
            seed: material.question.seed(for: "synthesizer"))
        let exchange = try await client.complete(request, role: .synthesizer, gate: gate)
        fused.written.add(exchange.calls)
        fused.written.conclude(with: exchange.outcome)
    }

    /// Requests to the analyst for one valid JSON.
    private static let analystAsks = 3
}

/// A piece of a fusion that was paid for and need not be asked for again, with what it took.
enum FusionPart: Sendable {
    case draft(DraftRecord, Written)
    case analysis(AnalysisRecord, Written)
}

/// What there is of a fusion before it runs.
package struct EarlierParts: Sendable {
    /// By panel position: drafts taken from solo answers, and those of an attempt that ended early.
    package var drafts: [Int: DraftRecord]
    /// That of an attempt that ended early, where all drafts are its own.
    package var analysis: AnalysisRecord?

    package init(drafts: [Int: DraftRecord] = [:], analysis: AnalysisRecord? = nil) {
        self.drafts = drafts
        self.analysis = analysis
    }
}

/// A fusion's answer and the way to it.
struct Fused: Sendable {
    /// Calls and tool uses of parts that were kept are not among its own.
    var written = Written()
    var drafts: [DraftRecord] = []
    /// Positions of the drafts that are stored already.
    var kept: Set<Int> = []
    var analysis: AnalysisRecord?

    /// The draft that failed for the weightiest reason says what became of the fusion: if the
    /// infrastructure was at fault anywhere, asking again may mend it.
    fileprivate mutating func failForWantOfDrafts() {
        let order: [AnswerStatus] = [
            .infraError, .timeout, .modelError, .empty, .refused, .truncated, .ok,
        ]
        let statuses = drafts.map(\.status)
        written.status = order.first(where: statuses.contains) ?? .modelError
        let reasons = drafts.map { "\($0.model): \($0.error ?? $0.status.rawValue)" }
        written.error = "Every panel member failed. " + reasons.joined(separator: " ")
    }
}

/// What analyst and synthesizer get to read.
private struct Material {
    let question: Question
    let drafts: [DraftRecord]

    var forAnalyst: PromptText {
        PromptText(([task] + draftBlocks).joined(separator: "\n\n"))
    }

    func forSynthesizer(_ analysis: String?) -> PromptText {
        let comparison = analysis.map { [Tagged.block("analysis", $0)] } ?? []
        return PromptText(([task] + draftBlocks + comparison).joined(separator: "\n\n"))
    }

    private var task: String { Tagged.block("task", question.problem) }

    /// Draft by draft. Where a model stands in the panel more than once, its drafts are told
    /// apart by number.
    private var draftBlocks: [String] {
        drafts.enumerated().map { index, draft in
            let isRepeated = drafts.count { $0.model == draft.model } > 1
            let label = isRepeated ? "\(draft.model) #\(draft.position + 1)" : draft.model
            let safe = label.filter { $0 != "\"" && $0 != "<" && $0 != ">" && !$0.isNewline }
            return Tagged.block(
                "draft", attributes: " number=\"\(index + 1)\" model=\"\(safe)\"", draft.text)
        }
    }
}
