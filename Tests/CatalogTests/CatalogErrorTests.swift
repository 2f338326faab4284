import Testing

@testable import Catalog

@Suite("What an error says")
struct CatalogErrorTests {
    @Test("The place comes first, as precise as it is known")
    func place() {
        #expect(CatalogError(file: "f", reason: "no; mend it").description == "f: no; mend it.")
        #expect(
            CatalogError(file: "f", line: 3, task: "t", criterion: "c", reason: "no; mend it")
                .description == "f:3, task t, criterion c: no; mend it.")
    }

    @Test("A question keeps its mark as the only one")
    func question() {
        #expect(CatalogError(file: "f", reason: "did you mean x?").description.hasSuffix("x?"))
    }

    @Test("What a file says can't steer a terminal, nor fill it")
    func terminal() {
        let error = CatalogError(
            file: "f", task: "\u{1B}[31m\n\u{202E}t", reason: String(repeating: "x", count: 5_000))
        #expect(error.description.hasPrefix("f, task \\u{1b}[31m\\u{a}\\u{202e}t: xxx"))
        #expect(error.description.count < 1_100)
    }

    @Test(
        "The nearest known word is found, or none",
        arguments: [
            ("modle", "model"), ("panell", "panel"), ("xyzzyx", nil), ("passs", "passes"),
            ("pan", "panel"), ("xy", nil), ("di", nil), ("", nil),
        ] as [(String, String?)])
    func nearest(word: String, expected: String?) {
        #expect(NearestWord.to(word, among: ["model", "panel", "passes", "id"]) == expected)
    }
}
