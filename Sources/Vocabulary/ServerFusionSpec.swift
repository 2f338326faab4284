/// A fusion that the provider runs: its panel researches, its analyst compares, and the outer model
/// writes the answer.
///
/// The fields are those of OpenRouter's Fusion; a nil leaves it to the provider.
package struct ServerFusionSpec: Sendable, Equatable {
    package var entry: Entry
    /// The outer model, which writes the answer; nil where the entry names the provider's own.
    package var model: String?
    /// Exactly these models are to answer, repeats included; empty: the provider's own choice.
    package var panel: [String]
    package var analyst: String?
    package var preset: Preset?
    /// Tool steps of each panel member and of the analyst.
    package var maxToolCalls: Int?
    /// Tokens of each inner completion, reasoning included.
    package var maxCompletionTokens: Int?
    /// Effort of panel and analyst.
    package var reasoning: String?
    /// Of the panel; the analyst always has 0.
    package var temperature: Double?

    package init(
        entry: Entry, model: String? = nil, panel: [String] = [], analyst: String? = nil,
        preset: Preset? = nil, maxToolCalls: Int? = nil, maxCompletionTokens: Int? = nil,
        reasoning: String? = nil, temperature: Double? = nil
    ) {
        self.entry = entry
        self.model = model
        self.panel = panel
        self.analyst = analyst
        self.preset = preset
        self.maxToolCalls = maxToolCalls
        self.maxCompletionTokens = maxCompletionTokens
        self.reasoning = reasoning
        self.temperature = temperature
    }

    /// How a request asks for it.
    package enum Entry: String, Sendable, CaseIterable {
        /// The model `openrouter/fusion`.
        case alias
        /// The model `openrouter/fusion-flash`.
        case flash
        /// An entry in `plugins`, beside the alias or a model of one's own.
        case plugin
        /// The server tool `openrouter:fusion`.
        case tool
    }

    /// Panels that the provider puts together.
    package enum Preset: String, Sendable, CaseIterable {
        case high = "general-high"
        case budget = "general-budget"
        case fast = "general-fast"
    }

    /// The model that the request names.
    package var requestedModel: String {
        model ?? (entry == .flash ? "openrouter/fusion-flash" : "openrouter/fusion")
    }
}

/// What became of a fusion that the provider was to run, as far as it says.
package struct ServerFusionRecord: Sendable, Equatable {
    package var status: Status
    /// The panel models that answered or failed, in the provider's order.
    package var panel: [String]
    /// The provider's word for why it did not run as asked; nil where it gives none.
    package var failureReason: String?

    package init(status: Status, panel: [String] = [], failureReason: String? = nil) {
        self.status = status
        self.panel = panel
        self.failureReason = failureReason
    }

    package enum Status: String, Sendable, Codable, CaseIterable {
        /// It ran, with exactly the asked panel, and every member answered.
        case complete
        /// It ran with the asked panel, and some members failed.
        case partial
        /// It ran, with another panel than the asked one.
        case otherPanel = "other_panel"
        /// It was called and brought nothing that can be used.
        case failed
        /// The provider turned a call down because there had been one already, and none brought
        /// anything.
        case capped
        /// The outer model answered without it.
        case notRun = "not_run"
    }

    /// Whether a fusion stands behind the answer.
    package var ran: Bool {
        switch status {
        case .complete, .partial, .otherPanel: true
        case .failed, .capped, .notRun: false
        }
    }
}

/// A page that a provider says its own search or fetch has used.
package struct SourceRecord: Sendable, Equatable, Hashable {
    package var url: String
    package var title: String?
    package var kind: Kind

    package init(url: String, title: String? = nil, kind: Kind) {
        self.url = url
        self.title = title
        self.kind = kind
    }

    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// A result of a search.
        case search
        /// A page that was opened.
        case fetch
        /// An annotation of the answer.
        case citation
        /// A source of a whole fusion.
        case fusion
    }
}
