import Store
import Vocabulary

/// What of a plan is still to be asked for.
package struct MissingWork: Sendable {
    /// Units without an answer, or with one that has to be asked for again, in plan order.
    package let units: [RunPlan.Unit]
    /// Verdicts by configuration: on stored answers, and on those to come, as if all of them could
    /// be graded.
    package let verdicts: [String: Int]
    /// Requests to judges by configuration, in the order of the plan's judges.
    package let questions: [String: [Int]]

    package var verdictCount: Int { verdicts.values.reduce(0, +) }
    package var isEmpty: Bool { units.isEmpty && verdictCount == 0 }
}

extension RunPlan {
    /// - Parameters:
    ///   - database: nil where there is no results file yet.
    ///   - redone: keys of stored answers that are asked for again.
    package func missing(
        in database: ResultsDatabase?, redone: Set<String> = []
    ) async throws -> MissingWork {
        let states = try await database?.answerStates(keys: units.map(\.record.key)) ?? [:]
        var missing: [Unit] = []
        var verdicts: [String: Int] = [:]
        var questions: [String: [Int]] = [:]
        let none = Array(repeating: 0, count: judges.count)
        for unit in units {
            let key = unit.record.key
            let all = verdictCount(of: [unit])
            guard let state = states[key], !state.isToBeRedone, !redone.contains(key) else {
                missing.append(unit)
                verdicts[unit.configuration.id, default: 0] += all
                for (place, judge) in judges.enumerated() {
                    questions[unit.configuration.id, default: none][place] +=
                        judge.definition.mode.groups(of: unit.task.rubric).count * judge.passes
                }
                continue
            }
            guard state.isGradable, let database else { continue }
            for (place, judge) in judges.enumerated() {
                let sheet = VerdictSheet(
                    rubric: unit.task.rubric, passes: judge.passes,
                    stored: try await database.verdicts(
                        answerKey: key, judgeID: judge.record.id))
                verdicts[unit.configuration.id, default: 0] += sheet.missingCount
                questions[unit.configuration.id, default: none][place] +=
                    sheet.questions(
                        inGroups: judge.definition.mode.groups(of: unit.task.rubric)
                    ).count
            }
        }
        return MissingWork(units: missing, verdicts: verdicts, questions: questions)
    }
}
