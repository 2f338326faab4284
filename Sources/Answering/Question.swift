import Digests

/// What a system under test is asked. Deliberately without the rubric: nothing in this room could
/// show it to a model by mistake.
package struct Question: Sendable {
    package let taskID: String
    package let problem: String
    /// 0-based.
    package let generation: Int
    /// What all seeds of this answer derive from: the run's seed and the configuration.
    package let seedRoot: [String]

    package init(taskID: String, problem: String, generation: Int, seedRoot: [String]) {
        self.taskID = taskID
        self.problem = problem
        self.generation = generation
        self.seedRoot = seedRoot
    }

    /// A seed for one part of the work, such as `member 2`. Different parts, generations and
    /// configurations draw independently, even when they ask the same model the same thing.
    package func seed(for part: String) -> UInt64 {
        SHA256.seed(fields: seedRoot + [taskID, String(generation), part])
    }
}
