import JSONText
import Statistics
import Testing
import Vocabulary

@testable import Reports

struct LeaderboardTests {
    private let leaderboard = Leaderboard(results: SampleResults.simulated)

    @Test("Rows stand by score, ties share a rank, rows without a score come last")
    func ranks() {
        #expect(leaderboard.rows.map(\.rank) == [1, 2, 2, 4, 5, nil])
        #expect(
            leaderboard.rows.map(\.scores.configuration.id) == [
                "opus-gpt", "opus", "gpt", SampleResults.hostileName, "東京, imported", "silent",
            ])
    }

    @Test("Scores that differ only by rounding tie, in suite order")
    func roundingTies() {
        var results = SampleResults.simulated
        results.configurations = Array(results.configurations.prefix(3))
        for index in results.units.indices where results.units[index].unit.taskID == "t1" {
            for score in results.units[index].scores.indices {
                results.units[index].scores[score].normalized = 0.1 + 0.2
            }
        }
        results.units.removeAll { $0.unit.taskID != "t1" }
        for score in results.units[0].scores.indices {
            results.units[0].scores[score].normalized = 0.3
        }
        let rows = Leaderboard(results: results).rows
        #expect(rows.map(\.scores.configuration.id) == ["opus", "gpt", "silent"])
        #expect(rows.map(\.rank) == [1, 1, nil])
    }

    @Test("The same results give the same bytes")
    func reproducible() {
        let again = Leaderboard(results: SampleResults.simulated)
        #expect(leaderboard.markdown() == again.markdown())
        #expect(leaderboard.json().text == again.json().text)
        #expect(leaderboard.csv() == again.csv())
    }

    @Test("A run without any answer has a table all the same")
    func nothingYet() {
        var results = SampleResults.simulated
        results.units = []
        let empty = Leaderboard(results: results)
        #expect(empty.rows.allSatisfy { $0.rank == nil })
        #expect(empty.markdown().contains("|   – | opus "))
        #expect(!empty.markdown().contains("## Lift"))
        #expect(empty.json()["leaderboard"]?.array?.count == 6)
    }
}
