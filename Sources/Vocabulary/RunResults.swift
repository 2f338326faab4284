/// Everything a report is made of, read from the store in one go. The same store gives equal
/// values, whatever the order in which it was written.
package struct RunResults: Sendable, Equatable {
    package var run: RunRecord
    package var judge: JudgeRecord
    /// In suite order.
    package var configurations: [ConfigurationSummary]
    /// The run's tasks, in dataset order.
    package var tasks: [TaskSummary]
    /// One for every planned unit, in plan order.
    package var units: [UnitResult]

    package init(
        run: RunRecord, judge: JudgeRecord, configurations: [ConfigurationSummary],
        tasks: [TaskSummary], units: [UnitResult]
    ) {
        self.run = run
        self.judge = judge
        self.configurations = configurations
        self.tasks = tasks
        self.units = units
    }
}

/// A configuration as the store keeps it.
package struct ConfigurationSummary: Sendable, Equatable {
    package var id: String
    /// `Configuration.Kind.name`.
    package var kind: String
    /// Solo: the model. Fusion: the panel, in order. Answers: none.
    package var models: [String]
    package var analyst: String?
    package var synthesizer: String?
    /// `DraftSource.rawValue` of a fusion.
    package var drafts: String?

    package init(
        id: String, kind: String, models: [String], analyst: String? = nil,
        synthesizer: String? = nil, drafts: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.models = models
        self.analyst = analyst
        self.synthesizer = synthesizer
        self.drafts = drafts
    }
}

package struct TaskSummary: Sendable, Equatable {
    package var id: String
    package var domain: String

    package init(id: String, domain: String) {
        self.id = id
        self.domain = domain
    }
}

/// A planned unit with what the store has of it.
package struct UnitResult: Sendable, Equatable {
    package var unit: AnswerUnitRecord
    /// Nil: not answered yet.
    package var status: AnswerStatus?
    package var error: String?
    package var finishReason: String?
    package var cost: USD?
    package var latencySeconds: Double?
    /// URLs that the exclusion list kept from this answer's models.
    package var blockedURLs: Int
    /// Drafts planned and drafts that came, for a fusion.
    package var drafts: Int
    package var usableDrafts: Int
    package var analysis: AnalysisRecord.Status?
    /// What judging this answer cost; nil where any part is unknown.
    package var judgeCost: USD?
    /// Verdicts that could not be had, over all passes.
    package var missingVerdicts: Int
    /// One for every complete pass, in pass order.
    package var scores: [ScoreRecord]

    package init(
        unit: AnswerUnitRecord, status: AnswerStatus?, error: String? = nil,
        finishReason: String? = nil, cost: USD? = nil, latencySeconds: Double? = nil,
        blockedURLs: Int = 0, drafts: Int = 0, usableDrafts: Int = 0,
        analysis: AnalysisRecord.Status? = nil, judgeCost: USD? = nil, missingVerdicts: Int = 0,
        scores: [ScoreRecord] = []
    ) {
        self.unit = unit
        self.status = status
        self.error = error
        self.finishReason = finishReason
        self.cost = cost
        self.latencySeconds = latencySeconds
        self.blockedURLs = blockedURLs
        self.drafts = drafts
        self.usableDrafts = usableDrafts
        self.analysis = analysis
        self.judgeCost = judgeCost
        self.missingVerdicts = missingVerdicts
        self.scores = scores
    }
}
