/// A panel that the provider puts together, with the model that compares its drafts.
///
/// The documents name the members of the first one alone; the others are invented: cheap models
/// with a strong analyst, and models that take about equally long.
enum FusionPreset: String, CaseIterable {
    case high = "general-high"
    case budget = "general-budget"
    case fast = "general-fast"

    var panel: [String] {
        switch self {
        case .high:
            ["~anthropic/claude-opus-latest", "~openai/gpt-latest", "~google/gemini-pro-latest"]
        case .budget:
            [
                "google/gemini-3-flash-preview", "moonshotai/kimi-k2.6",
                "deepseek/deepseek-v4-pro",
            ]
        case .fast: ["google/gemini-3-flash-preview", "sim/cedar"]
        }
    }

    var analyst: String {
        switch self {
        case .high, .budget: "~anthropic/claude-opus-latest"
        case .fast: "google/gemini-3-flash-preview"
        }
    }
}
