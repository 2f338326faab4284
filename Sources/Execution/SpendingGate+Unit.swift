import Inference
import Vocabulary

extension SpendingGate {
    /// The gate for the calls of a unit: each reserves no less than what the largest of them may
    /// come to where the provider makes many turns for one request.
    func forWork(of unit: RunPlan.Unit, in setup: RunSetup) -> SpendingGate {
        atLeast(worstCase(of: unit, in: setup))
    }

    /// Zero where every turn is a request of its own, which reserves what it needs by itself.
    ///
    /// A fusion's calls are not told apart, so that its analyst and its synthesizer reserve as much
    /// as its members do; what they don't need is given back when they are done.
    func worstCase(of unit: RunPlan.Unit, in setup: RunSetup) -> USD {
        let research = setup.suite.research
        func researched(by model: String) -> USD {
            research.search.engine == .server
                ? worstCase(ofResearchBy: model, research, price: setup.prices[model]) : .zero
        }
        switch unit.configuration.kind {
        case .solo(let model): return researched(by: model)
        case .fusion(let spec):
            return spec.panel.enumerated().filter { unit.reusedDrafts[$0.offset] == nil }
                .map { researched(by: $0.element) }.max() ?? .zero
        case .serverFusion(let spec): return Self.worstCase(of: spec, prices: setup.prices)
        case .escalation(let spec):
            return researched(by: spec.requestedModel)
                + Self.worstCase(of: spec, prices: setup.prices)
        case .answers: return .zero
        }
    }

    /// What a request may cost in which the provider searches for the model: the tokens that
    /// `WorkAssumptions` takes all its turns together to read, and as much output as the suite
    /// allows, else this gate's allowance. A model without a known price counts nothing, as
    /// everywhere.
    private func worstCase(
        ofResearchBy model: String, _ research: ResearchSpec, price: ModelPrice?
    ) -> USD {
        let work = WorkAssumptions(research).work(of: .researcher, by: model)
        let output = research.maxOutputTokens ?? outputAllowance
        return price?.cost(
            of: TokenUsage(
                uncachedInput: work.usage.uncachedInput, output: max(work.usage.output, output)))
            ?? .zero
    }

    private func atLeast(_ worstCase: USD) -> SpendingGate {
        var gate = self
        gate.reserve = { [reserve] amount async throws(CancellationError) in
            try await reserve(max(amount, worstCase))
        }
        return gate
    }
}
