import JSONText
import Vocabulary

/// The models that the provider says it has.
struct ModelListing: Sendable {
    private let profiles: [String: ModelProfile]

    /// - Parameter profiles: in place of what the names stand for.
    init(profiles: [String: ModelProfile]) { self.profiles = profiles }

    private var names: [String] {
        Set(ModelProfile.names).union(profiles.keys).sorted() + Self.routers
    }

    /// Names that stand for several models; what they cost depends on what they do.
    private static let routers = ["openrouter/fusion", "openrouter/fusion-flash"]

    // MARK: - OpenRouter's list

    var json: JSONValue { ["data": .array(names.map(entry))] }

    /// One model; nil where there is none of that name.
    func json(of name: String) -> JSONValue? {
        names.contains(name) ? ["data": entry(name)] : nil
    }

    private func entry(_ name: String) -> JSONValue {
        let isRouter = Self.routers.contains(name)
        return [
            "id": .string(name), "canonical_slug": .string(name), "name": .string(name),
            "created": 0, "context_length": .integer(Self.contextLength),
            "architecture": [
                "input_modalities": ["text"], "output_modalities": ["text"],
                "tokenizer": "Simulator",
            ],
            "pricing": isRouter ? ["prompt": "-1", "completion": "-1"] : pricing(name),
            "top_provider": [
                "context_length": .integer(Self.contextLength), "max_completion_tokens": 128_000,
                "is_moderated": false,
            ],
            "supported_parameters": isRouter ? [] : Self.parameters,
            "reasoning": isRouter ? .null : Self.reasoning, "expiration_date": .null,
        ]
    }

    private static let contextLength = 1_000_000

    private static let parameters: JSONValue = [
        "include_reasoning", "max_completion_tokens", "max_tokens", "reasoning",
        "response_format", "seed", "structured_outputs", "temperature", "tool_choice", "tools",
    ]

    private static let reasoning: JSONValue = [
        "supported_efforts": ["high", "medium", "low", "minimal", "none"],
        "default_effort": "medium", "default_enabled": false, "mandatory": false,
        "supports_max_tokens": false,
    ]

    // MARK: - Prices

    private func pricing(_ name: String) -> JSONValue {
        let price = (profiles[name] ?? ModelProfile.named(name)).price
        var pricing = Self.prices(
            price.inputPerMillion, price.outputPerMillion, price.cacheReadPerMillion,
            price.cacheWritePerMillion)
        let tiers = price.tiers + (profiles[name] == nil ? Self.tiers[name] ?? [] : [])
        if !tiers.isEmpty { pricing["overrides"] = .array(tiers.map(Self.override)) }
        return .object(pricing)
    }

    /// Prices under a condition, for clients to read. They are not billed: no simulated prompt
    /// is that long, and a bill must not depend on the hour.
    private static let tiers: [String: [PriceTier]] = [
        "openai/gpt-5.5": [
            PriceTier(minPromptTokens: 272_000, inputPerMillion: 10, outputPerMillion: 45)
        ],
        "sim/tides": [
            PriceTier(
                minutesOfDay: .init(from: 60, to: 240), inputPerMillion: 1.32,
                outputPerMillion: 3.96, cacheReadPerMillion: 0.044)
        ],
    ]

    private static func override(_ tier: PriceTier) -> JSONValue {
        var object = JSONObject()
        object["min_prompt_tokens"] = tier.minPromptTokens.map { .integer($0) }
        object["utc_start"] = tier.minutesOfDay.map { .string(clock($0.from)) }
        object["utc_end"] = tier.minutesOfDay.map { .string(clock($0.to)) }
        object.members +=
            prices(
                tier.inputPerMillion, tier.outputPerMillion, tier.cacheReadPerMillion,
                tier.cacheWritePerMillion
            ).members
        return .object(object)
    }

    private static func clock(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    private static func prices(
        _ input: Double, _ output: Double, _ cacheRead: Double?, _ cacheWrite: Double?
    ) -> JSONObject {
        var prices = JSONObject(pairs: [
            ("prompt", .string(perToken(input))), ("completion", .string(perToken(output))),
        ])
        prices["input_cache_read"] = cacheRead.map { .string(perToken($0)) }
        prices["input_cache_write"] = cacheWrite.map { .string(perToken($0)) }
        return prices
    }

    /// Dollars per token in decimals: 2.5 per million is `0.0000025`.
    static func perToken(_ perMillion: Double) -> String {
        // Picodollars are fine enough for a millionth of a dollar per million tokens.
        let pico = Int((perMillion * 1e6).rounded())
        let fraction = String(pico % 1_000_000_000_000)
        var digits = String(repeating: "0", count: 12 - fraction.count) + fraction
        while digits.hasSuffix("0") { digits.removeLast() }
        let whole = String(pico / 1_000_000_000_000)
        return digits.isEmpty ? whole : "\(whole).\(digits)"
    }

    // MARK: - Other services' lists

    /// As OpenAI has it.
    var openAI: JSONValue {
        let entries = names.map { name -> JSONValue in
            ["id": .string(name), "object": "model", "created": 0, "owned_by": "simulator"]
        }
        return ["object": "list", "data": .array(entries)]
    }

    /// As Anthropic has it.
    var anthropic: JSONValue {
        let entries = names.map { name -> JSONValue in
            [
                "type": "model", "id": .string(name), "display_name": .string(name),
                "created_at": "1970-01-01T00:00:00Z",
            ]
        }
        return [
            "data": .array(entries), "has_more": false,
            "first_id": names.first.map { .string($0) } ?? .null,
            "last_id": names.last.map { .string($0) } ?? .null,
        ]
    }
}
