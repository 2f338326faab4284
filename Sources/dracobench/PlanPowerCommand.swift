import ArgumentParser
import Comparison
import JSONText
import Reports
import Statistics
import Vocabulary

/// `dracobench plan-power`
struct PlanPowerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan-power",
        abstract: "How many tasks, answers and passes a wanted difference needs, and the cost.",
        usage: """
            dracobench plan-power --difference POINTS [RUN] A B
            dracobench plan-power --difference POINTS --sd-task POINTS [--sd-answer POINTS \
            --sd-pass POINTS] [--answer-cost USD --pass-cost USD]
            """,
        discussion: """
            The variance comes from two configurations of a stored pilot run (or of verdict files), \
            or is stated. Twenty tasks with three answers and three passes make a good pilot.
            """)

    @Argument(help: "The pilot: a run's id, where the file has several, and two configurations.")
    var names: [String] = []

    @Option(help: "The true difference to be found, in points.")
    var difference: Double

    @Option(help: "SD between tasks of the true difference of the two, in points.")
    var sdTask: Double?

    @Option(help: "SD between one configuration's answers to a task, in points.")
    var sdAnswer: Double?

    @Option(help: "SD between judging passes of one answer, in points.")
    var sdPass: Double?

    @Option(help: "Dollars for one answer of both configurations together.")
    var answerCost: Double?

    @Option(help: "Dollars for one judging pass of both answers together.")
    var passCost: Double?

    @Option(help: "Chance to find the difference if it is there.")
    var power = 0.8

    @Option(help: "Chance of a false alarm.")
    var significance = 0.05

    @Option(help: "markdown or json.")
    var format = TableFormat.markdown

    @OptionGroup var source: ResultsOptions

    func validate() throws {
        let positive = [
            ("--difference", difference), ("--sd-task", sdTask), ("--sd-answer", sdAnswer),
            ("--sd-pass", sdPass),
        ]
        for (name, value) in positive {
            if let value, !(value > 0 && value <= 100) {
                throw ValidationError("\(name) must be above 0 and at most 100 points.")
            }
        }
        for (name, value) in [("--answer-cost", answerCost), ("--pass-cost", passCost)] {
            if let value, !(value >= 0 && value.isFinite) {
                throw ValidationError("\(name) must be 0 or more dollars.")
            }
        }
        guard power > significance, power < 1, significance > 0, significance < 1 else {
            throw ValidationError(
                "--power and --significance lie between 0 and 1, and power is the larger one.")
        }
        guard sdTask == nil ? (2...3).contains(names.count) || takesMoreFiles : names.isEmpty
        else {
            throw ValidationError(
                "Name two configurations of a pilot, or state --sd-task; one of the two.")
        }
        if names.isEmpty, source.takesVerdicts {
            throw ValidationError("Name the two configurations of the verdict files.")
        }
        if !names.isEmpty, sdAnswer != nil || sdPass != nil {
            throw ValidationError("A pilot has its own variance; leave --sd-answer and --sd-pass.")
        }
        if (answerCost == nil) != (passCost == nil) {
            throw ValidationError("--answer-cost and --pass-cost go together.")
        }
        if format == .csv {
            throw ValidationError("plan-power prints markdown or json; choose one of them.")
        }
    }

    /// Names before the last two are verdict files then.
    private var takesMoreFiles: Bool { source.takesVerdicts && names.count >= 2 }

    func run() async throws {
        let statedCost = answerCost.flatMap { answers in
            passCost.map { DesignCost(answers: answers, pass: $0) }
        }
        let analysis = PowerAnalysis(significance: significance, power: power)
        let plan: PowerPlan
        if let sdTask {
            plan = PowerPlan(
                difference: difference, analysis: analysis, variance: stated(sdTask),
                cost: statedCost,
                source: "what was stated")
        } else {
            let (a, b) = try await pilot()
            guard let variance = PilotVariance(a, b) else {
                throw CommandFailure(
                    """
                    \(a.configuration.id) and \(b.configuration.id) have fewer than two tasks in \
                    full in common, or the same difference on each; run a larger pilot or state \
                    --sd-task.
                    """)
            }
            plan = PowerPlan(
                difference: difference, analysis: analysis, variance: variance,
                cost: statedCost ?? DesignCost(a, b),
                source: "\(a.configuration.id) and \(b.configuration.id)")
        }
        Terminal.print(format == .json ? plan.json().prettyText : plan.markdown())
    }

    /// Both configurations are taken to vary alike between answers and passes.
    private func stated(_ sdTask: Double) -> PilotVariance {
        func variance(_ points: Double) -> Double { points / 100 * points / 100 }
        return PilotVariance(
            task: variance(sdTask), answer: sdAnswer.map { 2 * variance($0) },
            pass: sdPass.map { 2 * variance($0) })
    }

    private func pilot() async throws -> (ConfigurationScores, ConfigurationScores) {
        let rest = Array(names.dropLast(2))
        let results =
            source.takesVerdicts
            ? try await source.results(runID: nil, moreVerdicts: rest)
            : try await source.results(runID: rest.first)
        return (
            try results.scores(of: names[names.count - 2]),
            try results.scores(of: names[names.count - 1])
        )
    }
}

extension RunResults {
    /// What the results say of a configuration that a person named.
    func scores(of id: String) throws -> ConfigurationScores {
        guard let configuration = configurations.first(where: { $0.id == id }) else {
            let known = configurations.map(\.id).joined(separator: ", ")
            throw CommandFailure("There is no configuration \(id); there are \(known).")
        }
        return ConfigurationScores(configuration, in: self)
    }
}
