import Vocabulary

/// Whether an answer has more of its own rubric's words than of the other rubrics'.
///
/// With share(r) the part of rubric r's distinct runs of 8 words, prompt and shared ones aside,
/// that the answer has, and N other rubrics:
///
///     p = (1 + number of others with share ≥ own) ÷ (1 + N)     z = (own − mean) ÷ s of the others
///
/// The others are the null of mismatched pairs: text on another subject. An honest answer may
/// well beat them, because it is on the rubric's subject and quotes the same names and laws; so an
/// answer is flagged only where it has a twentieth of the rubric and parts of three criteria too,
/// and even then overlap is a reason to read it, not a proof. An id of the benchmark is one.
package struct AnswerOverlap: Sendable {
    private let screen: ContentScreen
    /// By task, how many distinct runs its rubric is known by.
    private let totals: [Int]

    /// The thresholds that must all be met.
    package static let significance = 0.05
    package static let leastShare = 0.05
    package static let leastCriteria = 3

    package init(_ screen: ContentScreen) {
        self.screen = screen
        totals = screen.index.eightsByTask
    }

    /// One answer against one dataset's rubrics.
    package struct Measurement: Sendable, Equatable {
        /// Of its own rubric's runs, 0…1.
        package let share: Double
        /// How many criteria of it the answer has a run of.
        package let criteria: Int
        /// The shares of the other rubrics, in the order of the tasks.
        package let others: [Double]

        package var pValue: Double {
            Double(1 + others.count { $0 >= share }) / Double(1 + others.count)
        }

        /// Nil where the others don't vary, as they seldom do: most have no run at all.
        package var z: Double? {
            guard others.count > 1 else { return nil }
            let mean = others.reduce(0, +) / Double(others.count)
            let squares = others.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let deviation = (squares / Double(others.count - 1)).squareRoot()
            return deviation > 0 ? (share - mean) / deviation : nil
        }

        package var isFlagged: Bool {
            pValue <= AnswerOverlap.significance && share >= AnswerOverlap.leastShare
                && criteria >= AnswerOverlap.leastCriteria
        }
    }

    /// - Returns: nil where the task is unknown or its rubric has no run to look for.
    package func measure(_ answer: String, taskID: String) -> Measurement? {
        guard let own = screen.index.taskIDs.firstIndex(of: taskID), totals[own] > 0 else {
            return nil
        }
        let matches = screen.index.matches(in: answer)
        func share(_ task: Int) -> Double {
            Double(matches.eightsByTask[task] ?? 0) / Double(totals[task])
        }
        return Measurement(
            share: share(own),
            criteria: matches.eights.keys.count { screen.index.criteria[$0].task == own },
            others: totals.indices.filter { $0 != own && totals[$0] > 0 }.map(share))
    }

    /// What an answer's text says of where it came from.
    package func findings(in answer: String, taskID: String) -> [LeakFinding] {
        let canaries = screen.canaryFindings(in: answer)
        guard let measurement = measure(answer, taskID: taskID), measurement.isFlagged else {
            return canaries
        }
        let percent = (measurement.share * 100).rounded()
        return canaries + [
            LeakFinding(
                evidence: .overlap, severity: .questionContext,
                detail: "\(Int(percent)) % of the runs of 8 words of the rubric of task \(taskID), "
                    + "in \(measurement.criteria) criteria; more than "
                    + "\(measurement.others.count { $0 < measurement.share }) of "
                    + "\(measurement.others.count) other rubrics")
        ]
    }
}
