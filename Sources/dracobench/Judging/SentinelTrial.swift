import Comparison
import Grading
import Vocabulary

/// Puts sentinels to a judge: answers that were changed so that what it must rule is known.
struct SentinelTrial {
    let set: SentinelSet
    private let gold: JudgeMaterial

    /// - Parameters:
    ///   - labels: those of the gold set, with the pieces of the answers that make them so.
    ///   - seed: of what is left to chance in making them.
    init(_ gold: JudgeMaterial, labels: [GoldLabel], seed: UInt64) {
        self.gold = gold
        let byAnswer = Dictionary(grouping: labels, by: \.answerID)
        set = SentinelSet(
            from: gold.items.map { item in
                let own = (byAnswer[item.answerID] ?? []).map { label in
                    (
                        label.criterionID,
                        SentinelSource.Label(verdict: label.gold, evidence: label.evidence)
                    )
                }
                return SentinelSource(
                    answerID: item.answerID, task: item.task, text: item.text,
                    labels: Dictionary(own, uniquingKeysWith: { first, _ in first }))
            }, seed: seed)
    }

    /// Everything that is to be judged: the changed answers, and of the originals the criteria
    /// that no gold label asks about.
    var material: JudgeMaterial {
        let changed = set.cases.enumerated().map { index, sentinel in
            JudgeMaterial.Item(
                answerID: Self.changedID(index, sentinel), configurationID: nil,
                task: sentinel.task,
                criteria: Self.criteria(sentinel.task, Set(sentinel.checks.map(\.criterionID))),
                text: sentinel.changed.isEmpty ? Self.nothing : sentinel.changed, gold: [:])
        }
        var wanted: [String: Set<String>] = [:]
        for sentinel in set.cases where sentinel.original != nil {
            wanted[sentinel.answerID, default: []]
                .formUnion(sentinel.checks.map(\.criterionID))
        }
        let originals = gold.items.compactMap { item -> JudgeMaterial.Item? in
            let missing = (wanted[item.answerID] ?? []).subtracting(item.criteria.map(\.id))
            guard !missing.isEmpty else { return nil }
            return JudgeMaterial.Item(
                answerID: item.answerID, configurationID: nil, task: item.task,
                criteria: Self.criteria(item.task, missing), text: item.text, gold: [:])
        }
        return JudgeMaterial(name: "\(gold.name)-sentinels", items: changed + originals)
    }

    /// A zero-width space, which nobody sees: an answer without a single character is not put to
    /// judges at all.
    private static let nothing = "\u{200B}"

    /// Holds the judge's verdicts against what the sentinels expect.
    ///
    /// - Parameters:
    ///   - trial: of `material`.
    ///   - goldTrial: of the gold set, whose answers are the originals.
    func evaluate(
        _ trial: JudgeTrial, _ goldTrial: JudgeTrial, mode: JudgeDefinition.Mode
    ) -> [SentinelOutcome] {
        var verdicts: [Place: [Verdict?]] = [:]
        for question in goldTrial.questions + trial.questions {
            verdicts[Place(question.answerID, question.criterion.id)] =
                question.rulings.map(\.verdict)
        }
        let ids = Dictionary(
            set.cases.enumerated().map { (CaseID($1), Self.changedID($0, $1)) },
            uniquingKeysWith: { first, _ in first })
        let evaluation = SentinelEvaluation(
            set.cases, unit: mode == .perCriterion ? .criterion : .answer
        ) { sentinel, criterionID in
            SentinelVerdicts(
                original: sentinel.original == nil
                    ? [] : verdicts[Place(sentinel.answerID, criterionID)] ?? [],
                changed: verdicts[Place(ids[CaseID(sentinel)] ?? "", criterionID)] ?? [])
        }
        return evaluation.kinds.map { kind in outcome(kind, evaluation.checks) }
    }

    private func outcome(
        _ kind: SentinelEvaluation.KindResult, _ checks: [SentinelEvaluation.CheckResult]
    ) -> SentinelOutcome {
        let failed = checks.filter {
            set.cases[$0.caseIndex].kind == kind.kind && $0.outcome == .failed
        }
        return SentinelOutcome(
            kind: kind.kind.rawValue,
            cases: kind.passed + kind.failed + kind.notObtained,
            obtained: kind.passed + kind.failed, passed: kind.passed,
            isFailed: kind.conclusion == .failed, rule: Self.rule(of: kind),
            examples: failed.prefix(Self.examplesShown).map { check in
                let sentinel = set.cases[check.caseIndex]
                return "answer \(sentinel.answerID), criterion \(check.criterionID)"
            })
    }

    private static let examplesShown = 5

    private static func rule(of kind: SentinelEvaluation.KindResult) -> String {
        let rule = SentinelRule()
        let noise = Figure.percent(rule.noise)
        let significance = Figure.percent(rule.significance)
        return kind.shift == nil
            ? """
            fails when more than \(Figure.percent(1 - rule.passShare)) are wrong and a judge with \
            \(noise) noise would be so wrong in at most \(significance) of trials
            """
            : """
            fails when verdicts move the way the change pulls in a measure that chance reaches in \
            at most \(significance) of trials
            """
    }

    private enum Figure {
        static func percent(_ share: Double) -> String {
            "\(Int((share * 100).rounded())) %"
        }
    }

    private struct Place: Hashable {
        let answerID: String
        let criterionID: String

        init(_ answerID: String, _ criterionID: String) {
            self.answerID = answerID
            self.criterionID = criterionID
        }
    }

    /// What tells a case from all others.
    private struct CaseID: Hashable {
        let kind: SentinelKind
        let answerID: String
        let changed: String

        init(_ sentinel: SentinelCase) {
            kind = sentinel.kind
            answerID = sentinel.answerID
            changed = sentinel.changed
        }
    }

    private static func changedID(_ index: Int, _ sentinel: SentinelCase) -> String {
        "\(sentinel.answerID) \(sentinel.kind.rawValue) \(index)"
    }

    private static func criteria(_ task: ResearchTask, _ ids: Set<String>) -> [Criterion] {
        task.rubric.criteria.filter { ids.contains($0.id) }
    }
}
