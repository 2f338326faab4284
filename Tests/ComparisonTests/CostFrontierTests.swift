import Comparison
import Testing
import Vocabulary

@Suite("Which configurations no other beats on cost and score")
struct CostFrontierTests {
    private static func places(
        _ rows: KeyValuePairs<String, [Double?]>, _ costs: [String: Double?]
    ) -> [String: CostFrontier.Place] {
        CostFrontier(MadeUp.scores(rows, costs: costs), seed: 1).places
    }

    @Test("Cheaper and as good beats, dearer and better does not, and equals both stay")
    func frontier() {
        let places = Self.places(
            ["a": [0.5, 0.5], "b": [0.4, 0.4], "c": [0.7, 0.7], "d": [0.5, 0.5]],
            ["a": 1, "b": 2, "c": 3, "d": 1])
        #expect(places.mapValues(\.isOnFrontier) == ["a": true, "b": false, "c": true, "d": true])
        #expect(places["b"]?.support == 0 && places["c"]?.support == 1)
    }

    @Test("Support is a share of resamples, between the clear cases")
    func support() throws {
        let places = Self.places(
            ["a": [0.5, 0.4, 0.6, 0.5], "b": [0.9, 0.2, 0.7, 0.3]], ["a": 1, "b": 2])
        let support = try #require(places["b"]?.support)
        #expect(support > 0.1 && support < 0.9)
        #expect(places["a"]?.support == 1)
    }

    @Test(
        "A row whose costs are not known takes no place and takes none away",
        arguments: [nil, .nan, .infinity] as [Double?])
    func unknown(cost: Double?) {
        let places = Self.places(["a": [0.5, 0.5], "b": [0.9, 0.9]], ["a": 1, "b": cost])
        #expect(places["b"] == nil)
        #expect(places["a"]?.isOnFrontier == true)
    }

    @Test("A lost answer counts 0, as in the score")
    func lost() {
        let places = Self.places(["a": [0.5, 0.5], "b": [0.9, nil]], ["a": 1, "b": 2])
        #expect(places["b"]?.isOnFrontier == false)
    }

    @Test("Without a common task there are no places")
    func none() {
        #expect(Self.places([:], [:]).isEmpty)
        #expect(CostFrontier([], seed: 1).places.isEmpty)
    }
}
