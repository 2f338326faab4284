import Vocabulary

@testable import Reports

/// A small published table, and rows of ours to put beside it.
enum PublishedSample {
    /// Solo models a, b and c; a + b, a + a and b + c by a; and a product.
    static let results = PublishedResults(
        id: "theirs", title: "A | table", publisher: "Somebody", url: "https://example.org/a_b",
        date: "2026-06-12", dataset: PublishedDataset(name: "draco", tasks: 100),
        judge: PublishedJudge(
            model: "v/Judge-1.5", prompt: "draco-paper", reasoning: "low", temperature: 0.2,
            passes: 3),
        otherJudges: [PublishedJudge(model: "k", passes: 5)], notes: ["A *note*."],
        rows: [
            PublishedRow(
                id: "duo", name: "A + B",
                system: .fusion(panel: ["v/a", "v/b.2"], synthesizer: "v/a"),
                score: 70, completed: 90, scoresByJudge: [.init(name: "k", score: 50)],
                note: "ten tasks were refused"),
            PublishedRow(
                id: "self", name: "A + A",
                system: .fusion(panel: ["v/a", "v/a"], synthesizer: "v/a"),
                score: 66, completed: 100),
            PublishedRow(
                id: "other", name: "B + C",
                system: .fusion(panel: ["v/b.2", "v/c"], synthesizer: "v/a"),
                score: 61, completed: 100),
            PublishedRow(
                id: "a", name: "A", system: .solo(model: "v/a"), score: 60, completed: 100,
                scoresByJudge: [.init(name: "k", score: 45)]),
            PublishedRow(
                id: "b", aliases: ["bee"], name: "B", system: .solo(model: "v/b.2"), score: 55,
                completed: 100),
            PublishedRow(
                id: "c", name: "C", system: .solo(model: "v/c"), score: 50, completed: 100),
            PublishedRow(id: "x", name: "X", system: .product("X"), score: 65, completed: 100),
        ],
        claims: [
            PublishedClaim(subject: .lift(of: "duo", over: "a"), figure: 10, note: "stated"),
            PublishedClaim(subject: .lift(of: "self", over: "a"), figure: 6),
            PublishedClaim(subject: .lift(of: "other", over: "b"), figure: 7),
            PublishedClaim(subject: .share(of: "self", within: "duo", over: "a"), figure: 0.6),
            PublishedClaim(
                subject: .intentionToTreat(of: "duo", low: 63, high: 73), figure: 63),
        ])

    /// Found by alias, by id, by models under other names, and not at all.
    static let rows: [AgainstPublished.OwnRow] = [
        row("bee", "solo", ["v/b.2"], 0.62),
        row("a", "solo", ["v/a"], 0.58, interval: 0.541...0.619),
        row("our-duo", "fusion", ["B-2", "A"], synthesizer: "w/A", 0.66, completed: 97),
        row("self-by-b", "fusion", ["v/a", "v/a"], synthesizer: "v/b.2", 0.65),
        row("other", "fusion", ["v/b.2", "v/c"], synthesizer: "v/a", nil, completed: 0),
        row("x", "answers", [], 0.61),
    ]

    static func row(
        _ id: String, _ kind: String, _ models: [String], synthesizer: String? = nil,
        _ score: Double?, interval: ClosedRange<Double>? = nil, tasks: Int = 100,
        completed: Int = 100
    ) -> AgainstPublished.OwnRow {
        .init(
            id: id, kind: kind, models: models, synthesizer: synthesizer, score: score,
            interval: interval, tasks: tasks, completed: completed)
    }

    /// The same judge on the same tasks.
    static let run = AgainstPublished.OwnRun(
        datasetName: "draco", judgeModel: "judge-1-5", judgePrompt: "draco-paper", passes: 3,
        isSimulated: false, rows: rows)

    /// A simulated run on another dataset, by another judge.
    static let simulatedRun = AgainstPublished.OwnRun(
        datasetName: "sample", judgeModel: "sim/judge", judgePrompt: "short", passes: 1,
        isSimulated: true,
        rows: rows.map { row in
            var row = row
            (row.tasks, row.completed) = (12, min(row.completed, 12))
            return row
        })
}
