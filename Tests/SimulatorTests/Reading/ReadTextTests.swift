import Testing

@testable import Simulator

@Suite("Reading words, numbers and sentences")
struct ReadTextTests {
    private static func numbers(_ text: String) -> [Double] {
        ReadText(text).tokens.compactMap { if case .number(let it) = $0 { it.value } else { nil } }
    }

    @Test(
        "Words of one stem share a key",
        arguments: [
            ("Withdrawals", "withdrawal"), ("companies", "company"), ("stopped", "stop"),
            ("regulatory", "regulation"), ("leases", "lease"), ("boxes", "box"),
            ("insolvency", "insolvent"), ("reached", "reach"), ("losses", "loss"),
        ])
    func stems(one: String, other: String) { #expect(WordKey(one) == WordKey(other)) }

    @Test(
        "Other words don't",
        arguments: [("bus", "bush"), ("A1100", "A110"), ("this", "thing"), ("met", "unmet")])
    func others(one: String, other: String) { #expect(WordKey(one) != WordKey(other)) }

    @Test(
        "Numbers are read with separators, scale and words",
        arguments: [
            ("1,140 years", [1140]), ("41.2 million", [41_200_000]), ("C$42.4M", [42_400_000]),
            ("61% and 9 percent", [61, 9]), ("14 August 2034", [14, 2034]),
            ("three of 18kW", [3, 18]), ("DSM-5", []), ("GPT4", []), ("the 3rd", [3]),
            ("2 bn, 5 m", [2_000_000_000, 5]), ("0.05", [0.05]), ("1.2.3", [1.2, 3]),
        ] as [(String, [Double])])
    func numbers(text: String, values: [Double]) { #expect(Self.numbers(text) == values) }

    @Test(
        "Numbers agree when one is the other rounded, and years only when equal",
        arguments: [
            ("41.2 million", "41,217,004", true), ("41.2 million", "41.9 million", false),
            ("2034", "2035", false), ("312 million", "312", true), ("61", "61.3", true),
            ("61", "62", false), ("1,140", "1140", true), ("5", "5", true),
        ])
    func agreement(one: String, other: String, agrees: Bool) throws {
        func number(_ text: String) throws -> ReadNumber {
            let found = ReadText(text).tokens.first
            guard case .number(let number)? = found else {
                throw ChatTurnError(reason: "no number")
            }
            return number
        }
        #expect(try number(one).agrees(with: number(other)) == agrees)
        #expect(try number(other).agrees(with: number(one)) == agrees)
    }

    @Test("Sentences end at full stops, question marks and lines, not at short forms")
    func sentences() {
        let text = ReadText("# Head\n\nOne, e.g. this. Two is 3.5 (so). “Three.” Four?\n- five")
        #expect(
            text.sentences.map { text.quote($0) } == [
                "# Head", "One, e.g. this.", "Two is 3.5 (so).", "“Three.”", "Four?", "- five",
            ])
        #expect(text.sentences.map(\.continuesLine) == [false, false, true, true, true, false])
        #expect(ReadText("").sentences.isEmpty)
    }

    @Test(
        "A statement is warned of in its sentence, by a quotation's frame or by what points back",
        arguments: [
            ("It is a myth that ovens melt.", 0, true), ("Ovens melt.", 0, false),
            ("The following is wrong:\n- Ovens melt.", 1, true),
            ("The following holds:\n- Ovens melt.", 1, false),
            ("A mistake is to say “Some do. Ovens melt.” Others do.", 1, true),
            ("Some say: “Ovens melt.” This is false.", 0, true),
            ("Ovens melt. This is costly.", 0, false), ("Ovens melt. Avoid cold.", 0, false),
            ("It is not true that ovens melt.", 0, true), ("Ovens melt.\nThis is false.", 0, false),
        ])
    func warnings(text: String, sentence: Int, isWarned: Bool) {
        #expect(ReadText(text).isWarnedOf(sentence, subject: []) == isWarned)
    }

    @Test("A word of the subject is no warning")
    func subject() {
        let text = ReadText("The ovens are dangerous.")
        #expect(text.isWarnedOf(0, subject: []))
        #expect(!text.isWarnedOf(0, subject: [WordKey("dangerous")]))
    }
}
