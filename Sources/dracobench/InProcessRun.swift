import Simulator
import Vocabulary

/// The verdicts of a run on the simulator, drawn in process: one generation, one pass, fusions
/// over the drafts of the run's own solo answers.
struct InProcessRun {
    let simulator: InProcessSimulator
    let configurations: [Configuration]
    let judge: String
    let seeds: any RequestSeeds

    /// By configuration, the verdicts on its answer to a task, in the order of the criteria; nil
    /// where there is no answer.
    ///
    /// - Parameter task: its place in the dataset.
    func verdicts(onTask task: Int) -> [[Verdict]?] {
        var drafts: [String: SimulatedAnswer] = [:]
        for (place, configuration) in configurations.enumerated() {
            guard case .solo(let model) = configuration.kind else { continue }
            let seed = seeds.answer(place, task: task, part: "solo")
            drafts[model] = simulator.draft(of: task, by: model, seed: seed)
        }
        return configurations.enumerated().map { place, configuration in
            let answer: SimulatedAnswer? =
                switch configuration.kind {
                case .solo(let model): drafts[model]
                case .fusion(let spec):
                    simulator.fusion(
                        of: spec.panel.map { drafts[$0] }, on: task, analyst: spec.analyst,
                        analystSeed: seeds.answer(place, task: task, part: "analyst 0"),
                        synthesizer: spec.synthesizer,
                        synthesizerSeed: seeds.answer(place, task: task, part: "synthesizer"))
                case .serverFusion, .escalation, .answers: nil
                }
            return answer.map { answer in
                simulator.verdicts(on: answer, task: task, by: judge) { criterion in
                    seeds.verdict(place, task: task, criterion: criterion)
                }
            }
        }
    }
}

/// The seeds that a run sends with its requests. Configurations, tasks and criteria are named by
/// their places.
protocol RequestSeeds: Sendable {
    func answer(_ configuration: Int, task: Int, part: String) -> UInt64
    func verdict(_ configuration: Int, task: Int, criterion: Int) -> UInt64
}
