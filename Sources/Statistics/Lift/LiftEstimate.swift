/// How much better a fused configuration is than its members, on tasks that all of them have.
///
/// With F the fused and M₁…M_K the members' scores per task and D_k = F − M_k:
///
///     naive lift    mean F − max_k mean M_k         low where members are close: the best of them
///                                                   is chosen on the same tasks
///     lower limit   L = min_k (mean D_k − t(1 − α/2)·se_k)
///     upper limit   U = min_k (mean D_k + t(1 − α/(2K))·se_k)
///     p             max_k p_k of the one-sided tests of D_k ≤ 0
///
/// "F beats every member" is claimed by the intersection–union test: p < α, or L > 0. It needs no
/// choice of a best member and no correction for their number. (Berger 1982; Laska & Meisner 1989.)
/// Assumes that the members were fixed beforehand. A limit is nil where a difference has no spread.
package struct LiftEstimate: Sendable, Equatable {
    package let taskCount: Int
    package let fusedMean: Double
    package let memberMeans: [Double]
    /// F − M_k by member.
    package let differences: [PairedDifference]
    /// The member with the highest mean; of equal ones the first.
    package let bestMember: Int
    private let fused: [Double]
    private let members: [[Double]]

    /// - Parameters:
    ///   - fused: one score per task.
    ///   - members: by member, one score per task, in the same order.
    /// - Returns: nil without a member or a task, and where a score is not finite.
    package init?(fused: [Double], members: [[Double]]) {
        precondition(members.allSatisfy { $0.count == fused.count }, "lift is over common tasks")
        let differences = members.compactMap { PairedDifference(fused, $0) }
        let means = members.compactMap { Averages.mean($0) }
        guard let fusedMean = Averages.mean(fused), !members.isEmpty,
            differences.count == members.count
        else { return nil }
        taskCount = fused.count
        self.fusedMean = fusedMean
        memberMeans = means
        self.differences = differences
        self.fused = fused
        self.members = members
        bestMember = Self.best(means)
    }

    /// mean F − max_k mean M_k.
    package var naive: Double { fusedMean - memberMeans[bestMember] }

    /// L at confidence 1 − α/2 on its side.
    package func lowerLimit(confidence: Double = Confidence.level) -> Double? {
        let lows = differences.compactMap { $0.interval(confidence: confidence)?.low }
        return lows.count == differences.count ? lows.min() : nil
    }

    /// U, so that [L, U] holds the lift with at least the confidence.
    package func upperLimit(confidence: Double = Confidence.level) -> Double? {
        let share = 1 - (1 - confidence) / Double(differences.count)
        let highs = differences.compactMap { $0.interval(confidence: share)?.high }
        return highs.count == differences.count ? highs.min() : nil
    }

    /// p that some member is as good; nil where a difference has no spread.
    package var pValue: Double? {
        let values = differences.compactMap(\.pGreater)
        return values.count == differences.count ? values.max() : nil
    }

    /// F − mean_k M_k: the lift over a member picked at random.
    package var overMeanMember: Double {
        fusedMean - Averages.sum(memberMeans) / Double(memberMeans.count)
    }

    /// mean_t max_k M_tk: what one would score who knew the best member for every task. Noise
    /// makes it too high.
    package var oracle: Double {
        Averages.sum(fused.indices.map { task in members.reduce(-.infinity) { max($0, $1[task]) } })
            / Double(taskCount)
    }

    /// (F − best) ÷ (oracle − best): how much of the room above the best member is taken, above 1
    /// where the fused one beats the oracle. Nil where there is no room.
    package var headroomCaptured: Double? {
        let room = oracle - memberMeans[bestMember]
        return room > 1e-12 ? naive / room : nil
    }

    /// Cross-fitted lift: for every task the best member is chosen on all others, so that choice
    /// and comparison share no data. Nil for one task.
    package var crossFit: Double? {
        guard taskCount > 1 else { return nil }
        let sums = members.map { Averages.sum($0) }
        return Averages.mean(
            fused.indices.map { task in
                let best = Self.best(
                    zip(sums, members).map { ($0 - $1[task]) / Double(taskCount - 1) })
                return fused[task] - members[best][task]
            })
    }

    /// Cross-fitted by repeats: the best member is chosen on one set of scores and compared on
    /// another of the same tasks, such as another generation. To be preferred where there is one.
    ///
    /// - Parameter choosing: by member, one score per task.
    /// - Returns: nil where a member has no score to choose by.
    package func crossFit(choosing: [[Double]]) -> Double? {
        let means = choosing.compactMap { Averages.mean($0) }
        guard means.count == members.count else { return nil }
        return fusedMean - memberMeans[Self.best(means)]
    }

    /// The first member with the highest mean. There is at least one member.
    private static func best(_ means: [Double]) -> Int {
        let rounded = means.map(Averages.comparable)
        return rounded.indices.reduce(0) { rounded[$1] > rounded[$0] ? $1 : $0 }
    }

    // MARK: - Resampling

    /// What comes of choosing the best member anew in every resample of the tasks.
    package struct Reselection: Sendable, Equatable {
        /// Share of resamples in which each member is the best one; equal ones share it.
        package let frequencies: [Double]
        /// Mean over the resamples − naive: below 0, by about what the choice takes off.
        package let bias: Double
        package let meanLift: Double
        /// Share of resamples with a lift above 0.
        package let positiveShare: Double
        /// Descriptive only: with equal members it covered 86 %.
        package let percentile: Interval?

        /// - Parameters:
        ///   - fused: the fused mean in every resample, of which there is one at least.
        ///   - members: likewise by member, in the same resamples; at least one.
        ///   - naive: the lift without resampling.
        package init(fused: [Double], members: [[Double]], naive: Double) {
            precondition(
                !fused.isEmpty && !members.isEmpty
                    && members.allSatisfy { $0.count == fused.count },
                "every member has a mean in every resample, of which there is one at least")
            let rounded = members.map { $0.map(Averages.comparable) }
            var chosen = [Double](repeating: 0, count: members.count)
            var lifts = [Double](repeating: 0, count: fused.count)
            for replicate in fused.indices {
                var (best, ties) = (0, 1)
                for member in members.indices.dropFirst() {
                    if rounded[member][replicate] > rounded[best][replicate] {
                        (best, ties) = (member, 1)
                    } else if rounded[member][replicate] == rounded[best][replicate] {
                        ties += 1
                    }
                }
                let highest = rounded[best][replicate]
                for member in members.indices where rounded[member][replicate] == highest {
                    chosen[member] += 1 / Double(ties)
                }
                lifts[replicate] = fused[replicate] - members[best][replicate]
            }
            let count = Double(fused.count)
            frequencies = chosen.map { $0 / count }
            meanLift = Averages.mean(lifts) ?? naive
            bias = meanLift - naive
            positiveShare = Double(lifts.count { $0 > 1e-12 }) / count
            percentile = BootstrapInterval.percentile(lifts)
        }
    }

    /// 2·naive − mean over resamples: the naive lift with its bias taken off, as a description.
    package func biasCorrected(_ reselection: Reselection) -> Double { naive - reselection.bias }

    /// Likewise from resamples of the tasks with that seed.
    package func reselection(
        replicates: Int = TaskResamples.defaultReplicates, seed: UInt64
    ) -> Reselection {
        let means = TaskResamples(taskCount: taskCount, replicates: replicates, seed: seed)
            .means(of: [fused] + members)
        return Reselection(fused: means[0], members: Array(means[1...]), naive: naive)
    }

    /// E max of K independent standard normals, the bias of the best of K equal configurations in
    /// units of their standard error: ∫ x·K·φ(x)·Φ(x)^(K−1) dx, by Simpson's rule.
    package static func expectedMaximum(of count: Int) -> Double {
        precondition(count > 0, "there is a maximum of one or more")
        let steps = 4_000
        let width = 20.0 / Double(steps)
        let terms = (0...steps).map { step -> Double in
            let x = -10 + Double(step) * width
            let factor = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
            let cumulative = NormalDistribution.cumulative(x)
            let power = (1..<count).reduce(1.0) { product, _ in product * cumulative }
            return factor * x * Double(count) * NormalDistribution.density(x) * power
        }
        return Averages.sum(terms) * width / 3
    }
}
