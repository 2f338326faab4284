import Testing
import Vocabulary

@Suite("Criteria")
struct RubricTests {
    private func criterion(
        _ weight: Int, id: String = "a", _ text: String = "t"
    ) -> Criterion {
        Criterion(id: id, axis: .factualAccuracy, weight: weight, requirement: text)
    }

    @Test("The key changes with what the judge is asked, and not with the weight")
    func key() {
        let key = criterion(5).key
        #expect(criterion(10).key == key)
        #expect(criterion(-5).key != key)
        #expect(criterion(5, "u").key != key)
        #expect(criterion(5, id: "b").key != key)
    }

    @Test("Only positive weights make the denominator")
    func positiveWeight() {
        let rubric = Rubric(id: "r", criteria: [criterion(5), criterion(-7, id: "b")])
        #expect(rubric.positiveWeight == 5)
    }
}
