import Comparison
import Statistics
import Vocabulary

/// A made-up run with two judges who part on some of it, one of them of the family of an author.
enum SampleJudges {
    static let configurations = [
        ConfigurationSummary(id: "gpt", kind: "solo", models: ["openai/gpt"]),
        ConfigurationSummary(id: "claude", kind: "solo", models: ["anthropic/claude"]),
        ConfigurationSummary(id: "kimi|<k>", kind: "solo", models: ["moonshotai/kimi"]),
        ConfigurationSummary(
            id: "panel", kind: "fusion", models: ["openai/gpt", "anthropic/claude"],
            analyst: "moonshotai/kimi", synthesizer: "anthropic/claude", drafts: "fresh"),
    ]

    static let tasks = (1...12).map { TaskSummary(id: "t\($0)", domain: "Finance") }

    /// Means in points by configuration.
    static func results(_ model: String, _ means: [Double], simulation: String? = nil) -> RunResults
    {
        var run = SampleResults.run
        run.simulation = simulation
        let judge = JudgeRecord(
            id: "id-\(model)", model: model, promptName: "draco-paper", promptVersion: "1",
            promptSHA256: "0", reasoning: nil, temperature: nil, maxOutputTokens: nil,
            endpoint: "https://judge.example/v1")
        let units = zip(configurations, means).enumerated().flatMap { place, row in
            tasks.enumerated().map { task, summary in
                let wobble = Double((task * 7 + place * 3) % 11) - 5
                return SampleResults.unit(
                    row.0.id, summary.id, .ok, cost: 0.1, percent: row.1 + wobble)
            }
        }
        return RunResults(
            origin: .run(run, judge), configurations: configurations, tasks: tasks, units: units)
    }

    static let places = (0..<60).map {
        VerdictPlace(
            answerKey: "a\($0 / 6)", criterionKey: "c\($0 % 6)",
            polarity: $0 % 6 > 3 ? .negative : .positive)
    }

    /// MET on every second one, but for an error where the place is a multiple of one of these.
    static func verdicts(wrongAt factors: [Int]) -> [VerdictPlace: Verdict] {
        Dictionary(
            uniqueKeysWithValues: places.enumerated().map { index, place in
                let isWrong = factors.contains { index % $0 == $0 - 1 }
                return (place, (index % 2 == 0) != isWrong ? .met : .unmet)
            })
    }

    static let several = SeveralJudges(
        [
            results("anthropic/judge", [55, 66, 40, 75]),
            results("google/judge", [60, 58, 41, 68]),
        ], verdicts: [verdicts(wrongAt: [7, 11]), verdicts(wrongAt: [7, 13])], seed: 7)
}
