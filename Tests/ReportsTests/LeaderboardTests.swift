import Comparison
import JSONText
import Testing
import Vocabulary

@testable import Reports

struct LeaderboardTests {
    private let leaderboard = SampleResults.leaderboard

    @Test("Rows stand by score, those not told apart by cost, the invalid last")
    func order() {
        #expect(
            leaderboard.rows.map(\.scores.configuration.id) == [
                "opus-gpt", "trio", "gpt-gpt", "opus-opus", "gpt", "opus",
                SampleResults.hostileName, SampleResults.importedName, "silent",
            ])
        #expect(leaderboard.rows.last?.standing == nil)
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
        for place in results.units.indices {
            results.units[place] = SampleResults.unit(
                results.units[place].unit.configurationID, results.units[place].unit.taskID, nil)
        }
        let empty = Leaderboard(results: results)
        #expect(empty.rows.allSatisfy { $0.standing == nil })
        #expect(empty.markdown().contains("|    – |     | opus "))
        #expect(!empty.markdown().contains("## Lift"))
        #expect(empty.json()["leaderboard"]?.array?.count == 9)
    }

    @Test("The seed and whether it is simulated are the run's; verdict files have neither")
    func origin() {
        #expect(SampleResults.simulated.seed == 7 && SampleResults.simulated.isSimulated)
        #expect(SampleResults.fromFiles.seed == 0 && !SampleResults.fromFiles.isSimulated)
        #expect(SampleResults.fromFiles.run == nil)
    }

    @Test("Domains are in the order in which the tasks have them")
    func domains() {
        #expect(leaderboard.domains == ["Finance", "Law", "A|B"])
    }
}
