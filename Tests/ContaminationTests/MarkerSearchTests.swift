import Testing

@testable import Contamination

struct MarkerSearchTests {
    private let search = MarkerSearch(Invented.markers)

    @Test(
        "A marker is found in any case and as pages and files write it",
        arguments: [
            ("see arXiv:2602.11685v2.", "2602.11685"), ("2602.11685", "2602.11685"),
            ("load_dataset(\"Perplexity-AI/DRACO\")", "perplexity-ai/draco"),
            ("?dataset=perplexity-ai%2Fdraco&x", "perplexity-ai/draco"),
            (#""perplexity-ai\/draco""#, "perplexity-ai/draco"),
            ("the DRACO-Benchmark", "draco-benchmark"),
            (
                "DRACO: deep research\n   accuracy, Completeness,\tand objectivity",
                "Deep Research Accuracy, Completeness, and Objectivity"
            ),
        ])
    func found(text: String, marker: String) {
        #expect(matches(text) == [marker])
    }

    @Test(
        "What only looks like a marker is not one",
        arguments: [
            "2602.116851", "12602.11685", "2602.1168", "2602-11685", "draco", "Draco Malfoy",
            "perplexity-ai draco", "perplexity-ai/drac", "deep researchaccuracy, completeness",
            "deep research accuracy completeness and objectivity", "", "%2", #"\"#,
        ])
    func notFound(text: String) {
        #expect(matches(text).isEmpty)
    }

    @Test("Single words and short names are not looked for, and said to be so")
    func ignored() {
        #expect(search.ignored == ["draco"])
        #expect(MarkerSearch(["", "a/b", "constellation", "ok-marker"]).markers == ["ok-marker"])
    }

    @Test("A marker that is there twice is told once, all in their own order")
    func order() {
        #expect(
            matches("draco-benchmark 2602.11685 2602.11685") == ["2602.11685", "draco-benchmark"])
    }

    private func matches(_ text: String) -> [String] {
        Array(text.utf8).withUnsafeBufferPointer { search.matches(in: $0) }
    }
}
