import Store
import Vocabulary

/// Why each unit of a plan is asked for or kept, told before anything is.
package struct PlanExplanation: Sendable, Equatable {
    package struct Row: Sendable, Equatable {
        package let unit: AnswerUnitRecord
        package let answer: AnswerReason
        /// In the order of the plan's judges; empty where they were not looked at.
        package let verdicts: [VerdictCount]
    }

    package enum AnswerReason: Sendable, Equatable {
        /// Stored, with how it ended.
        case kept(AnswerStatus)
        /// Stored, and paid for by another run.
        case reused(runID: String)
        /// Read from an answer file.
        case imported
        /// Never asked for.
        case new
        /// Asked for before in another way: the names of what has changed.
        case changed([String])
        /// Asked for before, and failed for no fault of the model.
        case failedBefore(String)

        package var asks: Bool {
            switch self {
            case .kept, .reused: false
            case .imported, .new, .changed, .failedBefore: true
            }
        }
    }

    /// Of the verdicts of one judge on one answer.
    package struct VerdictCount: Sendable, Equatable {
        package let kept: Int
        /// Asked for before, and could not be had.
        package let failedBefore: Int
        /// Never asked of this judge, about this answer and these criteria, in that many passes.
        package let new: Int
    }

    package let rows: [Row]

    /// - Parameters:
    ///   - database: nil where there is no results file yet.
    ///   - countsVerdicts: whether verdicts are looked at as well, of which there are many.
    package init(
        _ plan: RunPlan, database: ResultsDatabase?, countsVerdicts: Bool
    ) async throws {
        let keys = plan.units.map(\.record.key)
        let states = try await database?.answerEnds(keys: keys) ?? [:]
        let latest = try await database?.latestIngredients(runID: plan.run.id) ?? [:]
        var rulings: [[String: [RuledCriterion: Bool]]] = []
        for judge in plan.judges where countsVerdicts {
            let stored = try await database?.rulings(keys: keys, judgeID: judge.record.id) ?? []
            var byAnswer: [String: [RuledCriterion: Bool]] = [:]
            for ruling in stored {
                let place = RuledCriterion(key: ruling.criterionKey, pass: ruling.pass)
                byAnswer[ruling.answerKey, default: [:]][place] = ruling.isThere
            }
            rulings.append(byAnswer)
        }
        rows = plan.units.map { unit in
            let answer = Self.reason(for: unit, states[unit.record.key], latest)
            let counts = zip(plan.judges, rulings).map { judge, stored in
                Self.count(
                    unit.task.rubric, passes: judge.passes, stored[unit.record.key] ?? [:])
            }
            return Row(unit: unit.record, answer: answer, verdicts: counts)
        }
    }

    private struct RuledCriterion: Hashable {
        let key: String
        let pass: Int
    }

    private static func reason(
        for unit: RunPlan.Unit, _ state: (status: AnswerStatus, error: String?)?,
        _ latest: [AnswerUnitRecord: [String: String]]
    ) -> AnswerReason {
        if let state, !state.status.isToBeRedone {
            return unit.record.reusedFrom.map { .reused(runID: $0) } ?? .kept(state.status)
        }
        if let state { return .failedBefore(state.error ?? state.status.rawValue) }
        let place = AnswerUnitRecord(
            key: "", configurationID: unit.record.configurationID, taskID: unit.record.taskID,
            generation: unit.record.generation)
        guard let before = latest[place] else { return unit.imported == nil ? .new : .imported }
        let now = unit.origin.ingredients
        let changed = now.filter { before[$0.name] != $0.value }.map(\.name)
        // What was put aside is made of the same.
        return changed.isEmpty ? .new : .changed(changed)
    }

    private static func count(
        _ rubric: Rubric, passes: Int, _ stored: [RuledCriterion: Bool]
    ) -> VerdictCount {
        var kept = 0
        var failed = 0
        for criterion in rubric.criteria {
            for pass in 0..<passes {
                switch stored[RuledCriterion(key: criterion.key, pass: pass)] {
                case true?: kept += 1
                case false?: failed += 1
                case nil: break
                }
            }
        }
        return VerdictCount(
            kept: kept, failedBefore: failed,
            new: rubric.criteria.count * passes - kept - failed)
    }
}
