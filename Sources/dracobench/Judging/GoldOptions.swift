import ArgumentParser
import Catalog
import Vocabulary

/// A gold set and the tasks it is about.
struct GoldOptions: ParsableArguments {
    @Option(help: "A gold set: a name under rubrics/gold, or the path of a .jsonl or .csv file.")
    var gold: String?

    @Option(help: "The dataset that the gold set's tasks are of: a name or a path.")
    var dataset = "sample"

    /// A gold set with its tasks.
    struct Source {
        let gold: GoldSet
        let tasks: [ResearchTask]

        var material: JudgeMaterial { JudgeMaterial(gold, tasks: tasks) }
    }

    /// Nil where none is asked for.
    func source(in workspace: Workspace) throws -> Source? {
        guard let gold else { return nil }
        let tasks = try workspace.dataset(dataset).tasks
        return Source(gold: try workspace.goldSet(gold, tasks: tasks), tasks: tasks)
    }

    func required(in workspace: Workspace) throws -> Source {
        guard let source = try source(in: workspace) else {
            let known = workspace.goldSetNames().joined(separator: ", ")
            throw CommandFailure("Name a gold set with --gold, such as \(known).")
        }
        return source
    }
}
