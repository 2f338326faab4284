import Statistics
import Vocabulary

/// Both judges' verdicts on one answer against gold, by polarity.
struct GoldCounts: Poolable {
    private(set) var old: [AgreementCounts]
    private(set) var new: [AgreementCounts]

    static let zero = GoldCounts(
        old: Polarity.allCases.map { _ in .zero }, new: Polarity.allCases.map { _ in .zero })

    private init(old: [AgreementCounts], new: [AgreementCounts]) {
        self.old = old
        self.new = new
    }

    init(_ answer: [QuestionPair]) {
        let byPolarity = Polarity.allCases.map { polarity in
            answer.filter { $0.criterion.polarity == polarity }
        }
        func counts(_ verdicts: (QuestionPair) -> [Bool]) -> [AgreementCounts] {
            byPolarity.map { pairs in
                AgreementCounts(
                    pairs.flatMap { pair in
                        verdicts(pair).map { (gold: pair.gold == .met, judge: $0) }
                    })
            }
        }
        old = counts { $0.verdictsInCommon.old }
        new = counts { $0.verdictsInCommon.new }
    }

    /// - Parameter polarity: nil: of both.
    func counts(_ polarity: Polarity?) -> (old: AgreementCounts, new: AgreementCounts) {
        guard let place = polarity.flatMap(Polarity.allCases.firstIndex) else {
            return (.pooled(old), .pooled(new))
        }
        return (old[place], new[place])
    }

    mutating func add(_ other: GoldCounts, times: Int) {
        for place in old.indices {
            old[place].add(other.old[place], times: times)
            new[place].add(other.new[place], times: times)
        }
    }
}

extension QuestionPair {
    /// The first so many verdicts of either judge, as many as both have.
    fileprivate var verdictsInCommon: (old: [Bool], new: [Bool]) {
        let before = old.rulings.compactMap(\.verdict).map { $0 == .met }
        let after = new.rulings.compactMap(\.verdict).map { $0 == .met }
        let count = min(before.count, after.count)
        return (Array(before.prefix(count)), Array(after.prefix(count)))
    }
}

extension GoldChange {
    /// Since both judges stand on the same labels, the change of a balanced accuracy is a sum over
    /// answers,
    ///
    ///     ½·Σ (ΔTP_k ÷ gold MET + ΔTN_k ÷ gold UNMET)
    ///
    /// and that of a plain accuracy is Σ (ΔTP_k + ΔTN_k) ÷ labels, so that signs can be flipped and
    /// repeats split answer by answer.
    static func losses(
        _ answers: [[QuestionPair]], _ clusters: [GoldCounts], measures: [Measure],
        precision: JudgeDifference.Precision
    ) -> [Loss] {
        let all = GoldCounts.pooled(clusters)
        let subjects: [(subject: Loss.Subject, polarity: Polarity?, measure: Measure?)] =
            [
                (
                    .balancedAccuracy, nil,
                    measures.first { $0.coefficient == .balancedAccuracy && $0.polarity == nil }
                )
            ]
            + Polarity.allCases.map { polarity in
                (
                    .accuracy(polarity), polarity,
                    measures.first { $0.coefficient == .agreement && $0.polarity == polarity }
                )
            }
        let known = subjects.filter { $0.measure?.change.estimate != nil }
        let worths = known.map { Worth($0.subject, of: all.counts($0.polarity).old) }
        let byAnswer = worths.map { worth in clusters.map(worth.change) }
        let pByAnswers = adjustedBySigns(byAnswer, precision: precision)
        let units = answers.map { answer in
            RepeatPermutation.Unit(
                measures: worths.indices.map(\.self),
                old: values(of: answer, worths) { $0.old.rulings },
                new: values(of: answer, worths) { $0.new.rulings })
        }
        let pByRepeats = RepeatPermutation.pValues(
            units,
            contrasts: worths.indices.map { own in
                .init(worths.indices.map { $0 == own ? 1 : 0 }, side: .below)
            }, isFamily: false, seed: precision.seed, permutations: precision.permutations)
        return known.indices.compactMap { place in
            known[place].measure.flatMap { measure in
                measure.change.estimate.map {
                    Loss(
                        subject: known[place].subject, change: $0,
                        interval: measure.change.interval, pByAnswers: pByAnswers[place],
                        pByRepeats: pByRepeats[place])
                }
            }
        }
    }

    /// Contrasts that do not vary have no p.
    private static func adjustedBySigns(
        _ contrasts: [[Double]], precision: JudgeDifference.Precision
    ) -> [Double?] {
        let live = contrasts.indices.filter {
            PairedDifference(differences: contrasts[$0])?.t != nil
        }
        let adjusted = MaximumT.adjusted(
            live.map { contrasts[$0] }, seed: precision.seed, flips: precision.permutations)
        var result = [Double?](repeating: nil, count: contrasts.count)
        for (place, contrast) in live.enumerated() { result[contrast] = adjusted?[place] }
        return result
    }

    /// By repeat, what its right verdicts on one answer are worth to each subject. A verdict that is
    /// missing is worth what the verdicts of both judges on the question are on average, which
    /// favours neither.
    private static func values(
        of answer: [QuestionPair], _ worths: [Worth],
        _ rulings: (QuestionPair) -> [JudgeTrial.Ruling]
    ) -> [[Double]] {
        let repeats = answer.map { rulings($0).count }.min() ?? 0
        return (0..<max(1, repeats)).map { place in
            var values = [Double](repeating: 0, count: worths.count)
            for pair in answer {
                let own = rulings(pair)
                let verdict = own.indices.contains(place) ? own[place].verdict : nil
                let right = verdict.map { $0 == pair.gold ? 1.0 : 0 } ?? pair.shareRight
                for subject in worths.indices {
                    values[subject] += right * worths[subject].perLabel(pair)
                }
            }
            return values
        }
    }
}

extension QuestionPair {
    /// Of the verdicts of both judges, the share that gold agrees with.
    fileprivate var shareRight: Double {
        let verdicts = (old.rulings + new.rulings).compactMap(\.verdict)
        return verdicts.isEmpty
            ? 0 : Double(verdicts.count { $0 == gold }) / Double(verdicts.count)
    }
}

/// What a right verdict adds to a subject.
private struct Worth {
    let subject: GoldChange.Loss.Subject
    let ofMet: Double
    let ofUnmet: Double

    init(_ subject: GoldChange.Loss.Subject, of counts: AgreementCounts) {
        self.subject = subject
        switch subject {
        case .balancedAccuracy:
            ofMet = 0.5 / Double(counts.goldMet)
            ofUnmet = 0.5 / Double(counts.goldUnmet)
        case .accuracy:
            ofMet = 1 / Double(counts.count)
            ofUnmet = ofMet
        }
    }

    private func counts(_ polarity: Polarity) -> Bool {
        switch subject {
        case .balancedAccuracy: true
        case .accuracy(let own): own == polarity
        }
    }

    func perLabel(_ pair: QuestionPair) -> Double {
        guard counts(pair.criterion.polarity) else { return 0 }
        return pair.gold == .met ? ofMet : ofUnmet
    }

    /// What an answer adds to the change.
    func change(_ answer: GoldCounts) -> Double {
        Polarity.allCases.filter(counts).reduce(0) { sum, polarity in
            let (old, new) = answer.counts(polarity)
            return sum + ofMet * Double(new.truePositives - old.truePositives)
                + ofUnmet * Double(new.trueNegatives - old.trueNegatives)
        }
    }
}
