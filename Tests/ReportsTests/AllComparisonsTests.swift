import Comparison
import JSONText
import Testing
import Vocabulary

@testable import Reports

struct AllComparisonsTests {
    @Test("The comparison of all pairs is the one that was reviewed")
    func goldenAll() throws {
        try GoldenFile.expect(
            AllComparisons(results: SampleResults.simulated, margin: 2).markdown(),
            "compare-all.md")
    }

    @Test("All pairs name the configurations that are invalid, and what as good means")
    func notes() {
        let text = AllComparisons(results: SampleResults.simulated, margin: 2).markdown()
        #expect(text.contains("- silent is invalid: 10.0 % of answers empty, 5.0 % allowed;"))
        #expect(text.contains("At least as good: A as B, give or take 2.0 points"))
        let none = AllComparisons(results: BadInput.noTasks, margin: nil).markdown()
        #expect(none.hasSuffix("There are no two configurations with scores to compare.\n"))
    }

    @Test("All pairs in JSON are those of the ranking, with p corrected over them")
    func all() throws {
        let pairs = try #require(
            AllComparisons(results: SampleResults.simulated, margin: 2).json().array)
        #expect(pairs.count == 9 * 8 / 2)
        for pair in pairs {
            #expect(pair["p_holm"] != nil && pair["margin"] == 2.0)
            #expect(pair.hasOnlyFiniteNumbers)
            if let raw = pair["p_t"]?.number {
                let adjusted = try #require(pair["p_holm"]?.number)
                #expect(adjusted >= raw)
            }
        }
    }
}
