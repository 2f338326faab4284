import JSONText
import Testing
import Vocabulary

@testable import Inference

@Suite("Lists of models")
struct ModelCatalogueTests {
    private func page(_ text: String) throws -> CataloguePage? {
        CataloguePage(try JSONValue(parsing: text))
    }

    private func model(_ text: String) throws -> CatalogueModel? {
        try page(#"{"data":[\#(text)]}"#)?.models.first
    }

    // MARK: - Shapes

    @Test("OpenRouter's entry is read with its price, its tiers and what it supports")
    func openRouter() throws {
        let entry = try model(
            #"""
            {"id":"openai/gpt-5.5","canonical_slug":"openai/gpt-5.5-20260423","name":"GPT",
            "context_length":1050000,"architecture":{"modality":"text"},
            "pricing":{"prompt":"0.000005","completion":"0.00003","request":"0","image":"0",
            "web_search":"0.01","input_cache_read":"0.0000005","discount":0,
            "overrides":[{"min_prompt_tokens":272000,"prompt":"0.00001","completion":"0.000045"}]},
            "top_provider":{"context_length":1050000,"max_completion_tokens":128000},
            "supported_parameters":["tools","seed"],"expiration_date":"2026-12-31T00:00:00Z"}
            """#)
        #expect(
            entry
                == CatalogueModel(
                    id: "openai/gpt-5.5", canonicalID: "openai/gpt-5.5-20260423",
                    price: ModelPrice(
                        inputPerMillion: 5, outputPerMillion: 30, cacheReadPerMillion: 0.5,
                        tiers: [
                            PriceTier(
                                minPromptTokens: 272_000, inputPerMillion: 10,
                                outputPerMillion: 45, cacheReadPerMillion: 0.5)
                        ]),
                    contextLength: 1_050_000, supportedParameters: ["tools", "seed"],
                    maxCompletionTokens: 128_000, expires: "2026-12-31"))
    }

    @Test(
        "Other services' entries are read as far as they go",
        arguments: [
            (#"{"id":"gpt-5.5","object":"model","owned_by":"openai"}"#, "gpt-5.5", nil, nil),
            (
                #"{"type":"model","id":"claude-opus-4-8","display_name":"Claude","#
                    + #""max_input_tokens":1000000,"max_tokens":64000}"#,
                "claude-opus-4-8", 1_000_000, 64_000
            ),
            (#"{"id":"qwen","max_model_len":32768}"#, "qwen", 32_768, nil),
            (
                #"{"name":"llama3:latest","model":"llama3:latest","size":1}"#, "llama3:latest", nil,
                nil
            ),
            (
                #"{"name":"models/gemini-3-flash","inputTokenLimit":1048576,"outputTokenLimit":8192}"#,
                "models/gemini-3-flash", 1_048_576, 8_192
            ),
            (
                #"{"id":"a/b","context_length":null,"top_provider":{"context_length":5},"pricing":null}"#,
                "a/b", 5, nil
            ),
        ] as [(String, String, Int?, Int?)])
    func others(text: String, id: String, context: Int?, completion: Int?) throws {
        for list in [#"{"data":[\#(text)]}"#, #"{"models":[\#(text)]}"#, "[\(text)]"] {
            let entry = try #require(try page(list)?.models.first)
            #expect(entry.id == id)
            #expect(entry.contextLength == context)
            #expect(entry.maxCompletionTokens == completion)
            #expect(entry.price == nil)
            #expect(entry.supportedParameters == nil)
        }
    }

    @Test(
        "What is no list of models is none",
        arguments: [
            "{}", "null", "5", #"{"data":{}}"#, #"{"choices":[{"index":0}]}"#,
            #"{"data":[{"embedding":[1]}]}"#, #"{"error":{"code":404}}"#, #"["a"]"#,
        ])
    func noList(text: String) throws {
        #expect(try page(text) == nil)
    }

    @Test("An empty list is a list")
    func emptyList() throws {
        #expect(try page(#"{"data":[]}"#)?.models.isEmpty == true)
    }

    @Test(
        "Where a list goes on is known in both ways of saying it",
        arguments: [
            (#"{"data":[],"links":{"next":"/api/v1/models?p=2"}}"#, .link("/api/v1/models?p=2")),
            (#"{"data":[],"links":{"next":null}}"#, nil),
            (#"{"data":[],"links":{"next":""}}"#, nil),
            (#"{"data":[],"has_more":true,"last_id":"m9"}"#, .after("m9")),
            (#"{"data":[],"has_more":false,"last_id":"m9"}"#, nil),
            (#"{"data":[],"has_more":true}"#, nil),
        ] as [(String, CataloguePage.Next?)])
    func next(text: String, expected: CataloguePage.Next?) throws {
        #expect(try page(text)?.next == expected)
    }

    // MARK: - Prices

    @Test(
        "A price that varies, is missing or can't be is not known; a free one is",
        arguments: [
            (#"{"prompt":"-1","completion":"-1"}"#, nil),
            (#"{"prompt":"0.000001","completion":"-1"}"#, nil),
            (#"{"prompt":"0.000001"}"#, nil), (#"{"prompt":"","completion":"x"}"#, nil),
            (#"{"prompt":"nan","completion":"0"}"#, nil), (#"{"prompt":5,"completion":30}"#, nil),
            (
                #"{"prompt":"0","completion":"0"}"#,
                ModelPrice(inputPerMillion: 0, outputPerMillion: 0)
            ),
            (
                #"{"prompt":0.00000066,"completion":"1.98e-6","input_cache_read":"-1"}"#,
                ModelPrice(inputPerMillion: 0.66, outputPerMillion: 1.98)
            ),
        ] as [(String, ModelPrice?)])
    func prices(text: String, expected: ModelPrice?) throws {
        #expect(ModelPrice(listed: try JSONValue(parsing: text)) == expected)
    }

    @Test(
        "Overrides become tiers; one under a condition that nobody knows is left out",
        arguments: [
            (
                #"{"utc_start":"01:00","utc_end":"04:00","prompt":"0.000002"}"#,
                PriceTier(
                    minutesOfDay: .init(from: 60, to: 240), inputPerMillion: 2, outputPerMillion: 4)
            ),
            (
                #"{"utc_start":"22:00:00Z","utc_end":"24:00","pricing":{"completion":"0.000008"}}"#,
                PriceTier(
                    minutesOfDay: .init(from: 1_320, to: 1_440), inputPerMillion: 1,
                    outputPerMillion: 8)
            ),
            (
                #"{"min_prompt_tokens":200000,"utc_start":"1:00","utc_end":"2:00","prompt":"0.000003"}"#,
                PriceTier(
                    minPromptTokens: 200_000, minutesOfDay: .init(from: 60, to: 120),
                    inputPerMillion: 3, outputPerMillion: 4)
            ),
            (#"{"prompt":"0.000002"}"#, nil),
            (#"{"region":"eu","prompt":"0.000002"}"#, nil),
            (#"{"utc_start":"dawn","utc_end":"04:00","prompt":"0.000002"}"#, nil),
            (#"{"utc_start":"04:00","utc_end":"25:00","prompt":"0.000002"}"#, nil),
            (#"{"min_prompt_tokens":5,"prompt":"-1"}"#, nil),
        ] as [(String, PriceTier?)])
    func overrides(text: String, tier: PriceTier?) throws {
        let price = ModelPrice(
            listed: try JSONValue(
                parsing: #"{"prompt":"0.000001","completion":"0.000004","overrides":[\#(text)]}"#))
        #expect(price?.tiers == (tier.map { [$0] } ?? []))
        #expect(price?.inputPerMillion == 1)
    }

    @Test("Longer prompts come later among the tiers, since the last one that applies counts")
    func tierOrder() throws {
        let price = ModelPrice(
            listed: try JSONValue(
                parsing: #"""
                    {"prompt":"0.000001","completion":"0.000001","overrides":[
                    {"min_prompt_tokens":500000,"prompt":"0.000004"},
                    {"min_prompt_tokens":100000,"prompt":"0.000002"}]}
                    """#))
        #expect(price?.price(forPromptTokens: 600_000, at: nil).inputPerMillion == 4)
        #expect(price?.price(forPromptTokens: 100_000, at: nil).inputPerMillion == 2)
        #expect(price?.price(forPromptTokens: 99_999, at: nil).inputPerMillion == 1)
    }

    // MARK: - Names

    private static let catalogue = ModelCatalogue(
        models: [
            "anthropic/claude-opus-4.8", "anthropic/claude-opus-5", "anthropic/claude-fable-5",
            "anthropic/claude-sonnet-4.6", "openai/gpt-5.5", "openai/gpt-5.5-mini",
            "google/gemini-3-flash-preview", "google/gemini-3.1-pro-preview",
            "deepseek/deepseek-v4-pro", "deepseek/deepseek-v4-pro:free", "moonshotai/kimi-k2.6",
            "models/gemini-embedded", "llama3:latest",
        ].map { CatalogueModel(id: $0) }
            + [CatalogueModel(id: "x-ai/grok-5", canonicalID: "x-ai/grok-5-20260901")])

    @Test(
        "A model is found under the names that requests may use",
        arguments: [
            ("openai/gpt-5.5", "openai/gpt-5.5"), ("openai/gpt-5.5:nitro", "openai/gpt-5.5"),
            ("openai/gpt-5.5:online", "openai/gpt-5.5"), ("openai/gpt-5.5:free", nil),
            ("deepseek/deepseek-v4-pro:free", "deepseek/deepseek-v4-pro:free"),
            ("x-ai/grok-5-20260901", "x-ai/grok-5"), ("gemini-embedded", "models/gemini-embedded"),
            ("llama3", "llama3:latest"), ("llama3:8b", nil), ("OpenAI/gpt-5.5", nil), ("", nil),
        ] as [(String, String?)])
    func found(name: String, id: String?) {
        #expect(Self.catalogue[name]?.id == id)
        #expect(Self.catalogue.lacks(name) == (id == nil))
    }

    @Test("An alias may be known without being listed, and half a list lacks nothing")
    func notLacking() {
        #expect(!Self.catalogue.lacks("~anthropic/claude-opus-latest"))
        #expect(!ModelCatalogue(models: Self.catalogue.models, isWhole: false).lacks("a/b"))
        #expect(!ModelCatalogue(models: []).lacks("a/b"))
    }

    @Test(
        "The nearest names come first, the slug before the author",
        arguments: [
            ("anthropic/claude-opus-48", "anthropic/claude-opus-4.8"),
            ("anthropic/claude-opus-4-8", "anthropic/claude-opus-4.8"),
            ("claude-opus-4.8", "anthropic/claude-opus-4.8"),
            ("antropic/claude-opus-5", "anthropic/claude-opus-5"),
            ("openai/gpt5.5", "openai/gpt-5.5"), ("gpt/gpt-5.5", "openai/gpt-5.5"),
            ("openai/gpt-5.5:free", "openai/gpt-5.5"),
            ("google/gemini-3-flash", "google/gemini-3-flash-preview"),
            ("gemini-3.1-pro", "google/gemini-3.1-pro-preview"),
            ("deepseek/deepseek-v4-pr:free", "deepseek/deepseek-v4-pro:free"),
            ("~openai/gpt-5.5", "openai/gpt-5.5"), ("MOONSHOT/Kimi-K2.6", "moonshotai/kimi-k2.6"),
            ("mistral/large-2411-instruct", nil), ("", nil),
        ] as [(String, String?)])
    func nearest(name: String, expected: String?) {
        let names = Self.catalogue.nearest(to: name, count: 3)
        #expect(names.first == expected, "\(names)")
        #expect(names.count <= 3)
    }
}
