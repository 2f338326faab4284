/// How much of the variance of scores lies between answers, when every judge scores every answer.
///
/// Analysis of variance with n answers and k judges, mean squares BMS between answers, WMS within
/// them, JMS between judges and EMS of what remains (Shrout & Fleiss 1979):
///
///     ICC(1,1) = (BMS − WMS) ÷ (BMS + (k − 1)·WMS)
///     ICC(2,1) = (BMS − EMS) ÷ (BMS + (k − 1)·EMS + k·(JMS − EMS) ÷ n)     absolute agreement
///     ICC(3,1) = (BMS − EMS) ÷ (BMS + (k − 1)·EMS)                         consistency
///     ICC(2,k) = (BMS − EMS) ÷ (BMS + (JMS − EMS) ÷ n)
///     ICC(3,k) = (BMS − EMS) ÷ BMS
///
/// Leniency lowers ICC(2,1) and leaves ICC(3,1): the gap between them is leniency. Those with k are
/// of the judges' mean. Nil where the denominator is not above 0.
package struct IntraclassCorrelation: Sendable, Equatable {
    package let answers: Int
    package let judges: Int
    package let meanSquareAnswers: Double
    package let meanSquareWithin: Double
    package let meanSquareJudges: Double
    package let meanSquareError: Double

    /// - Parameter scores: by answer and judge.
    /// - Returns: nil for fewer than two answers or two judges, for answers without a score of
    ///   every judge, and where a score is not finite.
    package init?(_ scores: [[Double]]) {
        guard scores.count > 1, let judges = scores.first?.count, judges > 1,
            scores.allSatisfy({ $0.count == judges }),
            case let all = scores.flatMap({ $0 }), all.allSatisfy(\.isFinite),
            let grand = Averages.mean(all)
        else { return nil }
        let (n, k) = (Double(scores.count), Double(judges))
        let answerMeans = scores.map { Averages.sum($0) / k }
        let judgeMeans = (0..<judges).map { judge in
            Averages.sum(scores.map { $0[judge] }) / n
        }
        func squares(_ distances: some Sequence<Double>) -> Double {
            Moments.withoutRounding(Averages.sum(distances.map { $0 * $0 }), of: all)
        }
        answers = scores.count
        self.judges = judges
        meanSquareAnswers = k * squares(answerMeans.map { $0 - grand }) / (n - 1)
        meanSquareJudges = n * squares(judgeMeans.map { $0 - grand }) / (k - 1)
        let within = zip(scores, answerMeans).flatMap { row, mean in row.map { $0 - mean } }
        meanSquareWithin = squares(within) / (n * (k - 1))
        let rest = zip(scores, answerMeans).flatMap { row, mean in
            zip(row, judgeMeans).map { $0 - mean - $1 + grand }
        }
        meanSquareError = squares(rest) / ((n - 1) * (k - 1))
    }

    package var oneWay: Double? {
        Self.ratio(
            meanSquareAnswers - meanSquareWithin,
            meanSquareAnswers + (k - 1) * meanSquareWithin)
    }
    /// ICC(2,1).
    package var agreement: Double? {
        Self.ratio(difference, meanSquareAnswers + (k - 1) * meanSquareError + k * leniency)
    }
    /// ICC(3,1).
    package var consistency: Double? {
        Self.ratio(difference, meanSquareAnswers + (k - 1) * meanSquareError)
    }
    /// ICC(2,k).
    package var meanAgreement: Double? { Self.ratio(difference, meanSquareAnswers + leniency) }
    /// ICC(3,k).
    package var meanConsistency: Double? { Self.ratio(difference, meanSquareAnswers) }

    private var k: Double { Double(judges) }
    private var difference: Double { meanSquareAnswers - meanSquareError }
    /// (JMS − EMS) ÷ n, the variance between judges.
    private var leniency: Double { (meanSquareJudges - meanSquareError) / Double(answers) }

    private static func ratio(_ part: Double, _ whole: Double) -> Double? {
        whole > 0 ? part / whole : nil
    }
}
