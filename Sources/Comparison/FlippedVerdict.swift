import Statistics
import Vocabulary

/// A question on which two judges' shares of MET differ.
package struct FlippedVerdict: Sendable {
    package let pair: QuestionPair
    package let old: Side
    package let new: Side

    /// What one judge says, over its repeats.
    package struct Side: Sendable {
        package let verdicts: RepeatedVerdicts
        /// What most repeats say; nil where they are even.
        package let majority: Verdict?
        /// Of a repeat that says what most do, or of the first one with a verdict.
        package let explanation: String

        /// The share of repeats that say what most do, ½…1.
        package var agreement: Double { max(verdicts.rate, 1 - verdicts.rate) }

        fileprivate init(_ verdicts: RepeatedVerdicts, _ rulings: [JudgeTrial.Ruling]) {
            self.verdicts = verdicts
            let majority: Verdict? = verdicts.majority.map { $0 ? .met : .unmet }
            self.majority = majority
            let shown = rulings.first {
                $0.verdict != nil && $0.verdict == (majority ?? $0.verdict)
            }
            explanation = shown?.explanation ?? ""
        }
    }

    /// p̂_new − p̂_old, −1…1.
    package var change: Double { new.verdicts.rate - old.verdicts.rate }

    /// |w| ÷ P·|Δp̂|: by how much of a score it can move its answer, before clamping. 0 without a
    /// positive weight in the rubric.
    package var leverage: Double {
        guard pair.new.positiveWeight > 0 else { return 0 }
        return Double(abs(pair.criterion.weight)) / pair.new.positiveWeight * abs(change)
    }

    private init?(_ pair: QuestionPair) {
        guard let verdicts = pair.verdicts, verdicts.old.rate != verdicts.new.rate else {
            return nil
        }
        self.pair = pair
        old = Side(verdicts.old, pair.old.rulings)
        new = Side(verdicts.new, pair.new.rulings)
    }

    /// The greatest leverage first, equal ones in the order of the pairs.
    static func all(_ pairs: [QuestionPair]) -> [FlippedVerdict] {
        pairs.compactMap { FlippedVerdict($0) }.enumerated().sorted { a, b in
            let (first, second) = (key(a.element), key(b.element))
            return first != second ? first > second : a.offset < b.offset
        }.map(\.element)
    }

    private static func key(_ flipped: FlippedVerdict) -> Double {
        Averages.comparable(flipped.leverage)
    }
}
