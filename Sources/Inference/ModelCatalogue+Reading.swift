import JSONText
import Vocabulary

/// A page of a list of models, in any of the shapes in which services send it: OpenRouter's with all
/// it knows, OpenAI's with names alone, Anthropic's with `has_more`, Ollama's own and Gemini's own
/// under `models`, or a bare array.
struct CataloguePage {
    let models: [CatalogueModel]
    let next: Next?

    /// Where the list goes on.
    enum Next: Equatable {
        /// An address, whole or relative.
        case link(String)
        /// After the model of that id, as Anthropic has it.
        case after(String)
    }

    /// Nil where that is no list of models.
    init?(_ json: JSONValue) {
        guard let entries = json["data"]?.array ?? json["models"]?.array ?? json.array else {
            return nil
        }
        models = entries.compactMap(CatalogueModel.init(listed:))
        // Something else under the same name, such as the answers of another service.
        guard entries.isEmpty || !models.isEmpty else { return nil }
        if let link = json["links"]?["next"]?.string ?? json["next"]?.string, !link.isEmpty {
            next = .link(link)
        } else if json["has_more"]?.bool == true, let last = json["last_id"]?.string {
            next = .after(last)
        } else {
            next = nil
        }
    }
}

extension CatalogueModel {
    /// Nil for an entry without a name.
    fileprivate init?(listed entry: JSONValue) {
        let names = ["id", "model", "name"].lazy.compactMap { entry[$0]?.string }
        guard let id = names.first(where: { !$0.isEmpty }) else { return nil }
        self.init(
            id: id, canonicalID: entry["canonical_slug"]?.string,
            price: entry["pricing"].flatMap(ModelPrice.init(listed:)),
            contextLength: Self.count(
                entry["context_length"], entry["top_provider"]?["context_length"],
                entry["max_model_len"], entry["max_input_tokens"], entry["inputTokenLimit"]),
            supportedParameters: entry["supported_parameters"]?.array?.compactMap(\.string),
            maxCompletionTokens: Self.count(
                entry["top_provider"]?["max_completion_tokens"], entry["max_tokens"],
                entry["outputTokenLimit"]),
            expires: (entry["expiration_date"]?.string).flatMap(Self.day))
    }

    /// The first that is a number of tokens.
    private static func count(_ values: JSONValue?...) -> Int? {
        values.lazy.compactMap { $0?.integer }.first { $0 > 0 }
    }

    /// Of a date with or without a time.
    private static func day(_ text: String) -> String? {
        let day = String(text.prefix(10))
        return day.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) == nil ? nil : day
    }
}

extension ModelPrice {
    /// OpenRouter's `pricing`: dollars per token, mostly as text. Nil where input or output is not
    /// given or varies, which is written as a number below 0.
    init?(listed pricing: JSONValue) {
        guard let input = Self.perMillion(pricing["prompt"]),
            let output = Self.perMillion(pricing["completion"])
        else { return nil }
        self.init(
            inputPerMillion: input, outputPerMillion: output,
            cacheReadPerMillion: Self.perMillion(pricing["input_cache_read"]),
            cacheWritePerMillion: Self.perMillion(pricing["input_cache_write"]))
        let tiers = (pricing["overrides"]?.array ?? []).compactMap(tier)
        // The last tier that applies counts, so that the longest prompts come last.
        self.tiers = tiers.enumerated().sorted {
            ($0.element.minPromptTokens ?? 0, $0.offset)
                < ($1.element.minPromptTokens ?? 0, $1.offset)
        }.map(\.element)
    }

    /// One of `overrides`. What it doesn't name stays as it is. Nil where its condition is none
    /// that we know; what such a call costs, only its bill can say.
    private func tier(_ override: JSONValue) -> PriceTier? {
        let prices = override["pricing"] ?? override
        let least = override["min_prompt_tokens"]?.integer
        let times = (override["utc_start"], override["utc_end"])
        var span: PriceTier.MinuteSpan?
        if let start = times.0, let end = times.1, !start.isNull, !end.isNull {
            guard let from = Self.minute(start), let to = Self.minute(end), from != to else {
                return nil
            }
            span = .init(from: from, to: to)
        }
        guard least != nil || span != nil else { return nil }
        func price(_ name: String, else usual: Double) -> Double? {
            prices[name].map { Self.perMillion($0) } ?? usual
        }
        guard let input = price("prompt", else: inputPerMillion),
            let output = price("completion", else: outputPerMillion)
        else { return nil }
        return PriceTier(
            minPromptTokens: least, minutesOfDay: span, inputPerMillion: input,
            outputPerMillion: output,
            cacheReadPerMillion: Self.perMillion(prices["input_cache_read"]) ?? cacheReadPerMillion,
            cacheWritePerMillion: Self.perMillion(prices["input_cache_write"])
                ?? cacheWritePerMillion)
    }

    /// Rounded to a billionth of a dollar per million, since a price per token is no round number.
    private static func perMillion(_ value: JSONValue?) -> Double? {
        guard let dollars = value?.number ?? value?.string.flatMap(Double.init),
            dollars >= 0, dollars < 1
        else { return nil }
        return (dollars * 1e15).rounded() / 1e9
    }

    /// `01:00`, with or without seconds and a `Z`.
    private static func minute(_ value: JSONValue) -> Int? {
        let parts = value.string?.wholeMatch(of: /([0-9]{1,2}):([0-9]{2})(:[0-9]{2})?Z?/)
        guard let parts, let hour = Int(parts.1), let minute = Int(parts.2) else { return nil }
        return hour * 60 + minute <= 1440 && minute < 60 ? hour * 60 + minute : nil
    }
}
