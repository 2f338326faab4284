import Testing
import Vocabulary

@Suite("Edits between texts")
struct EditDistanceTests {
    @Test(
        "Edits are counted, in both directions alike",
        arguments: [("", "abc", 3), ("abc", "abc", 0), ("kitten", "sitting", 3), ("ab", "ba", 2)])
    func distance(a: String, b: String, edits: Int) {
        #expect(a.edits(to: b) == edits)
        #expect(b.edits(to: a) == edits)
    }
}
