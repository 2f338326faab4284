import JSONText

/// How much a Claude model is to think, in the words that its generation takes.
///
/// Since 4.6 models decide by themselves within an effort, and from 4.7 on refuse a budget; those
/// before take nothing but a budget (OpenRouter's migration guides for 4.6, 4.7 and Opus 5). A model
/// whose name does not tell its generation counts as a new one. What a model does not take it
/// refuses with a sentence that names it, which is better than another depth of thought than the one
/// asked for.
struct ClaudeThinking {
    /// The value of `thinking`; nil where it is left to the model.
    let mode: JSONValue?
    /// The value of `output_config.effort`.
    let effort: String?

    init(effort: String, model: String, maxTokens: Int) {
        let generation = Self.generation(of: model)
        let isNone = effort == "none"
        if let generation, generation < (4, 6) {
            self.effort = nil
            mode =
                isNone
                ? nil
                : Self.budget(effort: effort, maxTokens: maxTokens).map {
                    ["type": "enabled", "budget_tokens": .integer($0)]
                }
        } else if isNone {
            self.effort = nil
            // Models before 5 do not think unless told to; later ones do.
            mode = generation.map { $0 < (5, 0) } == true ? nil : ["type": "disabled"]
        } else {
            self.effort = effort == "minimal" ? "low" : effort
            mode = ["type": "adaptive"]
        }
    }

    /// The least a model may be given to think.
    private static let leastBudget = 1_024

    /// The part of the cap that thinking may use, as OpenRouter divides it: minimal 10 %, low 20 %,
    /// medium 50 %, high 80 %, anything above 95 %. Nil where the cap leaves no room for both
    /// thinking and an answer.
    private static func budget(effort: String, maxTokens: Int) -> Int? {
        guard maxTokens > leastBudget else { return nil }
        let percent =
            switch effort {
            case "minimal": 10
            case "low": 20
            case "medium": 50
            case "high": 80
            default: 95
            }
        return max(leastBudget, maxTokens * percent / 100)
    }

    /// The first two numbers of a model's name: (4, 8) of `claude-opus-4-8`, (4, 0) of
    /// `claude-opus-4-20250514`, where the last is a date.
    private static func generation(of model: String) -> (Int, Int)? {
        let words = model.split { "-./@:".contains($0) }
        guard let first = words.firstIndex(where: { version($0) != nil }),
            let major = version(words[first])
        else { return nil }
        let next = first + 1
        return (major, next < words.count ? version(words[next]) ?? 0 : 0)
    }

    private static func version(_ word: Substring) -> Int? {
        word.count <= 2 ? Int(word) : nil
    }
}
