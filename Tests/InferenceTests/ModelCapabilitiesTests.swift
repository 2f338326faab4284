import Inference
import JSONText
import Testing
import Vocabulary

@Suite("What models take")
struct ModelCapabilitiesTests {
    @Test(
        arguments: [
            (.openai, "gpt-4.1", true), (.openai, "gpt-5.5", false), (.openai, "gpt-5", false),
            (.openai, "o3-mini", false), (.openai, "o4", false),
            (.openai, "gpt-5-chat-latest", true),
            (.openrouter, "openai/gpt-5.5", false), (.openai, "gpt-oss-120b", true),
            (.openrouter, "anthropic/claude-opus-4.8", false),
            (.anthropic, "claude-opus-4-8", false),
            (.anthropicCompatible, "claude-opus-5-5", false), (.anthropic, "claude-opus-4-6", true),
            (.anthropic, "claude-opus-4-20250514", true), (.anthropic, "claude-sonnet-4-5", true),
            (.moonshot, "kimi-k2.6", false), (.moonshot, "kimi-k3", false),
            (.moonshot, "kimi-k2-thinking", false), (.moonshot, "moonshot-v1-128k", true),
            (.openrouter, "moonshotai/kimi-k2.6", true), (.deepseek, "deepseek-v4-pro", true),
            (.gemini, "gemini-3.1-pro-preview", true), (.vllm, "o10k/anything", true),
        ] as [(EndpointSpec.Dialect, String, Bool)])
    func `a temperature is kept from models that refuse it`(
        dialect: EndpointSpec.Dialect, model: String, takes: Bool
    ) {
        #expect(ModelCapabilities.usual(dialect, model: model).takesTemperature == takes)
    }

    @Test(arguments: [
        ("gpt-5.1", "none", true), ("gpt-5.5", "none", true), ("gpt-5.5", "low", false),
        ("gpt-5", "none", false), ("o3", "none", false),
    ])
    func `newer GPT models take a temperature when they do not reason`(
        model: String, effort: String, takes: Bool
    ) {
        let usual = ModelCapabilities.usual(.openai, model: model, effort: effort)
        #expect(usual.takesTemperature == takes)
    }

    private struct Row: Sendable, CustomTestStringConvertible {
        var dialect: EndpointSpec.Dialect
        var cap = ModelCapabilities.OutputCap.maxCompletionTokens
        var seed = true
        var schema = ModelCapabilities.SchemaMode.strict
        var reasoning = ModelCapabilities.ReasoningField.effort
        var toolChoice = true
        var includeUsage = true
        var returns = ["reasoning_content"]

        var testDescription: String { dialect.rawValue }
    }

    @Test(arguments: [
        Row(
            dialect: .openrouter, reasoning: .object, includeUsage: false,
            returns: ["reasoning_details", "reasoning_content"]),
        Row(dialect: .openai, returns: ["reasoning_details", "reasoning_content"]),
        Row(dialect: .anthropic, cap: .maxTokens, seed: false, includeUsage: false, returns: []),
        Row(
            dialect: .anthropicCompatible, seed: false, schema: .prompt, reasoning: .none,
            returns: []),
        Row(dialect: .gemini, returns: []),
        Row(dialect: .deepseek, cap: .maxTokens, schema: .object, reasoning: .thinking),
        Row(dialect: .moonshot, schema: .object),
        Row(dialect: .vllm, returns: ["reasoning", "reasoning_content"]),
        Row(dialect: .llamacpp),
        Row(dialect: .ollama, cap: .maxTokens, toolChoice: false, returns: ["reasoning"]),
        Row(dialect: .litellm, returns: ["reasoning_content", "thinking_blocks"]),
    ])
    private func `every dialect has its row`(row: Row) {
        let usual = ModelCapabilities.usual(row.dialect, model: "some-model")
        #expect(usual.outputCap == row.cap)
        #expect(usual.takesSeed == row.seed)
        #expect(usual.schema == row.schema)
        #expect(usual.reasoning == row.reasoning)
        #expect(usual.takesToolChoice == row.toolChoice)
        #expect(usual.needsIncludeUsage == row.includeUsage)
        #expect(usual.returns == row.returns)
        #expect(usual.takesTemperature)
        #expect(usual.takesServerToolOptions == (row.dialect == .openrouter))
    }

    @Test func `Moonshot's second generation can't be made to call a tool`() {
        #expect(!ModelCapabilities.usual(.moonshot, model: "kimi-k2.6").canBeMadeToCall)
        #expect(ModelCapabilities.usual(.moonshot, model: "kimi-k3").canBeMadeToCall)
        #expect(ModelCapabilities.usual(.moonshot, model: "moonshot-v1-8k").canBeMadeToCall)
    }

    @Test func `a list of parameters takes away what is not in it and adds nothing`() {
        let usual = ModelCapabilities.usual(.openrouter, model: "a/b")
        let everything = [
            "max_tokens", "temperature", "seed", "reasoning", "tool_choice", "structured_outputs",
            "response_format", "tools",
        ]
        #expect(usual.refined(bySupported: everything) == usual)
        #expect(usual.refined(bySupported: []) == usual)
        let little = usual.refined(bySupported: ["tools"])
        #expect(little.outputCap == .none)
        #expect(!little.takesTemperature && !little.takesSeed && !little.takesToolChoice)
        #expect(little.reasoning == .none)
        #expect(little.schema == .prompt)
        #expect(usual.refined(bySupported: ["response_format"]).schema == .object)
        let opus = ModelCapabilities.usual(.openrouter, model: "anthropic/claude-opus-4.8")
        #expect(!opus.refined(bySupported: everything).takesTemperature)
    }

    @Test func `what is asked for and not sent is named`() {
        let request = ChatRequest(
            model: "a/b", messages: [.user("u")], plugins: [["id": "fusion"]],
            toolChoice: .required, maxServerToolCalls: 3, streams: true,
            responseSchema: ResponseSchema(name: "v", schema: ["type": "object"]),
            reasoning: "low", temperature: 0.2, maxOutputTokens: 9, seed: 1)
        let usual = ModelCapabilities.usual(.openrouter, model: "a/b")
        #expect(usual.omitted(from: request) == [])
        #expect(
            usual.refined(bySupported: ["tools"]).omitted(from: request) == [
                "json_schema", "reasoning", "temperature", "max_tokens", "seed", "tool_choice",
            ])
        let openAI = ModelCapabilities.usual(.openai, model: "gpt-4.1")
        #expect(openAI.omitted(from: request) == ["plugins", "max_tool_calls"])
        #expect(
            ModelCapabilities.usual(.anthropicCompatible, model: "m")
                .omitted(from: ChatRequest(model: "m", messages: [.user("u")])) == [])
    }
}
