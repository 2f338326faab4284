import Vocabulary

@testable import Contamination

/// Invented tasks, and text drawn with a seed.
enum Invented {
    static let firstID = "7d1f0a52-93bc-4e6d-8a57-10c2be44f9aa"
    static let bridgeSlug = "bridge-opened-spring-1931"

    static let bridge = """
        States that the synthetic harbour bridge opened to rail traffic in the spring of 1931 \
        after two delays
        """
    static let toll = "Names the ferry toll of seven pence as the reason"

    static let tasks = [
        ResearchTask(
            id: firstID,
            problem: """
                When did the synthetic harbour bridge open to rail traffic and why was it late, \
                and what did the newspapers of the town across the water say?
                """,
            domain: "History",
            rubric: Rubric(
                id: "bridge",
                criteria: [
                    criterion(bridgeSlug, bridge),
                    criterion("toll", toll),
                    criterion("short", "Mentions paddle steamer Aurelia twice"),
                    criterion("tiny", "Is well written"),
                    criterion("shared", sharedRequirement),
                ])),
        ResearchTask(
            id: "task-2",
            problem: "How do schools use grading rubrics, and do pupils gain from them?",
            domain: "Education",
            rubric: Rubric(
                id: "schools",
                criteria: [
                    criterion(
                        "schools-name-three-studies-cited",
                        """
                        Cites at least three controlled studies of pupils between nine and \
                        fourteen years, published after the reform of 1998
                        """),
                    criterion("shared", sharedRequirement),
                ])),
    ]

    static let markers = [
        "2602.11685", "perplexity-ai/draco", "draco-benchmark", "draco",
        "Deep Research Accuracy, Completeness, and Objectivity",
    ]

    static func criterion(_ id: String, _ requirement: String) -> Criterion {
        Criterion(id: id, axis: .factualAccuracy, weight: 5, requirement: requirement)
    }

    /// Sentences of a thousand common words, the same for the same seed.
    static func text(seed: UInt64, words: Int) -> String {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: UInt64) -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return (state >> 11) % bound
        }
        let syllables = ["the", "of", "bridge", "in", "rail", "states", "to", "ka", "mo", "ri"]
        let marks = [" ", " ", " ", ", ", ". ", "\n", " – ", " (", ") "]
        var text = ""
        for _ in 0..<words {
            for _ in 0...next(2) { text += syllables[Int(next(10))] }
            text += marks[Int(next(9))]
        }
        return text
    }

    private static let sharedRequirement = """
        Links every claim to a source that a reader can open without paying for it or signing in
        """
}
