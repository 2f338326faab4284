import Statistics
import Testing

@Suite("When not everything has a score")
struct CoverageTests {
    private static func random(_ seed: Int) -> Coverage {
        var draws = Draws(seed)
        return Coverage(
            (0..<draws.count(1...12)).map { _ in
                (0..<draws.count(1...3)).map { _ in
                    switch draws.below(5) {
                    case 0: .lost
                    case 1: .unresolved
                    default: .scored(draws.unit())
                    }
                }
            })
    }

    @Test("The bounds hold every policy's mean", arguments: 0..<100)
    func bounds(seed: Int) throws {
        let coverage = Self.random(seed)
        let bounds = try #require(coverage.bounds)
        let (low, high) = (try #require(bounds.low), try #require(bounds.high))
        #expect(0 <= low && low <= high && high <= 1)
        let wide = Interval(low: low - 1e-12, high: high + 1e-12)
        if let mean = Averages.mean(coverage.intentionToTreat.compactMap { $0 }) {
            #expect(wide.contains(mean))
        }
        if let mean = Averages.mean(coverage.completed.compactMap { $0 }) {
            #expect(wide.contains(mean))
        }
    }

    @Test("Lost answers can only lower a task's value", arguments: 0..<50)
    func lost(seed: Int) {
        let coverage = Self.random(seed)
        for (completed, treated) in zip(coverage.completed, coverage.intentionToTreat) {
            if let completed, let treated { #expect(treated <= completed) }
        }
    }

    @Test("With everything scored all policies agree", arguments: Draws.seeds)
    func complete(seed: Int) {
        var draws = Draws(seed)
        let scores = draws.scores(draws.count(1...9))
        let coverage = Coverage(scores.map { [.scored($0)] })
        #expect(coverage.share == 1)
        #expect(coverage.completed == scores && coverage.intentionToTreat == scores)
        #expect(coverage.bounds?.low == Averages.mean(scores))
        #expect(coverage.bounds?.high == Averages.mean(scores))
    }

    @Test("A task of each kind")
    func kinds() {
        let coverage = Coverage([
            [.scored(0.6), .lost], [.scored(0.6), .unresolved], [.lost], [.unresolved], [],
        ])
        #expect(coverage.completed == [0.6, 0.6, nil, nil, nil])
        #expect(coverage.intentionToTreat == [0.3, 0.6, 0, nil, nil])
        #expect(coverage.share == 0.4)
        #expect(agree(coverage.bounds?.low, 0.6 / 5))
        #expect(agree(coverage.bounds?.high, 4.6 / 5))
    }

    @Test("Without tasks, and with what is no number, nothing is said")
    func undefined() {
        #expect(Coverage([]).share == nil)
        #expect(Coverage([]).bounds == nil)
        #expect(Coverage([[.scored(.nan)]]).completed == [nil])
        #expect(Coverage([[.scored(.nan)]]).intentionToTreat == [nil])
        #expect(Coverage([[.scored(.infinity)]]).completed == [nil])
        #expect(Coverage([[.scored(.nan)]]).bounds == Interval(low: 0, high: 1))
    }

    @Test(
        "Adjusted means give back additive effects from any connected part", arguments: Draws.seeds)
    func adjusted(seed: Int) throws {
        var draws = Draws(seed)
        let effects = draws.scores(draws.count(2...5))
        let tasks = draws.scores(draws.count(2...9))
        // The first task is there for all, so the rows hang together.
        let rows = effects.map { effect in
            tasks.indices.map { $0 == 0 || draws.flag(0.6) ? effect + tasks[$0] : nil }
        }
        let means = try #require(MatchedTasks.adjustedMeans(rows))
        let present = tasks.indices.filter { task in rows.contains { $0[task] != nil } }
        let level = try #require(Averages.mean(present.map { tasks[$0] }))
        for (mean, effect) in zip(means, effects) { #expect(agree(mean, effect + level)) }
    }

    @Test("Common tasks are those that all have")
    func common() {
        #expect(MatchedTasks.common([[1, nil, 3], [nil, 2, 3]]) == [2])
        #expect(MatchedTasks.common([[1, 2]]) == [0, 1])
        #expect(MatchedTasks.common([]) == [])
    }

    @Test(
        "Rows that do not hang together have no adjusted means",
        arguments: [
            [], [[]], [[nil]], [[1, nil], [nil, 1]], [[1, 2], [nil, nil]], [[1, .nan], [1, 2]],
            [[.infinity]],
        ] as [[[Double?]]])
    func apart(rows: [[Double?]]) { #expect(MatchedTasks.adjustedMeans(rows) == nil) }
}
