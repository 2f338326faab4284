/// A quantile of a sample with an interval between two of its order statistics, which assumes
/// nothing of the distribution.
///
/// With X ~ Bin(n, q): the lower place l is the largest with P(X < l) ≤ α/2, the upper place u the
/// smallest with P(X ≥ u) ≤ α/2. Place 0 or n + 1 means that there is no limit on that side: of 100
/// values, nothing bounds the 99th percentile from above. (David & Nagaraja 2003.)
package struct QuantileEstimate: Sendable, Equatable {
    /// Type 7.
    package let value: Double
    package let interval: Interval
    /// 1-based.
    package let places: (low: Int, high: Int)
    /// Of the interval, at least the confidence where it has both ends.
    package let coverage: Double

    /// - Returns: nil for no values, and where one is not finite.
    package init?(_ q: Double, of values: [Double], confidence: Double = Confidence.level) {
        guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
        let sorted = values.sorted()
        let places = Self.places(q, count: sorted.count, confidence: confidence)
        value = Averages.quantile(q, ofSorted: sorted)
        self.places = (places.low, places.high)
        coverage = places.coverage
        interval = Interval(
            low: places.low > 0 ? sorted[places.low - 1] : nil,
            high: places.high <= sorted.count ? sorted[places.high - 1] : nil)
    }

    /// Places l and u of n values with the coverage P(l ≤ X < u) of the interval between them.
    package static func places(
        _ q: Double, count: Int, confidence: Double = Confidence.level
    ) -> (low: Int, high: Int, coverage: Double) {
        let successes = BinomialDistribution(trials: count, chance: q)
        let tail = (1 - confidence) / 2
        let low = (0...count).last { $0 == 0 || successes.cumulative($0 - 1) <= tail } ?? 0
        let high =
            (0...count).first { 1 - successes.cumulative($0 - 1) <= tail } ?? count + 1
        let coverage = successes.cumulative(high - 1) - successes.cumulative(low - 1)
        return (low, high, coverage)
    }

    package static func == (a: QuantileEstimate, b: QuantileEstimate) -> Bool {
        a.value == b.value && a.interval == b.interval && a.places == b.places
    }
}

/// How long answers take when some were given up: those are known to take longer than their time,
/// and dropping them would flatter. (Kaplan & Meier 1958.)
///
///     S(t) = Π over times tᵢ ≤ t of (1 − dᵢ ÷ nᵢ)
///
/// with dᵢ the answers that came at tᵢ and nᵢ those that took at least as long.
package struct CompletionCurve: Sendable, Equatable {
    /// Where answers came, ascending, and the share that takes longer.
    package let times: [Double]
    package let survival: [Double]

    /// - Parameter answers: seconds, and whether the answer came by then or was given up. One
    ///   without a number is left out, one that came after infinitely many never came.
    package init(_ answers: [(seconds: Double, came: Bool)]) {
        let answers = answers.map {
            (seconds: $0.seconds, came: $0.came && $0.seconds.isFinite)
        }
        let moments = Set(answers.filter(\.came).map(\.seconds)).sorted()
        var survival: [Double] = []
        var share = 1.0
        for moment in moments {
            let waiting = answers.count { $0.seconds >= moment }
            let coming = answers.count { $0.came && $0.seconds == moment }
            share *= 1 - Double(coming) / Double(waiting)
            survival.append(share)
        }
        times = moments
        self.survival = survival
    }

    /// The first time by which a share q of the answers has come; nil where that share never did.
    package func quantile(_ q: Double) -> Double? {
        zip(times, survival).first { $0.1 <= 1 - q + 1e-9 }?.0
    }
}
