import JSONText
import Testing
import Vocabulary

@testable import Reports

struct LeaderboardContaminationTests {
    private let section = SampleLeaks.leaderboard.contaminationSection

    /// A member, its panel, and the same panel without exclusion, which met the key on some tasks.
    private static func results(
        tainted: [Int], _ finding: TextFinding = SampleLeaks.finding(.explicitAnswer, .ngram)
    ) -> RunResults {
        let rows: [(ConfigurationSummary, [Double])] = [
            (.init(id: "opus", kind: "solo", models: ["opus"]), [50, 50, 50, 50, 50, 50]),
            (
                .init(id: "panel", kind: "fusion", models: ["opus", "gpt"], synthesizer: "opus"),
                [80, 82, 84, 51, 49, 50]
            ),
            (
                .init(
                    id: "open", kind: "fusion", models: ["opus", "gpt"], synthesizer: "opus",
                    enforcement: .off), [90, 90, 90, 60, 60, 60]
            ),
        ]
        let tasks = Array(SampleResults.tasks.prefix(6))
        var results = SampleResults.results(
            SampleResults.run,
            units: rows.flatMap { row, scores in
                zip(tasks, scores).map { task, score in
                    var unit = SampleResults.unit(row.id, task.id, .ok, percent: score)
                    if row.kind == "fusion", tainted.contains(tasks.firstIndex(of: task) ?? -1) {
                        unit.leaks = [finding]
                    }
                    return unit
                }
            }, tasks: tasks)
        results.configurations = rows.map(\.0)
        return results
    }

    @Test("The contamination section is the one that was reviewed")
    func golden() throws {
        try GoldenFile.expect(
            section + "\n\n"
                + Leaderboard(results: Self.results(tainted: [0, 1, 2])).contaminationSection
                + "\n", "leaderboard-contamination.md")
    }

    @Test("Where nothing got through there is no such section, whatever was kept away")
    func absent() {
        #expect(!SampleResults.text.contains("## Contamination"))
        let kept = Self.results(
            tainted: [0, 1], SampleLeaks.finding(.explicitAnswer, .url, keptAway: true))
        #expect(!Leaderboard(results: kept).markdown().contains("## Contamination"))
        let seen = Self.results(tainted: [0], SampleLeaks.finding(.metadata, .marker))
        #expect(Leaderboard(results: seen).markdown().contains("## Contamination"))
    }

    @Test("The section says over how many tasks a score without tainted ones is")
    func clean() {
        func section(_ tainted: [Int]) -> String {
            Leaderboard(results: Self.results(tainted: tainted)).contaminationSection
        }
        #expect(section([0, 1]).contains("over the same 4 tasks that are clean"))
        #expect(section([0, 1, 2, 3, 4]).contains("on the one task that is clean"))
        #expect(section([0, 1, 2, 3, 4, 5]).contains("no task is clean for all rows"))
    }

    @Test(
        "A lift that tainted tasks make says so in the table of lifts",
        arguments: [
            ([], "| yes "), ([0, 1, 2], "| not without the tainted tasks "),
            ([0, 1, 2, 3, 4], "| can't be said without the tainted tasks "),
        ])
    func lift(tainted: [Int], verdict: String) throws {
        var results = Self.results(tainted: tainted)
        // Ahead on every task, so that all of them together are a lift.
        for place in 6..<12 where results.units[place].scores[0].normalized < 0.6 {
            for pass in 0..<2 { results.units[place].scores[pass].normalized += 0.15 }
        }
        if tainted.count == 3 {
            for (place, score) in zip(9..<12, [0.85, 0.52, 0.53]) {
                for pass in 0..<2 { results.units[place].scores[pass].normalized = score }
            }
        }
        let text = Leaderboard(results: results).liftSection
        #expect(text.contains(verdict), "\(text)")
    }

    @Test("Programs get the figures of every row, in percent and points")
    func json() throws {
        let json = Leaderboard(results: Self.results(tainted: [0, 1, 2])).json()["contamination"]
        #expect(json?["clean_tasks"] == 3)
        let rows = try #require(json?["configurations"]?.array)
        #expect(
            rows.allSatisfy {
                $0.object?.keys == [
                    "configuration", "enforcement", "answers_kept_away", "answers_seen",
                    "tainted_tasks", "score", "without_tainted", "tainted_as_zero",
                    "over_full_exclusion", "over_full_low", "over_full_high", "effect", "p_effect",
                ]
            })
        let open = try #require(rows.first { $0["configuration"] == "open" })
        #expect(open["enforcement"] == "off" && open["tainted_tasks"] == ["t1", "t2", "t3"])
        #expect(open["answers_seen"]?["explicit_answer"] == 3)
        for (key, value) in [
            ("score", 75.0), ("without_tainted", 60), ("tainted_as_zero", 30),
            ("over_full_exclusion", 9), ("effect", 30), ("p_effect", 0.05),
        ] {
            let found = try #require(open[key]?.number)
            #expect(abs(found - value) < 1e-9, "\(key): \(found)")
        }
        let solo = try #require(rows.first { $0["configuration"] == "opus" })
        #expect(solo["effect"] == .null && solo["over_full_exclusion"] == .null)
    }
}
