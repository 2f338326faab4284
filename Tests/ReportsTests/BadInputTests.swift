import Comparison
import Testing
import Vocabulary

@testable import Reports

@Suite("Results of which little or nothing can be said")
struct BadInputTests {
    @Test(
        "Nothing crashes, nothing undefined is a number, and the reason is there to read",
        arguments: [
            (BadInput.noTasks, ["No score: a (no tasks), b (no tasks), a+b (no tasks)."]),
            (
                BadInput.oneTask,
                [
                    "Only one task: small n.", "a+b: no limits, because one task has no spread",
                    "there is no spread to measure: a+b (one task), a (one task), b (one task).",
                    "can't be said",
                ]
            ),
            (BadInput.twoTasks, ["Only 2 tasks: small n."]),
            (
                BadInput.allEqual,
                [
                    "a+b (the same score on every task)",
                    "a+b: no limits, because a difference is the same on every task",
                    "can't be said",
                ]
            ),
            (
                BadInput.oneCommon,
                [
                    "a+b: 2 of 3 tasks fell out: t2, t3.", "one task has no spread",
                    "## Where tasks are missing",
                ]
            ),
            (
                BadInput.noneCommon,
                [
                    "a+b: no lift, because there is no task that it and its members are all scored on."
                ]
            ),
            (
                BadInput.waiting,
                [
                    "No score: b (2 tasks wait for an answer or a verdict).",
                    "a+b: no solo row to compare with for b; the lift is over the rest.",
                ]
            ),
            (
                BadInput.absentMembers,
                [
                    "a+b: no lift, because no model of its panel has a valid solo row under the same exclusion."
                ]
            ),
            (
                BadInput.notANumber,
                ["Costs that are no finite numbers, taken as unknown: a+b, a, b."]
            ),
            (BadInput.endless, ["Costs that are no finite numbers, taken as unknown: a+b, a, b."]),
        ])
    func said(results: RunResults, sentences: [String]) {
        let leaderboard = Leaderboard(results: results)
        let text = leaderboard.markdown()
        for sentence in sentences { #expect(text.contains(sentence), "\(sentence)\n\(text)") }
        Self.expectNoOddNumbers(in: text)
        Self.expectNoOddNumbers(in: leaderboard.csv())
        #expect(leaderboard.json().hasOnlyFiniteNumbers)
        let all = AllComparisons(results: results, margin: 1)
        Self.expectNoOddNumbers(in: all.markdown())
        #expect(all.json().hasOnlyFiniteNumbers)
        for a in results.configurations {
            for b in results.configurations {
                let pair = ComparisonReport(
                    results: results, a: ConfigurationScores(a, in: results),
                    b: ConfigurationScores(b, in: results), margin: 1)
                Self.expectNoOddNumbers(in: pair.markdown())
                #expect(pair.json().hasOnlyFiniteNumbers)
            }
        }
    }

    private static func expectNoOddNumbers(in text: String) {
        let words = text.lowercased().split { !$0.isLetter }
        #expect(!words.contains("nan") && !words.contains("inf") && !words.contains("infinity"))
        #expect(!text.contains("-0.0"))
    }

    @Test("A row without any answer has dashes and no zeros in the table")
    func dashes() throws {
        let row = try #require(
            Leaderboard(results: BadInput.waiting).markdown().split(separator: "\n")
                .first { $0.contains("| b ") })
        let cells = row.split(separator: "|").map { $0.filter { $0 != " " } }
        #expect(cells.prefix(5) == ["–", "", "b", "–", "–"])
        #expect(!cells.contains("0.0") && !cells.contains("$0.00"))
    }
}
