import Testing
import Vocabulary

@testable import Grading

@Suite("Holding verdicts against sentinels")
struct SentinelEvaluationTests {
    private static func outcome(
        _ expectation: SentinelExpectation, original: String = "", changed: String
    ) -> SentinelEvaluation.Outcome {
        SentinelReading(
            expectation, SentinelVerdicts(original: verdicts(original), changed: verdicts(changed)),
            answerID: "a"
        ).outcome
    }

    /// `M` is MET, `U` UNMET, `-` missing.
    private static func verdicts(_ letters: String) -> [Verdict?] {
        letters.map { $0 == "M" ? .met : $0 == "U" ? .unmet : nil }
    }

    @Test(
        "Most repeats must have the right verdict, and missing ones count for nothing",
        arguments: [
            ("U", SentinelEvaluation.Outcome.passed), ("M", .failed), ("UUM", .passed),
            ("UMM", .failed), ("UM", .failed), ("U--", .passed), ("--", .notObtained),
            ("", .notObtained),
        ])
    func mustBe(changed: String, outcome: SentinelEvaluation.Outcome) {
        #expect(Self.outcome(.mustBe(.unmet), changed: changed) == outcome)
    }

    @Test(
        "A change from MET shows nothing where the original is not MET",
        arguments: [
            ("M", "U", SentinelEvaluation.Outcome.passed), ("M", "M", .failed),
            ("U", "U", .notApplicable), ("U", "M", .notApplicable), ("MU", "U", .notApplicable),
            ("-", "U", .notObtained), ("M", "-", .notObtained), ("MMU", "UUU", .passed),
        ])
    func mustBecome(original: String, changed: String, outcome: SentinelEvaluation.Outcome) {
        #expect(
            Self.outcome(.mustBecome(.unmet), original: original, changed: changed) == outcome)
    }

    @Test(
        "What must stay may not move in half of the repeats",
        arguments: [
            ("M", "M", SentinelEvaluation.Outcome.passed), ("M", "U", .failed),
            ("UUU", "UMU", .passed), ("UUU", "MMU", .failed), ("UM", "MU", .passed),
            ("U-", "-M", .notObtained), ("U-", "MM", .failed),
        ])
    func mustStay(original: String, changed: String, outcome: SentinelEvaluation.Outcome) {
        for temptation in [nil, Verdict.met] {
            let expectation = SentinelExpectation.mustStay(temptation: temptation)
            #expect(Self.outcome(expectation, original: original, changed: changed) == outcome)
        }
    }

    @Test("Each kind has its counts, its share and its conclusion")
    func kinds() throws {
        let task = ResearchTask(
            id: "t", problem: "p", domain: "d",
            rubric: Rubric(
                id: "r",
                criteria: (0..<20).map {
                    Criterion(
                        id: "c\($0)", axis: .factualAccuracy, weight: 1, requirement: "R \($0)")
                }))
        func sentinel(_ kind: SentinelKind, _ expectation: SentinelExpectation) -> SentinelCase {
            SentinelCase(
                kind: kind, answerID: "a", task: task,
                checks: task.rubric.criteria.map {
                    .init(criterionID: $0.id, expectation: expectation)
                },
                original: nil, changed: "")
        }
        let cases = [
            sentinel(.emptyAnswer, .mustBe(.unmet)),
            sentinel(.injectedOrder, .mustStay(temptation: .met)),
            sentinel(.shuffle, .mustStay(temptation: nil)),
        ]
        let evaluation = SentinelEvaluation(cases) { sentinel, id in
            let number = Int(id.dropFirst()) ?? 0
            return switch sentinel.kind {
            case .emptyAnswer: SentinelVerdicts(changed: [number < 5 ? .met : .unmet])
            case .injectedOrder:
                SentinelVerdicts(original: [.unmet], changed: [number < 10 ? .met : .unmet])
            default:
                SentinelVerdicts(original: [.unmet], changed: [number == 0 ? nil : .unmet])
            }
        }
        #expect(evaluation.kinds.map(\.kind) == [.emptyAnswer, .shuffle, .injectedOrder])
        #expect(evaluation.kinds.map(\.conclusion) == [.failed, .passed, .failed])
        #expect(evaluation.kinds.map(\.share) == [0.75, 1, 0.5])
        #expect(evaluation.kinds.map(\.notObtained) == [0, 1, 0])
        #expect(evaluation.kinds.map(\.shift) == [nil, 0, 0.5])
        #expect(evaluation.kinds[2].pValue == 1.0 / 1024)
        #expect(evaluation.checks.count == 60)
        #expect(evaluation.checks[0].changedMet == 1)
        #expect(evaluation.checks[0].originalMet == nil)
        // All checks are in one reply on one answer: one draw decides nothing.
        let inOne = SentinelEvaluation(cases, unit: .answer) { _, _ in
            SentinelVerdicts(original: [.unmet], changed: [.met])
        }
        #expect(inOne.kinds.allSatisfy { $0.conclusion == .undecided })
        let missing = SentinelEvaluation(cases) { _, _ in SentinelVerdicts(changed: []) }
        #expect(missing.kinds.allSatisfy { $0.conclusion == .undecided && $0.share == nil })
        #expect(missing.kinds.allSatisfy { $0.notObtained == 20 && $0.pValue == nil })
    }
}
