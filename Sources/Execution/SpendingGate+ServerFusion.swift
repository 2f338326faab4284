import Inference
import Vocabulary

extension SpendingGate {
    /// What a request may cost in which the provider runs a fusion.
    ///
    /// That can't be known from its own tokens: panel, analyst and the writing turn are billed in one
    /// sum. Taken for it is one full completion of each panel member, of the analyst and of the outer
    /// model: Σ price of output × tokens, with the tokens of an inner completion as the suite caps
    /// them, else 16,000, which is the provider's own cap. A member that makes many turns can cost
    /// more; a model without a known price counts nothing, as everywhere, and a panel that the
    /// provider chooses has no names to look up.
    static func worstCase(of spec: ServerFusionSpec, prices: [String: ModelPrice]) -> USD {
        let outer = spec.requestedModel
        let models = spec.panel + [spec.analyst ?? outer, outer]
        let full = TokenUsage(
            uncachedInput: 0, output: spec.maxCompletionTokens ?? usualInnerTokens)
        return USD.known(models.map { prices[$0]?.cost(of: full) })
    }

    /// Of an inner completion, reasoning included (OpenRouter, since August 2026).
    private static let usualInnerTokens = 16_000
}
