import Testing
import Vocabulary

@testable import Reports

struct LeaderboardMarkdownTests {
    private let text = SampleResults.text

    @Test("The leaderboard in Markdown is the one that was reviewed")
    func golden() throws { try GoldenFile.expect(text, "leaderboard.md") }

    @Test("The leaderboard of verdict files is the one that was reviewed")
    func goldenFromFiles() throws {
        try GoldenFile.expect(
            Leaderboard(results: SampleResults.fromFiles).markdown(), "leaderboard-files.md")
    }

    @Test("Verdict files know no cost, no time and no way in which answers ended, and show none")
    func fromFiles() {
        let text = Leaderboard(results: SampleResults.fromFiles).markdown()
        for part in ["Cost", "best solo", "p50", "p90", "Ref/fail/cut", "did not come", "?"] {
            #expect(!text.contains(part), "\(part)")
        }
        #expect(text.contains("Lift at least") && text.contains("Pass rate"))
    }

    @Test("Simulated results say so before any number; real ones do not")
    func simulated() throws {
        let claim = try #require(text.firstRange(of: "**Simulated.**"))
        let table = try #require(text.firstRange(of: "| Configuration"))
        #expect(claim.lowerBound < table.lowerBound)
        var run = SampleResults.run
        run.simulation = nil
        var real = SampleResults.results(run)
        real.configurations = [real.configurations[0]]
        #expect(!Leaderboard(results: real).markdown().contains("imulat"))
    }

    @Test("A run that is not finished says so")
    func incomplete() {
        #expect(!text.contains("**Incomplete.**"))
        var run = SampleResults.run
        run.finishedAt = nil
        let header = ReportHeader(results: SampleResults.results(run)).markdown
        #expect(header.contains("**Incomplete.**"))
    }

    @Test(
        "The rows of a table are equally long and have equally many cells",
        arguments: [
            SampleResults.leaderboard, Leaderboard(results: SampleResults.fromFiles),
        ])
    func aligned(leaderboard: Leaderboard) {
        var tables: [[Substring]] = [[]]
        for line in leaderboard.markdown()
            .split(separator: "\n", omittingEmptySubsequences: false)
        {
            if line.hasPrefix("|") {
                tables[tables.endIndex - 1].append(line)
            } else if tables.last?.isEmpty == false {
                tables.append([])
            }
        }
        tables.removeAll(where: \.isEmpty)
        #expect(tables.count > 3)
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
        #expect(row.contains("? |") && !row.contains("$0"))
    }

    @Test("Domains are shown only where there are several")
    func domains() {
        #expect(text.contains("## By domain"))
        let tasks = SampleResults.tasks.map { TaskSummary(id: $0.id, domain: "Law") }
        var results = SampleResults.results(SampleResults.run, tasks: tasks)
        results.configurations = [results.configurations[0]]
        #expect(!Leaderboard(results: results).markdown().contains("## By domain"))
    }

    @Test("A run in which everything came says nothing of shortfalls")
    func flawless() {
        var results = SampleResults.simulated
        results.configurations = [results.configurations[0]]
        let text = Leaderboard(results: results).markdown()
        #expect(!text.contains("## What did not come"))
        #expect(!text.contains("## Where tasks are missing"))
        #expect(!text.contains("## Invalid") && !text.contains("†"))
    }

    @Test("Of room that members leave, more than all is not counted")
    func headroom() {
        #expect(text.contains("> 100 %") && !text.contains("1162 %"))
    }

    @Test("A share beside its limit shows on which side of it it lies")
    func decimals() {
        var results = SampleResults.simulated
        results.configurations = [results.configurations[0]]
        results.units = Array(results.units.prefix(12))
        for place in results.units.indices {
            results.units[place].plannedVerdictWeight = 1000
            results.units[place].obtainedVerdictWeight = place < 6 ? 980 : 979
        }
        let text = Leaderboard(results: results).markdown()
        #expect(text.contains("- opus: 97.95 % of the weight judged, 98.00 % needed."))
    }

    @Test("Some of a task's answers missing shows, though the task has a score")
    func someAnswers() {
        var results = SampleResults.simulated
        results.configurations = [results.configurations[0]]
        var second = SampleResults.unit("opus", "t1", .refused)
        second.unit.generation = 1
        results.units.append(second)
        let text = Leaderboard(results: results).markdown()
        #expect(text.contains("## Where tasks are missing") && text.contains("12/12"))
    }

    @Test("Invalid rows have their reason, and say so where they are ranked all the same")
    func invalid() {
        #expect(text.contains("They take no part in ranks and lifts"))
        let all = Leaderboard(results: SampleResults.simulated, includeInvalid: true).markdown()
        #expect(all.contains("ranked here because it was asked for"))
        #expect(all.contains("silent (invalid)") && text.contains("silent (invalid)"))
    }
}
