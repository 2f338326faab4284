import Statistics
import Vocabulary

/// Whether a judge does anything otherwise than before, as far as its own repeats allow to say so:
/// the first question of a gate.
///
/// Looks for verdicts that flip beyond noise, Σ (p̂_new − p̂_old)² as in the excess flip of
/// `FlipRates`, for a MET rate that moved, both by polarity, and for verdicts that are owed.
package struct AnyChange: Sendable {
    /// That a judge which is the same shows as much of any of it: of the verdicts, and of those that
    /// are owed. Adjusted over both; nil where no repeats part.
    package let pOfVerdicts: Double?
    package let pOfOwed: Double?

    /// - Parameter answers: at least one.
    init?(_ answers: [[QuestionPair]], precision: JudgeDifference.Precision) {
        guard !answers.isEmpty else { return nil }
        let contrasts = Measure.allCases.map { own in
            RepeatPermutation.Contrast(
                Measure.allCases.map { $0 == own ? 1 : 0 }, side: own.side)
        }
        let p = RepeatPermutation.pValues(
            answers.compactMap(Self.unit), contrasts: contrasts, seed: precision.seed,
            permutations: precision.permutations)
        pOfVerdicts = p[..<Measure.owed.rawValue].compactMap(\.self).min()
        pOfOwed = p[Measure.owed.rawValue]
    }

    private enum Measure: Int, CaseIterable {
        case positiveFlips, negativeFlips, positiveRate, negativeRate, owed

        var side: RepeatPermutation.Side {
            switch self {
            case .positiveFlips, .negativeFlips: .above
            case .positiveRate, .negativeRate, .owed: .either
            }
        }
    }

    private static func unit(_ answer: [QuestionPair]) -> RepeatPermutation.Unit? {
        let old = answer.map(\.old.rulings.count).min() ?? 0
        let new = answer.map(\.new.rulings.count).min() ?? 0
        guard old > 0, new > 0 else { return nil }
        let questions = answer.map { pair in
            Question(
                isNegative: pair.criterion.polarity == .negative,
                rulings: Array(pair.old.rulings[..<old] + pair.new.rulings[..<new]))
        }
        // Those whose repeats all say the same are the same in every split.
        let varying = questions.filter(\.varies)
        return RepeatPermutation.Unit(
            measures: Measure.allCases.map(\.rawValue), old: old, new: new
        ) { split in
            var values = [0.0, 0, 0, 0, 0]
            for question in varying { question.add(split, newCount: new, to: &values) }
            return values
        }
    }

    /// A question's rulings as numbers, the old repeats first.
    private struct Question: Sendable {
        let isNegative: Bool
        let met: [Double]
        let known: [Double]
        let owed: [Double]
        let allMet: Double
        let allKnown: Double
        let allOwed: Double
        let varies: Bool

        init(isNegative: Bool, rulings: [JudgeTrial.Ruling]) {
            self.isNegative = isNegative
            met = rulings.map { $0.verdict == .met ? 1 : 0 }
            known = rulings.map { $0.verdict == nil ? 0 : 1 }
            owed = rulings.map { $0.isOwed ? 1 : 0 }
            allMet = met.reduce(0, +)
            allKnown = known.reduce(0, +)
            allOwed = owed.reduce(0, +)
            varies = rulings.dropFirst().contains {
                $0.verdict != rulings[0].verdict || $0.isOwed != rulings[0].isOwed
            }
        }

        /// Adds what the question is to the measures if those repeats were the old ones.
        func add(_ split: [Int], newCount: Int, to values: inout [Double]) {
            var (oldMet, oldKnown, oldOwed) = (0.0, 0.0, 0.0)
            for place in split {
                oldMet += met[place]
                oldKnown += known[place]
                oldOwed += owed[place]
            }
            values[Measure.owed.rawValue] +=
                (allOwed - oldOwed) / Double(newCount) - oldOwed / Double(split.count)
            let newKnown = allKnown - oldKnown
            guard oldKnown > 0, newKnown > 0 else { return }
            let shift = (allMet - oldMet) / newKnown - oldMet / oldKnown
            let flips: Measure = isNegative ? .negativeFlips : .positiveFlips
            let rate: Measure = isNegative ? .negativeRate : .positiveRate
            values[flips.rawValue] += shift * shift
            values[rate.rawValue] += shift
        }
    }
}
