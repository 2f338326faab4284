/// A table of results that somebody else published: figures and facts, with where they come from.
///
/// Scores and rates are percentages, 0…100, as they were printed.
package struct PublishedResults: Sendable, Equatable {
    /// The name of its file, without `.yaml`.
    package var id: String
    package var title: String
    package var publisher: String
    /// An https address without characters that need quoting.
    package var url: String
    /// `2026-06-12`.
    package var date: String
    package var dataset: PublishedDataset
    /// Gave every row's `score`.
    package var judge: PublishedJudge
    /// Gave the scores in `PublishedRow.scoresByJudge`.
    package var otherJudges: [PublishedJudge]
    /// What a reader must know, in words of ours.
    package var notes: [String]
    /// In the order of the source.
    package var rows: [PublishedRow]
    /// Figures that are quoted of the rows and can be recomputed from them.
    package var claims: [PublishedClaim]

    package init(
        id: String, title: String, publisher: String, url: String, date: String,
        dataset: PublishedDataset, judge: PublishedJudge, otherJudges: [PublishedJudge] = [],
        notes: [String] = [], rows: [PublishedRow], claims: [PublishedClaim] = []
    ) {
        self.id = id
        self.title = title
        self.publisher = publisher
        self.url = url
        self.date = date
        self.dataset = dataset
        self.judge = judge
        self.otherJudges = otherJudges
        self.notes = notes
        self.rows = rows
        self.claims = claims
    }

    /// The row of that id or alias.
    package func row(_ id: String) -> PublishedRow? {
        rows.first { $0.id == id || $0.aliases.contains(id) }
    }
}

/// What published scores are means over.
package struct PublishedDataset: Sendable, Equatable {
    package var name: String
    /// Tasks that every row was to answer.
    package var tasks: Int

    package init(name: String, tasks: Int) {
        self.name = name
        self.tasks = tasks
    }
}

/// Who graded published results; nil is what the source does not state.
package struct PublishedJudge: Sendable, Equatable {
    package var model: String
    /// The name that the prompt has here, `rubrics/judges/<name>.md`.
    package var prompt: String?
    package var reasoning: String?
    package var temperature: Double?
    package var passes: Int?

    package init(
        model: String, prompt: String? = nil, reasoning: String? = nil,
        temperature: Double? = nil, passes: Int? = nil
    ) {
        self.model = model
        self.prompt = prompt
        self.reasoning = reasoning
        self.temperature = temperature
        self.passes = passes
    }
}

/// One published row.
package struct PublishedRow: Sendable, Equatable {
    package enum System: Sendable, Equatable {
        case solo(model: String)
        case fusion(panel: [String], synthesizer: String)
        /// Something that is used whole, whatever models are in it.
        case product(String)
    }

    /// A score of one part of the dataset or of the rubrics.
    package struct Part: Sendable, Equatable {
        package var name: String
        package var score: Double

        package init(name: String, score: Double) {
            self.name = name
            self.score = score
        }
    }

    package var id: String
    /// Other ids under which a configuration means this row.
    package var aliases: [String]
    package var name: String
    package var system: System
    /// Mean normalized score over the completed tasks.
    package var score: Double
    /// Tasks that the mean is over.
    package var completed: Int
    /// Standard deviation of the mean between judging passes.
    package var passDeviation: Double?
    package var passRate: Double?
    /// `Part.name` is the model of one of `PublishedResults.otherJudges`.
    package var scoresByJudge: [Part]
    /// `Part.name` is an `Axis.rawValue`.
    package var axes: [Part]
    package var domains: [Part]
    /// Means per task.
    package var cost: USD?
    package var latencySeconds: Double?
    package var inputTokens: Int?
    package var outputTokens: Int?
    /// In words of ours.
    package var note: String?

    package init(
        id: String, aliases: [String] = [], name: String, system: System, score: Double,
        completed: Int, passDeviation: Double? = nil, passRate: Double? = nil,
        scoresByJudge: [Part] = [], axes: [Part] = [], domains: [Part] = [], cost: USD? = nil,
        latencySeconds: Double? = nil, inputTokens: Int? = nil, outputTokens: Int? = nil,
        note: String? = nil
    ) {
        self.id = id
        self.aliases = aliases
        self.name = name
        self.system = system
        self.score = score
        self.completed = completed
        self.passDeviation = passDeviation
        self.passRate = passRate
        self.scoresByJudge = scoresByJudge
        self.axes = axes
        self.domains = domains
        self.cost = cost
        self.latencySeconds = latencySeconds
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.note = note
    }
}
