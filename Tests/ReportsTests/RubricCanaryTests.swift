import Testing

@testable import Reports

@Suite("The rubric canary")
struct RubricCanaryTests {
    @Test("It is the line that was published, and never changes")
    func fixed() {
        #expect(
            RubricCanary.line == """
                dracobench rubric canary 6f0d3c1e-94b7-4a52-8e1d-2b7c5f90a3d8: this holds \
                benchmark rubrics, which must never be in training data
                """)
    }
}
