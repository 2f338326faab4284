import Statistics
import Testing

@Suite("Scores of every judge for every answer")
struct IntraclassCorrelationTests {
    @Test("A lenient judge lowers agreement and leaves consistency", arguments: Draws.seeds)
    func leniency(seed: Int) throws {
        var draws = Draws(seed)
        let rows = (0..<15).map { _ in
            let answer = draws.unit()
            return (0..<3).map { _ in answer + 0.2 * draws.normal() }
        }
        let plain = try #require(IntraclassCorrelation(rows))
        let shifted = try #require(
            IntraclassCorrelation(rows.map { [$0[0] + 3, $0[1], $0[2] - 1] }))
        #expect(agree(shifted.consistency, plain.consistency))
        #expect(agree(shifted.meanConsistency, plain.meanConsistency))
        #expect(try #require(shifted.agreement) < #require(plain.agreement))
    }

    @Test("Judges may come in any order, on any scale", arguments: Draws.seeds)
    func invariant(seed: Int) throws {
        var draws = Draws(seed)
        let rows = draws.rows(8, 3)
        let plain = try #require(IntraclassCorrelation(rows))
        let other = try #require(
            IntraclassCorrelation(rows.reversed().map { $0.reversed().map { 5 - 3 * $0 } }))
        #expect(agree(other.oneWay, plain.oneWay) && agree(other.agreement, plain.agreement))
        #expect(agree(other.consistency, plain.consistency))
    }

    @Test("One way it is the correlation within clusters of one size", arguments: Draws.seeds)
    func oneWay(seed: Int) {
        var draws = Draws(seed)
        let rows = draws.rows(7, 4)
        #expect(
            agree(IntraclassCorrelation(rows)?.oneWay, ClusterCorrelation(rows)?.correlation))
    }

    @Test("Judges of one mind have 1, and equal scores of everything say nothing")
    func extremes() throws {
        let same = try #require(IntraclassCorrelation([[0.1, 0.1], [0.7, 0.7], [0.4, 0.4]]))
        #expect(agree(same.agreement, 1) && agree(same.consistency, 1) && agree(same.oneWay, 1))
        let flat = try #require(IntraclassCorrelation([[0.1, 0.1], [0.1, 0.1]]))
        #expect(flat.agreement == nil && flat.consistency == nil && flat.oneWay == nil)
    }

    @Test(
        "Too few or unequal rows are no design",
        arguments: [[], [[1, 2]], [[1], [2]], [[1, 2], [1]], [[1, .nan], [1, 2]]] as [[[Double]]])
    func undefined(rows: [[Double]]) {
        #expect(IntraclassCorrelation(rows) == nil)
    }
}
