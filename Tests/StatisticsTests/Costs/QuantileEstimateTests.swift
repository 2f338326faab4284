import Statistics
import Testing

@Suite("Quantiles of costs and times")
struct QuantileEstimateTests {
    @Test("The interval holds the true quantile as often as it says")
    func coverage() throws {
        var draws = Draws(6)
        let samples = 1_200
        var held = 0
        var stated = 0.0
        for _ in 0..<samples {
            let estimate = try #require(QuantileEstimate(0.8, of: draws.scores(40)))
            if estimate.interval.contains(0.8) { held += 1 }
            stated = estimate.coverage
        }
        #expect(stated >= 0.95)
        #expect(abs(Double(held) / Double(samples) - stated) < 0.018)
    }

    @Test("No narrower pair of places would do on its side", arguments: 0..<40)
    func places(seed: Int) {
        var draws = Draws(seed)
        let (count, q) = (draws.count(1...60), 0.02 + 0.96 * draws.unit())
        let confidence = [0.8, 0.9, 0.95][draws.below(3)]
        let tail = (1 - confidence) / 2
        let places = QuantileEstimate.places(q, count: count, confidence: confidence)
        let hits = BinomialDistribution(trials: count, chance: q)
        #expect(places.low == 0 || hits.cumulative(places.low - 1) <= tail)
        #expect(places.low == count || hits.cumulative(places.low) > tail)
        #expect(places.high == count + 1 || 1 - hits.cumulative(places.high - 1) <= tail)
        #expect(1 - hits.cumulative(places.high - 2) > tail)
        #expect(places.coverage >= confidence - 1e-12)
        // Turned round.
        let mirror = QuantileEstimate.places(1 - q, count: count, confidence: confidence)
        #expect((mirror.low, mirror.high) == (count + 1 - places.high, count + 1 - places.low))
    }

    @Test("Ends are order statistics around the value, or none", arguments: Draws.seeds)
    func ends(seed: Int) throws {
        var draws = Draws(seed)
        let values = draws.normals(draws.count(1...50))
        let q = 0.05 + 0.9 * draws.unit()
        let estimate = try #require(QuantileEstimate(q, of: values))
        #expect(estimate.interval.contains(estimate.value))
        #expect(estimate.interval.low.map(values.contains) ?? (estimate.places.low == 0))
        #expect(
            estimate.interval.high.map(values.contains)
                ?? (estimate.places.high == values.count + 1))
        #expect(QuantileEstimate(q, of: values.reversed()) == estimate)
    }

    @Test(
        "Few values bound nothing, ends of the range bound one side",
        arguments: [(1, 0.5, 0, 2), (2, 0.5, 0, 3), (5, 0, 0, 1), (5, 1, 5, 6), (0, 0.5, 0, 1)]
            as [(Int, Double, Int, Int)])
    func few(count: Int, q: Double, low: Int, high: Int) {
        let places = QuantileEstimate.places(q, count: count)
        #expect((places.low, places.high) == (low, high))
    }

    @Test("What is undefined is nil", arguments: [[], [1, .nan], [1, .infinity]] as [[Double]])
    func undefined(values: [Double]) { #expect(QuantileEstimate(0.5, of: values) == nil) }

    @Test("Equal values have themselves for all ends")
    func equal() throws {
        let estimate = try #require(QuantileEstimate(0.5, of: Array(repeating: 3, count: 20)))
        #expect(estimate.value == 3 && estimate.interval == Interval(low: 3, high: 3))
    }
}

@Suite("How long answers take when some were given up")
struct CompletionCurveTests {
    @Test("When all came, quantiles are those of the sample", arguments: Draws.seeds)
    func uncensored(seed: Int) throws {
        var draws = Draws(seed)
        let times = draws.coarse(draws.count(1...40)).map { $0 + 2 }
        let curve = CompletionCurve(times.map { (seconds: $0, came: true) })
        let sorted = times.sorted()
        for share in [0.1, 0.25, 0.5, 0.75, 0.9, 1] {
            let place = max(1, Int((share * Double(times.count) - 1e-9).rounded(.up)))
            #expect(curve.quantile(share) == sorted[place - 1])
        }
        for (time, survival) in zip(curve.times, curve.survival) {
            let longer = Double(times.count { $0 > time }) / Double(times.count)
            #expect(agree(survival, longer))
        }
    }

    @Test(
        "Giving up can only make times longer, and the order does not matter",
        arguments: Draws.seeds)
    func censored(seed: Int) throws {
        var draws = Draws(seed)
        let answers = draws.scores(draws.count(2...30)).map {
            (seconds: $0, came: draws.flag(0.7))
        }
        let curve = CompletionCurve(answers)
        #expect(CompletionCurve(answers.reversed()) == curve)
        let fast = CompletionCurve(answers.map { ($0.seconds, true) })
        let dropped = CompletionCurve(answers.filter(\.came))
        for share in [0.25, 0.5, 0.75] {
            guard let quantile = curve.quantile(share) else { continue }
            #expect(quantile >= (try #require(fast.quantile(share))))
            #expect(quantile >= (try #require(dropped.quantile(share))))
        }
        #expect(zip(curve.survival, curve.survival.dropFirst()).allSatisfy { $0 > $1 - 1e-15 })
        #expect(curve.survival.allSatisfy { (0...1).contains($0) })
    }

    @Test("An answer given up at the moment when another came was still waited for")
    func tie() {
        let curve = CompletionCurve([(10, true), (10, false), (20, true)])
        #expect(curve.times == [10, 20])
        #expect(agree(curve.survival[0], 2.0 / 3) && curve.survival[1] == 0)
        #expect(curve.quantile(0.5) == 20)
    }

    @Test("Without answers there is no median; what has no time is left out")
    func undefined() {
        #expect(CompletionCurve([]).quantile(0.5) == nil)
        #expect(CompletionCurve([(5, false)]).quantile(0.5) == nil)
        #expect(CompletionCurve([(.nan, true)]).times.isEmpty)
        #expect(CompletionCurve([(5, true), (.nan, false)]) == CompletionCurve([(5, true)]))
        let curve = CompletionCurve([(5, true), (.infinity, true), (.infinity, false)])
        #expect(curve.times == [5] && agree(curve.survival[0], 2.0 / 3))
        #expect(curve.quantile(0.5) == nil)
    }
}
