import FoundationEssentials
import Inference
import Reports
import Vocabulary

/// Whether endpoints have the models of a suite, and whether those take what it asks.
extension Doctor {
    func models(of examined: ExaminedEndpoint, _ known: KnownPrices) -> [Check] {
        guard let list = examined.catalogue else { return [] }
        return examined.asked.models.flatMap { model in
            [presence(of: model, in: list, at: examined.asked.endpoint)]
                + (list[model].map { fitness(of: $0, as: model, examined.asked.endpoint) } ?? [])
        }
    }

    private func presence(
        of model: String, in list: ModelCatalogue, at endpoint: EndpointSpec
    ) -> Check {
        if let entry = list[model] {
            let words = entry.id == model ? "is there" : "is there as \(entry.id)"
            guard let day = entry.expires else { return Check(.models, model, .ok, words) }
            let today = LogEvent.timestamp(session.clock.now()).prefix(10)
            guard day > today else {
                return Check(
                    .models, model, .failed, "is no longer served since \(day)",
                    advice: "Take its successor.")
            }
            return Check(
                .models, model, .warning, "is there, until \(day)",
                advice: "Finish before that day.")
        }
        if simulator != nil {
            return Check(.models, model, .ok, "is made up from its name by the simulator")
        }
        guard list.lacks(model), endpoint.listsAllNames else {
            return Check(
                .models, model, .warning, "is not in the list, which may not have all names",
                advice: "See with --live whether it answers.")
        }
        return Check(
            .models, model, .failed, "is not there",
            advice: list.sentence(onMissing: model, at: endpoint))
    }

    /// What it takes, and how much it holds.
    private func fitness(
        of entry: CatalogueModel, as model: String, _ endpoint: EndpointSpec
    ) -> [Check] {
        let needs = ModelNeeds(of: model, at: endpoint, in: suite)
        var checks: [Check] = []
        // The provider's own fusions list nothing, and take what they are asked.
        if let supported = entry.supportedParameters, !supported.isEmpty {
            checks += needs.unsupported(by: supported).map { unsupported($0, model) }
        }
        if let holds = entry.contextLength, holds < needs.tokens {
            checks.append(
                Check(
                    .models, model, .warning,
                    "holds \(holds) tokens; a call may need about \(needs.tokens)",
                    advice: "Lower research.max_tool_calls, or take a model that holds more."))
        }
        if let most = entry.maxCompletionTokens, let asked = needs.outputTokens, most < asked {
            checks.append(
                Check(
                    .models, model, .warning, "writes at most \(most) tokens; \(asked) are asked",
                    advice: "Lower max_output_tokens to \(most)."))
        }
        return checks
    }

    private func unsupported(_ parameter: ModelNeeds.Parameter, _ model: String) -> Check {
        let what = "does not take \(parameter.rawValue)"
        switch parameter {
        case .tools:
            return Check(
                .models, model, .failed, what,
                advice: "It can't search; take another model, or set research.tools to [].")
        case .responseFormat:
            return Check(
                .models, model, .warning, what,
                advice: "It is asked for JSON in words, and may write something else.")
        case .temperature, .reasoning:
            return Check(
                .models, model, .warning, what,
                advice: "It is left out of requests; leave it out of the suite too.")
        case .seed:
            return Check(
                .models, model, .ok, what,
                advice: "It is left out; repeats then differ by chance alone.")
        }
    }
}
