import Vocabulary

/// What every report says first: what was measured on what by whom. Numbers under different
/// headers do not compare.
struct ReportHeader {
    let results: RunResults

    var markdown: String {
        switch results.origin {
        case .run(let run, let judge): ([title(run)] + [lines(run, judge)]).joined(separator: "\n")
        case .verdictFiles(let files): lines(files)
        }
    }

    private func title(_ run: RunRecord) -> String {
        var lines = ["# \(Escape.markdown(run.name))", ""]
        if let simulation = run.simulation {
            lines += [
                """
                **Simulated.** Every model, page and judge behind these numbers is made up by the \
                built-in simulator (\(Escape.markdown(simulation))). They say nothing about real \
                models, whatever names appear.
                """, "",
            ]
        }
        if run.finishedAt == nil {
            lines += ["**Incomplete.** Run the same suite again to fill what is missing.", ""]
        }
        return lines.joined(separator: "\n")
    }

    private func lines(_ run: RunRecord, _ judge: JudgeRecord) -> String {
        let revision = run.datasetRevision.map { ", revision \(Escape.markdown($0))" } ?? ""
        let settings = [
            judge.reasoning.map { "reasoning \(Escape.markdown($0))" },
            judge.temperature.map { "temperature \($0)" },
        ].compactMap { $0 }.joined(separator: ", ")
        return """
            - Dataset: \(Escape.markdown(run.datasetName))\(revision), sha256 \
            \(run.datasetSHA256.prefix(12)), \(taskCount)
            - Judge: \(Escape.markdown(judge.model))\(settings.isEmpty ? "" : " (\(settings))"), \
            one call per criterion, \(passCount(run.passes))
            - Judge prompt: \(Escape.markdown(judge.promptName)) version \
            \(Escape.markdown(judge.promptVersion)), sha256 \(judge.promptSHA256.prefix(12))
            - Answers: \(run.generations) per task and configuration, seed \(run.seed), exclusion \
            list \(Escape.markdown(run.exclusionName)) (sha256 \(run.exclusionSHA256.prefix(12)))\(enforcement)
            - Configurations tried: \(results.configurations.count); scores by pass, clamped, then \
            averaged; lost answers count 0
            \(omissions)- Run \(Escape.markdown(run.id)), started \(Figures.date(run.startedAt)), dracobench \
            \(Escape.markdown(run.codeVersion)), suite sha256 \(run.suiteSHA256.prefix(12))
            """
    }

    private func lines(_ files: VerdictFilesRecord) -> String {
        let names = files.files.map { file in
            "\(Escape.markdown(file.name)) (sha256 \(file.sha256.prefix(12)))"
        }
        let ungraded =
            files.ungradedTasks == 0
            ? "" : ", \(files.ungradedTasks) more without a verdict by anyone, left out"
        return """
            # Verdicts from files

            - Dataset: \(Escape.markdown(files.datasetName)), sha256 \
            \(files.datasetSHA256.prefix(12)), \(taskCount)\(ungraded)
            - Judge: \(files.judge.map(Escape.markdown) ?? "not stated in the files"), \
            \(passCount(files.passes)) at most
            - Verdicts: \(names.joined(separator: ", "))
            - Configurations: \(results.configurations.count); scores by pass, clamped, then \
            averaged; a task on which only others have verdicts counts 0
            """
    }

    /// Settings that the suite asks for and that could not be sent: such rows were not measured as
    /// the suite reads.
    private var omissions: String {
        guard !results.omissions.isEmpty else { return "" }
        let byParameter = Dictionary(grouping: results.omissions, by: \.parameter)
        let parts = byParameter.sorted { $0.key < $1.key }.map { parameter, omissions in
            let models = omissions.map { Escape.markdown($0.model) }.joined(separator: ", ")
            return "\(Escape.markdown(parameter)) to \(models)"
        }
        return "- Not sent, since it is not taken there: \(parts.joined(separator: "; "))\n"
    }

    /// Where the list was not applied in full.
    private var enforcement: String {
        let parts = [
            (Enforcement.provider, "told to the search engine alone"), (.off, "not applied"),
        ].compactMap { enforcement, words -> String? in
            let names = results.configurations.filter { $0.enforcement == enforcement }.map(\.id)
            if names.isEmpty { return nil }
            let whose =
                names.count == results.configurations.count
                ? "" : " for \(names.map(Escape.markdown).joined(separator: ", "))"
            return words + whose
        }
        let hasList = results.run.map { $0.exclusionName != "none" } ?? false
        return parts.isEmpty || !hasList ? "" : ", \(parts.joined(separator: ", "))"
    }

    private var taskCount: String {
        results.tasks.count == 1 ? "1 task" : "\(results.tasks.count) tasks"
    }

    private func passCount(_ passes: Int) -> String { passes == 1 ? "1 pass" : "\(passes) passes" }
}
