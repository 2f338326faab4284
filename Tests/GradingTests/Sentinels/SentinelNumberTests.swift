import Testing

@testable import Grading

@Suite("Wrong numbers")
struct SentinelNumberTests {
    @Test("Numbers are read as they stand")
    func tokens() {
        let text = "In 2034, 1,140 of 41.2 (61%) v1.2.3."
        #expect(
            SentinelNumber.tokens(in: text).map { String($0.text) }
                == ["2034", "1,140", "41.2", "61", "1.2.3"])
    }

    @Test("Every occurrence changes alike, in its form, and a year stays one", arguments: 0..<50)
    func replaced(seed: UInt64) throws {
        var draws = SentinelDraws(seed: seed)
        let text = "1,140 in 2034; 1140 again, 11400 and 41.2 stay."
        let wrong = try #require(
            SentinelNumber.replacing(
                ["1140", "2034"], in: text, avoiding: ["1140", "2034", "2140"], using: &draws))
        let tokens = SentinelNumber.tokens(in: wrong)
        #expect(tokens.count == 5)
        #expect(tokens[0].text.dropFirst() == ",140")
        #expect(tokens[0].digits == tokens[2].digits)
        #expect(!["1140", "2140"].contains(tokens[0].digits))
        #expect(tokens[1].text.hasPrefix("20") && tokens[1].text != "2034")
        #expect(tokens[3].text == "11400" && tokens[4].text == "41.2")
    }

    @Test("Without the number, nothing changes")
    func absent() {
        var draws = SentinelDraws(seed: 1)
        #expect(
            SentinelNumber.replacing(["12"], in: "12.5 and 112", avoiding: [], using: &draws)
                == nil)
    }

    @Test(
        "A requirement with limits leaves its number open",
        arguments: [
            ("Names at least 40 sites", true), ("Puts it between 17 and 19 kW", true),
            ("Reports 25-35%", true), ("Reports 61 or 62", true), ("States ±2", true),
            ("Dates it to 14 August 2034", false), ("Reports 61 percent", false),
            ("Cites a second-hand 61", false),
        ])
    func open(requirement: String, isOpen: Bool) {
        #expect(SentinelNumber.isOpen(requirement) == isOpen)
    }
}
