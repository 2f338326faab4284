import Answering
import Grading
import Inference
import Statistics
import Store
import Vocabulary

/// Has the judges rule on what is not ruled on yet, and scores every pass that is complete.
struct GradingStage: Sendable {
    let database: ResultsDatabase
    let runID: String
    let control: RunControl
    let budget: Budget
    /// With their passes.
    let judges: [(judge: Judge, passes: Int)]
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
        var text = text
        var outcome = Outcome()
        for (judge, passes) in judges {
            let part = try await grade(unit, &text, by: judge, passes: passes)
            outcome.scores += part.scores
            outcome.missing += part.missing
        }
        budget.close(unit.record)
        return outcome
    }

    private func grade(
        _ unit: RunPlan.Unit, _ text: inout String?, by judge: Judge, passes: Int
    ) async throws -> Outcome {
        let key = unit.record.key
        var sheet = VerdictSheet(
            rubric: unit.task.rubric, passes: passes,
            stored: try await database.verdicts(answerKey: key, judgeID: judge.record.id))
        let questions = sheet.questions(
            inGroups: judge.definition.mode.groups(of: unit.task.rubric))
        if !questions.isEmpty, control.mayTakeWork {
            if text == nil { text = try await database.answerText(key: key)?.text }
            let answer = GradableAnswer(
                key: key, query: unit.task.problem, text: text ?? "", judge: judge)
            let asker = Asker(
                judge: judge, answer: answer,
                gate: budget.gate(
                    for: unit.record, outputAllowance: Self.verdictTokens * questions.largest))
            for record in try await ask(questions, asker) { sheet.set(record) }
        }
        return Outcome(
            scores: sheet.scores(answerKey: key, judgeID: judge.record.id),
            missing: sheet.missingCount)
    }

    /// Tokens that an explanation and a verdict are taken to have at most, reasoning included.
    private static let verdictTokens = 2_000

    /// A judge with the answer that it is asked about.
    private struct Asker: Sendable {
        let judge: Judge
        let answer: GradableAnswer
        let gate: SpendingGate
    }

    /// Where the questions about an answer start alike, the first goes ahead of the others: they are
    /// then served from the provider's cache.
    private func ask(
        _ questions: [VerdictSheet.Question], _ asker: Asker
    ) async throws -> [VerdictRecord] {
        var records: [VerdictRecord] = []
        var others = questions[...]
        if asker.judge.sharesPrefix, let first = others.popFirst() {
            records += try await rulings(on: first, asker)
        }
        return try await withThrowingTaskGroup(of: [VerdictRecord].self) { group in
            for (index, question) in others.enumerated() {
                if index >= callsAtOnce, let done = try await group.next() { records += done }
                group.addTask { try await rulings(on: question, asker) }
            }
            for try await done in group { records += done }
            return records
        }
    }

    /// Empty when the run stops.
    private func rulings(
        on question: VerdictSheet.Question, _ asker: Asker
    ) async throws -> [VerdictRecord] {
        guard control.mayTakeWork else { return [] }
        let ruling = try await asker.judge.rule(
            on: question.criteria, missing: question.missing, of: asker.answer,
            pass: question.pass, gate: asker.gate)
        let costs = ruling.records.flatMap(\.calls).map(\.cost)
        try await database.store(ruling.records, paidBy: runID)
        control.add(costs)
        control.learn(closedEndpoint: ruling.closedEndpoint)
        for (place, record) in ruling.records.enumerated() {
            events(
                .judged(
                    isMissing: record.verdict == nil, cost: place == 0 ? USD.known(costs) : .zero))
        }
        return ruling.records
    }
}

extension [VerdictSheet.Question] {
    /// Criteria of the question that has most of them.
    fileprivate var largest: Int { map(\.criteria.count).max() ?? 1 }
}

/// The verdicts of one answer by one judge, pass by pass, with the gaps that are left.
struct VerdictSheet {
    private let rubric: Rubric
    private let passes: Int
    /// By pass and criterion id.
    private var verdicts: [[String: Verdict]]

    /// What the judge is asked at once.
    struct Question: Sendable {
        let criteria: [Criterion]
        let pass: Int
        /// Ids of those without a verdict.
        let missing: Set<String>
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

    /// Pass by pass, the groups in which a verdict is missing. A group is asked about as a whole,
    /// since what stands beside a criterion can change the verdict on it.
    func questions(inGroups groups: [[Criterion]]) -> [Question] {
        (0..<passes).flatMap { pass in
            groups.compactMap { group in
                let missing = group.map(\.id).filter { verdicts[pass][$0] == nil }
                return missing.isEmpty
                    ? nil : Question(criteria: group, pass: pass, missing: Set(missing))
            }
        }
    }

    var missingCount: Int {
        verdicts.reduce(0) { sum, pass in
            sum + rubric.criteria.count { pass[$0.id] == nil }
        }
    }

    /// Takes over a ruling; one that is there stays, as it does in the store.
    mutating func set(_ record: VerdictRecord) {
        guard verdicts[record.pass][record.criterionID] == nil else { return }
        verdicts[record.pass][record.criterionID] = record.verdict
    }

    /// One score for every pass without gaps. A pass with a gap is not scored, and neither is a part
    /// of a rubric without a positive weight, as trials of judges ask about.
    func scores(answerKey: String, judgeID: String) -> [ScoreRecord] {
        guard rubric.positiveWeight > 0 else { return [] }
        return (0..<passes).compactMap { pass in
            guard let score = try? TaskScore(rubric, verdict: { verdicts[pass][$0] })
            else { return nil }  // A missing verdict leaves the pass without a score.
            return ScoreRecord(answerKey: answerKey, judgeID: judgeID, pass: pass, score: score)
        }
    }
}
