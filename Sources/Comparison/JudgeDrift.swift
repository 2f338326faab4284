import Statistics
import Vocabulary

/// Whether a judge has drifted since the reference judging of an anchor.
///
/// The shift of an answer's score at a later date, over the criteria judged at both times, with
/// weights w, P the positive weight of the whole rubric and p̂ the MET shares:
///
///     shift = 100·Σ w·(p̂_later − p̂_reference) ÷ P
///
/// The charts run on the mean shift in units of its standard deviation without drift, over n
/// answers with r runs at the reference and r′ later:
///
///     σ² = 1 ÷ n²·Σ (100·w ÷ P)²·p̂(1 − p̂)·r ÷ (r − 1)·(1 ÷ r + 1 ÷ r′)
///
/// It takes criteria to flip independently of each other. The noise of the reference is shared by
/// all dates, so judge it several times: with few repeats alarms come too often.
package struct JudgeDrift: Sendable {
    package let anchor: JudgeAnchor
    /// By date.
    package let points: [Point]
    /// Both nil where σ is unknown or 0 at some date: nothing was judged twice at the reference, or
    /// nothing flipped there.
    package let sums: CumulativeSumChart?
    package let averages: MovingAverageChart?

    package struct Point: Sendable, Equatable {
        /// Seconds since 1970.
        package let date: Double
        /// In points, over answers; nil where none was judged again.
        package let shift: MeanEstimate?
        /// σ, in points; nil where it is unknown.
        package let noise: Double?
        package let flips: FlipRates
        /// D_AA of the reference on the criteria that were judged again.
        package let ownFlips: Double?

        package var answers: Int { shift?.count ?? 0 }

        /// Flips beyond the judge's own: D_AB less ½(D_AA + D_BB), or less D_AA where the later
        /// judging is of one run. Around 0 without drift; nil where it is unknown.
        package var excessFlips: Double? {
            if let excess = flips.excessRate { return excess }
            guard let raw = flips.rawRate, let ownFlips else { return nil }
            return raw - ownFlips
        }
    }

    package init(_ anchor: JudgeAnchor, history: [JudgeAnchor.Rejudging]) {
        self.anchor = anchor
        let points = history.sorted { $0.date < $1.date }.map { Point($0, of: anchor) }
        self.points = points
        let standardized = points.compactMap { point -> Double? in
            guard let shift = point.shift?.mean, let noise = point.noise, noise > 0 else {
                return nil
            }
            return shift / noise
        }
        let isWhole = standardized.count == points.count && !points.isEmpty
        sums = isWhole ? CumulativeSumChart(shifts: standardized, standardDeviation: 1) : nil
        averages = isWhole ? MovingAverageChart(shifts: standardized, standardDeviation: 1) : nil
    }

    /// 0-based places of the dates at which either chart gives alarm.
    package var alarms: [Int] {
        Set((sums?.alarms ?? []) + (averages?.alarms ?? [])).sorted()
    }
}

extension JudgeDrift.Point {
    fileprivate init(_ later: JudgeAnchor.Rejudging, of anchor: JudgeAnchor) {
        date = later.date
        var shifts: [Double] = []
        var variances: [Double?] = []
        var pairs: [(old: RepeatedVerdicts, new: RepeatedVerdicts)] = []
        for answer in anchor.answers {
            let judged = answer.criteria.compactMap { criterion in
                later.verdicts[answer.id]?[criterion.key].map { (criterion, $0) }
            }
            guard !judged.isEmpty, answer.positiveWeight > 0 else { continue }
            func points(_ criterion: JudgeAnchor.Criterion) -> Double {
                100 * Double(criterion.weight) / answer.positiveWeight
            }
            shifts.append(
                Averages.sum(
                    judged.map { points($0.0) * ($0.1.rate - $0.0.reference.rate) }))
            variances += judged.map { criterion, new in
                // D_AA is 2p(1 − p) without bias.
                criterion.reference.disagreement.map { apart in
                    points(criterion) * points(criterion) * apart / 2
                        * (1 / Double(criterion.reference.runs) + 1 / Double(new.runs))
                }
            }
            pairs += judged.map { (old: $0.0.reference, new: $0.1) }
        }
        shift = MeanEstimate(shifts)
        let known = variances.compactMap { $0 }
        noise =
            known.count == variances.count && !shifts.isEmpty
            ? Averages.sum(known).squareRoot() / Double(shifts.count) : nil
        flips = FlipRates(pairs)
        ownFlips = Averages.mean(pairs.compactMap(\.old.disagreement))
    }
}
