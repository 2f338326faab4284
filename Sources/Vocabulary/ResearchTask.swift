/// One research prompt with the rubric its answers are graded against.
package struct ResearchTask: Sendable, Equatable {
    /// Unique in its dataset; a UUID in DRACO.
    package let id: String
    /// The text a system under test is asked to research.
    package let problem: String
    /// The field it comes from, such as `Finance`.
    package let domain: String
    /// The checks, hidden from every system under test.
    package let rubric: Rubric

    package init(id: String, problem: String, domain: String, rubric: Rubric) {
        self.id = id
        self.problem = problem
        self.domain = domain
        self.rubric = rubric
    }
}

/// The tasks of one file and what identifies them.
package struct Dataset: Sendable, Equatable {
    /// The name people call it by, such as `sample`.
    package let name: String
    /// SHA-256 of the tasks file and of every rubric file read with it.
    package let sha256: String
    /// The revision its source states, if any: `ce076749…` for DRACO.
    package let revision: String?
    /// In file order.
    package let tasks: [ResearchTask]

    package init(name: String, sha256: String, revision: String?, tasks: [ResearchTask]) {
        self.name = name
        self.sha256 = sha256
        self.revision = revision
        self.tasks = tasks
    }
}
