/// The score of one answer in one judging pass. Formulas: DRACO paper section 4.2.
package struct ScoreRecord: Sendable, Equatable {
    package var answerKey: String
    package var judgeID: String
    /// 0-based.
    package var pass: Int
    /// Σ weight over MET criteria.
    package var raw: Double
    /// Σ max(0, weight) over all criteria.
    package var positiveWeight: Double
    /// clamp(raw ÷ positiveWeight, 0, 1).
    package var normalized: Double
    /// raw ÷ positiveWeight.
    package var unclamped: Double
    /// Share of criteria that are positive and MET or negative and UNMET, in 0…1.
    package var passRate: Double
    /// In the order of `Axis.allCases`, axes without criteria left out.
    package var axes: [AxisScore]

    package init(
        answerKey: String, judgeID: String, pass: Int, raw: Double, positiveWeight: Double,
        normalized: Double, unclamped: Double, passRate: Double, axes: [AxisScore]
    ) {
        self.answerKey = answerKey
        self.judgeID = judgeID
        self.pass = pass
        self.raw = raw
        self.positiveWeight = positiveWeight
        self.normalized = normalized
        self.unclamped = unclamped
        self.passRate = passRate
        self.axes = axes
    }
}

/// One axis of a score. The paper gives no formula per axis; ours is an assumption, and says so.
package struct AxisScore: Sendable, Equatable {
    package var axis: Axis
    /// clamp(Σ met·w ÷ Σ max(0, w), 0, 1) over the axis; nil where it has no positive weight.
    package var score: Double?
    /// Σ met·w over the axis ÷ the whole task's positive weight. Over the axes these add up to
    /// the unclamped score.
    package var contribution: Double

    package init(axis: Axis, score: Double?, contribution: Double) {
        self.axis = axis
        self.score = score
        self.contribution = contribution
    }
}
