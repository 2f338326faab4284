import Testing
import Vocabulary

@testable import Simulator

@Suite("Reading an answer for what a requirement says")
struct LexicalReaderTests {
    /// How the instructions of a case differ from none.
    enum Heeding: String {
        case nothing
        case numbers
        case warnings
        case conditions
        case all
        case generosity
    }

    private static func finds(
        _ requirement: String, in answer: String, _ heeding: Heeding = .nothing,
        _ polarity: Polarity = .positive
    ) -> Bool {
        var instructions = JudgeInstructions()
        switch heeding {
        case .nothing: break
        case .numbers: instructions.isStrictOnNumbers = true
        case .warnings: instructions.discountsWarnings = true
        case .conditions: instructions.discountsConditions = true
        case .all: instructions.countsAll = true
        case .generosity: instructions.isGenerous = true
        }
        return LexicalReader(ReadText(answer), instructions: instructions)
            .finds(ReadRequirement(requirement), polarity: polarity) != nil
    }

    private static let lease =
        "# Report\n\nThe group had trouble. It kept lease debt of 312 million marks off its "
        + "balance sheet. Secured lenders recovered 61 percent of claims."

    @Test(
        "Words and numbers decide",
        arguments: [
            (
                "Puts the lease debt kept off the balance sheet at 312 million marks", lease,
                true
            ),
            ("Reports that secured lenders recovered 61 percent of their claims", lease, true),
            ("Reports that unsecured creditors recovered 9 percent", lease, false),
            ("States that the harvest failed in the northern district", lease, false),
            (
                "States model A rated power between 17 and 19 kW", "Model A: rated power 18 kW.",
                true
            ),
            (
                "States model A rated power between 17 and 19 kW", "Model A: rated power 38 kW.",
                false
            ),
            ("Reports acceptance rates 25-35%", "The acceptance rate was 30 %.", true),
            ("Reports acceptance rates 25-35%", "The acceptance rate was 50 %.", false),
            ("Gives the loss as C$42.4M or C$40.1M", "The loss was C$40.1M.", true),
            ("Gives the loss as C$42.4M (within +/- C$1M)", "The loss was C$41.6M.", true),
            ("Uses a table to compare ovens", "Ovens to compare:\n\n| a | b |\n|---|---|", true),
            ("Uses a table to compare ovens", "Ovens to compare: a and b.", false),
        ])
    func finds(requirement: String, answer: String, isFound: Bool) {
        #expect(Self.finds(requirement, in: answer, .numbers) == isFound)
    }

    @Test(
        "A denied statement is not made, and a denial is asked for where the requirement denies",
        arguments: [
            ("States the valve is certified", "The valve is not certified.", false),
            ("States the valve is certified", "The valve is certified.", true),
            ("States the valve is not certified", "The valve is not certified.", true),
            ("States the valve is not certified", "The valve is certified.", false),
            ("Recommends mixing cleaner and acid", "Never mix cleaner and acid.", false),
            ("Warns against mixing cleaner and acid", "Never mix cleaner and acid.", true),
            ("Fails to mention the valve", "The pump runs.", true),
            ("Fails to mention the valve", "The valve runs.", false),
            ("Names the pump without its rated power", "The pump is new.", true),
            ("Names the pump without its rated power", "The pump has rated power.", false),
        ])
    func negation(requirement: String, answer: String, isFound: Bool) {
        #expect(Self.finds(requirement, in: answer) == isFound)
    }

    @Test(
        "What the instructions say changes what is found, and without them nothing does",
        arguments: [
            (
                "Claims ovens melt glass", "It is a myth that ovens melt glass.",
                Heeding.warnings, true, false
            ),
            ("Reports 61 percent recovery", "Recovery was 64 percent.", .numbers, true, false),
            (
                "Recommends seeing a doctor immediately",
                "See a doctor immediately if it gets worse.", .conditions, true, false
            ),
            (
                "Names harbour levies, tariffs and the pilot scheme",
                "The harbour levies and the tariffs are high.", .all, true, false
            ),
            (
                "Names the brass valve seal vendor", "The brass valve is old.", .generosity, false,
                true
            ),
        ] as [(String, String, Heeding, Bool, Bool)])
    func clauses(
        requirement: String, answer: String, heeding: Heeding, without: Bool, with: Bool
    ) {
        #expect(Self.finds(requirement, in: answer, .nothing, .negative) == without)
        #expect(Self.finds(requirement, in: answer, heeding, .negative) == with)
    }

    @Test("A warning counts only against a negative criterion")
    func warningsOfPositives() {
        let answer = "It is a myth that ovens melt glass."
        #expect(Self.finds("Claims ovens melt glass", in: answer, .warnings, .positive))
    }

    @Test("Of a list, as many as it asks for are enough")
    func atLeast() {
        let requirement = "Names at least 2 of harbour levies, tariffs and leases"
        #expect(Self.finds(requirement, in: "Harbour levies and tariffs name it.", .all))
        #expect(!Self.finds(requirement, in: "Harbour levies. Nothing else.", .all))
    }

    @Test("An empty answer says nothing, not even by omission")
    func empty() {
        for requirement in ["States X", "Fails to mention X", "61 percent", "", "the"] {
            #expect(!Self.finds(requirement, in: ""))
            #expect(!Self.finds(requirement, in: "\n \n"))
        }
    }
}
