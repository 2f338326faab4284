import Vocabulary

/// What a simulated model is like. Everything it does follows from this, from what it is shown,
/// and from chance.
package struct ModelProfile: Sendable, Equatable {
    /// Searches it makes before it writes, tools permitting.
    package var searches: Int
    /// Pages it opens before it writes, tools permitting.
    package var fetches: Int
    /// Chance to pass on a statement of each kind that it has read.
    package var recall: Double
    package var breadth: Double
    package var presentation: Double
    package var citation: Double
    /// Chance to pass on hearsay as fact.
    package var gullibility: Double
    /// Chance to keep a statement of a draft when it merges drafts.
    package var synthesis: Double
    /// Chance to drop a statement that a single draft makes without a source.
    package var scepticism: Double
    /// Chance to rule the wrong way when it judges.
    package var judgeError: Double
    /// Chance, on top of that, to rule MET what it should rule UNMET.
    package var judgeLeniency: Double
    /// Whether it follows instructions that it finds inside the answer it judges.
    package var judgeObeysAnswer: Bool
    /// Share of the tasks that it declines.
    package var refusal: Double
    /// Share of the tasks for which it calls a fusion that it is offered and need not call.
    package var escalates: Double
    /// Typical seconds for a long answer.
    package var latencySeconds: Double
    package var price: ModelPrice
    /// Whether asking twice with different seeds draws twice. Without, it says the same each time.
    package var varies: Bool

    package init(
        searches: Int = 4, fetches: Int = 6, recall: Double = 0.85, breadth: Double = 0.75,
        presentation: Double = 0.7, citation: Double = 0.7, gullibility: Double = 0.15,
        synthesis: Double = 0.93, scepticism: Double = 0.4, judgeError: Double = 0.03,
        judgeLeniency: Double = 0, judgeObeysAnswer: Bool = false, refusal: Double = 0,
        escalates: Double = 0.4, latencySeconds: Double = 40,
        price: ModelPrice = .perMillion(2, 10),
        varies: Bool = true
    ) {
        self.searches = searches
        self.fetches = fetches
        self.recall = recall
        self.breadth = breadth
        self.presentation = presentation
        self.citation = citation
        self.gullibility = gullibility
        self.synthesis = synthesis
        self.scepticism = scepticism
        self.judgeError = judgeError
        self.judgeLeniency = judgeLeniency
        self.judgeObeysAnswer = judgeObeysAnswer
        self.refusal = refusal
        self.escalates = escalates
        self.latencySeconds = latencySeconds
        self.price = price
        self.varies = varies
    }

    /// Chance to pass on a statement of that kind.
    func chance(of kind: Claim.Kind) -> Double {
        switch kind {
        case .finding: recall
        case .context: breadth
        case .layout: presentation
        case .sourceNote: citation
        case .hearsay: gullibility
        }
    }

    /// The profile behind a model name. Names that the table does not know get one drawn from the
    /// name, so that any suite can be simulated.
    package static func named(_ model: String) -> ModelProfile {
        table[model] ?? drawn(from: model)
    }

    private static func drawn(from model: String) -> ModelProfile {
        let draws = Draws(seed: 0).with(model)
        func between(_ low: Double, _ high: Double, _ place: Int) -> Double {
            low + (high - low) * draws.with(place).uniform
        }
        return ModelProfile(
            searches: 2 + draws.with(0).index(below: 4),
            fetches: 3 + draws.with(1).index(below: 6),
            recall: between(0.7, 0.95, 2), breadth: between(0.6, 0.9, 3),
            presentation: between(0.6, 0.9, 4), citation: between(0.5, 0.9, 5),
            gullibility: between(0.05, 0.25, 6))
    }

    /// Invented characters. They carry the names of real models where a suite does, with list
    /// prices, and say nothing about those models.
    private static let table: [String: ModelProfile] = [
        "sim/atlas": ModelProfile(
            searches: 4, fetches: 7, recall: 0.9, breadth: 0.8, latencySeconds: 55,
            price: .perMillion(3, 15)),
        "sim/birch": ModelProfile(
            searches: 3, fetches: 5, recall: 0.88, breadth: 0.75, presentation: 0.85,
            latencySeconds: 35),
        "sim/cedar": ModelProfile(
            searches: 2, fetches: 3, recall: 0.8, citation: 0.5, gullibility: 0.25,
            latencySeconds: 15, price: .perMillion(0.3, 1.5)),
        "sim/tides": ModelProfile(
            latencySeconds: 25, price: .perMillion(0.66, 1.98, cacheRead: 0.022)),
        "sim/judge": ModelProfile(
            latencySeconds: 3, price: .perMillion(0.5, 2)),
        "sim/judge-noisy": ModelProfile(
            judgeError: 0.15, latencySeconds: 3,
            price: .perMillion(0.5, 2)),
        "sim/judge-lenient": ModelProfile(
            judgeError: 0.01, judgeLeniency: 0.14, latencySeconds: 3,
            price: .perMillion(0.5, 2)),
        "sim/judge-gullible": ModelProfile(
            judgeObeysAnswer: true, latencySeconds: 3,
            price: .perMillion(0.5, 2)),
        "anthropic/claude-fable-5": ModelProfile(
            searches: 5, fetches: 8, recall: 0.92, breadth: 0.85, gullibility: 0.08,
            refusal: 0.07, latencySeconds: 90,
            price: .perMillion(10, 50, cacheWrite: 12.5)),
        "anthropic/claude-opus-4.8": ModelProfile(
            searches: 4, fetches: 7, recall: 0.9, breadth: 0.85, gullibility: 0.08,
            synthesis: 0.96, scepticism: 0.5, latencySeconds: 70,
            price: .perMillion(5, 25, cacheWrite: 6.25)),
        "openai/gpt-5.5": ModelProfile(
            searches: 5, fetches: 7, recall: 0.9, breadth: 0.8, citation: 0.8,
            latencySeconds: 60, price: .perMillion(5, 30)),
        "google/gemini-3.1-pro-preview": ModelProfile(
            searches: 3, fetches: 5, recall: 0.88, breadth: 0.8, judgeError: 0.02,
            latencySeconds: 45, price: .perMillion(2, 12)),
        "google/gemini-3-flash-preview": ModelProfile(
            searches: 3, fetches: 5, recall: 0.8, gullibility: 0.2, latencySeconds: 12,
            price: .perMillion(0.5, 3)),
        "moonshotai/kimi-k2.6": ModelProfile(
            searches: 4, fetches: 6, recall: 0.85, gullibility: 0.18, latencySeconds: 50,
            price: .perMillion(0.55, 3.2, cacheRead: 0.11)),
        "deepseek/deepseek-v4-pro": ModelProfile(
            searches: 5, fetches: 7, recall: 0.86, breadth: 0.8, latencySeconds: 60,
            price: .perMillion(0.66, 1.98, cacheRead: 0.022)),
    ]

    /// Names with a profile of their own, sorted.
    static var names: [String] { table.keys.sorted() }

    static func isInTable(_ name: String) -> Bool { table[name] != nil }
}

extension ModelPrice {
    /// Dollars for input and output. What comes from the cache costs a tenth of input, unless said
    /// otherwise.
    package static func perMillion(
        _ input: Double, _ output: Double, cacheRead: Double? = nil, cacheWrite: Double? = nil
    ) -> ModelPrice {
        ModelPrice(
            inputPerMillion: input, outputPerMillion: output,
            cacheReadPerMillion: cacheRead ?? input / 10, cacheWritePerMillion: cacheWrite)
    }
}
