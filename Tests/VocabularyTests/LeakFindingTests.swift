import Testing

@testable import Vocabulary

struct LeakFindingTests {
    @Test("Severities rise from the benchmark's name to its answers")
    func severities() {
        #expect(LeakFinding.Severity.allCases == LeakFinding.Severity.allCases.sorted())
        #expect(LeakFinding.Severity.metadata < .questionContext)
        #expect(LeakFinding.Severity.questionContext < .explicitAnswer)
        #expect(!(LeakFinding.Severity.metadata < .metadata))
    }

    @Test("Stored words stay the same")
    func rawValues() {
        #expect(
            LeakFinding.Severity.allCases.map(\.rawValue) == [
                "metadata", "question_context", "explicit_answer",
            ])
        #expect(
            LeakFinding.Evidence.allCases.map(\.rawValue) == [
                "url", "marker", "canary", "ngram", "self_recognition", "overlap", "citation",
            ])
    }
}
