import Simulator
import Statistics
import Vocabulary

/// The configurations that calibration sets against each other.
///
/// Four models are of one profile, so that nothing but luck is between them; two are weaker. One
/// panel is of equals, one of a best member and two weaker ones.
enum SimulatedField {
    enum Entrant: Int, CaseIterable, Sendable {
        case ash, elm, fir, oak
        case weaker
        case weakest
        case panelOfEquals
        case panelOfUnequals

        fileprivate static let solos: [Entrant] = [.ash, .elm, .fir, .oak, .weaker, .weakest]

        /// The panel's members, none for a solo.
        var members: [Entrant] {
            switch self {
            case .ash, .elm, .fir, .oak, .weaker, .weakest: []
            case .panelOfEquals: [.ash, .elm, .fir]
            case .panelOfUnequals: [.ash, .weaker, .weakest]
            }
        }

        fileprivate var model: String { "calibration/\(self)" }
    }

    /// Those that nothing but luck is between.
    static let equals: [Entrant] = [.ash, .elm, .fir, .oak]

    static let judge = "sim/judge"

    static let configurations = Entrant.allCases.map { entrant in
        let panel = entrant.members.map(\.model)
        return Configuration(
            id: "\(entrant)",
            kind: panel.isEmpty
                ? .solo(model: entrant.model)
                : .fusion(
                    FusionSpec(
                        panel: panel, analyst: panel[0], synthesizer: panel[0], drafts: .reuse)))
    }

    static let profiles: [String: ModelProfile] = {
        let strong = ModelProfile(
            searches: 5, fetches: 10, recall: 0.95, breadth: 0.75, presentation: 0.3,
            citation: 0.3, gullibility: 0.06)
        let weaker = ModelProfile(
            searches: 4, fetches: 8, recall: 0.92, breadth: 0.7, presentation: 0.3,
            citation: 0.3, gullibility: 0.08)
        let weakest = ModelProfile(
            searches: 3, fetches: 6, recall: 0.9, breadth: 0.6, presentation: 0.3,
            citation: 0.25, gullibility: 0.1)
        return Dictionary(
            uniqueKeysWithValues: Entrant.solos.map { entrant in
                (
                    entrant.model,
                    entrant == .weaker ? weaker : entrant == .weakest ? weakest : strong
                )
            })
    }()

    /// What the judge made of one benchmark.
    struct Scores: Sendable {
        /// Normalized, 0…1, by entrant and task.
        private let scores: [[Double]]

        init(_ scores: [[Double]]) { self.scores = scores }

        subscript(entrant: Entrant) -> [Double] { scores[entrant.rawValue] }

        /// Of the first so many tasks.
        func prefix(_ count: Int) -> Scores { Scores(scores.map { Array($0.prefix(count)) }) }
    }

    /// Draws a benchmark: new tasks, a new world, new answers and verdicts.
    ///
    /// - Parameter seed: of everything but the tasks.
    static func scores(on tasks: [ResearchTask], seed: UInt64) -> Scores {
        let world = World(tasks: tasks, seed: seed)
        let run = InProcessRun(
            simulator: InProcessSimulator(world: world, seed: seed, profiles: profiles),
            configurations: configurations, judge: judge, seeds: MixedSeeds(root: seed))
        var scores: [[Double]] = Array(repeating: [], count: configurations.count)
        for (place, task) in tasks.enumerated() {
            for (configuration, verdicts) in run.verdicts(onTask: place).enumerated() {
                scores[configuration].append(score(verdicts, task.rubric))
            }
        }
        return Scores(scores)
    }

    /// The normalized score of `TaskScore`, and 0 for no answer.
    static func score(_ verdicts: [Verdict]?, _ rubric: Rubric) -> Double {
        guard let verdicts else { return 0 }
        let raw = zip(rubric.criteria, verdicts)
            .reduce(0) { $0 + ($1.1 == .met ? $1.0.weight : 0) }
        return min(max(Double(raw) / Double(rubric.positiveWeight), 0), 1)
    }
}

/// Seeds as good as those of a run, without its digests.
private struct MixedSeeds: RequestSeeds {
    let root: UInt64

    func answer(_ configuration: Int, task: Int, part: String) -> UInt64 {
        let number = part.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
        return mixed(configuration, task, 0x1_0000 + number)
    }

    func verdict(_ configuration: Int, task: Int, criterion: Int) -> UInt64 {
        mixed(configuration, task, criterion)
    }

    private func mixed(_ configuration: Int, _ task: Int, _ place: Int) -> UInt64 {
        let address = UInt64(configuration) << 56 | UInt64(task) << 20 | UInt64(place)
        var generator = SplitMix64(seed: root ^ address)
        return generator.next()
    }
}
