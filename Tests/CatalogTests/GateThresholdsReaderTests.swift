import Testing
import Vocabulary

@testable import Catalog

@Suite("Thresholds of a judge gate")
struct GateThresholdsReaderTests {
    private func read(_ text: String) throws -> GateThresholds {
        try TemporaryFolder.with(["g.yaml": "name: g\nversion: 2\n" + text]) {
            try GateThresholdsReader.read($0["g.yaml"])
        }
    }

    @Test("The bundled file says what is usual")
    func bundled() throws {
        let bundled = try GateThresholdsReader.read(
            Repository.path + "/rubrics/gates/default.yaml")
        #expect(bundled == GateThresholds())
    }

    @Test("What is left out has its usual value")
    func usual() throws {
        #expect(try read("") == GateThresholds(name: "g", version: "2"))
    }

    @Test("Everything can be set")
    func everything() throws {
        let read = try read(
            """
            significance: 0.01
            least_matched: 0.5
            least_repeats: 1
            require: [gold, sentinels]
            gold: {margin: 2, largest_loss: 4.5, strict: true}
            scores: {least_shift: 0.25, largest_shift: 3, strict: true}
            ranks: {strict: true}
            missing: {largest_rise: 1, strict: true}
            """)
        #expect(
            read
                == GateThresholds(
                    name: "g", version: "2", significance: 0.01, leastMatched: 0.5,
                    leastRepeats: 1, required: [.gold, .sentinels],
                    gold: .init(marginPoints: 2, largestLossPoints: 4.5, isStrict: true),
                    scores: .init(leastShiftPoints: 0.25, largestShiftPoints: 3, isStrict: true),
                    ranks: .init(isStrict: true),
                    missing: .init(largestRisePoints: 1, isStrict: true)))
    }

    @Test(
        "What is wrong is named with its line and what to do",
        arguments: [
            ("significence: 0.05", 3, "did you mean 'significance'?"),
            ("significance: 0", 3, "a number from"),
            ("gold:\n  margins: 1", 4, "did you mean 'margin'?"),
            ("gold: 1", 3, "'key: value' pairs"),
            ("gold:\n  margin: -1", 4, "a number from 0.0 to 100.0"),
            ("gold:\n  strict: yes", 4, "'yes' is neither true nor false"),
            ("scores: {least_shift: 2, largest_shift: 1}", 3, "the least comes first"),
            ("missing:\n  largest_rise: nan", 4, "a number"),
            ("require: [golden]", 3, "did you mean 'gold'?"),
            ("require: [gold, gold]", 3, "given twice"),
            ("require: gold", 3, "must be a list"),
            ("least_repeats: 0", 3, "from 1 to 1000"),
            ("name: h", 3, "given twice"),
        ])
    func refused(text: String, line: Int, reason: String) throws {
        let error = #expect(throws: CatalogError.self) { try read(text) }
        #expect(error?.line == line && error?.reason.contains(reason) == true, "\(error as Any)")
    }

    @Test("A name is needed, and must be one")
    func name() throws {
        for text in ["version: 1\n", "name: ../x\nversion: 1\n"] {
            #expect(throws: CatalogError.self) {
                try TemporaryFolder.with(["g.yaml": text]) {
                    try GateThresholdsReader.read($0["g.yaml"])
                }
            }
        }
    }
}
