import Statistics
import Vocabulary

/// One criterion of one answer, ruled on by two judges.
package struct QuestionPair: Sendable {
    package let old: JudgeTrial.Question
    package let new: JudgeTrial.Question
    /// Nil where no repeat has a verdict.
    package let oldVerdicts: RepeatedVerdicts?
    package let newVerdicts: RepeatedVerdicts?

    init(old: JudgeTrial.Question, new: JudgeTrial.Question) {
        self.old = old
        self.new = new
        oldVerdicts = old.repeatedVerdicts
        newVerdicts = new.repeatedVerdicts
    }

    package var answerID: String { new.answerID }
    package var criterion: Criterion { new.criterion }
    package var gold: Verdict? { new.gold ?? old.gold }

    /// The verdicts of both; nil where a judge has none.
    var verdicts: (old: RepeatedVerdicts, new: RepeatedVerdicts)? {
        guard let oldVerdicts, let newVerdicts else { return nil }
        return (oldVerdicts, newVerdicts)
    }
}

extension JudgeTrial.Question {
    fileprivate var repeatedVerdicts: RepeatedVerdicts? {
        let verdicts = rulings.compactMap(\.verdict)
        return verdicts.isEmpty ? nil : RepeatedVerdicts(verdicts.map { $0 == .met })
    }
}

/// The questions of two trials, matched by answer and criterion, in an order of their own: which
/// order either trial has them in makes no difference.
struct QuestionMatch {
    /// By answer, in order of their ids.
    let answers: [[QuestionPair]]
    /// Questions that only the old or only the new trial asked.
    let oldOnly: Int
    let newOnly: Int
    /// Answers with a question that only one trial asked.
    let incompleteAnswers: Set<String>

    init(_ old: JudgeTrial, _ new: JudgeTrial) {
        let (before, after) = (Self.places(old), Self.places(new))
        var answers: [[QuestionPair]] = []
        var incomplete = Set(before.keys.filter { after[$0] == nil })
        for (answerID, own) in after.sorted(by: { $0.key < $1.key }) {
            let others = before[answerID] ?? [:]
            let common = own.keys.filter { others[$0] != nil }.sorted()
            if common.count < max(own.count, others.count) { incomplete.insert(answerID) }
            let pairs = common.compactMap { key in
                others[key].flatMap { place in
                    own[key].map {
                        QuestionPair(old: old.questions[place], new: new.questions[$0])
                    }
                }
            }
            if !pairs.isEmpty { answers.append(pairs) }
        }
        self.answers = answers
        incompleteAnswers = incomplete
        let matched = answers.reduce(0) { $0 + $1.count }
        oldOnly = before.values.reduce(0) { $0 + $1.count } - matched
        newOnly = after.values.reduce(0) { $0 + $1.count } - matched
    }

    /// Where a trial asks about each criterion, by answer and key of the criterion.
    private static func places(_ trial: JudgeTrial) -> [String: [String: Int]] {
        var places: [String: [String: Int]] = [:]
        for (place, question) in trial.questions.enumerated() {
            places[question.answerID, default: [:]][question.criterion.key] = place
        }
        return places
    }
}
