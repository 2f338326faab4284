import Digests
import Execution
import Vocabulary

/// Answers that are put to judges to learn about the judges.
struct JudgeMaterial: Sendable {
    let name: String
    var items: [Item]

    struct Item: Sendable {
        /// Unlike that of any other item.
        let answerID: String
        /// Nil for answers of a gold set.
        let configurationID: String?
        /// With its whole rubric.
        let task: ResearchTask
        /// Those that are asked about.
        let criteria: [Criterion]
        let text: String
        /// What people say, by criterion id.
        let gold: [String: Verdict]
    }

    /// As tasks of their own, each with one answer that is given: the judging is then planned,
    /// executed, stored and resumed like that of any run.
    var dataset: Dataset {
        Dataset(
            name: name, sha256: sha256, revision: nil,
            tasks: items.map { item in
                ResearchTask(
                    id: item.answerID, problem: item.task.problem, domain: item.task.domain,
                    rubric: Rubric(id: item.task.rubric.id, criteria: item.criteria))
            })
    }

    /// Digest of the tasks, with all that a rubric says: what is asked under the same digest is the
    /// same.
    private var sha256: String {
        SHA256.hex(
            fields: items.flatMap { item in
                [item.answerID, item.task.problem, item.task.domain]
                    + item.criteria.flatMap { [$0.key, $0.axis.rawValue, String($0.weight)] }
            })
    }

    var answers: [RunSetup.ImportedText] {
        items.map { item in
            RunSetup.ImportedText(
                taskID: item.answerID, generation: 0, text: item.text, cost: nil,
                latencySeconds: nil, model: nil)
        }
    }
}
