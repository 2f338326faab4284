import Statistics
import Vocabulary

/// How much a paired comparison is blurred, and by what.
///
/// The variance of the mean difference with n tasks, k answers a task and m passes an answer is
///
///     (task + answer ÷ k + pass ÷ km) ÷ n
///
/// with the three parts below, of both configurations together, in squared units of the score.
package struct PilotVariance: Sendable, Equatable {
    /// Of the true difference between tasks; with one answer a task, its noise is in here.
    package let task: Double
    /// Between answers; nil where it can't be told from `task`.
    package let answer: Double?
    /// Between passes; nil where it can't be told from the part above.
    package let pass: Double?

    package init(task: Double, answer: Double?, pass: Double?) {
        self.task = task
        self.answer = answer
        self.pass = pass
    }

    /// From two configurations that ran: the analysis of variance of their differences, the first
    /// answer against the first, the first pass against the first, and so on. Nil for fewer than two
    /// tasks that both have in full, and where the differences do not vary.
    package init?(_ a: ConfigurationScores, _ b: ConfigurationScores) {
        func cells(_ scores: ConfigurationScores) -> [String: [[Double]]] {
            Dictionary(
                uniqueKeysWithValues: scores.tasks.map { task in
                    (task.taskID, task.units.map { $0.scores.map(\.normalized) })
                })
        }
        let second = cells(b)
        let differences = cells(a).sorted { $0.key < $1.key }.compactMap { id, first in
            second[id].flatMap { Self.differences(first, $0) }
        }
        let generations = differences.map(\.count).max() ?? 0
        let passes = differences.flatMap { $0 }.map(\.count).max() ?? 0
        let whole = differences.filter {
            $0.count == generations && $0.allSatisfy { $0.count == passes }
        }
        guard let parts = VarianceComponents(whole),
            parts.task + (parts.generation ?? 0) + (parts.pass ?? 0) > 0
        else { return nil }
        task = parts.task
        answer = parts.generation
        pass = parts.pass
    }

    private static func differences(_ a: [[Double]], _ b: [[Double]]) -> [[Double]]? {
        guard a.count == b.count, !a.isEmpty, zip(a, b).allSatisfy({ $0.count == $1.count }) else {
            return nil
        }
        return zip(a, b).map { zip($0, $1).map { $0 - $1 } }
    }

    /// Standard deviation of a task's difference in a design with k answers and m passes. Parts that
    /// are not known apart are taken not to shrink.
    package func deviation(generations: Int, passes: Int) -> Double {
        let k = Double(generations)
        let km = k * Double(passes)
        return (task + (answer ?? 0) / k + (pass ?? 0) / (answer == nil ? Double(passes) : km))
            .squareRoot()
    }
}

/// What one more answer and one more judging pass of both configurations cost per task.
package struct DesignCost: Sendable, Equatable {
    package let answers: Double
    package let pass: Double

    package init(answers: Double, pass: Double) {
        self.answers = answers
        self.pass = pass
    }

    /// From two configurations that ran; nil where a cost is unknown.
    package init?(_ a: ConfigurationScores, _ b: ConfigurationScores) {
        guard let first = a.costPerAnswer, let second = b.costPerAnswer,
            let judged = Self.costPerPass(a), let other = Self.costPerPass(b)
        else { return nil }
        answers = first.dollars + second.dollars
        pass = judged + other
    }

    private static func costPerPass(_ scores: ConfigurationScores) -> Double? {
        let passes = scores.answered.reduce(0) { $0 + $1.scores.count }
        guard passes > 0 else { return nil }
        return scores.judgeCost.map { $0.dollars / Double(passes) }
    }

    package func total(_ design: StudyDesign) -> Double {
        let answered = Double(design.tasks * design.generations)
        return answered * answers + answered * Double(design.passes) * pass
    }
}
