import Execution
import Vocabulary

/// What a suite asks of one model at one endpoint, in all the parts that it plays there.
struct ModelNeeds: Equatable {
    /// As OpenRouter names what a model supports. The first of each is what is asked for, the
    /// others do as well.
    private(set) var parameters: [Parameter] = []
    /// In one call, prompt and completion together.
    private(set) var tokens = 0
    /// The largest completion that is asked for; nil: none is named.
    private(set) var outputTokens: Int?

    enum Parameter: String, CaseIterable {
        case tools
        case responseFormat = "response_format"
        case temperature
        case reasoning
        case seed

        /// Names under which a list may have it.
        var names: [String] {
            switch self {
            case .tools: ["tools"]
            case .responseFormat: ["response_format", "structured_outputs"]
            case .temperature: ["temperature"]
            case .reasoning: ["reasoning", "reasoning_effort"]
            case .seed: ["seed"]
            }
        }
    }

    init(of model: String, at endpoint: EndpointSpec, in suite: Suite) {
        let research = suite.research
        let assumptions = WorkAssumptions(research)
        var wanted: Set<Parameter> = []
        func play(_ role: CallRecord.Role, drafts: Int = 0) {
            wanted.insert(.seed)
            let isJudge = role == .judge
            if !isJudge, research.reasoning != nil { wanted.insert(.reasoning) }
            if role == .researcher || role == .member, research.offersTools {
                wanted.insert(.tools)
            }
            if role == .analyst || isJudge { wanted.insert(.responseFormat) }
            tokens = max(tokens, assumptions.longestCall(of: role, by: model, drafts: drafts))
            if !isJudge, let cap = research.maxOutputTokens {
                outputTokens = max(outputTokens ?? 0, cap)
            }
        }
        for configuration in suite.configurations
        where (configuration.endpoint ?? suite.endpoint).isReached(as: endpoint) {
            switch configuration.kind {
            case .solo(model): play(.researcher)
            case .fusion(let spec):
                if spec.panel.contains(model) { play(.member) }
                if spec.analyst == model { play(.analyst, drafts: spec.panel.count) }
                if spec.synthesizer == model { play(.synthesizer, drafts: spec.panel.count) }
            case .escalation(let spec) where spec.requestedModel == model: play(.researcher)
            // What the provider asks of the models of its own fusion is its business.
            case .solo, .escalation, .serverFusion, .answers: break
            }
        }
        for judge in suite.judges
        where judge.model == model && (judge.endpoint ?? suite.endpoint).isReached(as: endpoint) {
            play(.judge)
            if judge.temperature != nil { wanted.insert(.temperature) }
            if judge.reasoning != nil { wanted.insert(.reasoning) }
            if let cap = judge.maxOutputTokens { outputTokens = max(outputTokens ?? 0, cap) }
        }
        parameters = Parameter.allCases.filter(wanted.contains)
    }

    /// What is asked for and not among what a model supports.
    func unsupported(by supported: [String]) -> [Parameter] {
        parameters.filter { !$0.names.contains(where: supported.contains) }
    }
}

extension ResearchSpec {
    /// Without tool calls to make, models are given no tools.
    var offersTools: Bool { !tools.isEmpty && maxToolCalls > 0 }
}
