import Comparison
import Statistics
import Vocabulary

extension AgainstPublished.OwnRun {
    /// Our side, from results.
    package init(_ results: RunResults) {
        let rows = results.configurations.map { configuration in
            let scores = ConfigurationScores(configuration, in: results)
            let ends = scores.interval.flatMap { interval in
                interval.low.flatMap { low in interval.high.map { low...$0 } }
            }
            // Beside others stands only what is whole, valid and under the list that was meant.
            let isFit =
                scores.unresolvedTasks == 0 && scores.findings(results.validity).isEmpty
                && configuration.enforcement == .full
            return AgainstPublished.OwnRow(
                id: configuration.id, kind: configuration.kind, models: configuration.models,
                synthesizer: configuration.synthesizer, score: isFit ? scores.score : nil,
                interval: isFit ? ends : nil,
                tasks: scores.tasks.count, completed: scores.scored.count)
        }
        switch results.origin {
        case .run(let run, let judge):
            self.init(
                datasetName: run.datasetName, judgeModel: judge.model,
                judgePrompt: judge.promptName, passes: run.passes,
                isSimulated: run.simulation != nil, rows: rows)
        case .verdictFiles(let files):
            self.init(
                datasetName: files.datasetName, judgeModel: files.judge, judgePrompt: nil,
                passes: files.passes, isSimulated: false, rows: rows)
        }
    }
}
