/// What came of one answer unit: a configuration's answer to a task, or why there is none.
///
/// Made once, stored, never changed. A failed attempt is a record too; it is left out of means and
/// counted in every report.
package struct AnswerRecord: Sendable, Equatable {
    /// SHA-256 of all that changes this answer; see `Execution`.
    package var key: String
    package var configurationID: String
    package var taskID: String
    /// 0-based.
    package var generation: Int
    package var status: AnswerStatus
    /// The graded text; empty where there is none.
    package var text: String
    /// One sentence, where the status is not `ok`.
    package var error: String?
    /// The provider's word for why the last completion ended.
    package var finishReason: String?
    /// The model that wrote the text, as the provider names it.
    package var model: String?
    /// Of everything spent on this answer, failed attempts included; nil where any part is unknown.
    package var cost: USD?
    /// From the first request to the last byte, waiting for a free slot not included.
    package var latencySeconds: Double?
    /// A fusion's drafts, in panel order; empty for other kinds.
    package var drafts: [DraftRecord]
    /// A fusion's analysis; nil for other kinds.
    package var analysis: AnalysisRecord?
    /// What became of the provider's fusion; nil where none was asked for or offered.
    package var serverFusion: ServerFusionRecord?
    /// Pages that the provider's own tools have used, as far as it says.
    package var sources: [SourceRecord]
    package var toolUses: [ToolUseRecord]
    /// What the texts themselves give away: the answer's, and those of its fresh drafts.
    package var findings: [TextFinding]
    package var calls: [CallRecord]
    /// What the answer is made of; nil where that is not kept.
    package var origin: AnswerOrigin?
    /// Panel positions of drafts that are stored with this answer already and stay as they are.
    package var storedDrafts: Set<Int>

    package init(
        key: String, configurationID: String, taskID: String, generation: Int,
        status: AnswerStatus, text: String, error: String? = nil, finishReason: String? = nil,
        model: String? = nil, cost: USD? = nil, latencySeconds: Double? = nil,
        drafts: [DraftRecord] = [], analysis: AnalysisRecord? = nil,
        serverFusion: ServerFusionRecord? = nil, sources: [SourceRecord] = [],
        toolUses: [ToolUseRecord] = [], findings: [TextFinding] = [], calls: [CallRecord] = [],
        origin: AnswerOrigin? = nil, storedDrafts: Set<Int> = []
    ) {
        self.key = key
        self.configurationID = configurationID
        self.taskID = taskID
        self.generation = generation
        self.status = status
        self.text = text
        self.error = error
        self.finishReason = finishReason
        self.model = model
        self.cost = cost
        self.latencySeconds = latencySeconds
        self.drafts = drafts
        self.analysis = analysis
        self.serverFusion = serverFusion
        self.sources = sources
        self.toolUses = toolUses
        self.findings = findings
        self.calls = calls
        self.origin = origin
        self.storedDrafts = storedDrafts
    }

    /// Whether there is a text that a judge can rule on.
    package var isGradable: Bool { status.isGradable && !text.isEmpty }
}

/// What an answer is made of, whichever run asks for it.
package struct AnswerOrigin: Sendable, Equatable {
    /// Digest of the ingredients, the run left out: answers with equal ones are independent draws
    /// of the same thing.
    package var contentKey: String
    package var ingredients: [Ingredient]

    package init(contentKey: String, ingredients: [Ingredient]) {
        self.contentKey = contentKey
        self.ingredients = ingredients
    }

    package struct Ingredient: Sendable, Equatable {
        /// As people are told of it, such as `exclusion list`.
        package var name: String
        /// Long texts as their SHA-256.
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}

/// How an answer or a draft ended.
package enum AnswerStatus: String, Sendable, Codable, CaseIterable {
    case ok
    /// The model or its provider declined.
    case refused
    /// The completion ended without a text.
    case empty
    /// A text that the output cap cut off. It is graded.
    case truncated
    case timeout
    /// The model's side failed in a way that asking again did not mend.
    case modelError = "model_error"
    /// The network, the endpoint or the key failed; says nothing about the model.
    case infraError = "infra_error"

    /// Whether its text goes to the judge.
    package var isGradable: Bool { self == .ok || self == .truncated }
}

/// One panel member's draft.
package struct DraftRecord: Sendable, Equatable {
    /// 0-based place in the panel.
    package var position: Int
    package var model: String
    package var status: AnswerStatus
    package var text: String
    package var error: String?
    package var finishReason: String?
    package var cost: USD?
    package var latencySeconds: Double?
    /// The key of the stored answer this draft was taken from; nil for a fresh one.
    package var reusedKey: String?

    package init(
        position: Int, model: String, status: AnswerStatus, text: String, error: String? = nil,
        finishReason: String? = nil, cost: USD? = nil, latencySeconds: Double? = nil,
        reusedKey: String? = nil
    ) {
        self.position = position
        self.model = model
        self.status = status
        self.text = text
        self.error = error
        self.finishReason = finishReason
        self.cost = cost
        self.latencySeconds = latencySeconds
        self.reusedKey = reusedKey
    }
}

/// What the analyst made of the drafts.
package struct AnalysisRecord: Sendable, Equatable {
    package var status: Status
    /// The five-part JSON as accepted, or the analyst's last words where it is not valid.
    package var text: String

    package init(status: Status, text: String) {
        self.status = status
        self.text = text
    }

    package enum Status: String, Sendable, Codable, CaseIterable {
        case valid
        /// No valid JSON within the allowed re-asks; the synthesizer worked from the drafts alone.
        case invalid
        /// The analyst could not be reached or refused; likewise.
        case failed
        /// Only one draft was left, so there was nothing to compare.
        case skipped
    }
}

/// One search or fetch a researching model asked for.
package struct ToolUseRecord: Sendable, Equatable {
    /// The panel position of the model that asked; nil for a solo.
    package var member: Int?
    /// 0-based order within that model's research.
    package var position: Int
    package var tool: ResearchSpec.Tool
    /// The query or the URL.
    package var argument: String
    /// Search results or bytes of text handed to the model.
    package var resultCount: Int
    /// What in the query or in its result is of the benchmark.
    package var findings: [LeakFinding]
    package var error: String?
    /// Seconds since 1970; nil where it was not kept.
    package var startedAt: Double?

    package init(
        member: Int? = nil, position: Int, tool: ResearchSpec.Tool, argument: String,
        resultCount: Int, findings: [LeakFinding] = [], error: String? = nil,
        startedAt: Double? = nil
    ) {
        self.member = member
        self.position = position
        self.tool = tool
        self.argument = argument
        self.resultCount = resultCount
        self.findings = findings
        self.error = error
        self.startedAt = startedAt
    }
}

/// What a text gives away, and whose it is.
package struct TextFinding: Sendable, Equatable {
    /// The panel position of the draft; nil for the answer itself.
    package var member: Int?
    package var finding: LeakFinding

    package init(member: Int? = nil, finding: LeakFinding) {
        self.member = member
        self.finding = finding
    }
}
