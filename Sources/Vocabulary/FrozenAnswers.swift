/// Graded answers that are kept as they are, with what the judge ruled on them, so that judging them
/// again shows whether the judge has changed.
package struct FrozenAnswers: Sendable, Equatable {
    /// The dataset that the tasks are of.
    package var dataset: String
    /// The judge of the reference judging: `JudgeRecord.id`, its model, and its definition's name.
    package var judgeID: String
    package var judgeModel: String
    package var judgeName: String
    package var repeats: Int
    /// Seconds since 1970.
    package var date: Double
    package var answers: [Answer]
    /// Later judgings, in the order in which they were made.
    package var history: [Rejudging]

    package init(
        dataset: String, judgeID: String, judgeModel: String, judgeName: String, repeats: Int,
        date: Double, answers: [Answer], history: [Rejudging] = []
    ) {
        self.dataset = dataset
        self.judgeID = judgeID
        self.judgeModel = judgeModel
        self.judgeName = judgeName
        self.repeats = repeats
        self.date = date
        self.answers = answers
        self.history = history
    }

    package struct Answer: Sendable, Equatable {
        package var id: String
        package var taskID: String
        package var text: String
        /// By criterion id.
        package var counts: [String: Count]

        package init(id: String, taskID: String, text: String, counts: [String: Count]) {
            self.id = id
            self.taskID = taskID
            self.text = text
            self.counts = counts
        }
    }

    /// Verdicts on one criterion that could be had.
    package struct Count: Sendable, Equatable {
        package var met: Int
        package var runs: Int

        package init(met: Int, runs: Int) {
            self.met = met
            self.runs = runs
        }
    }

    package struct Rejudging: Sendable, Equatable {
        /// Seconds since 1970.
        package var date: Double
        package var judgeID: String
        /// By answer id, then by criterion id.
        package var counts: [String: [String: Count]]

        package init(date: Double, judgeID: String, counts: [String: [String: Count]]) {
            self.date = date
            self.judgeID = judgeID
            self.counts = counts
        }
    }
}
