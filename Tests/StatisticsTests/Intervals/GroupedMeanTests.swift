import Statistics
import Testing

@Suite("Standard errors of grouped tasks")
struct GroupedMeanTests {
    @Test("A single stratum, and clusters of one, give the plain error", arguments: Draws.seeds)
    func plain(seed: Int) throws {
        var draws = Draws(seed)
        let values = draws.scores(draws.count(2...30))
        let plain = try #require(MeanEstimate(values)?.standardError)
        let strata = GroupedMean.stratified(values, groups: values.map { _ in "a" })
        #expect(agree(strata?.standardError, plain))
        #expect(strata?.degreesOfFreedom == values.count - 1)
        let clusters = GroupedMean.clustered(values, groups: values.indices.map { "\($0)" })
        #expect(agree(clusters?.standardError, plain))
        #expect(clusters?.degreesOfFreedom == values.count - 1)
    }

    @Test("Clusters of copies count once", arguments: Draws.seeds)
    func copies(seed: Int) {
        var draws = Draws(seed)
        let values = draws.scores(draws.count(2...20))
        let copies = draws.count(2...4)
        let all = (0..<copies).flatMap { _ in values }
        let groups = (0..<copies).flatMap { _ in values.indices.map { "\($0)" } }
        let clusters = GroupedMean.clustered(all, groups: groups)
        #expect(agree(clusters?.standardError, MeanEstimate(values)?.standardError))
        #expect(clusters?.degreesOfFreedom == values.count - 1)
    }

    @Test("Differences between strata do not count", arguments: Draws.seeds)
    func shifts(seed: Int) {
        var draws = Draws(seed)
        let parts = (0..<draws.count(1...6)).map { _ in draws.scores(draws.count(2...9)) }
        let groups = parts.indices.flatMap { group in parts[group].map { _ in "\(group)" } }
        let shifted = parts.enumerated().flatMap { group, part in
            part.map { $0 + 10 * Double(group) }
        }
        let plain = GroupedMean.stratified(parts.flatMap { $0 }, groups: groups)
        let moved = GroupedMean.stratified(shifted, groups: groups)
        #expect(agree(plain?.standardError, moved?.standardError, within: 1e-9))
        #expect(plain?.degreesOfFreedom == groups.count - parts.count)
    }

    @Test("Two strata worked by hand")
    func worked() throws {
        // Variances 2 and 8 in groups of 2 and 2 of 4: (½)²·2/2 + (½)²·8/2.
        let strata = try #require(
            GroupedMean.stratified([1, 10, 3, 14], groups: ["a", "b", "a", "b"]))
        #expect(agree(strata.standardError, 1.25.squareRoot()))
        #expect(strata.degreesOfFreedom == 2)
        // Sums of distances from the mean of 7: −10 and 10; 200 ÷ 16 · 2.
        let clusters = try #require(
            GroupedMean.clustered([1, 10, 3, 14], groups: ["a", "b", "a", "b"]))
        #expect(agree(clusters.standardError, 5))
        #expect(clusters.degreesOfFreedom == 1)
    }

    @Test(
        "What is undefined is nil",
        arguments: [
            ([], []), ([1], ["a"]), ([1, .nan], ["a", "a"]), ([1, .infinity], ["a", "a"]),
            ([1e200, -1e200], ["a", "a"]),
        ] as [([Double], [String])])
    func undefined(values: [Double], groups: [String]) {
        #expect(GroupedMean.stratified(values, groups: groups) == nil)
        #expect(GroupedMean.clustered(values, groups: groups) == nil)
    }

    @Test("One cluster, and a stratum of one, say nothing of the spread")
    func few() {
        #expect(GroupedMean.clustered([1, 2, 4], groups: ["a", "a", "a"]) == nil)
        #expect(GroupedMean.stratified([1, 2, 4], groups: ["a", "a", "b"]) == nil)
        #expect(GroupedMean.clustered([1, .nan], groups: ["a", "b"]) == nil)
        #expect(GroupedMean.clustered([1e200, -1e200], groups: ["a", "b"]) == nil)
    }

    @Test("Equal values have an error of exactly 0")
    func equal() {
        let values = Array(repeating: 0.1, count: 6)
        let groups = ["a", "a", "b", "b", "b", "c"]
        #expect(GroupedMean.clustered(values, groups: groups)?.standardError == 0)
        #expect(
            GroupedMean.stratified(values, groups: ["a", "a", "b", "b", "b", "a"])?.standardError
                == 0)
    }
}
