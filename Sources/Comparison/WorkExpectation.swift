import Statistics
import Vocabulary

/// What a piece of work is expected to take: from pieces that were done, or from an assumption.
package struct WorkExpectation: Sendable, Equatable {
    package let basis: Basis
    /// Never empty.
    private let examples: [WorkRecord]

    /// What an expectation rests on, best first.
    package enum Basis: Sendable, Equatable {
        /// So many pieces of the same work by the same model.
        case measured(pieces: Int)
        /// So many pieces of the same work by other models.
        case otherModels(pieces: Int)
        case assumed
    }

    /// An expectation out of earlier work, where there is any of the kind.
    ///
    /// - Parameters:
    ///   - work: of the same role, by any model. A member does what a researcher does.
    ///   - assumption: what holds where there is none.
    package init(of model: String, from work: [WorkRecord], else assumption: WorkRecord) {
        let own = work.filter { $0.model == model }
        if !own.isEmpty {
            basis = .measured(pieces: own.count)
            examples = own
        } else if !work.isEmpty {
            basis = .otherModels(pieces: work.count)
            examples = work
        } else {
            basis = .assumed
            examples = [assumption]
        }
    }

    /// What N pieces take together.
    ///
    /// Expected is N·m with the mean m of the n examples. The range is the 95 % prediction interval
    /// of a sum of N further pieces, N·m ± t·s·√(N·(1 + N/n)), with their standard deviation s and
    /// Student's t for n − 1 degrees of freedom, not below 0; it takes pieces to be independent.
    /// Where the examples are few or of other models, from half to twice as much; where there are
    /// none, from a third to three times: published figures for one researched answer lie between
    /// 41 and 779 thousand tokens.
    package func total(
        of pieces: Int, _ value: (WorkRecord) -> Double
    ) -> EstimatedRange {
        let values = examples.map(value)
        let expected = Double(pieces) * (Averages.mean(values) ?? 0)
        switch basis {
        case .measured(let count) where count >= Self.enough:
            let (n, wanted) = (Double(count), Double(pieces))
            let deviation = Moments.standardDeviation(values) ?? 0
            let t = StudentT(degreesOfFreedom: n - 1).quantile(0.975)
            let reach = t * deviation * (wanted * (1 + wanted / n)).squareRoot()
            return EstimatedRange(
                low: max(0, expected - reach), expected: expected, high: expected + reach)
        case .measured, .otherModels: return Self.within(2, of: expected)
        case .assumed: return Self.within(3, of: expected)
        }
    }

    private static func within(_ factor: Double, of expected: Double) -> EstimatedRange {
        EstimatedRange(low: expected / factor, expected: expected, high: expected * factor)
    }

    /// Examples from which a spread is worth reading.
    private static let enough = 5
}
