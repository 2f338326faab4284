import JSONText
import Testing
import Vocabulary

@testable import Reports

struct LeaderboardDataTests {
    private let leaderboard = Leaderboard(results: SampleResults.simulated)

    @Test("The leaderboard in JSON is the one that was reviewed")
    func goldenJSON() throws {
        try GoldenFile.expect(leaderboard.json().prettyText, "leaderboard.json")
    }

    @Test("The leaderboard in CSV is the one that was reviewed")
    func goldenCSV() throws { try GoldenFile.expect(leaderboard.csv(), "leaderboard.csv") }

    @Test("Unknown is null in JSON and empty in CSV, never 0")
    func unknown() throws {
        let rows = try #require(leaderboard.json()["leaderboard"]?.array)
        let silent = try #require(rows.first { $0["configuration"] == "silent" })
        #expect(silent["score"] == .null && silent["rank"] == .null)
        #expect(silent["axes"]?["factual-accuracy"] == .null)
        let imported = try #require(rows.first { $0["kind"] == "answers" })
        #expect(imported["cost_usd"] == .null && imported["median_latency_s"] == .null)
        #expect(leaderboard.csv().contains(",silent,solo,,,0,4,,,,,"))
    }

    @Test("JSON gives the lift in points")
    func lift() throws {
        let lift = try #require(leaderboard.json()["lift"]?[0])
        #expect(lift["fusion"] == "opus-gpt" && lift["best_member"] == "opus")
        #expect(lift["common_tasks"] == 4)
        #expect(abs(try #require(lift["lift"]?.number) - 22.5) < 1e-9)
    }

    @Test("Every row of CSV has as many fields as the head")
    func fields() throws {
        var counts: [Int] = []
        var inQuotes = false
        var fields = 1
        for scalar in leaderboard.csv().unicodeScalars {
            switch scalar {
            case "\"": inQuotes.toggle()
            case "," where !inQuotes: fields += 1
            case "\n" where !inQuotes:
                counts.append(fields)
                fields = 1
            default: break
            }
        }
        #expect(counts == Array(repeating: 14, count: 7))
        #expect(!inQuotes)
    }
}
