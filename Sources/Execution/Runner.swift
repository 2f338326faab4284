import Answering
import Comparison
import Grading
import Store
import Vocabulary

/// Executes what is missing of a plan: answers and verdicts side by side, everything committed as
/// it comes, then scores and lifts.
package struct Runner: Sendable {
    private let plan: RunPlan
    private let database: ResultsDatabase
    private let control: RunControl
    private let budget: Budget
    private let answerers: [String: Answerer]
    private let judges: [Judge]
    private let textScreen: TextScreen
    private let now: @Sendable () -> Double
    private let events: @Sendable (RunEvent) -> Void

    /// - Parameters:
    ///   - answerers: one for every configuration that is not imported, by its id.
    ///   - judges: those of the plan, in its order.
    ///   - control: stops the run when told to; see `RunControl`.
    ///   - now: seconds since 1970.
    package init(
        plan: RunPlan, database: ResultsDatabase, control: RunControl, budget: Budget = .unlimited,
        answerers: [String: Answerer], judges: [Judge], textScreen: TextScreen,
        now: @escaping @Sendable () -> Double,
        events: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.plan = plan
        self.database = database
        self.control = control
        self.budget = budget
        self.answerers = answerers
        self.judges = judges
        self.textScreen = textScreen
        self.now = now
        self.events = events
    }

    /// How an execution ended.
    package struct Outcome: Sendable, Equatable {
        package var plan: PlanSummary
        /// Units that still have no answer, or one that has to be asked for again.
        package var missingAnswers: Int
        /// Over the answers that can be graded.
        package var missingVerdicts: Int
        package var stopReason: StopReason?
        /// Known costs of the run, earlier executions included.
        package var spent: USD
        /// Configurations whose own cap left something undone.
        package var cappedConfigurations: [String] = []

        package var isComplete: Bool { missingAnswers == 0 && missingVerdicts == 0 }
    }

    /// Runs until the plan is done or the run is stopped. Throws what the store throws, and
    /// `CancellationError` when its task is cancelled; everything committed until then stays.
    package func run() async throws -> Outcome {
        try await database.begin(plan.record)
        let spent = try await database.spentByConfiguration(runID: plan.run.id)
        control.add(spent.sorted { $0.key < $1.key }.map { $0.value })
        budget.begin(spent: spent)
        let states = try await database.answerStates(runID: plan.run.id)
        let pending = plan.units.filter { states[$0.record.key]?.isToBeRedone ?? true }
        let gradable = plan.units.filter { states[$0.record.key]?.isGradable ?? false }
        let summary = PlanSummary(
            answers: plan.units.count, storedAnswers: plan.units.count - pending.count,
            verdicts: plan.verdictCount(of: pending + gradable),
            storedVerdicts: try await database.storedVerdictCount(runID: plan.run.id),
            spent: control.spent)
        events(.planned(summary))

        let work = try await execute(pending: pending, graded: gradable)
        if let reason = control.stopReason { events(.stopping(reason)) }
        let missingAnswers = pending.count - work.answered
        let isComplete = missingAnswers == 0 && work.missingVerdicts == 0
        try await conclude(work.scores, isComplete: isComplete)
        return Outcome(
            plan: summary, missingAnswers: missingAnswers, missingVerdicts: work.missingVerdicts,
            stopReason: control.stopReason, spent: control.spent,
            cappedConfigurations: budget.exhaustedConfigurations)
    }

    // MARK: - Work

    private struct Work: Sendable {
        var answered = 0
        var scores: [ScoreRecord] = []
        var missingVerdicts = 0
    }

    private struct Graded: Sendable {
        let unit: RunPlan.Unit
        let text: String?
    }

    /// Answers and grades side by side. An answer goes to the judge as soon as it is committed.
    private func execute(
        pending: [RunPlan.Unit], graded stored: [RunPlan.Unit]
    ) async throws -> Work {
        let (queue, answered) = AsyncStream.makeStream(of: Graded.self)
        for unit in stored { answered.yield(Graded(unit: unit, text: nil)) }
        return try await withThrowingTaskGroup(of: Work.self) { group in
            group.addTask {
                defer { answered.finish() }
                return try await answer(pending) { unit, text in
                    answered.yield(Graded(unit: unit, text: text))
                }
            }
            group.addTask { try await grade(queue) }
            var total = Work()
            for try await part in group {
                total.answered += part.answered
                total.scores += part.scores
                total.missingVerdicts += part.missingVerdicts
            }
            return total
        }
    }

    private func answer(
        _ units: [RunPlan.Unit], passOn: @escaping @Sendable (RunPlan.Unit, String) -> Void
    ) async throws -> Work {
        let stage = AnswerStage(
            plan: plan, database: database, control: control, budget: budget, answerers: answerers,
            pending: Set(units.map(\.record.key)), textScreen: textScreen, events: events)
        let atOnce = plan.setup.suite.limits.concurrency
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            var work = Work()
            for (index, unit) in units.enumerated() {
                if index >= atOnce, try await group.next() == true { work.answered += 1 }
                group.addTask {
                    guard case .committed(let record) = try await stage.run(unit) else {
                        return false
                    }
                    if record.isGradable { passOn(unit, record.text) }
                    return !record.status.isToBeRedone
                }
            }
            for try await isAnswered in group where isAnswered { work.answered += 1 }
            return work
        }
    }

    private func grade(_ queue: AsyncStream<Graded>) async throws -> Work {
        let concurrency = plan.setup.suite.limits.concurrency
        let stage = GradingStage(
            database: database, runID: plan.run.id, control: control, budget: budget,
            judges: zip(judges, plan.judges).map { ($0, $1.passes) }, callsAtOnce: concurrency,
            events: events)
        // A quarter more than fills the judge, and two, keep it busy while answers wait for their
        // last verdicts; each further one would only wait itself, and take memory.
        let callsPerAnswer = max(1, plan.verdictCount(of: plan.units) / max(1, plan.units.count))
        let answersAtOnce = 2 + (concurrency + concurrency / 4) / callsPerAnswer
        return try await withThrowingTaskGroup(of: GradingStage.Outcome.self) { group in
            var work = Work()
            func take(_ outcome: GradingStage.Outcome) {
                work.scores += outcome.scores
                work.missingVerdicts += outcome.missing
            }
            var underWay = 0
            for await item in queue {
                if underWay >= answersAtOnce, let outcome = try await group.next() {
                    take(outcome)
                    underWay -= 1
                }
                group.addTask { try await stage.grade(item.unit, text: item.text) }
                underWay += 1
            }
            for try await outcome in group { take(outcome) }
            return work
        }
    }

    // MARK: - Conclusion

    /// Stores scores and lifts together, so that a results file never has one without the other.
    private func conclude(_ scores: [ScoreRecord], isComplete: Bool) async throws {
        let runID = plan.run.id
        guard var results = try await database.results(runID: runID) else { return }
        let own = scores.filter { $0.judgeID == plan.judge.id }
        let byAnswer = Dictionary(grouping: own, by: \.answerKey)
        for index in results.units.indices {
            results.units[index].scores = byAnswer[results.units[index].unit.key] ?? []
        }
        try await database.finish(
            runID: runID, scores: scores, lifts: LiftRecord.all(of: results),
            finishedAt: isComplete ? now() : nil)
    }
}
