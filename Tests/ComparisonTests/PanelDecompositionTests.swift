import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("Synthesis and diversity of a mixed panel")
struct PanelDecompositionTests {
    private static func all(_ rows: KeyValuePairs<String, [Double?]>) -> [PanelDecomposition] {
        PanelDecomposition.all(of: MadeUp.scores(rows))
    }

    @Test("With a self-panel of every model the design is balanced, and the two add up")
    func balanced() throws {
        let parts = Self.all([
            "a": [0.5, 0.4, 0.6], "b": [0.3, 0.4, 0.5], "a+a": [0.6, 0.5, 0.75],
            "b+b": [0.4, 0.5, 0.6], "a+b": [0.7, 0.6, 0.8],
        ])
        let part = try #require(parts.first)
        #expect(parts.count == 1 && part.effects.isBalanced && part.mixed.id == "a+b")
        #expect(part.selfPanels.map(\.id) == ["a+a", "b+b"] && part.solos.map(\.id) == ["a", "b"])
        // Self-panels 0.5, 0.5, 0.675, solos 0.4, 0.4, 0.55.
        #expect(abs(part.effects.synthesis.mean - 0.325 / 3) < 1e-12)
        #expect(abs(part.effects.diversity.mean - 0.425 / 3) < 1e-12)
        #expect(abs(part.effects.total.mean - 0.25) < 1e-12)
    }

    @Test("With a self-panel of one model alone it is the published style, once for each that has")
    func published() throws {
        let parts = Self.all([
            "a": [0.5, 0.4], "b": [0.3, 0.5], "a+a": [0.6, 0.6], "a+b": [0.7, 0.6],
        ])
        let part = try #require(parts.first)
        #expect(parts.count == 1 && !part.effects.isBalanced)
        #expect(abs(part.effects.synthesis.mean - 0.15) < 1e-12)
        #expect(abs(part.effects.total.mean - 0.2) < 1e-12)
        let three = Self.all([
            "a": [0.5], "b": [0.3], "c": [0.4], "a+a": [0.6], "b+b": [0.6], "a+a+b+c": [0.7],
        ])
        #expect(three.map { $0.selfPanels.map(\.id) } == [["a+a"], ["b+b"]])
    }

    @Test("In a larger panel a model weighs by its places")
    func places() throws {
        let part = try #require(
            Self.all([
                "a": [0.6, 0.6], "b": [0.3, 0.3], "a+a+a": [0.7, 0.8], "b+b+b": [0.4, 0.5],
                "a+a+b": [0.9, 0.8],
            ]).first)
        // Solos ⅔·0.6 + ⅓·0.3 = 0.5.
        #expect(abs(part.effects.total.mean - 0.35) < 1e-12)
        #expect(part.selfPanels.map(\.id) == ["a+a+a", "b+b+b"] && part.effects.isBalanced)
    }

    @Test("A self-panel by another synthesizer does not count")
    func synthesizer() {
        let parts = Self.all([
            "a": [0.5, 0.4], "b": [0.3, 0.5], "a+a@t": [0.6, 0.6], "b+b": [0.5, 0.5],
            "a+b": [0.7, 0.6],
        ])
        #expect(parts.map { $0.selfPanels.map(\.id) } == [["b+b"]])
        #expect(Self.all(["a": [0.5], "a+a@t": [0.6], "a+b": [0.7]]).isEmpty)
    }

    @Test("A self-panel of the mixed panel's size goes before others")
    func size() {
        let parts = Self.all([
            "a": [0.5], "a+a": [0.6], "a+a+a": [0.65], "a+b+c": [0.7],
        ])
        #expect(parts.map { $0.selfPanels.map(\.id) } == [["a+a+a"]])
        let smaller = Self.all(["a": [0.5], "a+a": [0.6], "a+b+c": [0.7]])
        #expect(smaller.map { $0.selfPanels.map(\.id) } == [["a+a"]])
    }

    @Test("Without a solo row, a self-panel or a common task there is nothing to take apart")
    func none() {
        #expect(Self.all(["a+a": [0.6], "a+b": [0.7]]).isEmpty)
        #expect(Self.all(["a": [0.6], "b": [0.6], "a+b": [0.7]]).isEmpty)
        #expect(Self.all(["a": [0.6, nil], "a+a": [nil, 0.6], "a+b": [0.7, 0.7]]).isEmpty)
        #expect(Self.all(["a": [0.5], "a+a": [0.6]]).isEmpty)
    }

    @Test("Only tasks that all arms have scores for count")
    func matched() throws {
        let part = try #require(
            Self.all([
                "a": [0.5, nil, 0.6, 0.1, 0.2], "a+a": [0.6, 0.5, nil, 0.2, 0.3],
                "a+b": [0.7, 0.6, 0.8, 0.3, nil],
            ]).first)
        #expect(part.common == ["t0", "t3"])
    }

    @Test("The share is identified only where the total is clearly other than 0")
    func share() throws {
        let clear = try #require(
            Self.all([
                "a": [0.5, 0.4, 0.6, 0.5], "a+a": [0.6, 0.52, 0.69, 0.6],
                "a+b": [0.7, 0.61, 0.8, 0.69],
            ]).first?.effects.synthesisShare)
        #expect(clear.isIdentified && clear.fieller != nil)
        let vague = try #require(
            Self.all([
                "a": [0.5, 0.4, 0.6, 0.5], "a+a": [0.6, 0.3, 0.69, 0.4],
                "a+b": [0.7, 0.2, 0.8, 0.4],
            ]).first?.effects.synthesisShare)
        #expect(!vague.isIdentified && vague.fieller == nil)
    }
}
