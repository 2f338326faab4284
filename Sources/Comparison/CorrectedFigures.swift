import Statistics
import Vocabulary

/// Scores of a run without what its judge is known to get wrong: secondary figures, never mixed
/// into a leaderboard.
///
/// By Rogan and Gladen for every polarity (`CorrectedScores`), only where `CorrectionConditions`
/// allow for both polarities; and by prediction-powered inference (`PredictionPoweredMean`), for
/// configurations of which people graded enough whole answers. Unclamped scores, each answer alike.
package struct CorrectedFigures: Sendable {
    package let configurations: [Figure]
    /// By polarity, over the configurations in their order.
    package let conditions: [Polarity: CorrectionConditions]

    package struct Figure: Sendable {
        package let configurationID: String
        /// Answers with all their verdicts, which alone are counted, and those without.
        package let answers: Int
        package let incomplete: Int
        /// As judged, 0…1.
        package let judged: MeanEstimate?
        /// Nil where the conditions do not allow it.
        package let corrected: CorrectedScores?
        /// Nil for too few answers that people graded whole.
        package let predictionPowered: PredictionPoweredMean?
    }

    /// Whole answers that people must have graded of a configuration for a prediction-powered mean.
    package static let leastGraded = 10

    /// Whether error rates may be corrected for.
    package var allowCorrection: Bool { conditions.values.allSatisfy(\.allowCorrection) }

    /// - Parameters:
    ///   - gold: labels on answers of the run's configurations, with the judge's verdicts. Labels
    ///     on answers of no configuration tell nothing of whether the judge errs alike on all.
    ///   - run: the run's answers as the same judge graded them; gold is not looked at. Answers in
    ///     both have the same id in both.
    ///   - seed: of the resamples.
    package init(
        gold: JudgeTrial, run: JudgeTrial, replicates: Int = TaskResamples.defaultReplicates,
        seed: UInt64
    ) {
        precondition(gold.judge.id == run.judge.id, "error rates are those of one judge")
        let ids = run.questions.reduce(into: [String]()) { ids, question in
            if let id = question.configurationID, !ids.contains(id) { ids.append(id) }
        }
        let used = Polarity.allCases.filter { polarity in
            run.questions.contains { $0.criterion.polarity == polarity }
        }
        let conditions = Dictionary(
            uniqueKeysWithValues: used.map { polarity in
                (
                    polarity,
                    CorrectionConditions(
                        gold.questions.filter { $0.criterion.polarity == polarity }, systems: ids,
                        replicates: replicates, seed: seed)
                )
            })
        self.conditions = conditions
        let allow = conditions.values.allSatisfy(\.allowCorrection)
        func rates(_ polarity: Polarity) -> JudgeErrorRates? {
            JudgeErrorRates(
                AgreementCounts(
                    gold.questions.filter {
                        $0.criterion.polarity == polarity && $0.configurationID != nil
                    }.flatMap(\.pairs)))
        }
        let (positive, negative) = (rates(.positive), rates(.negative))
        let graded = GradedAnswers(gold, of: run)
        configurations = ids.map { id in
            let answers = run.questions.filter { $0.configurationID == id }.byAnswer
            let complete = answers.filter { $0.allSatisfy { $0.repeated != nil } }
            let judged = complete.map { (id: $0[0].answerID, score: $0.judgedScore) }
            return Figure(
                configurationID: id, answers: complete.count,
                incomplete: answers.count - complete.count,
                judged: MeanEstimate(judged.map(\.score)),
                corrected: allow
                    ? CorrectedScores(
                        complete.map(\.forCorrection), positive: positive, negative: negative)
                    : nil,
                predictionPowered: graded.predictionPowered(judged))
        }
    }
}

extension CorrectionConditions {
    /// J by system and how far it parts between two, from resampled answers.
    fileprivate init(
        _ gold: [JudgeTrial.Question], systems: [String], replicates: Int, seed: UInt64
    ) {
        let clusters = systems.map { id in
            gold.filter { $0.configurationID == id && $0.gold != nil }.byAnswer.map {
                AgreementCounts($0.flatMap(\.pairs))
            }
        }
        let gaps = systems.indices.flatMap { first in
            systems.indices.dropFirst(first + 1).map { second -> Gap in
                let pairs =
                    clusters[first].map { CountsPair(first: $0, second: .zero) }
                    + clusters[second].map { CountsPair(first: .zero, second: $0) }
                guard !clusters[first].isEmpty, !clusters[second].isEmpty else {
                    return Gap(first: first, second: second, interval: nil)
                }
                let gap = TaskResamples(
                    taskCount: pairs.count, replicates: replicates, seed: seed
                ).intervals(pooling: pairs) { pair in
                    guard let one = pair.first.youden, let other = pair.second.youden else {
                        return [nil]
                    }
                    return [one - other]
                }[0]
                return Gap(first: first, second: second, interval: gap.interval)
            }
        }
        self.init(youden: clusters.map { AgreementCounts.pooled($0).youden }, gaps: gaps)
    }
}

/// Counts of two systems, which share no answer, resampled together.
private struct CountsPair: Poolable {
    var first: AgreementCounts
    var second: AgreementCounts

    static let zero = CountsPair(first: .zero, second: .zero)

    mutating func add(_ other: CountsPair, times: Int) {
        first.add(other.first, times: times)
        second.add(other.second, times: times)
    }
}

/// Gold scores of answers of a run whose every criterion has a label.
private struct GradedAnswers {
    private let scores: [String: Double]

    init(_ gold: JudgeTrial, of run: JudgeTrial) {
        let rubrics = run.questions.reduce(into: [String: Set<String>]()) { keys, question in
            keys[question.answerID, default: []].insert(question.criterion.key)
        }
        scores = gold.questions.filter { $0.gold != nil }.byAnswer.reduce(into: [:]) {
            scores, questions in
            let (id, positive) = (questions[0].answerID, questions[0].positiveWeight)
            guard Set(questions.map(\.criterion.key)) == rubrics[id], positive > 0 else { return }
            let raw = questions.reduce(0) { $0 + ($1.gold == .met ? $1.criterion.weight : 0) }
            scores[id] = Double(raw) / positive
        }
    }

    func predictionPowered(_ judged: [(id: String, score: Double)]) -> PredictionPoweredMean? {
        let labelled = judged.compactMap { answer in
            scores[answer.id].map { (human: $0, judge: answer.score) }
        }
        guard labelled.count >= CorrectedFigures.leastGraded else { return nil }
        return PredictionPoweredMean(
            labelled: labelled,
            unlabelled: judged.filter { scores[$0.id] == nil }.map(\.score))
    }
}

/// The questions of one answer, all with a verdict.
extension [JudgeTrial.Question] {
    fileprivate var forCorrection: [CorrectedScores.Criterion] {
        compactMap { question in
            question.repeated.map {
                CorrectedScores.Criterion(
                    weight: question.criterion.weight, metShare: $0.rate)
            }
        }
    }

    /// Unclamped, the passes averaged.
    fileprivate var judgedScore: Double {
        let points = compactMap { question in
            question.repeated.map { Double(question.criterion.weight) * $0.rate }
        }
        return Averages.sum(points) / self[0].positiveWeight
    }
}
