import Statistics
import Testing

@Suite("How much better a fused configuration is than its members")
struct LiftEstimateTests {
    private static func estimate(_ seed: Int, tasks: ClosedRange<Int> = 2...15) throws
        -> LiftEstimate
    {
        var draws = Draws(seed)
        let count = draws.count(tasks)
        let gain = draws.unit() / 2
        return try #require(
            LiftEstimate(
                fused: draws.scores(count).map { $0 + gain },
                members: draws.rows(draws.count(1...5), count)))
    }

    @Test("p is at least that against every member, the limits at most", arguments: 0..<60)
    func intersection(seed: Int) throws {
        let lift = try Self.estimate(seed)
        let p = try #require(lift.pValue)
        let low = try #require(lift.lowerLimit())
        let high = try #require(lift.upperLimit())
        for difference in lift.differences {
            #expect(p >= (try #require(difference.pGreater)))
            #expect(low <= (try #require(difference.interval()?.low)))
            #expect(high >= (try #require(difference.interval()?.low)))
        }
        #expect(lift.differences.contains { $0.pGreater == p })
        #expect(lift.differences.contains { $0.interval()?.low == low })
        #expect(low <= lift.naive && lift.naive <= high)
        #expect((p < 0.025) == (low > 0))
        #expect(
            lift.naive == lift.differences.map(\.mean).min()
                || agree(lift.naive, lift.differences.map(\.mean).min()))
    }

    @Test("The upper limit is corrected for the number of members", arguments: Draws.seeds)
    func upper(seed: Int) throws {
        let lift = try Self.estimate(seed)
        let share = 1 - 0.1 / Double(lift.differences.count)
        let highs = try lift.differences.map {
            try #require($0.interval(confidence: share)?.high)
        }
        #expect(lift.upperLimit(confidence: 0.9) == highs.min())
    }

    @Test("What every task gains in all configurations changes no lift", arguments: Draws.seeds)
    func shifted(seed: Int) throws {
        var draws = Draws(seed)
        let count = draws.count(2...12)
        let (fused, members) = (draws.scores(count), draws.rows(3, count))
        let shifts = draws.normals(count)
        func moved(_ row: [Double]) -> [Double] { zip(row, shifts).map { $0 + $1 } }
        let plain = try #require(LiftEstimate(fused: fused, members: members))
        let lift = try #require(LiftEstimate(fused: moved(fused), members: members.map(moved)))
        #expect(agree(lift.naive, plain.naive))
        #expect(agree(lift.pValue, plain.pValue))
        #expect(agree(lift.lowerLimit(), plain.lowerLimit()))
        #expect(agree(lift.upperLimit(), plain.upperLimit()))
        #expect(agree(lift.crossFit, plain.crossFit))
        #expect(agree(lift.headroomCaptured, plain.headroomCaptured, within: 1e-8))
        #expect(agree(lift.overMeanMember, plain.overMeanMember))
    }

    @Test("Over all resamples choosing anew can only take off lift", arguments: Draws.seeds)
    func jensen(seed: Int) throws {
        var draws = Draws(seed)
        let count = draws.count(1...4)
        let (fused, members) = (draws.coarse(count), [draws.coarse(count), draws.coarse(count)])
        let lift = try #require(LiftEstimate(fused: fused, members: members))
        let means = EveryResample.means(of: [fused] + members)
        let chosen = LiftEstimate.Reselection(
            fused: means[0], members: Array(means[1...]), naive: lift.naive)
        #expect(chosen.bias <= 1e-9)
        #expect(lift.biasCorrected(chosen) >= lift.naive - 1e-9)
        #expect(agree(chosen.frequencies.reduce(0, +), 1))
        #expect(agree(chosen.meanLift, lift.naive + chosen.bias))
    }

    @Test("Reselection by hand", arguments: Draws.seeds)
    func reselection(seed: Int) {
        var draws = Draws(seed)
        let replicates = draws.count(1...30)
        let fused = draws.coarse(replicates)
        let members = (0..<draws.count(1...4)).map { _ in draws.coarse(replicates) }
        let chosen = LiftEstimate.Reselection(fused: fused, members: members, naive: 0.5)
        var frequencies = members.map { _ in 0.0 }
        var lifts: [Double] = []
        for replicate in 0..<replicates {
            let highest = members.map { $0[replicate] }.max() ?? 0
            let best = members.indices.filter { members[$0][replicate] == highest }
            for member in best { frequencies[member] += 1 / Double(best.count * replicates) }
            lifts.append(fused[replicate] - highest)
        }
        for (own, expected) in zip(chosen.frequencies, frequencies) {
            #expect(agree(own, expected))
        }
        #expect(agree(chosen.meanLift, Averages.mean(lifts)))
        #expect(agree(chosen.bias, Averages.mean(lifts).map { $0 - 0.5 }))
        #expect(agree(chosen.positiveShare, Double(lifts.count { $0 > 0 }) / Double(replicates)))
        #expect(chosen.percentile == BootstrapInterval.percentile(lifts))
    }

    @Test("The same seed reselects the same members")
    func deterministic() throws {
        let lift = try Self.estimate(3)
        let chosen = lift.reselection(replicates: 50, seed: 8)
        #expect(chosen == lift.reselection(replicates: 50, seed: 8))
        #expect(chosen != lift.reselection(replicates: 50, seed: 9))
    }

    @Test("Members that are equal on paper share the choice, and the first is the best")
    func ties() throws {
        let chosen = LiftEstimate.Reselection(
            fused: [1], members: [[0.3], [0.1 + 0.2], [0.2]], naive: 0.7)
        #expect(chosen.frequencies == [0.5, 0.5, 0])
        let lift = try #require(LiftEstimate(fused: [1], members: [[0.3], [0.1 + 0.2]]))
        #expect(lift.bestMember == 0)
    }

    @Test(
        "The oracle is at least the best member, and at least every task's choice",
        arguments: Draws.seeds)
    func oracle(seed: Int) throws {
        let lift = try Self.estimate(seed)
        let best = try #require(lift.memberMeans.max())
        #expect(lift.oracle >= best - 1e-12)
        #expect(lift.overMeanMember >= lift.naive - 1e-12)
        if let captured = lift.headroomCaptured {
            #expect(agree(captured * (lift.oracle - best), lift.naive))
        }
    }

    @Test("Cross-fitting with the same scores is the naive lift", arguments: Draws.seeds)
    func crossFit(seed: Int) throws {
        var draws = Draws(seed)
        let count = draws.count(1...9)
        let members = draws.rows(3, count)
        let lift = try #require(LiftEstimate(fused: draws.scores(count), members: members))
        #expect(lift.crossFit(choosing: members) == lift.naive)
        #expect((lift.crossFit != nil) == (count > 1))
        // With the others' scores turned round, the worst is chosen.
        let worst = try #require(lift.memberMeans.min())
        let turned = members.map { $0.map { -$0 } }
        #expect(agree(lift.crossFit(choosing: turned), lift.fusedMean - worst))
        #expect(lift.crossFit(choosing: [[1]]) == nil)
        #expect(lift.crossFit(choosing: [[], [], []]) == nil)
        #expect(lift.crossFit(choosing: [[.nan], [1], [1]]) == nil)
    }

    @Test("Leaving one out chooses on the others alone")
    func leaveOneOut() throws {
        // On tasks 2 and 3 the second member is better, on others the first.
        let lift = try #require(
            LiftEstimate(fused: [1, 1, 1], members: [[0.9, 0, 0], [0, 0.5, 0.3]]))
        // Without 1: second (0.4 over 0); without 2 and 3: first (0.45 over 0.15 and 0.25).
        #expect(agree(lift.crossFit, (1 + 1 + 1) / 3.0))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let fused: [Double]
        let members: [[Double]]
        var naive: Double?
        var hasLimits = false
        var testDescription: String { name }
    }

    @Test(
        "What is undefined is nil",
        arguments: [
            Case(name: "no member", fused: [1, 2], members: []),
            Case(name: "no task", fused: [], members: [[]]),
            Case(name: "one task", fused: [0.75], members: [[0.5]], naive: 0.25),
            Case(
                name: "two tasks", fused: [0.75, 1], members: [[0.5, 0.5]], naive: 0.375,
                hasLimits: true),
            Case(
                name: "one difference without spread", fused: [0.75, 1],
                members: [[0.5, 0.5], [0.5, 0.75]], naive: 0.25),
            Case(name: "NaN", fused: [0.75, 1], members: [[0.5, .nan]]),
            Case(name: "infinite", fused: [0.75, .infinity], members: [[0.5, 1]]),
        ])
    func undefined(example: Case) {
        let lift = LiftEstimate(fused: example.fused, members: example.members)
        #expect(agree(lift?.naive, example.naive))
        #expect((lift?.pValue != nil) == example.hasLimits)
        #expect((lift?.lowerLimit() != nil) == example.hasLimits)
        #expect((lift?.upperLimit() != nil) == example.hasLimits)
        #expect(isDefinedOrNil(lift?.oracle, lift?.headroomCaptured, lift?.crossFit))
    }

    @Test("Without room above the best member, none can be captured")
    func noRoom() {
        #expect(LiftEstimate(fused: [1, 1], members: [[0.5, 0.5]])?.headroomCaptured == nil)
    }

    @Test("The best of K equal members is too high by the expected maximum", arguments: [1, 2, 3])
    func expectedMaximum(count: Int) {
        // 0, 1 ÷ √π and 3 ÷ 2√π.
        let expected = [0, 1, 1.5][count - 1] / Double.pi.squareRoot()
        #expect(agree(LiftEstimate.expectedMaximum(of: count), expected, within: 1e-9))
    }
}
