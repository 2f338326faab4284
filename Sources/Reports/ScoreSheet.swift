import Statistics
import Vocabulary

/// Scores of verdicts that came from anywhere: per task, per configuration and pass, and overall.
package struct ScoreSheet: Sendable {
    /// One answer in one pass.
    package struct Entry: Sendable {
        package var taskID: String
        package var configuration: String
        package var generation: Int
        package var pass: Int
        package var result: Result
        /// What was judged and how, where the sheet is to show it; empty otherwise.
        package var rulings: [Ruling]

        package init(
            taskID: String, configuration: String, generation: Int = 0, pass: Int, result: Result,
            rulings: [Ruling] = []
        ) {
            self.taskID = taskID
            self.configuration = configuration
            self.generation = generation
            self.pass = pass
            self.result = result
            self.rulings = rulings
        }

        /// What all passes over one answer share.
        fileprivate struct Answer: Hashable {
            let configuration: String
            let taskID: String
            let generation: Int
        }

        fileprivate var answer: Answer {
            Answer(configuration: configuration, taskID: taskID, generation: generation)
        }
    }

    /// A criterion with its text and the verdict on it.
    package struct Ruling: Sendable {
        let criterion: Criterion
        /// Nil where it is missing.
        let verdict: Verdict?

        package init(_ criterion: Criterion, _ verdict: Verdict?) {
            self.criterion = criterion
            self.verdict = verdict
        }
    }

    package enum Result: Sendable {
        case score(TaskScore)
        /// Some verdicts are missing, or bounds were asked for.
        case bounds(ScoreBounds)

        /// The score, or the lower end.
        var adverse: TaskScore {
            switch self {
            case .score(let score): score
            case .bounds(let bounds): bounds.adverse
            }
        }

        /// The score, or the upper end.
        var favourable: TaskScore {
            switch self {
            case .score(let score): score
            case .bounds(let bounds): bounds.favourable
            }
        }
    }

    let entries: [Entry]
    /// Tasks of the dataset without any verdict.
    let unscoredTasks: Int

    /// - Parameter entries: in the order in which they are to be shown.
    package init(entries: [Entry], unscoredTasks: Int) {
        self.entries = entries
        self.unscoredTasks = unscoredTasks
    }

    /// Means of one configuration in one pass, or of everything.
    struct Summary {
        let entries: [Entry]

        var tasks: Int { Set(entries.map(\.taskID)).count }

        /// Of both ends the mean over the passes of an answer, then over answers; nil where no
        /// answer has the value.
        func mean(_ value: (TaskScore) -> Double?) -> (low: Double, high: Double)? {
            let answers = Dictionary(grouping: entries, by: \.answer)
            // In the order of the entries, since a dictionary's own changes from run to run.
            var seen: Set<Entry.Answer> = []
            let order = entries.map(\.answer).filter { seen.insert($0).inserted }
            func end(_ pick: (Result) -> TaskScore) -> Double? {
                Averages.mean(
                    order.compactMap { answer in
                        Averages.mean(
                            (answers[answer] ?? []).compactMap { value(pick($0.result)) })
                    })
            }
            guard let low = end(\.adverse), let high = end(\.favourable) else { return nil }
            return (low, high)
        }
    }

    /// Configurations and passes in order of appearance.
    var groups: [(configuration: String, pass: Int, summary: Summary)] {
        var order: [(String, Int)] = []
        for entry in entries
        where !order.contains(where: { $0 == (entry.configuration, entry.pass) }) {
            order.append((entry.configuration, entry.pass))
        }
        return order.map { configuration, pass in
            let own = entries.filter { $0.configuration == configuration && $0.pass == pass }
            return (configuration, pass, Summary(entries: own))
        }
    }

    var hasBounds: Bool {
        entries.contains { entry in
            switch entry.result {
            case .score: false
            case .bounds: true
            }
        }
    }
}
