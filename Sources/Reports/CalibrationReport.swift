import JSONText
import Statistics

/// What many simulated benchmarks of known truth say of the intervals and tests in this program.
package struct CalibrationReport: Sendable, Equatable {
    package var replicates: Int
    package var seed: UInt64
    package var truthTasks: Int
    package var truths: [Truth]
    package var checks: [Check]
    package var biases: [Bias]
    /// Nil where it was not asked for.
    package var agreement: Agreement?

    package init(
        replicates: Int, seed: UInt64, truthTasks: Int, truths: [Truth], checks: [Check],
        biases: [Bias], agreement: Agreement? = nil
    ) {
        self.replicates = replicates
        self.seed = seed
        self.truthTasks = truthTasks
        self.truths = truths
        self.checks = checks
        self.biases = biases
        self.agreement = agreement
    }

    /// A true value, as far as it is known.
    package struct Truth: Sendable, Equatable {
        package var title: String
        /// In 0…1, of a difference in −1…1.
        package var value: Double
        /// Of the estimate of the value, from tasks of its own.
        package var standardError: Double
        /// Between tasks.
        package var standardDeviation: Double

        package init(
            title: String, value: Double, standardError: Double, standardDeviation: Double
        ) {
            self.title = title
            self.value = value
            self.standardError = standardError
            self.standardDeviation = standardDeviation
        }
    }

    /// How often something happened, and how often it should.
    package struct Check: Sendable, Equatable {
        package var kind: Kind
        package var title: String
        /// Tasks of every simulated benchmark.
        package var tasks: Int
        package var nominal: Double
        /// What the observed share has to keep to.
        package var goal: ClosedRange<Double>
        package var hits: Int
        package var replicates: Int

        package enum Kind: String, Sendable {
            case coverage
            case falseAlarms = "false_alarms"
        }

        package init(
            kind: Kind, title: String, tasks: Int, nominal: Double, goal: ClosedRange<Double>,
            hits: Int, replicates: Int
        ) {
            self.kind = kind
            self.title = title
            self.tasks = tasks
            self.nominal = nominal
            self.goal = goal
            self.hits = hits
            self.replicates = replicates
        }

        package var observed: Double { Double(hits) / Double(max(1, replicates)) }
        package var holds: Bool { goal.contains(observed) }
    }

    /// An estimate against what it estimates, in the mean over the benchmarks.
    package struct Bias: Sendable, Equatable {
        package var title: String
        package var tasks: Int
        package var truth: Double
        package var mean: Double
        /// Of the mean over the benchmarks.
        package var standardError: Double

        package init(
            title: String, tasks: Int, truth: Double, mean: Double, standardError: Double
        ) {
            self.title = title
            self.tasks = tasks
            self.truth = truth
            self.mean = mean
            self.standardError = standardError
        }

        package var bias: Double { mean - truth }
    }

    /// A run over HTTP against the same run drawn in process.
    package struct Agreement: Sendable, Equatable {
        package var tasks: Int
        package var verdicts: Int
        /// Verdicts that only one way has, or that differ.
        package var differing: Int
        /// In suite order.
        package var rows: [Row]

        package struct Row: Sendable, Equatable {
            package var configurationID: String
            /// Mean scores, 0…1; nil where a score is missing.
            package var overHTTP: Double?
            package var inProcess: Double

            package init(configurationID: String, overHTTP: Double?, inProcess: Double) {
                self.configurationID = configurationID
                self.overHTTP = overHTTP
                self.inProcess = inProcess
            }
        }

        package init(tasks: Int, verdicts: Int, differing: Int, rows: [Row]) {
            self.tasks = tasks
            self.verdicts = verdicts
            self.differing = differing
            self.rows = rows
        }

        /// Every verdict the same, and so every mean, but for the rounding of its sum.
        package var holds: Bool {
            differing == 0
                && rows.allSatisfy { row in
                    row.overHTTP.map { abs($0 - row.inProcess) < 1e-9 } ?? false
                }
        }
    }

    package var holds: Bool { checks.allSatisfy(\.holds) && agreement?.holds ?? true }
}

// MARK: - Markdown

extension CalibrationReport {
    package func markdown() -> String {
        let failed = checks.count { !$0.holds }
        let verdict =
            failed == 0
            ? "All \(checks.count) checks hold." : "\(failed) of \(checks.count) checks fail."
        return """
            # Calibration

            **Simulated.** \(replicates) made-up benchmarks, each with new tasks and answers, \
            seed \(seed). The true values come from \(truthTasks) other tasks of the same \
            population. \(verdict)

            ## Intervals: how often they hold the true value

            \(table(of: .coverage))

            Lower limits stand alone at 97.5 %. A lift's limits are on the safe side where members \
            are close, so only falling short counts against them.

            ## Comparisons without a true difference: how often they find one

            \(table(of: .falseAlarms))

            ## Naive lift: its error in the mean

            \(biasTable)

            With members that are close, the best of them is partly the luckiest, and the naive \
            lift is too low.

            ## What is true

            \(truthTable)
            \(agreement.map(Self.section) ?? "")
            """
    }

