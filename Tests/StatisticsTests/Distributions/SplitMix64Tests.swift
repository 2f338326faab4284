import Statistics
import Testing

@Suite("Random numbers")
struct SplitMix64Tests {
    @Test("The same seed gives the same numbers, another seed others", arguments: Draws.seeds)
    func repeatable(seed: Int) {
        var (a, b) = (SplitMix64(seed: UInt64(seed)), SplitMix64(seed: UInt64(seed)))
        var other = SplitMix64(seed: UInt64(seed) + 1)
        let numbers = (0..<10).map { _ in a.next() }
        #expect(numbers == (0..<10).map { _ in b.next() })
        #expect(numbers != (0..<10).map { _ in other.next() })
    }

    @Test("Every number below the bound comes up about as often as the others")
    func below() {
        var generator = SplitMix64(seed: 4)
        var hits = [Int](repeating: 0, count: 7)
        for _ in 0..<14_000 { hits[generator.below(7)] += 1 }
        let squares = hits.reduce(0.0) { $0 + (Double($1) - 2_000) * (Double($1) - 2_000) }
        #expect(ChiSquare(degreesOfFreedom: 6).survival(squares / 2_000) > 0.001)
    }

    @Test("A resample has the same draws whoever computes it, in whatever order")
    func streams() {
        let streams = SplitMix64.streams(seed: 77, count: 6)
        let resamples = TaskResamples(taskCount: 9, replicates: 6, seed: 77)
        var serial: [[Int]] = []
        func keep(_ replicate: Int, _ draws: [Int]) { serial.append(draws) }
        resamples.forEach(keep)
        for place in [5, 0, 3, 1, 4, 2] {
            var generator = streams[place]
            var draws = [Int](repeating: 0, count: 9)
            for _ in 0..<9 { draws[generator.below(9)] += 1 }
            #expect(draws == serial[place])
        }
    }
}
