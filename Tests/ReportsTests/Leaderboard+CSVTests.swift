import Testing
import Vocabulary

@testable import Reports

struct LeaderboardCSVTests {
    private let csv = SampleResults.leaderboard.csv()

    @Test("The leaderboard in CSV is the one that was reviewed")
    func golden() throws { try GoldenFile.expect(csv, "leaderboard.csv") }

    @Test("Verdict files have the same columns, those of a run empty")
    func fromFiles() throws {
        let lines = Leaderboard(results: SampleResults.fromFiles).csv()
            .split(separator: "\r\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
        #expect(lines.map(\.count) == Array(repeating: 28, count: 4))
        let simulated = try #require(lines.first?.firstIndex(of: "simulated"))
        let cost = try #require(lines.first?.firstIndex(of: "cost_per_task_usd"))
        #expect(lines.dropFirst().allSatisfy { $0[simulated].isEmpty && $0[cost].isEmpty })
    }

    @Test("Every row has as many fields as the head")
    func fields() throws {
        var counts: [Int] = []
        var inQuotes = false
        var fields = 1
        for scalar in csv.unicodeScalars {
            switch scalar {
            case "\"": inQuotes.toggle()
            case "," where !inQuotes: fields += 1
            case "\n" where !inQuotes:
                counts.append(fields)
                fields = 1
            default: break
            }
        }
        #expect(counts == Array(repeating: 28, count: 10))
        #expect(!inQuotes)
    }

    @Test("What is unknown is an empty field, never 0 and no word for no number")
    func unknown() throws {
        #expect(csv.contains("\r\n,,,silent,solo,0.0,,,,,0,12,,,,,"))
        var results = SampleResults.simulated
        for place in results.units.indices {
            results.units[place].cost = USD(place % 2 == 0 ? .nan : .infinity)
        }
        let odd = Leaderboard(results: results).csv()
        #expect(!odd.contains("nan") && !odd.contains("inf,"))
    }
}
