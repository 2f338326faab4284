import ArgumentParser

/// `dracobench judge`
struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Tests judges: against gold verdicts, against each other, against themselves.",
        discussion: """
            A judge is a model with a definition under rubrics/judges, which says what it is told, \
            what it is shown and how it replies. Verdicts of trials are kept in a file of their own, \
            so that a trial that was cut off goes on where it ended and one that is repeated costs \
            nothing.
            """,
        subcommands: [Test.self, Diff.self, Anchor.self, Drift.self, Gold.self])
}
