#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How much higher a judge scores the longer of two answers to the same task.
///
/// Least squares of score on log length with an effect of every task, and if wanted of every
/// system, taken out first:
///
///     slope = Σ x·y ÷ Σ x²     se² = Σ_t (Σ_{i in t} x·e)² ÷ (Σ x²)² · G ÷ (G − 1) · (N − 1) ÷ (N − K)
///
/// with x and y what remains of log length and score, e = y − slope·x, G tasks, N answers and K
/// effects in all (CR1, clustered by task). An association and no bias: a longer answer may be a
/// better one, which only the padding of answers can tell apart.
package struct LengthSlope: Sendable, Equatable {
    package struct Answer: Sendable, Equatable {
        /// Names that tell tasks and systems apart.
        package let task: String
        package let system: String
        /// Above 0, in any unit.
        package let length: Double
        package let score: Double

        package init(task: String, system: String, length: Double, score: Double) {
            self.task = task
            self.system = system
            self.length = length
            self.score = score
        }
    }

    /// Tasks with two answers at least; the others say nothing.
    package let tasks: Int
    package let answers: Int
    /// Score per unit of log length.
    package let slope: Double
    /// Nil for one task, or with no more answers than effects.
    package let standardError: Double?

    /// Score per doubling of the length, slope·log 2.
    package var perDoubling: Double { slope * log(2) }

    /// slope ± t(1 − α/2; G − 1)·se; nil where the error is, or is 0.
    package func interval(confidence: Double = Confidence.level) -> Interval? {
        guard let standardError, standardError > 0 else { return nil }
        let t = StudentT(degreesOfFreedom: Double(tasks - 1))
        return Interval(slope, margin: t.quantile(1 - (1 - confidence) / 2) * standardError)
    }

    /// - Returns: nil where length does not vary beside the effects, and where a length is not
    ///   above 0 or a value not finite.
    package init?(_ answers: [Answer], withSystemEffects: Bool = false) {
        guard
            answers.allSatisfy({ $0.length > 0 && $0.length.isFinite && $0.score.isFinite })
        else { return nil }
        let perTask = Dictionary(grouping: answers, by: \.task)
        let answers = answers.filter { (perTask[$0.task]?.count ?? 0) > 1 }
        let tasks = Groups(answers.map(\.task))
        let systems = Groups(withSystemEffects ? answers.map(\.system) : [])
        let groups = withSystemEffects ? [tasks, systems] : [tasks]
        let logs = answers.map { log($0.length) }
        guard let x = Groups.withoutEffects(logs, of: groups),
            let y = Groups.withoutEffects(answers.map(\.score), of: groups)
        else { return nil }
        let square = Moments.withoutRounding(Averages.sum(x.map { $0 * $0 }), of: logs)
        guard square > 0 else { return nil }
        let slope = Averages.sum(zip(x, y).map { $0 * $1 }) / square
        var sums = [Double](repeating: 0, count: tasks.count)
        for place in x.indices {
            sums[tasks.places[place]] += x[place] * (y[place] - slope * x[place])
        }
        let (g, n) = (Double(tasks.count), Double(answers.count))
        // One effect of the systems is that of all tasks; the slope is one more.
        let free = n - g - Double(max(0, systems.count - 1)) - 1
        self.tasks = tasks.count
        self.answers = answers.count
        self.slope = slope
        standardError =
            tasks.count > 1 && free > 0
            ? (Averages.sum(sums.map { $0 * $0 }) * g / (g - 1) * (n - 1) / free).squareRoot()
                / square : nil
    }
}

/// Which values have an effect in common.
private struct Groups {
    /// By value, the place of its group.
    let places: [Int]
    let sizes: [Double]

    var count: Int { sizes.count }

    init(_ names: [String]) {
        var known: [String: Int] = [:]
        places = names.map { name in
            let place = known[name] ?? known.count
            known[name] = place
            return place
        }
        var sizes = [Double](repeating: 0, count: known.count)
        for place in places { sizes[place] += 1 }
        self.sizes = sizes
    }

    /// Takes out the mean of every group in turn until nothing changes: at once for one grouping
    /// or where every task has all systems. Nil where that takes too many turns.
    static func withoutEffects(_ values: [Double], of groups: [Groups]) -> [Double]? {
        let slack = 1e-14 * values.reduce(0) { max($0, abs($1)) }
        var values = values
        for _ in 0..<10_000 {
            var greatest = 0.0
            for group in groups {
                var means = [Double](repeating: 0, count: group.count)
                for place in values.indices { means[group.places[place]] += values[place] }
                for place in means.indices { means[place] /= group.sizes[place] }
                for place in values.indices { values[place] -= means[group.places[place]] }
                greatest = means.reduce(greatest) { max($0, abs($1)) }
            }
            if greatest <= slack { return values }
        }
        return nil
    }
}
