import Statistics
import Testing

@Suite("What a mixed panel's gain is made of")
struct DecompositionTests {
    @Test(
        "Synthesis and diversity add up to the total, for any number of places",
        arguments: Draws.seeds)
    func identity(seed: Int) throws {
        var draws = Draws(seed)
        let (places, tasks) = (draws.count(1...4), draws.count(1...12))
        let (solos, panels) = (draws.rows(places, tasks), draws.rows(places, tasks))
        let mixed = draws.scores(tasks)
        let parts = try #require(Decomposition(solos: solos, selfPanels: panels, mixed: mixed))
        #expect(agree(parts.synthesis.mean + parts.diversity.mean, parts.total.mean))
        #expect(parts.isBalanced == (places > 1))
        for task in 0..<tasks {
            let alone = Averages.mean(solos.map { $0[task] })
            let together = Averages.mean(panels.map { $0[task] })
            #expect(agree(parts.synthesis.differences[task], together.map { $0 - (alone ?? 0) }))
            #expect(agree(parts.diversity.differences[task], together.map { mixed[task] - $0 }))
            #expect(agree(parts.total.differences[task], alone.map { mixed[task] - $0 }))
        }
        if let share = parts.synthesisShare {
            #expect(agree(share.ratio, parts.synthesis.mean / parts.total.mean))
        }
    }

    @Test("Places are alike: their order changes nothing", arguments: Draws.seeds)
    func order(seed: Int) throws {
        var draws = Draws(seed)
        let (solos, panels, mixed) = (draws.rows(3, 6), draws.rows(3, 6), draws.scores(6))
        let own = try #require(Decomposition(solos: solos, selfPanels: panels, mixed: mixed))
        let other = try #require(
            Decomposition(
                solos: solos.reversed(), selfPanels: panels.reversed(), mixed: mixed))
        #expect(agree(own.synthesis.mean, other.synthesis.mean))
        #expect(agree(own.diversity.pValue, other.diversity.pValue))
        #expect(agree(own.synthesisShare?.fieller?.low, other.synthesisShare?.fieller?.low))
    }

    @Test("A mixed panel that equals the self-panels has no diversity, whatever the last digits")
    func none() throws {
        let parts = try #require(
            Decomposition(
                solos: [[0.1, 0.4, 0.2], [0.2, 0.1, 0.3]],
                selfPanels: [[0.1, 0.3, 0.7], [0.2, 0.6, 0.1]],
                mixed: [0.3 / 2, 0.9 / 2, 0.8 / 2]))
        #expect(parts.diversity.mean == 0)
        #expect(parts.diversity.pValue == nil)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let solos: [[Double]]
        let panels: [[Double]]
        let mixed: [Double]
        var hasParts = false
        var hasShare = false
        var testDescription: String { name }
    }

    @Test(
        "What is undefined is nil",
        arguments: [
            Case(name: "no place", solos: [], panels: [], mixed: [1, 2]),
            Case(name: "no task", solos: [[]], panels: [[]], mixed: []),
            Case(name: "one task", solos: [[0]], panels: [[1]], mixed: [2], hasParts: true),
            Case(
                name: "two tasks", solos: [[0, 0]], panels: [[1, 2]], mixed: [2, 5],
                hasParts: true, hasShare: true),
            Case(
                name: "no total", solos: [[0, 0]], panels: [[1, 2]], mixed: [0, 0], hasParts: true),
            Case(
                name: "nothing varies", solos: [[0, 0]], panels: [[1, 1]], mixed: [2, 2],
                hasParts: true),
            Case(name: "NaN", solos: [[0, .nan]], panels: [[1, 1]], mixed: [2, 2]),
            Case(name: "infinite", solos: [[0, 0]], panels: [[1, 1]], mixed: [2, .infinity]),
        ])
    func undefined(example: Case) {
        let parts = Decomposition(
            solos: example.solos, selfPanels: example.panels, mixed: example.mixed)
        #expect((parts != nil) == example.hasParts)
        #expect((parts?.synthesisShare != nil) == example.hasShare)
    }

    @Test(
        "A judge's level and a system's level cancel in family preference", arguments: Draws.seeds)
    func family(seed: Int) throws {
        var draws = Draws(seed)
        let tasks = draws.count(2...10)
        let rows = draws.rows(4, tasks)
        func contrast(judge: Double, system: Double, favour: Double) -> PairedDifference? {
            FamilyPreference.contrast(
                ownOwn: rows[0].map { $0 + judge + system + favour },
                otherOwn: rows[1].map { $0 + system }, ownOther: rows[2].map { $0 + judge },
                otherOther: rows[3])
        }
        let plain = try #require(contrast(judge: 0, system: 0, favour: 0))
        let moved = try #require(contrast(judge: 0.3, system: -0.2, favour: 0.25))
        #expect(agree(moved.mean, plain.mean + 0.25))
        #expect(agree(moved.standardError, plain.standardError))
    }

    @Test("Judges that differ alike have no preference, whatever the last digits")
    func noFamily() throws {
        let contrast = try #require(
            FamilyPreference.contrast(
                ownOwn: [0.1 + 0.2, 0.5], otherOwn: [0.1, 0.3], ownOther: [0.3, 0.6],
                otherOther: [0.1, 0.4]))
        #expect(contrast.mean == 0 && contrast.pValue == nil)
        let none = FamilyPreference.contrast(
            ownOwn: [], otherOwn: [], ownOther: [], otherOther: [])
        #expect(none == nil)
    }
}
