import Reports
import Simulator
import Statistics

/// Many simulated benchmarks whose truth is known: how often intervals hold it, and how often a
/// comparison finds a difference where there is none.
struct Calibration: Sendable {
    var replicates: Int
    /// Benchmarks of so many tasks. The smaller ones are the first tasks of the largest.
    var taskCounts: [Int]
    var seed: UInt64
    /// Tasks from which the true values are estimated; no benchmark has any of them.
    var truthTasks: Int

    /// The same for the same options, on any number of cores.
    func run() async -> CalibrationReport {
        let truth = CalibrationTruth(await truthScores())
        let probes = CalibrationProbe.all(truth)
        let outcomes = await Self.sideBySide(replicates) { replicate in
            outcome(of: replicate, probes)
        }
        let sizes = taskCounts.enumerated()
        return CalibrationReport(
            replicates: replicates, seed: seed, truthTasks: truthTasks, truths: truth.records,
            checks: probes.enumerated().flatMap { place, probe in
                sizes.map { size, tasks in
                    CalibrationReport.Check(
                        kind: probe.kind, title: probe.title, tasks: tasks,
                        nominal: probe.nominal, goal: probe.goal,
                        hits: outcomes.count { $0[size].hits[place] }, replicates: replicates)
                }
            },
            biases: CalibrationProbe.naiveLifts.enumerated().flatMap { place, lift in
                sizes.compactMap { size, tasks in
                    MeanEstimate(outcomes.map { $0[size].naiveLifts[place] }).map { estimate in
                        CalibrationReport.Bias(
                            title: lift.title, tasks: tasks,
                            truth: truth.lift(lift.fused, over: lift.members),
                            mean: estimate.mean, standardError: estimate.standardError ?? 0)
                    }
                }
            })
    }

    // MARK: - Replicates

    /// What one benchmark of one size says.
    private struct Outcome: Sendable {
        let hits: [Bool]
        let naiveLifts: [Double]
    }

    private func outcome(of replicate: Int, _ probes: [CalibrationProbe]) -> [Outcome] {
        let size = taskCounts.max() ?? 0
        let numbers = replicate * size..<(replicate + 1) * size
        let own = Self.seed(seed, stream: 1, replicate)
        let scores = SimulatedField.scores(
            on: TaskPopulation(seed: seed).tasks(numbers), seed: own)
        return taskCounts.map { count in
            let part = scores.prefix(count)
            return Outcome(
                hits: probes.map { $0.isHit(part, own) },
                naiveLifts: CalibrationProbe.naiveLifts.map { lift in
                    LiftEstimate(
                        fused: part[lift.fused], members: lift.members.map { part[$0] })?.naive
                        ?? .nan
                })
        }
    }

    /// Tasks of another seed, in worlds of a hundred.
    private func truthScores() async -> [SimulatedField.Scores] {
        let batch = 100
        let population = TaskPopulation(seed: ~seed)
        return await Self.sideBySide((truthTasks + batch - 1) / batch) { number in
            let end = min((number + 1) * batch, truthTasks)
            return SimulatedField.scores(
                on: population.tasks(number * batch..<end),
                seed: Self.seed(seed, stream: 2, number))
        }
    }

    private static func seed(_ seed: UInt64, stream: UInt64, _ number: Int) -> UInt64 {
        var root = SplitMix64(seed: seed)
        var own = SplitMix64(seed: root.next() ^ stream << 48 ^ UInt64(number))
        return own.next()
    }

    /// Computes on all cores, with results in the order of the numbers.
    private static func sideBySide<Result: Sendable>(
        _ count: Int, _ body: @Sendable @escaping (Int) -> Result
    ) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { group in
            for number in 0..<count { group.addTask { @concurrent in (number, body(number)) } }
            var results = [Result?](repeating: nil, count: count)
            for await (number, result) in group { results[number] = result }
            return results.compactMap { $0 }
        }
    }
}

/// The true values of the field, estimated from many tasks.
struct CalibrationTruth: Sendable {
    private typealias Entrant = SimulatedField.Entrant

    let records: [CalibrationReport.Truth]
    private let means: [SimulatedField.Entrant: Double]

    init(_ batches: [SimulatedField.Scores]) {
        func scores(_ entrant: Entrant) -> [Double] { batches.flatMap { $0[entrant] } }
        // Entrants of one profile have one true mean: all of them together tell it best.
        let equals = SimulatedField.equals.map(scores)
        let pooled = (equals.first ?? []).indices.map { task in
            Averages.sum(equals.map { $0[task] }) / Double(equals.count)
        }
        var means: [Entrant: Double] = [:]
        for entrant in Entrant.allCases {
            let isEqual = SimulatedField.equals.contains(entrant)
            means[entrant] = Averages.mean(isEqual ? pooled : scores(entrant)) ?? 0
        }
        self.means = means

        func record(_ title: String, _ values: [Double], spread: [Double]? = nil)
            -> CalibrationReport.Truth
        {
            CalibrationReport.Truth(
                title: title, value: Averages.mean(values) ?? 0,
                standardError: MeanEstimate(values)?.standardError ?? 0,
                standardDeviation: Moments.standardDeviation(spread ?? values) ?? 0)
        }
        func differences(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }
        let ash = scores(.ash)
        let panels: [(String, Entrant)] = [
            ("panel of equals", .panelOfEquals),
            ("panel of different skill", .panelOfUnequals),
        ]
        records =
            [
                record("strong solos, all four", pooled, spread: ash),
                record("weaker solo", scores(.weaker)), record("weak solo", scores(.weakest)),
            ] + panels.map { record($0.0, scores($0.1)) }
            + [
                record(
                    "strong − weaker solo", differences(pooled, scores(.weaker)),
                    spread: differences(ash, scores(.weaker)))
            ]
            + panels.map { title, panel in
                record(
                    "lift, \(title)", differences(scores(panel), pooled),
                    spread: differences(scores(panel), ash))
            }
    }

    func mean(_ entrant: SimulatedField.Entrant) -> Double { means[entrant] ?? 0 }

    func lift(
        _ fused: SimulatedField.Entrant, over members: [SimulatedField.Entrant]
    ) -> Double {
        mean(fused) - (members.map(mean).max() ?? 0)
    }
}
