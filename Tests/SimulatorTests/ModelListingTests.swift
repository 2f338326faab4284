import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("The provider's list of models")
struct ModelListingTests {
    private let list = ModelListing(profiles: ["own/model": ModelProfile(price: .perMillion(1, 2))])

    private func model(_ name: String) throws -> JSONValue {
        try #require(list.json(of: name)?["data"])
    }

    @Test(
        "Prices are decimals, never in powers of ten",
        arguments: [
            (5, "0.000005"), (0.003625, "0.000000003625"), (2_500_000, "2.5"), (0, "0"),
            (1_000_000, "1"), (0.1, "0.0000001"),
        ] as [(Double, String)])
    func decimals(perMillion: Double, text: String) {
        #expect(ModelListing.perToken(perMillion) == text)
    }

    @Test("Every model has its prices, its length and what it takes")
    func entries() throws {
        let entries = list.json["data"]?.array ?? []
        #expect(entries.count == ModelProfile.names.count + 3)
        for entry in entries {
            #expect(entry["context_length"]?.integer == 1_000_000)
            let prompt = entry["pricing"]?["prompt"]?.string.flatMap(Double.init)
            let isRouter = entry["id"]?.string?.hasPrefix("openrouter/") == true
            #expect(isRouter ? prompt == -1 : (prompt ?? 0) > 0)
            #expect(entry["supported_parameters"]?.array?.isEmpty == isRouter)
        }
        #expect(try model("own/model")["pricing"]?["completion"] == "0.000002")
        let opus = try model("anthropic/claude-opus-4.8")["pricing"]
        #expect(opus?["input_cache_write"] == "0.00000625")
        #expect(list.json(of: "nosuch/model") == nil)
    }

    @Test("Prices under a condition stand beside the usual ones")
    func overrides() throws {
        #expect(
            try model("openai/gpt-5.5")["pricing"]?["overrides"] == [
                ["min_prompt_tokens": 272_000, "prompt": "0.00001", "completion": "0.000045"]
            ])
        #expect(
            try model("sim/tides")["pricing"]?["overrides"] == [
                [
                    "utc_start": "01:00", "utc_end": "04:00", "prompt": "0.00000132",
                    "completion": "0.00000396", "input_cache_read": "0.000000044",
                ]
            ])
    }

    @Test("OpenAI's list and Anthropic's have the same names")
    func otherShapes() {
        func names(_ json: JSONValue) -> [String] {
            (json["data"]?.array ?? []).compactMap { $0["id"]?.string }
        }
        #expect(names(list.openAI) == names(list.json))
        #expect(names(list.anthropic) == names(list.json))
        #expect(list.openAI["object"] == "list" && list.anthropic["has_more"] == false)
    }
}
