import Statistics
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("The slope of score on length")
struct LengthSlopeTests {
    private typealias Answer = LengthSlope.Answer

    /// Scores of a slope of 0.1 with effects of tasks and systems, and noise.
    private static func drawn(
        _ seed: Int, missing: Double = 0, systemEffect: Double = 0, noise: Double = 0
    ) -> [Answer] {
        var draws = Draws(seed)
        return (0..<8).flatMap { task -> [Answer] in
            let effect = draws.unit()
            return (0..<4).compactMap { system in
                let length = 500 + 3_000 * draws.unit() + 400 * Double(system)
                let score =
                    effect + systemEffect * Double(system) + 0.1 * log(length)
                    + noise * draws.normal()
                return draws.flag(missing)
                    ? nil
                    : Answer(
                        task: "t\(task)", system: "s\(system)", length: length, score: score)
            }
        }
    }

    @Test("Effects of tasks and systems are taken out, answers missing or not", arguments: 0..<10)
    func recovered(seed: Int) {
        let tasks = Self.drawn(seed, missing: seed % 2 == 0 ? 0 : 0.25)
        #expect(agree(LengthSlope(tasks)?.slope, 0.1, within: 1e-9))
        let both = Self.drawn(seed, missing: seed % 2 == 0 ? 0 : 0.25, systemEffect: 0.2)
        #expect(agree(LengthSlope(both, withSystemEffects: true)?.slope, 0.1, within: 1e-9))
        #expect(!agree(LengthSlope(both)?.slope, 0.1, within: 1e-3))
    }

    @Test("Order, unit of length and shift of scores make no difference", arguments: Draws.seeds)
    func invariant(seed: Int) throws {
        let answers = Self.drawn(seed, missing: 0.2, noise: 0.1)
        let moved = answers.reversed().map {
            Answer(task: $0.task, system: $0.system, length: 7 * $0.length, score: $0.score + 3)
        }
        let plain = try #require(LengthSlope(answers))
        let other = try #require(LengthSlope(moved))
        #expect(agree(other.slope, plain.slope, within: 1e-9))
        #expect(agree(other.standardError, plain.standardError, within: 1e-9))
        #expect(agree(plain.perDoubling, plain.slope * 0.6931471805599453))
        #expect(try #require(plain.interval()).contains(plain.slope))
    }

    @Test("Intervals cover the slope about as often as they say")
    func coverage() {
        let covered = (0..<400).count { seed in
            LengthSlope(Self.drawn(seed, noise: 0.05))?.interval()?.contains(0.1) ?? false
        }
        #expect((360...395).contains(covered))
    }

    @Test("A task with one answer says nothing")
    func single() {
        let answers = Self.drawn(1, noise: 0.1)
        let lonely = Answer(task: "lonely", system: "s0", length: 9_000, score: 7)
        #expect(LengthSlope(answers + [lonely]) == LengthSlope(answers))
    }

    @Test("Where length does not vary there is no slope")
    func undefined() {
        let equal = Self.drawn(1).map {
            Answer(task: $0.task, system: $0.system, length: 800, score: $0.score)
        }
        #expect(LengthSlope(equal) == nil && LengthSlope([]) == nil)
        let none = Answer(task: "t", system: "s", length: 0, score: 1)
        #expect(LengthSlope(Self.drawn(1) + [none]) == nil)
        let oneTask = LengthSlope(Array(Self.drawn(1)[..<4]))
        #expect(oneTask != nil && oneTask?.standardError == nil && oneTask?.interval() == nil)
    }
}
