import Statistics
import Vocabulary

/// What research that met the benchmark did to the scores.
///
/// A task is tainted for a configuration where the research, the text or a draft of one of its
/// answers shows what the benchmark asks or wants to hear, and it was not kept away. (Han et al.
/// 2025; Wang et al. 2026.)
package struct ContaminationEffect: Sendable {
    /// In the order of the standings.
    package let rows: [Row]
    /// Tasks that are tainted for no configuration, in dataset order: what is compared without.
    package let cleanTasks: [String]

    package struct Row: Sendable {
        package let configuration: ConfigurationSummary
        /// Answers with findings: that were kept away, and that got through, by what they show.
        package let keptAway: Int
        package let seen: [LeakFinding.Severity: Int]
        /// Ids of the tainted tasks, in dataset order.
        package let tainted: [String]
        /// The score, and with tainted tasks as 0, the worst case.
        package let score: Double?
        package let taintedAsZero: Double?
        /// Over the tasks that are clean for every configuration; nil where none is.
        package let withoutTainted: Double?
        /// By how much it is ahead of the same configuration with the exclusion in full, lost answers
        /// as 0; nil where that did not run, and for texts from elsewhere.
        package let overFull: PairedDifference?
        /// Against the mean of the configurations without any tainted task; nil where there is
        /// none, or no task of either sort.
        package let contrast: TaintedContrast?
    }

    /// - Parameters:
    ///   - scores: all configurations of a run.
    ///   - seed: of random labellings.
    package init(_ scores: [ConfigurationScores], seed: UInt64) {
        let tainted = scores.map(\.taintedTasks)
        let anyTainted = Set(tainted.joined())
        let ids = scores.first?.tasks.map(\.taskID) ?? []
        let clean = ids.filter { !anyTainted.contains($0) }
        cleanTasks = clean
        // A row that waits for its answers has no task in common with any other.
        let references = zip(scores, tainted).filter { $1.isEmpty }.map(\.0.scoreByTask)
            .filter { !$0.isEmpty }
        rows = zip(scores, tainted).map { own, tainted in
            let byTask = own.scoreByTask
            let hit = Set(tainted)
            let findings = own.answered.map { $0.leaks.map(\.finding) }
            return Row(
                configuration: own.configuration,
                keptAway: findings.count { $0.contains(where: \.wasKeptAway) },
                seen: Dictionary(
                    LeakFinding.Severity.allCases.map { severity in
                        (
                            severity,
                            findings.count { finding in
                                finding.contains { !$0.wasKeptAway && $0.severity == severity }
                            }
                        )
                    }, uniquingKeysWith: { first, _ in first }), tainted: tainted,
                score: own.score,
                taintedAsZero: Averages.mean(
                    own.tasks.compactMap { task in
                        hit.contains(task.taskID) ? 0 : task.score
                    }),
                withoutTainted: Averages.mean(clean.compactMap { byTask[$0] }),
                overFull: Self.overFull(own, among: scores),
                contrast: Self.contrast(own, hit, references, seed: seed))
        }
    }

    private static func overFull(
        _ own: ConfigurationScores, among scores: [ConfigurationScores]
    ) -> PairedDifference? {
        guard own.configuration.enforcement != .full, own.configuration.kind != "answers" else {
            return nil
        }
        var wanted = own.configuration
        wanted.enforcement = .full
        let full = scores.first { other in
            wanted.id = other.configuration.id
            return other.configuration == wanted
        }
        guard let full else { return nil }
        let (first, second) = (own.scoreByTask, full.scoreByTask)
        let common = own.tasks.map(\.taskID).filter { first[$0] != nil && second[$0] != nil }
        return PairedDifference(
            common.compactMap { first[$0] }, common.compactMap { second[$0] })
    }

    private static func contrast(
        _ own: ConfigurationScores, _ tainted: Set<String>, _ references: [[String: Double]],
        seed: UInt64
    ) -> TaintedContrast? {
        guard !tainted.isEmpty, !references.isEmpty else { return nil }
        let byTask = own.scoreByTask
        let common = own.tasks.map(\.taskID).filter { task in
            byTask[task] != nil && references.allSatisfy { $0[task] != nil }
        }
        let differences = common.compactMap { task -> Double? in
            guard let score = byTask[task],
                let reference = Averages.mean(references.compactMap { $0[task] })
            else { return nil }
            return score - reference
        }
        return TaintedContrast(
            differences, isTainted: common.map(tainted.contains), seed: seed)
    }
}

extension ConfigurationScores {
    /// Ids of the tasks whose score rests on an answer that met the benchmark, in dataset order.
    package var taintedTasks: [String] {
        tasks.filter { task in
            task.units.contains { unit in
                !unit.scores.isEmpty && unit.leaks.contains { $0.finding.taints }
            }
        }.map(\.taskID)
    }
}
