import Statistics
import Testing

@Suite("Two configurations on the same tasks")
struct PairedDifferenceTests {
    private static func pair(_ seed: Int) -> (a: [Double], b: [Double]) {
        var draws = Draws(seed)
        let count = draws.count(2...30)
        return (draws.scores(count), draws.scores(count))
    }

    @Test("Swapping the two turns the signs and keeps p", arguments: Draws.seeds)
    func swapped(seed: Int) throws {
        let (a, b) = Self.pair(seed)
        let own = try #require(PairedDifference(a, b))
        let other = try #require(PairedDifference(b, a))
        #expect(other.mean == -own.mean)
        #expect(agree(other.t, own.t.map { -$0 }))
        #expect(agree(other.pValue, own.pValue))
        #expect(agree(other.pGreater, own.pGreater.map { 1 - $0 }))
        #expect(other.standardError == own.standardError)
        #expect(agree(other.interval()?.low, own.interval()?.high.map { -$0 }))
        #expect(agree(other.interval()?.high, own.interval()?.low.map { -$0 }))
        #expect((other.wins, other.ties, other.losses) == (own.losses, own.ties, own.wins))
        #expect(agree(other.superiority?.mean, own.superiority.map { 1 - $0.mean }))
        #expect(other.signTestP == own.signTestP)
        #expect(agree(other.correlation, own.correlation))
    }

    @Test("What all tasks gain in both is not seen", arguments: Draws.seeds)
    func shifted(seed: Int) throws {
        var draws = Draws(seed)
        let (a, b) = Self.pair(seed)
        let shifts = draws.normals(a.count)
        let own = try #require(PairedDifference(a, b))
        let moved = try #require(
            PairedDifference(
                zip(a, shifts).map { $0 + $1 }, zip(b, shifts).map { $0 + $1 }))
        #expect(agree(moved.mean, own.mean))
        #expect(agree(moved.standardError, own.standardError))
        #expect(agree(moved.pValue, own.pValue))
    }

    @Test("Scaled scores keep every p", arguments: Draws.seeds)
    func scaled(seed: Int) throws {
        let (a, b) = Self.pair(seed)
        let own = try #require(PairedDifference(a, b))
        let points = try #require(PairedDifference(a.map { $0 * 100 }, b.map { $0 * 100 }))
        #expect(agree(points.mean, own.mean * 100))
        #expect(agree(points.pValue, own.pValue))
        #expect(agree(points.pGreater, own.pGreater))
        #expect(agree(points.standardizedEffect, own.standardizedEffect))
    }

    @Test("p is below 5 % exactly where the interval leaves out 0", arguments: 0..<100)
    func duality(seed: Int) throws {
        var draws = Draws(seed)
        let values = draws.normals(draws.count(2...12)).map { $0 + 0.8 }
        let difference = try #require(PairedDifference(differences: values))
        let interval = try #require(difference.interval())
        #expect((try #require(difference.pValue) < 0.05) == !interval.contains(0))
        #expect(
            (try #require(difference.pGreater) < 0.025) == (try #require(interval.low) > 0))
    }

    @Test("Leaving out each task in turn", arguments: Draws.seeds)
    func leaveOneOut(seed: Int) throws {
        let (a, b) = Self.pair(seed)
        let difference = try #require(PairedDifference(a, b))
        for (place, mean) in difference.leaveOneOut.enumerated() {
            var rest = difference.differences
            rest.remove(at: place)
            #expect(agree(mean, Averages.mean(rest), within: 1e-13))
        }
        #expect(difference.leaveOneOut.count == a.count)
    }

    @Test("Scores that are equal on paper are not told apart by their last digits")
    func rounding() throws {
        let a = [0.1 + 0.2, 0.3, 0.7 + 0.1, 0.8, 0.3]
        let b = [0.3, 0.1 + 0.2, 0.8, 0.7 + 0.1, 0.3]
        #expect(a != b)
        let same = try #require(PairedDifference(a, b))
        #expect(same.mean == 0 && same.standardDeviation == 0)
        #expect(same.pValue == nil && same.interval() == nil)
        let points = [70.3, 55.1, 12.7, 99.9, 41.2]
        let better = try #require(PairedDifference(points.map { $0 + 0.1 }, points))
        #expect(better.standardDeviation == 0)
        #expect(better.pValue == nil && better.interval() == nil)
        #expect(agree(better.mean, 0.1))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let a: [Double]
        let b: [Double]
        var mean: Double?
        var hasTests = false
        var testDescription: String { name }
    }

    @Test(
        "What is undefined is nil",
        arguments: [
            Case(name: "no task", a: [], b: []),
            Case(name: "one task", a: [0.5], b: [0.25], mean: 0.25),
            Case(name: "two tasks", a: [0.5, 1], b: [0.25, 0.5], mean: 0.375, hasTests: true),
            Case(name: "equal differences", a: [0.5, 1], b: [0.25, 0.75], mean: 0.25),
            Case(name: "no difference", a: [0.5, 1], b: [0.5, 1], mean: 0),
            Case(name: "NaN", a: [0.5, .nan], b: [0.5, 1]),
            Case(name: "infinite", a: [0.5, .infinity], b: [0.5, .infinity]),
            Case(name: "a difference beyond all numbers", a: [1.5e308, 1], b: [-1.5e308, 1]),
        ])
    func undefined(example: Case) {
        let difference = PairedDifference(example.a, example.b)
        #expect(agree(difference?.mean, example.mean))
        #expect((difference?.t != nil) == example.hasTests)
        #expect((difference?.pValue != nil) == example.hasTests)
        #expect((difference?.pGreater != nil) == example.hasTests)
        #expect((difference?.standardizedEffect != nil) == example.hasTests)
        #expect((difference?.interval() != nil) == example.hasTests)
        let test = difference.flatMap { NonInferiority($0, margin: 0.1) }
        #expect((test != nil) == example.hasTests)
        #expect(
            isDefinedOrNil(
                difference?.correlation, difference?.signTestP, difference?.superiority?.mean,
                difference?.superiority?.standardError))
    }

    @Test("The sign test counts no ties, and says nothing of ties alone")
    func signTest() throws {
        let test = try #require(PairedDifference(differences: [1, 1, 1, 1, 1, 0, 1e-12]))
        #expect((test.wins, test.ties, test.losses) == (5, 2, 0))
        #expect(test.signTestP == 2.0 / 32)
        #expect(PairedDifference(differences: [0, 0])?.signTestP == nil)
        #expect(PairedDifference(differences: [1, -1])?.signTestP == 1)
    }

    @Test("“At least as good” holds exactly where its p is below 5 %", arguments: 0..<60)
    func nonInferiority(seed: Int) throws {
        var draws = Draws(seed)
        let values = draws.normals(draws.count(2...15))
        let difference = try #require(PairedDifference(differences: values))
        let tests = try [0.1, 0.6, 3].map { margin in
            try #require(NonInferiority(difference, margin: margin))
        }
        for test in tests {
            #expect(test.holds == (test.pValue < 0.05))
            #expect(agree(test.lowerLimit, difference.interval(confidence: 0.9)?.low))
        }
        #expect(zip(tests, tests.dropFirst()).allSatisfy { $0.pValue > $1.pValue })
    }
}
