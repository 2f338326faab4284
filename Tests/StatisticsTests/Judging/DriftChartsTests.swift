import Statistics
import Testing

@Suite("A judge's drift in leniency")
struct DriftChartsTests {
    private static func alarms(_ shifts: [Double], _ sigma: Double) -> [[Int]?] {
        [
            CumulativeSumChart(shifts: shifts, standardDeviation: sigma)?.alarms,
            MovingAverageChart(shifts: shifts, standardDeviation: sigma)?.alarms,
        ]
    }

    @Test("A judge that stays put raises no alarm")
    func steady() {
        let shifts = (0..<200).map { $0 % 2 == 0 ? 0.5 : -0.5 }
        #expect(Self.alarms(shifts, 1) == [[], []])
    }

    @Test("A drift of two standard deviations is seen within six re-judgings", arguments: [1, -1])
    func drift(sign: Double) throws {
        for alarms in Self.alarms([0, 0, 0] + (0..<9).map { _ in 2 * sign }, 1) {
            let first = try #require(alarms?.first)
            #expect((4...8).contains(first))
            #expect(alarms == Array(first...11))
        }
    }

    @Test("Sign and unit make no difference to alarms", arguments: Draws.seeds)
    func invariant(seed: Int) {
        var draws = Draws(seed)
        let shifts = draws.normals(30).map { $0 + 0.4 }
        let plain = Self.alarms(shifts, 1)
        #expect(Self.alarms(shifts.map { -$0 }, 1) == plain)
        #expect(Self.alarms(shifts.map { 0.25 * $0 }, 0.25) == plain)
    }

    @Test("The limits of the average widen to those of a long past")
    func limits() throws {
        let chart = try #require(
            MovingAverageChart(shifts: [Double](repeating: 0, count: 60), standardDeviation: 2))
        #expect(agree(chart.limits[0], 3 * 2 * 0.2))
        #expect(zip(chart.limits, chart.limits.dropFirst()).allSatisfy { $0 < $1 })
        #expect(agree(chart.limits[59], 3 * 2 / 3, within: 1e-5))
    }

    @Test("Without a spread to go by there is no chart")
    func undefined() {
        #expect(Self.alarms([1], 0) == [nil, nil] && Self.alarms([1], -1) == [nil, nil])
        #expect(Self.alarms([.nan], 1) == [nil, nil] && Self.alarms([], 1) == [[], []])
    }
}
