import Testing
import Vocabulary

@testable import dracobench

@Suite("What a suite asks of a model")
struct ModelNeedsTests {
    private static let endpoint = EndpointSpec(
        baseURL: "https://a.example/v1", apiKeyVariable: nil, dialect: .openrouter)

    private static func needs(
        of model: String, tools: [ResearchSpec.Tool] = [.webSearch], reasoning: String? = nil,
        cap: Int? = nil, temperature: Double? = nil
    ) -> ModelNeeds {
        let fusion = FusionSpec(
            panel: ["member", "member"], analyst: "analyst", synthesizer: "synthesizer",
            drafts: .fresh)
        return ModelNeeds(
            of: model, at: endpoint,
            in: Suite(
                name: "n", dataset: "d", endpoint: endpoint,
                research: ResearchSpec(
                    tools: tools, maxToolCalls: 4, maxOutputTokens: cap, reasoning: reasoning),
                configurations: [
                    Configuration(id: "solo", kind: .solo(model: "solo")),
                    Configuration(id: "f", kind: .fusion(fusion)),
                    Configuration(
                        id: "s", kind: .serverFusion(ServerFusionSpec(entry: .alias))),
                ],
                judge: JudgeSpec(model: "judge", temperature: temperature), sha256: "n"))
    }

    @Test("Every part that a model plays asks for what that part needs")
    func parts() {
        #expect(Self.needs(of: "solo").parameters == [.tools, .seed])
        #expect(Self.needs(of: "solo", tools: []).parameters == [.seed])
        #expect(
            Self.needs(of: "solo", reasoning: "high").parameters == [.tools, .reasoning, .seed])
        #expect(Self.needs(of: "member").parameters == [.tools, .seed])
        #expect(Self.needs(of: "analyst").parameters == [.responseFormat, .seed])
        #expect(Self.needs(of: "synthesizer").parameters == [.seed])
        #expect(Self.needs(of: "judge", reasoning: "high").parameters == [.responseFormat, .seed])
        #expect(
            Self.needs(of: "judge", temperature: 0.2).parameters
                == [.responseFormat, .temperature, .seed])
        #expect(Self.needs(of: "openrouter/fusion").parameters.isEmpty)
    }

    @Test("Names that mean the same are as good")
    func names() {
        let needs = Self.needs(of: "analyst")
        #expect(needs.unsupported(by: ["structured_outputs"]) == [.seed])
        #expect(needs.unsupported(by: ["seed", "response_format"]).isEmpty)
        #expect(needs.unsupported(by: []) == [.responseFormat, .seed])
    }

    @Test("Room is needed for the last turn of a research, which reads all that came before")
    func tokens() {
        // Two tool calls a turn and one turn to write: 1,000 + 2 × 6,000 in, and 8,000 out.
        #expect(Self.needs(of: "solo").tokens == 21_000)
        #expect(Self.needs(of: "solo", cap: 500).outputTokens == 500)
        #expect(Self.needs(of: "judge").outputTokens == nil)
    }
}
