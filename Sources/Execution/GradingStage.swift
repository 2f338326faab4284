import Answering
import Grading
import Statistics
import Store
import Vocabulary

/// Has the judge rule on what is not ruled on yet, and scores every pass that is complete.
struct GradingStage: Sendable {
    let plan: RunPlan
    let database: ResultsDatabase
    let control: RunControl
    let judge: Judge
    /// Judge calls in flight for one answer at most.
    let callsAtOnce: Int
    let events: @Sendable (RunEvent) -> Void

    /// What grading an answer came to.
    struct Outcome: Sendable {
        var scores: [ScoreRecord] = []
        /// Verdicts that are not there after this execution.
        var missing = 0
    }

    /// - Parameter text: the answer's text where it is at hand; otherwise it is read back when
    ///   there is anything left to judge.
    func grade(_ unit: RunPlan.Unit, text: String?) async throws -> Outcome {
        let key = unit.record.key
        var sheet = VerdictSheet(
            rubric: unit.task.rubric, passes: plan.run.passes,
            stored: try await database.verdicts(answerKey: key, judgeID: judge.record.id))
        let missing = sheet.missing
        if !missing.isEmpty, control.mayTakeWork {
            var answerText = text
            if answerText == nil { answerText = try await database.answerText(key: key)?.text }
            let answer = GradableAnswer(
                key: key, query: unit.task.problem, text: answerText ?? "")
            for (gap, verdict) in try await fill(missing, of: answer) {
                sheet.set(verdict, at: gap)
            }
        }
        return Outcome(
            scores: sheet.scores(answerKey: key, judgeID: judge.record.id),
            missing: sheet.missing.count)
    }

    private func fill(
        _ gaps: [VerdictSheet.Gap], of answer: GradableAnswer
    ) async throws -> [(VerdictSheet.Gap, Verdict?)] {
        try await withThrowingTaskGroup(of: (VerdictSheet.Gap, Verdict?).self) { group in
            var filled: [(VerdictSheet.Gap, Verdict?)] = []
            for (index, gap) in gaps.enumerated() {
                if index >= callsAtOnce, let done = try await group.next() { filled.append(done) }
                group.addTask { (gap, try await ruling(on: gap, of: answer)) }
            }
            for try await done in group { filled.append(done) }
            return filled
        }
    }

    /// Nil when the verdict can't be had, or the run stops.
    private func ruling(
        on gap: VerdictSheet.Gap, of answer: GradableAnswer
    ) async throws -> Verdict? {
        guard control.mayTakeWork else { return nil }
        let ruling = try await judge.rule(on: gap.criterion, of: answer, pass: gap.pass)
        let costs = ruling.record.calls.map(\.cost)
        try await database.store([ruling.record])
        control.add(costs)
        control.learn(
            failure: ruling.failsForInfrastructure ? ruling.record.error : nil,
            closedEndpoint: ruling.closedEndpoint)
        events(.judged(isMissing: ruling.record.verdict == nil, cost: USD.sum(costs)))
        return ruling.record.verdict
    }
}

/// The verdicts of one answer, pass by pass, with the gaps that are left.
struct VerdictSheet {
    private let rubric: Rubric
    private let passes: Int
    /// By pass and criterion id.
    private var verdicts: [[String: Verdict]]

    struct Gap: Sendable {
        let criterion: Criterion
        let pass: Int
    }

    /// Verdicts on criteria whose question has changed since, and on passes beyond those that
    /// are asked for, stay in the store and are passed over here.
    init(rubric: Rubric, passes: Int, stored: [StoredVerdict]) {
        self.rubric = rubric
        self.passes = passes
        verdicts = Array(repeating: [:], count: passes)
        let ids = Dictionary(uniqueKeysWithValues: rubric.criteria.map { ($0.key, $0.id) })
        for ruling in stored where ruling.pass < passes {
            guard let id = ids[ruling.criterionKey] else { continue }
            verdicts[ruling.pass][id] = ruling.verdict
        }
    }

    /// Pass by pass, in rubric order.
    var missing: [Gap] {
        (0..<passes).flatMap { pass in
            rubric.criteria.filter { verdicts[pass][$0.id] == nil }
                .map { Gap(criterion: $0, pass: pass) }
        }
    }

    mutating func set(_ verdict: Verdict?, at gap: Gap) {
        verdicts[gap.pass][gap.criterion.id] = verdict
    }

    /// One score for every pass without gaps. A pass with a gap is not scored.
    func scores(answerKey: String, judgeID: String) -> [ScoreRecord] {
        (0..<passes).compactMap { pass in
            guard let score = try? TaskScore(rubric, verdict: { verdicts[pass][$0] })
            else { return nil }  // A missing verdict leaves the pass without a score.
            return ScoreRecord(answerKey: answerKey, judgeID: judgeID, pass: pass, score: score)
        }
    }
}
