import Comparison
import JSONText
import Statistics

/// How many tasks, answers and passes a comparison needs to see a difference, and what that costs.
package struct PowerPlan: RenderedReport, Sendable {
    /// The wanted difference, 0…1 units.
    let difference: Double
    let analysis: PowerAnalysis
    let variance: PilotVariance
    let cost: DesignCost?
    /// Where the variance is from, as the end of a sentence.
    let source: String
    let designs: [Design]

    struct Design: Sendable {
        let generations: Int
        let passes: Int
        let deviation: Double
        /// Nil where no number of tasks is enough.
        let tasks: Int?
        let cost: Double?
    }

    /// - Parameters:
    ///   - difference: in points.
    ///   - generations, passes: those to consider. More than one is only considered where the
    ///     variance between answers, or between passes, is known.
    package init(
        difference: Double, analysis: PowerAnalysis, variance: PilotVariance, cost: DesignCost?,
        source: String, generations: [Int] = [1, 2, 3, 5], passes: [Int] = [1, 3, 5]
    ) {
        self.difference = difference / 100
        self.analysis = analysis
        self.variance = variance
        self.cost = cost
        self.source = source
        let wanted = difference / 100
        designs = (variance.answer == nil ? [1] : generations).flatMap { k in
            (variance.pass == nil ? [1] : passes).map { m in
                let deviation = variance.deviation(generations: k, passes: m)
                let tasks = analysis.tasksNeeded(
                    difference: wanted, standardDeviation: deviation
                ).map { max(2, Int($0.rounded(.up))) }
                let total = tasks.flatMap { tasks in
                    cost?.total(StudyDesign(tasks: tasks, generations: k, passes: m))
                }
                return Design(
                    generations: k, passes: m, deviation: deviation, tasks: tasks, cost: total)
            }
        }
    }

    private var cheapest: Int? {
        let priced = designs.indices.filter { designs[$0].cost != nil }
        guard priced.count > 1 else { return nil }
        return priced.min { (designs[$0].cost ?? 0) < (designs[$1].cost ?? 0) }
    }

    /// Passes per answer that buy most for the money; nil where it can't be said.
    private var optimalPasses: Double? {
        guard let cost, let answer = variance.answer, let pass = variance.pass else { return nil }
        return StudyDesign.optimalPasses(
            generation: answer, pass: pass, generationCost: cost.answers, passCost: cost.pass)
    }

    private var single: String {
        [
            variance.answer == nil ? "one answer per task" : nil,
            variance.pass == nil ? "one pass per answer" : nil,
        ].compactMap { $0 }.joined(separator: " and ")
    }

    package func markdown() -> String {
        var table = MarkdownTable(
            [
                ("Answers per task", .right), ("Passes per answer", .right),
                ("SD of a task's difference", .right), ("Tasks needed", .right), ("Cost", .right),
            ] + (cheapest == nil ? [] : [("", .left)]))
        for (place, design) in designs.enumerated() {
            table.add(
                [
                    "\(design.generations)", "\(design.passes)",
                    Figures.fixed(design.deviation * 100, 1), design.tasks.map(String.init) ?? "–",
                    design.cost.map { "$" + Figures.fixed($0, 2) } ?? "?",
                ] + (cheapest == nil ? [] : [place == cheapest ? "cheapest" : ""]))
        }
        var notes = [
            """
            To find a true difference of \(Figures.fixed(difference * 100, 1)) points between two \
            configurations with power \(Figures.fixed(analysis.power, 2)) at \
            significance \(analysis.significance), two-sided, paired by task. Variance from \
            \(source).
            """, table.text,
        ]
        if let optimalPasses {
            notes.append(
                """
                Passes per answer that buy most precision for the money: \
                \(Figures.fixed(max(1, optimalPasses), 1)).
                """)
        }
        if variance.answer == nil || variance.pass == nil {
            notes.append(
                """
                Only designs with \(single) are shown: without repeats it can't be told what more of \
                them would buy. Run a pilot with generations and passes above 1.
                """)
        }
        notes.append(
            """
            Fix the design before the run; looking at the result and then adding tasks makes false \
            alarms more likely. Cost is of both configurations, answers and judging.
            """)
        return notes.joined(separator: "\n\n") + "\n"
    }

    package func json() -> JSONValue {
        [
            "difference": .number(difference * 100), "power": .number(analysis.power),
            "significance": .number(analysis.significance), "source": .string(source),
            "sd_task_difference": .number(variance.task.squareRoot() * 100),
            "sd_answer_difference": (variance.answer?.squareRoot()).percentJSON,
            "sd_pass_difference": (variance.pass?.squareRoot()).percentJSON,
            "optimal_passes": optimalPasses.json,
            "designs": .array(
                designs.map { design in
                    [
                        "generations": .integer(design.generations),
                        "passes": .integer(design.passes),
                        "sd": .number(design.deviation * 100),
                        "tasks": design.tasks.map { .integer($0) } ?? .null,
                        "cost_usd": design.cost.json,
                    ]
                }),
        ]
    }
}
