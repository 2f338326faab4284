import Vocabulary

/// All that a run is made of, read and checked, before anything is planned.
package struct RunSetup: Sendable {
    package var suite: Suite
    package var dataset: Dataset
    /// Of the suite's judges, in their order.
    package var judgeDefinitions: [JudgeDefinition]
    package var exclusionName: String
    package var exclusionSHA256: String
    /// By configuration id: texts that something else produced.
    package var importedAnswers: [String: [ImportedText]]
    /// What the tokens of the suite's models cost, where that is known.
    package var prices: [String: ModelPrice]
    /// Who says so, for each of them.
    package var priceSources: [String: PriceSource]
    /// What the simulator is made of, when it plays the provider; nil for a real run.
    package var simulation: String?
    package var codeVersion: String

    package init(
        suite: Suite, dataset: Dataset, judgeDefinitions: [JudgeDefinition], exclusionName: String,
        exclusionSHA256: String, importedAnswers: [String: [ImportedText]] = [:],
        prices: [String: ModelPrice], priceSources: [String: PriceSource] = [:],
        simulation: String?, codeVersion: String
    ) {
        self.suite = suite
        self.dataset = dataset
        precondition(
            judgeDefinitions.count == suite.judges.count, "every judge needs its definition")
        self.judgeDefinitions = judgeDefinitions
        self.exclusionName = exclusionName
        self.exclusionSHA256 = exclusionSHA256
        self.importedAnswers = importedAnswers
        self.prices = prices
        self.priceSources = priceSources
        self.simulation = simulation
        self.codeVersion = codeVersion
    }

    /// An answer that was written elsewhere.
    package struct ImportedText: Sendable {
        package var taskID: String
        package var generation: Int
        package var text: String
        package var cost: USD?
        package var latencySeconds: Double?
        package var model: String?

        package init(
            taskID: String, generation: Int, text: String, cost: USD?, latencySeconds: Double?,
            model: String?
        ) {
            self.taskID = taskID
            self.generation = generation
            self.text = text
            self.cost = cost
            self.latencySeconds = latencySeconds
            self.model = model
        }
    }

    /// The run that this setup starts or resumes: the same suite on the same dataset is the same
    /// run, simulated or not.
    package var runID: String {
        let words = [suite.name, dataset.name] + (simulation == nil ? [] : ["simulated"])
        return words.map(Self.slug).joined(separator: "-")
    }

    /// What stands for an endpoint in keys: the simulator's port changes from run to run and
    /// changes nothing else.
    func identity(of endpoint: EndpointSpec) -> String {
        simulation.map { "simulator \($0)" } ?? "\(endpoint.dialect.rawValue) \(endpoint.baseURL)"
    }

    private static func slug(_ words: String) -> String {
        let kept = words.map { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" ? $0 : "-" }
        return String(kept).lowercased()
    }
}
