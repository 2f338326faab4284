import Vocabulary

/// Who makes a model. A judge tends to be kinder to answers of its own family.
package enum ModelFamily {
    /// The maker in `maker/model`, else the one whose models have such names; nil where neither
    /// says.
    package static func name(of model: String) -> String? {
        let name = model.lowercased()
        if let slash = name.firstIndex(of: "/") {
            let maker = String(name[..<slash])
            // The simulator's models are nobody's.
            return ["", "sim"].contains(maker) ? nil : maker
        }
        return makers.first { prefix, _ in name.hasPrefix(prefix) }?.maker
    }

    private static let makers: [(prefix: String, maker: String)] = [
        ("claude", "anthropic"), ("gpt", "openai"), ("o1", "openai"), ("o3", "openai"),
        ("o4", "openai"), ("gemini", "google"), ("deepseek", "deepseek"), ("kimi", "moonshotai"),
        ("glm", "z-ai"), ("qwen", "qwen"), ("grok", "x-ai"), ("llama", "meta-llama"),
        ("mistral", "mistralai"), ("sonar", "perplexity"),
    ]
}

extension ConfigurationSummary {
    /// The family of whoever writes the graded text: the synthesizer of a fusion, the solo model.
    package var authorFamily: String? {
        (synthesizer ?? (["solo", "escalation"].contains(kind) ? models.first : nil)).flatMap(
            ModelFamily.name)
    }

    /// Whoever runs it.
    package var isFusion: Bool { ["fusion", "server_fusion"].contains(kind) }
    /// Whether a provider runs its fusions, or offers one.
    package var leavesFusionToProvider: Bool { ["server_fusion", "escalation"].contains(kind) }
    package var isSolo: Bool { kind == "solo" }
    /// A panel of one model several times over.
    package var isSelfPanel: Bool { isFusion && models.count > 1 && Set(models).count == 1 }
    package var isMixedPanel: Bool { isFusion && Set(models).count > 1 }
}
