import Testing
import Vocabulary

@testable import Reports

struct LeaderboardMarkdownTests {
    private let text = Leaderboard(results: SampleResults.simulated).markdown()

    @Test("The leaderboard in Markdown is the one that was reviewed")
    func golden() throws { try GoldenFile.expect(text, "leaderboard.md") }

    @Test("Simulated results say so before any number; real ones do not")
    func simulated() throws {
        let claim = try #require(text.firstRange(of: "**Simulated.**"))
        let table = try #require(text.firstRange(of: "| Configuration"))
        #expect(claim.lowerBound < table.lowerBound)
        var results = SampleResults.simulated
        results.run.simulation = nil
        #expect(!Leaderboard(results: results).markdown().contains("imulat"))
    }

    @Test("A run that is not finished says so")
    func incomplete() {
        #expect(!text.contains("**Incomplete.**"))
        var results = SampleResults.simulated
        results.run.finishedAt = nil
        #expect(Leaderboard(results: results).markdown().contains("**Incomplete.**"))
    }

    @Test("The rows of a table are equally long and have equally many cells")
    func aligned() {
        var tables: [[Substring]] = [[]]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("|") {
                tables[tables.endIndex - 1].append(line)
            } else if tables.last?.isEmpty == false {
                tables.append([])
            }
        }
        tables.removeAll(where: \.isEmpty)
        #expect(tables.count == 5)
        for table in tables {
            #expect(Set(table.map(Self.columns)).count == 1)
            let cells = table.map { $0.replacing("\\|", with: "").split(separator: "|").count }
            #expect(Set(cells).count == 1)
        }
    }

    /// The only wide letters of the sample are two, in one name.
    private static func columns(of line: Substring) -> Int {
        line.unicodeScalars.count + (line.contains("東京") ? 2 : 0)
    }

    @Test("An unknown cost is a question mark, never nothing")
    func unknownCost() throws {
        let row = try #require(text.split(separator: "\n").first { $0.contains("東京") })
        #expect(row.contains("| ") && row.contains("? |") && !row.contains("$0"))
    }

    @Test("Domains are shown only where there are several")
    func domains() {
        #expect(text.contains("## By domain"))
        var results = SampleResults.simulated
        results.tasks = results.tasks.map { TaskSummary(id: $0.id, domain: "Law") }
        #expect(!Leaderboard(results: results).markdown().contains("## By domain"))
    }

    @Test("A run in which everything came says nothing of shortfalls")
    func flawless() {
        var results = SampleResults.simulated
        results.configurations = [results.configurations[0]]
        let text = Leaderboard(results: results).markdown()
        #expect(!text.contains("## What did not come"))
        #expect(!text.contains("Not every row"))
    }
}
