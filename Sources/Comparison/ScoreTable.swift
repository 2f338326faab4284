import Statistics
import Vocabulary

/// One answer of a configuration with the scores of its passes by two judges.
struct ScoredAnswer {
    let configurationID: String
    let taskID: String
    /// In 0…1, those of complete passes alone; none empty.
    let old: [Double]
    let new: [Double]

    /// - Parameters:
    ///   - pairs: all questions about one answer.
    ///   - incomplete: answers with a question that only one judge was asked.
    /// - Returns: nil for an answer of no configuration, of which not the whole rubric was asked,
    ///   and without a complete pass of both.
    init?(_ pairs: [QuestionPair], without incomplete: Set<String>) {
        guard let question = pairs.first?.new, let id = question.configurationID,
            !incomplete.contains(question.answerID)
        else { return nil }
        let positive = pairs.reduce(0) { $0 + max(0, $1.criterion.weight) }
        guard positive > 0, Double(positive) == question.positiveWeight else { return nil }
        configurationID = id
        taskID = question.taskID
        old = Self.passes(pairs, \.old, over: question.positiveWeight)
        new = Self.passes(pairs, \.new, over: question.positiveWeight)
        guard !old.isEmpty, !new.isEmpty else { return nil }
    }

    /// clamp(Σ w·m ÷ P, 0, 1) of every pass that has all verdicts, the `normalized` of `TaskScore`.
    private static func passes(
        _ pairs: [QuestionPair], _ side: KeyPath<QuestionPair, JudgeTrial.Question>,
        over positive: Double
    ) -> [Double] {
        let rulings = pairs.map {
            (weight: $0.criterion.weight, rulings: $0[keyPath: side].rulings)
        }
        return (0..<(rulings.map(\.rulings.count).min() ?? 0)).compactMap { place in
            var raw = 0
            for criterion in rulings {
                guard let verdict = criterion.rulings[place].verdict else { return nil }
                if verdict == .met { raw += criterion.weight }
            }
            return min(max(Double(raw) / positive, 0), 1)
        }
    }

    var oldScore: Double { Averages.sum(old) / Double(old.count) }
    var newScore: Double { Averages.sum(new) / Double(new.count) }
}

/// Scores by configuration and task, none missing.
struct ScoreTable {
    let ids: [String]
    let old: [[Double]]
    let new: [[Double]]
    /// With the place of their configuration.
    let answers: [(row: Int, share: Double, answer: ScoredAnswer)]

    init(ids: [String], tasks: [String], answers all: [ScoredAnswer]) {
        self.ids = ids
        var answers: [(row: Int, share: Double, answer: ScoredAnswer)] = []
        var old: [[Double]] = []
        var new: [[Double]] = []
        let byRow = Dictionary(grouping: all, by: \.configurationID)
        for (row, id) in ids.enumerated() {
            let byTask = Dictionary(grouping: byRow[id] ?? [], by: \.taskID)
            let own = tasks.map { byTask[$0] ?? [] }
            old.append(own.map { Averages.mean($0.map(\.oldScore)) ?? 0 })
            new.append(own.map { Averages.mean($0.map(\.newScore)) ?? 0 })
            for answersOfTask in own {
                // What an answer weighs in the mean of its configuration.
                let share = 1 / Double(tasks.count * max(1, answersOfTask.count))
                answers += answersOfTask.map { (row, share, $0) }
            }
        }
        self.old = old
        self.new = new
        self.answers = answers
    }

    var meanOld: [Double] { Self.mean(old) }
    var meanNew: [Double] { Self.mean(new) }

    private static func mean(_ rows: [[Double]]) -> [Double] {
        (rows.first ?? []).indices.map { task in
            Averages.sum(rows.map { $0[task] }) / Double(rows.count)
        }
    }

    /// That judges which are the same shift the mean over all rows as much, and, adjusted over all of
    /// these, a row or the difference of a pair of rows.
    func pValues(
        _ pairs: [(Int, Int)], precision: JudgeDifference.Precision
    ) -> (overall: Double?, adjusted: [Double?]) {
        let units = answers.map { entry in
            RepeatPermutation.Unit(
                measures: [entry.row], old: entry.answer.old.map { [$0 * entry.share] },
                new: entry.answer.new.map { [$0 * entry.share] })
        }
        func p(_ contrasts: [[Int: Double]]) -> [Double?] {
            RepeatPermutation.pValues(
                units,
                contrasts: contrasts.map { factors in
                    .init(ids.indices.map { factors[$0] ?? 0 })
                }, seed: precision.seed, permutations: precision.permutations)
        }
        let all = Dictionary(uniqueKeysWithValues: ids.indices.map { ($0, 1.0) })
        return (
            p([all])[0],
            p(ids.indices.map { [$0: 1] } + pairs.map { [$0.0: 1, $0.1: -1] })
        )
    }
}