    private static func section(_ agreement: Agreement) -> String {
        var table = MarkdownTable([
            ("Configuration", .left), ("Over HTTP", .right), ("In process", .right),
        ])
        for row in agreement.rows {
            table.add([
                row.configurationID, row.overHTTP.map { Figures.fixed($0 * 100, 6) } ?? "–",
                Figures.fixed(row.inProcess * 100, 6),
            ])
        }
        return """

            ## A run over HTTP against the same run drawn in process

            \(agreement.tasks) tasks, \(agreement.verdicts) verdicts, \(agreement.differing) of \
            them different: \(agreement.holds ? "they agree." : "THEY DO NOT AGREE.")

            \(table.text)

            """
    }

    private func table(of kind: Check.Kind) -> String {
        var table = MarkdownTable([
            ("Check", .left), ("Tasks", .right), ("Nominal %", .right), ("Observed %", .right),
            ("95 % interval", .right), ("Goal %", .right), ("", .left),
        ])
        for check in checks where check.kind == kind {
            table.add([
                check.title, "\(check.tasks)", Figures.percent(check.nominal),
                Figures.percent(check.observed), Self.range(check.interval),
                Self.goal(check.goal), check.holds ? "ok" : "FAILS",
            ])
        }
        return table.text
    }

    private var biasTable: String {
        var table = MarkdownTable([
            ("Estimate", .left), ("Tasks", .right), ("True", .right), ("Mean", .right),
            ("Bias", .right), ("± SE", .right),
        ])
        for bias in biases {
            table.add([
                bias.title, "\(bias.tasks)", Figures.fixed(bias.truth * 100, 2),
                Figures.fixed(bias.mean * 100, 2), Figures.fixed(bias.bias * 100, 2),
                Figures.fixed(bias.standardError * 100, 2),
            ])
        }
        return table.text
    }

    private var truthTable: String {
        var table = MarkdownTable([
            ("Quantity", .left), ("Points", .right), ("± SE", .right),
            ("SD between tasks", .right),
        ])
        for truth in truths {
            table.add([
                truth.title, Figures.fixed(truth.value * 100, 2),
                Figures.fixed(truth.standardError * 100, 2),
                Figures.fixed(truth.standardDeviation * 100, 1),
            ])
        }
        return table.text
    }

    private static func range(_ interval: Interval?) -> String {
        "\(Figures.percent(interval?.low))–\(Figures.percent(interval?.high))"
    }

    private static func goal(_ range: ClosedRange<Double>) -> String {
        if range.lowerBound <= 0 { return "≤ \(Figures.percent(range.upperBound))" }
        if range.upperBound >= 1 { return "≥ \(Figures.percent(range.lowerBound))" }
        return "\(Figures.percent(range.lowerBound))–\(Figures.percent(range.upperBound))"
    }
}

extension CalibrationReport.Check {
    /// Of the observed share, by Wilson.
    package var interval: Interval? { Proportion.wilson(successes: hits, of: replicates) }
}

// MARK: - JSON

extension CalibrationReport {
    /// Shares and scores in 0…1.
    package func json() -> JSONValue {
        [
            "simulated": true, "replicates": .integer(replicates), "seed": .string(String(seed)),
            "truth_tasks": .integer(truthTasks), "holds": .bool(holds),
            "checks": .array(checks.map(Self.json)), "biases": .array(biases.map(Self.json)),
            "truths": .array(truths.map(Self.json)),
            "agreement": agreement.map(Self.json) ?? .null,
        ]
    }

    private static func json(_ agreement: Agreement) -> JSONValue {
        [
            "tasks": .integer(agreement.tasks), "verdicts": .integer(agreement.verdicts),
            "differing": .integer(agreement.differing), "holds": .bool(agreement.holds),
            "rows": .array(
                agreement.rows.map { row in
                    [
                        "configuration": .string(row.configurationID),
                        "over_http": number(row.overHTTP), "in_process": .number(row.inProcess),
                    ]
                }),
        ]
    }

    private static func json(_ check: Check) -> JSONValue {
        [
            "kind": .string(check.kind.rawValue), "title": .string(check.title),
            "tasks": .integer(check.tasks), "nominal": .number(check.nominal),
            "observed": .number(check.observed),
            "interval": .array([check.interval?.low, check.interval?.high].map(number)),
            "goal": [.number(check.goal.lowerBound), .number(check.goal.upperBound)],
            "hits": .integer(check.hits), "replicates": .integer(check.replicates),
            "holds": .bool(check.holds),
        ]
    }

    private static func json(_ bias: Bias) -> JSONValue {
        [
            "title": .string(bias.title), "tasks": .integer(bias.tasks),
            "truth": .number(bias.truth), "mean": .number(bias.mean),
            "bias": .number(bias.bias), "standard_error": .number(bias.standardError),
        ]
    }

    private static func json(_ truth: Truth) -> JSONValue {
        [
            "title": .string(truth.title), "value": .number(truth.value),
            "standard_error": .number(truth.standardError),
            "standard_deviation": .number(truth.standardDeviation),
        ]
    }

    private static func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
}
