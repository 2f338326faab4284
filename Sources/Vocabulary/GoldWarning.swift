/// What makes figures from a gold set uncertain, though nothing in it is wrong.
package enum GoldWarning: Sendable, Equatable, CustomStringConvertible {
    case fewLabels(Int)
    case fewAnswers(Int)
    case fewOfPolarity(Polarity, Int)

    /// At 90 percent agreement, 300 labels that are independent give an interval of ±3.4 points;
    /// labels on the same answer are worth less.
    package static let enoughLabels = 300
    /// Intervals resample answers, not labels, and are too narrow with few of them.
    package static let enoughAnswers = 40
    /// Agreement is stated for each polarity by itself.
    package static let enoughOfPolarity = 60

    package var description: String {
        switch self {
        case .fewLabels(let count):
            "the gold set's labels: \(count); with fewer than \(Self.enoughLabels) the intervals "
                + "are wide"
        case .fewAnswers(let count):
            "the gold set's answers: \(count); with fewer than \(Self.enoughAnswers) the "
                + "intervals are unsafe"
        case .fewOfPolarity(let polarity, let count):
            "the gold set's labels on \(polarity.rawValue) criteria: \(count); with fewer than "
                + "\(Self.enoughOfPolarity) little can be said of these"
        }
    }
}

extension GoldSet {
    /// What a reader of figures from this set must know.
    package var warnings: [GoldWarning] {
        var warnings: [GoldWarning] = []
        if labels.count < GoldWarning.enoughLabels { warnings.append(.fewLabels(labels.count)) }
        if answerCount < GoldWarning.enoughAnswers { warnings.append(.fewAnswers(answerCount)) }
        for polarity in Polarity.allCases {
            let count = labels.count { $0.polarity == polarity }
            if count < GoldWarning.enoughOfPolarity {
                warnings.append(.fewOfPolarity(polarity, count))
            }
        }
        return warnings
    }
}
