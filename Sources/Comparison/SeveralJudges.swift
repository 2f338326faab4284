import Statistics
import Vocabulary

/// A criterion of an answer of a run, for comparing what several judges said of it in pass 0.
package struct VerdictPlace: Sendable, Hashable {
    package let answerKey: String
    /// `Criterion.key`.
    package let criterionKey: String
    package let polarity: Polarity

    package init(answerKey: String, criterionKey: String, polarity: Polarity) {
        self.answerKey = answerKey
        self.criterionKey = criterionKey
        self.polarity = polarity
    }
}

/// The same answers of one run as several judges see them. Scores of different judges are never
/// averaged: what holds under one judge alone is that judge's opinion.
package struct SeveralJudges: Sendable {
    package let judges: [JudgeView]
    /// In suite order.
    package let configurations: [ConfigurationSummary]
    /// Every two judges, in their order.
    package let pairs: [JudgePair]
    package let dependence: JudgeDependence
    /// Where it can be asked whether a judge is kinder to its own family.
    package let preferences: [SelfPreference]
    /// Of all pairs of configurations and all lifts that some judge says anything about.
    package let claims: [JudgedClaim]
    package let sharedFamilies: [SharedFamily]
    /// Answers that some judge has scored and another has not: where there are any, judges do not
    /// speak of quite the same.
    package let unevenAnswers: Int

    /// The run as one judge sees it.
    package struct JudgeView: Sendable {
        /// Differs from that of every other judge.
        package let name: String
        package let model: String?
        package let results: RunResults
        package let standings: Standings
        package let verdicts: [VerdictPlace: Verdict]

        /// Its row of a configuration.
        package func row(_ configuration: ConfigurationSummary) -> Standings.Row? {
            standings.rows.first { $0.scores.configuration.id == configuration.id }
        }
    }

    /// - Parameters:
    ///   - results: of the same run, one for each judge; two or more.
    ///   - verdicts: by judge, in the same order.
    ///   - gold: what is right, where people have said it.
    ///   - seed: of every resample and flip.
    package init(
        _ results: [RunResults], verdicts: [[VerdictPlace: Verdict]],
        gold: [VerdictPlace: Verdict] = [:], seed: UInt64
    ) {
        precondition(results.count > 1, "one judge has nobody to compare with")
        precondition(results.count == verdicts.count, "every judge has its verdicts")
        precondition(
            results.allSatisfy {
                $0.configurations == results[0].configurations && $0.tasks == results[0].tasks
            }, "all judges saw the same run")
        let names = Self.names(of: results)
        let judges = results.indices.map { place in
            JudgeView(
                name: names[place], model: results[place].judgeModel, results: results[place],
                standings: Standings(results[place], seed: seed), verdicts: verdicts[place])
        }
        self.judges = judges
        let configurations = results[0].configurations
        self.configurations = configurations
        pairs = judges.indices.flatMap { first in
            judges.indices.dropFirst(first + 1).map { second in
                JudgePair(judges[first], judges[second], configurations: configurations)
            }
        }
        dependence = JudgeDependence(verdicts, gold: gold)
        preferences = judges.indices.flatMap { own in
            judges.indices.compactMap { other in
                own == other
                    ? nil
                    : SelfPreference(judges[own], judges[other], configurations, seed: seed)
            }
        }
        claims = JudgedClaim.all(of: judges, configurations: configurations)
        sharedFamilies = judges.flatMap { judge in
            configurations.compactMap { SharedFamily(judge, $0) }
        }
        let scored = results.map { results in
            Set(results.units.filter { !$0.scores.isEmpty }.map(\.unit.key))
        }
        let byAll = scored.reduce(scored[0]) { $0.intersection($1) }
        unevenAnswers = scored.reduce(Set()) { $0.union($1) }.subtracting(byAll).count
    }

    /// The judges' models; where two are the same with the prompt, else with the judge's id.
    private static func names(of results: [RunResults]) -> [String] {
        func unique(_ names: [String]) -> Bool { Set(names).count == names.count }
        let models = results.map { $0.judgeModel ?? "unknown judge" }
        if unique(models) { return models }
        let prompts = zip(models, results).map { model, results in
            switch results.origin {
            case .run(_, let judge): "\(model) (\(judge.promptName) \(judge.promptVersion))"
            case .verdictFiles: model
            }
        }
        if unique(prompts) { return prompts }
        return zip(models, results).enumerated().map { place, judge in
            switch judge.1.origin {
            case .run(_, let record): "\(judge.0) (\(record.id.prefix(12)))"
            case .verdictFiles: "\(judge.0) (\(place + 1))"
            }
        }
    }
}

/// How far two judges say the same of the same answers.
package struct JudgePair: Sendable {
    package let first: String
    package let second: String
    /// Of the verdicts that both have, the first judge's in gold's place. Neither is right by that.
    package let counts: AgreementCounts
    package let byPolarity: [Polarity: AgreementCounts]
    /// τ_b of the configurations' scores, over those that both have a score for; nil where either
    /// gives all the same.
    package let kendall: Double?

    init(
        _ first: SeveralJudges.JudgeView, _ second: SeveralJudges.JudgeView,
        configurations: [ConfigurationSummary]
    ) {
        self.first = first.name
        self.second = second.name
        let common = first.verdicts.compactMap { place, verdict in
            second.verdicts[place].map { (place.polarity, verdict, $0) }
        }
        byPolarity = Dictionary(
            uniqueKeysWithValues: Polarity.allCases.map { polarity in
                let counts = AgreementCounts(
                    common.filter { $0.0 == polarity }.map {
                        (gold: $0.1 == .met, judge: $0.2 == .met)
                    })
                return (polarity, counts)
            })
        counts = .pooled(byPolarity.values)
        let scores = configurations.compactMap { configuration -> (Double, Double)? in
            guard let one = first.row(configuration)?.scores.score,
                let other = second.row(configuration)?.scores.score
            else { return nil }
            return (one, other)
        }
        kendall = RankCorrelation.kendall(scores.map(\.0), scores.map(\.1))
    }
}

/// A judge that is of the family of a model behind what it grades.
package struct SharedFamily: Sendable, Equatable {
    package let judge: String
    package let family: String
    package let configuration: String
    /// What models of that family did, in this order: wrote the answer, analysed, drafted.
    package let roles: [Role]

    package enum Role: String, Sendable, CaseIterable {
        case author
        case analyst
        case member
    }

    /// Nil where the judge's family is unknown or had no part in the answer.
    init?(_ judge: SeveralJudges.JudgeView, _ configuration: ConfigurationSummary) {
        guard let family = judge.model.flatMap(ModelFamily.name) else { return nil }
        func isOwn(_ model: String?) -> Bool { model.flatMap(ModelFamily.name) == family }
        roles = Role.allCases.filter { role in
            switch role {
            case .author: configuration.authorFamily == family
            case .analyst: isOwn(configuration.analyst)
            case .member: configuration.isFusion && configuration.models.contains(where: isOwn)
            }
        }
        guard !roles.isEmpty else { return nil }
        self.judge = judge.name
        self.family = family
        self.configuration = configuration.id
    }
}
