import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("Agreement of annotators")
struct AnnotatorAgreementTests {
    private static let labels = [
        AnnotatedLabel(label: .met, by: ["x": .met, "y": .met], judge: [.met, .met]),
        AnnotatedLabel(label: .met, by: ["x": .met, "y": .unmet], judge: [.met, .unmet]),
        AnnotatedLabel(label: .unmet, by: ["x": .unmet, "y": .unmet], judge: [.met]),
        AnnotatedLabel(label: .unmet, by: ["y": .unmet, "z": .unmet]),
        AnnotatedLabel(label: .met, by: ["z": .unmet]),
    ]

    @Test("Pairs, the judge and the label that was agreed on are counted as by hand")
    func worked() throws {
        let agreement = try #require(AnnotatorAgreement(Self.labels))
        #expect(agreement.annotators == ["x", "y", "z"])
        #expect(agreement.pairs.map { "\($0.first)\($0.second)" } == ["xy", "yz"])
        // Met and met, met and unmet, unmet and unmet: κ is (2/3 − 4/9) ÷ (1 − 4/9) = 0.4.
        #expect(abs((agreement.pairs.first?.counts.kappa ?? 0) - 0.4) < 1e-12)
        #expect(agreement.fleissKappa == nil && agreement.krippendorffAlpha != nil)
        #expect(
            agreement.judgeAgainstLabel
                == AgreementCounts(
                    truePositives: 3, falsePositives: 1, falseNegatives: 1, trueNegatives: 0))
        #expect(agreement.judgeByAnnotator.map(\.annotator) == ["x", "y"])
        #expect(agreement.annotatorsAgainstLabel.map(\.counts.agreement) == [1, 0.75, 0.5])
    }

    @Test("Complete labels have Fleiss' κ, and labels without annotators say nothing")
    func complete() throws {
        let agreement = try #require(AnnotatorAgreement(Array(Self.labels[..<3])))
        // The marginals are equal for both, so it is Scott's π: (2/3 − ½) ÷ ½.
        #expect(abs((agreement.fleissKappa ?? 0) - 1.0 / 3) < 1e-12)
        #expect(AnnotatorAgreement([AnnotatedLabel(label: .met, by: [:])]) == nil)
        #expect(AnnotatorAgreement([]) == nil)
    }

    @Test("The order of the labels changes nothing")
    func order() {
        let (a, b) = (
            AnnotatorAgreement(Self.labels), AnnotatorAgreement(Self.labels.reversed())
        )
        #expect(a?.pairs == b?.pairs && a?.judgeByAnnotator == b?.judgeByAnnotator)
        #expect(a?.krippendorffAlpha == b?.krippendorffAlpha)
    }
}
