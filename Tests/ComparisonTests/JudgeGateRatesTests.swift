import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("How often a judge gate is wrong")
struct JudgeGateRatesTests {
    private static let seeds = 200

    enum Material: String, CaseIterable {
        case gold
        case anchor

        func items(_ random: inout SplitMix64) -> MadeUpTrials {
            switch self {
            case .gold: .goldSet(&random)
            case .anchor: .anchorRuns(&random)
            }
        }
    }

    /// What makes the new judge out of the old one.
    typealias Change = @Sendable (MadeUpTrials, inout SplitMix64) -> MadeUpTrials

    /// Seeds in which a new judge is stopped.
    private static func stopped(
        _ material: Material, seeds: Int = seeds, thresholds: GateThresholds = GateThresholds(),
        _ change: @escaping Change = { items, _ in items }
    ) async -> Int {
        await withTaskGroup(of: Int.self) { group in
            for part in 0..<4 {
                group.addTask {
                    (0..<seeds).count { seed in
                        guard seed % 4 == part else { return false }
                        var random = SplitMix64(seed: UInt64(seed))
                        let items = material.items(&random)
                        let changed = change(items, &random)
                        let difference = JudgeDifference(
                            from: items.trial("old", &random), to: changed.trial("new", &random),
                            fusions: ["s5": ["s3", "s4"]],
                            precision: .init(
                                replicates: 40, permutations: 199, seed: UInt64(seed)))
                        let gate = JudgeGate(difference, sentinels: nil, thresholds: thresholds)
                        return gate.outcome == .failed
                    }
                }
            }
            return await group.reduce(0, +)
        }
    }

    @Test(
        "A judge that is the same as the old one is stopped by six seeds in a hundred at most",
        arguments: Material.allCases)
    func falseAlarms(material: Material) async {
        let stopped = await Self.stopped(material)
        #expect(stopped * 100 <= 6 * Self.seeds, "\(stopped) of \(Self.seeds)")
    }

    @Test(
        "A judge that takes warnings for faults is stopped by nine seeds in ten at least",
        arguments: Material.allCases)
    func power(material: Material) async {
        let stopped = await Self.stopped(material) { items, random in
            items.withoutWarnAgainstClause(&random)
        }
        #expect(stopped * 10 >= 9 * Self.seeds, "\(stopped) of \(Self.seeds)")
    }

    @Test("A judge that errs elsewhere but no more is stopped by one seed in ten at most")
    func otherErrors() async {
        let stopped = await Self.stopped(.gold) { items, random in
            items.withOtherErrors(&random)
        }
        #expect(stopped * 10 <= Self.seeds, "\(stopped) of \(Self.seeds)")
    }

    @Test(
        "The strict rules stop a judge that is the same as the old one far more often",
        arguments: Material.allCases)
    func strict(material: Material) async {
        let strict = GateThresholds(
            gold: .init(isStrict: true), scores: .init(isStrict: true),
            ranks: .init(isStrict: true), missing: .init(isStrict: true))
        let stopped = await Self.stopped(material, seeds: 20, thresholds: strict)
        #expect(stopped > 10)
    }
}
