/// One request to a model and what became of it. Failed and repeated attempts are records of their
/// own, so that the sum over all records is what was really spent.
package struct CallRecord: Sendable, Equatable {
    package var role: Role
    /// The panel position of the model that asked; nil outside of panels.
    package var member: Int?
    /// The model that was asked for.
    package var model: String
    /// The model that answered, as the provider names it.
    package var servedModel: String?
    /// 0-based; counts the retries of one request.
    package var attempt: Int
    package var outcome: Outcome
    package var httpStatus: Int?
    /// Nil where the provider did not say.
    package var usage: TokenUsage?
    /// What the provider says it charged.
    package var billedCost: USD?
    /// Tokens times price; nil where usage or price is unknown.
    package var computedCost: USD?
    package var latencySeconds: Double
    /// The provider's id of the completion.
    package var generationID: String?
    package var error: String?
    /// What was asked for and not sent, because the model or its endpoint does not take it, such as
    /// `temperature`.
    package var omitted: [String]
    /// Searches and page fetches that the provider made for it; nil where it does not say.
    package var serverSearches: Int?
    package var serverFetches: Int?
    /// Seconds since 1970.
    package var startedAt: Double

    package init(
        role: Role, member: Int? = nil, model: String, servedModel: String? = nil,
        attempt: Int = 0, outcome: Outcome, httpStatus: Int? = nil, usage: TokenUsage? = nil,
        billedCost: USD? = nil, computedCost: USD? = nil, latencySeconds: Double,
        generationID: String? = nil, error: String? = nil, omitted: [String] = [],
        serverSearches: Int? = nil, serverFetches: Int? = nil, startedAt: Double
    ) {
        self.role = role
        self.member = member
        self.model = model
        self.servedModel = servedModel
        self.attempt = attempt
        self.outcome = outcome
        self.httpStatus = httpStatus
        self.usage = usage
        self.billedCost = billedCost
        self.computedCost = computedCost
        self.latencySeconds = latencySeconds
        self.generationID = generationID
        self.error = error
        self.omitted = omitted
        self.serverSearches = serverSearches
        self.serverFetches = serverFetches
        self.startedAt = startedAt
    }

    /// What this call cost: billed before computed, nil where neither is known. A request that the
    /// endpoint turned away before any work (HTTP error without usage) cost nothing.
    package var cost: USD? {
        if let known = billedCost ?? computedCost { return known }
        if outcome == .failed, let httpStatus, httpStatus >= 400 { return .zero }
        return nil
    }

    /// What the model was asked to be.
    package enum Role: String, Sendable, Codable, CaseIterable {
        /// A solo model.
        case researcher
        case member
        case analyst
        case synthesizer
        /// A fusion that the provider runs, all of it.
        case serverFusion = "server_fusion"
        /// A request to a search engine that we pay ourselves; `model` is the engine's name.
        case search
        case judge
    }

    package enum Outcome: String, Sendable, Codable, CaseIterable {
        case ok
        case refused
        case failed
    }
}
