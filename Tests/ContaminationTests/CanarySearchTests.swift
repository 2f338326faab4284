import Testing
import Vocabulary

@testable import Contamination

struct CanarySearchTests {
    private let search = CanarySearch(Invented.tasks)

    @Test("Unusual task ids, and criterion ids of one task with three hyphens, are canaries")
    func canaries() {
        #expect(
            Set(search.canaries.keys) == [
                Invented.firstID, Invented.bridgeSlug, "schools-name-three-studies-cited",
            ])
    }

    @Test(
        "Which task ids are unusual",
        arguments: [
            ("0d0d1e5c-4b0a-4f3c-9d27-6c1f9f7b2d11", true), ("task-2", false),
            ("what-are-the-best-phones-of-2024", false), ("draco_sample_a81f00c2", true),
            ("a long id 1234 ab12", false), ("1234567890123456", false),
        ])
    func taskIDs(id: String, isCanary: Bool) {
        let task = ResearchTask(
            id: id, problem: "", domain: "", rubric: Rubric(id: "", criteria: []))
        #expect(CanarySearch([task]).canaries[id] == (isCanary ? .task(0) : nil))
    }

    @Test("A criterion id that is used twice is no canary")
    func usedTwice() {
        let criterion = Invented.criterion("one-two-three-four", "x")
        let rubric = Rubric(id: "", criteria: [criterion])
        let tasks = ["a", "b"].map {
            ResearchTask(id: $0, problem: "", domain: "", rubric: rubric)
        }
        #expect(CanarySearch(tasks).canaries.isEmpty)
        #expect(CanarySearch([tasks[0]]).canaries.count == 1)
    }

    @Test(
        "An id is found where it stands by itself",
        arguments: [
            (Invented.firstID, true), (Invented.firstID.uppercased(), true),
            ("/rows/\(Invented.firstID)/x.json", true), ("x\(Invented.firstID)", false),
            ("\(Invented.firstID)-2", false), (#"{\"id\": \"\#(Invented.firstID)\"}"#, true),
            ("é\(Invented.firstID)é", true),
            ("id: \(Invented.bridgeSlug)\n", true), ("|\(Invented.bridgeSlug)|", true),
            ("/news/\(Invented.bridgeSlug)", false), ("\(Invented.bridgeSlug)/", false),
            ("the-\(Invented.bridgeSlug)", false),
            ("bridge opened spring 1931", false), ("", false), ("-", false),
        ])
    func places(text: String, isFound: Bool) {
        let found = Array(text.utf8).withUnsafeBufferPointer { search.matches(in: $0) }
        #expect(found.count == (isFound ? 1 : 0))
    }
}
