import Statistics
import Vocabulary

/// How the fusions went that a configuration left to the provider.
package struct ServerFusionOutcome: Sendable {
    package let configuration: ConfigurationSummary
    /// Answers by what became of their fusion.
    package let counts: [ServerFusionRecord.Status: Int]
    /// Answers that failed before anything could be told.
    package let untold: Int
    /// Fusions that ran without a comparison of the drafts in the five-part form.
    package let withoutAnalysis: Int
    /// Drafts that panel members failed to give.
    package let lostDrafts: Int
    /// The panels that answered, sorted, and how often each did; the most frequent first.
    package let panels: [(models: [String], answers: Int)]

    /// Nil for a configuration that is no fusion of the provider's and is offered none.
    init?(_ scores: ConfigurationScores) {
        guard scores.configuration.leavesFusionToProvider else { return nil }
        configuration = scores.configuration
        let records = scores.answered.map(\.serverFusion)
        counts = Dictionary(grouping: records.compactMap { $0 }, by: \.status)
            .mapValues(\.count)
        untold = records.count { $0 == nil }
        let ran = scores.answered.filter { $0.serverFusion?.ran ?? false }
        withoutAnalysis = ran.count { $0.analysis != .valid }
        lostDrafts = ran.flatMap(\.drafts).count { !$0.status.isGradable }
        let byPanel = Dictionary(grouping: ran) { ($0.serverFusion?.panel ?? []).sorted() }
        panels = byPanel.map { (models: $0.key, answers: $0.value.count) }.sorted { a, b in
            a.answers == b.answers
                ? a.models.joined(separator: "\n") < b.models.joined(separator: "\n")
                : a.answers > b.answers
        }
    }
}

/// What a model made of a fusion that it was offered: its answers with and without.
///
/// The model chooses the tasks on which it escalates, so that the two groups are of different tasks;
/// the same model's solo row on the tasks of each group is what they can be compared with.
package struct EscalationOutcome: Sendable {
    package let configuration: ConfigurationSummary
    /// The same model without the offer, under the same exclusion; nil where the suite has none.
    package let solo: ConfigurationSummary?
    package let escalated: Group
    package let alone: Group

    package struct Group: Sendable {
        package let answers: Int
        /// Mean over the scored answers, 0…1, with Student's 95 % interval over them.
        package let score: MeanEstimate?
        /// Per answer; nil where any is unknown.
        package let cost: USD?
        /// Against the solo row, paired by task, over the tasks where both are scored.
        package let overSolo: PairedDifference?
    }

    /// Nil for a configuration that is offered no fusion, and before it has an answer.
    init?(_ scores: ConfigurationScores, among rows: [ConfigurationScores]) {
        guard scores.configuration.kind == "escalation", !scores.answered.isEmpty else {
            return nil
        }
        configuration = scores.configuration
        let row = rows.first { row in
            row.configuration.isSolo && row.configuration.models == scores.configuration.models
                && row.isUnderRules(of: scores)
        }
        solo = row?.configuration
        let soloByTask = row?.completedByTask ?? [:]
        let told = scores.answered.filter { $0.serverFusion != nil }
        escalated = Group(told.filter { $0.serverFusion?.ran ?? false }, soloByTask)
        alone = Group(told.filter { !($0.serverFusion?.ran ?? false) }, soloByTask)
    }
}

extension EscalationOutcome.Group {
    fileprivate init(_ units: [UnitResult], _ soloByTask: [String: Double]) {
        answers = units.count
        score = MeanEstimate(units.compactMap(\.meanScore))
        let total = USD.sum(units.map(\.cost))
        cost =
            units.isEmpty ? nil : total.map { USD($0.dollars / Double(units.count)) }
        let byTask = Dictionary(grouping: units, by: \.unit.taskID)
        let pairs = byTask.sorted { $0.key < $1.key }.compactMap { task, units in
            Averages.mean(units.compactMap(\.meanScore)).flatMap { own in
                soloByTask[task].map { (own, $0) }
            }
        }
        overSolo = PairedDifference(pairs.map(\.0), pairs.map(\.1))
    }
}

extension UnitResult {
    /// Over the complete passes, 0…1; nil without one.
    fileprivate var meanScore: Double? { Averages.mean(scores.map(\.normalized)) }
}
