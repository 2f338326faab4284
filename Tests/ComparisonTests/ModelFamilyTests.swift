import Comparison
import Testing
import Vocabulary

struct ModelFamilyTests {
    @Test(
        "A family is the maker before the slash, else the one whose models have such names",
        arguments: [
            ("anthropic/claude-opus-4.8", "anthropic"), ("claude-opus-4.8", "anthropic"),
            ("OpenAI/GPT-5.5", "openai"), ("gpt-5.5", "openai"), ("o3", "openai"),
            ("Gemini-3-Pro", "google"), ("google/gemini-3-pro", "google"),
            ("deepseek-v4", "deepseek"), ("kimi-k2.6", "moonshotai"), ("glm-5", "z-ai"),
            ("sonar-pro", "perplexity"), ("a/b/c", "a"), ("acme/gpt-5.5", "acme"),
            ("sim/opus", nil), ("/opus", nil), ("opus", nil), ("", nil),
        ] as [(String, String?)])
    func name(model: String, family: String?) {
        #expect(ModelFamily.name(of: model) == family)
    }

    @Test("The author of a fusion is its synthesizer, of a solo its model, of a file nobody known")
    func author() {
        let fusion = ConfigurationSummary(
            id: "f", kind: "fusion", models: ["x/a"], analyst: "y/a", synthesizer: "z/a")
        let solo = ConfigurationSummary(id: "s", kind: "solo", models: ["x/a"])
        let file = ConfigurationSummary(id: "gpt", kind: "answers", models: [])
        let imported = ConfigurationSummary(id: "f", kind: "fusion", models: ["x/a", "x/b"])
        #expect(fusion.authorFamily == "z" && solo.authorFamily == "x")
        #expect(file.authorFamily == nil && imported.authorFamily == nil)
    }

    @Test(
        "A panel is mixed, of one model several times over, or of one place",
        arguments: [
            ("a+b", true, false), ("a+a", false, true), ("a+a+b", true, false),
            ("a", false, false),
        ])
    func panels(id: String, isMixed: Bool, isSelf: Bool) {
        let configuration = MadeUp.configuration(id)
        #expect(configuration.isMixedPanel == isMixed && configuration.isSelfPanel == isSelf)
        #expect(configuration.isFusion == (id != "a") && configuration.isSolo == (id == "a"))
        let one = ConfigurationSummary(id: "f", kind: "fusion", models: ["a"])
        #expect(one.isFusion && !one.isSelfPanel && !one.isMixedPanel)
    }
}
