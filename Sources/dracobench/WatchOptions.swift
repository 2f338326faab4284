import ArgumentParser

/// How a run can be watched from outside.
struct WatchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How talk on stderr is written: text, or json with one object a line.",
            discussion: """
                Every object has ts, event and run. Events: run_planned, answer_stored, \
                verdict_stored, waiting, progress (every 10 s and at the end), stopping, \
                run_finished, note, warning, error (the last line, with exit_code).
                """))
    var logFormat = LogFormat.text

    @Option(
        help: ArgumentHelp(
            "A file for Prometheus metrics of the run, replaced as a whole every 10 s.",
            discussion: """
                For the textfile collector of node_exporter, a name that ends in .prom in the \
                collector's folder.
                """,
            valueName: "path"))
    var metricsFile: String?

    var choice: WatchChoice { WatchChoice(logFormat: logFormat, metricsFile: metricsFile) }
}

/// How a run is watched, as the session takes it.
struct WatchChoice {
    var logFormat = LogFormat.text
    var metricsFile: String?
}
