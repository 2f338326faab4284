import Vocabulary

/// Our rows beside those that somebody else published, with what may be compared and what not.
///
/// Scores are shares in 0…1 here, ours and theirs. Ours count missing tasks as 0 (intention to
/// treat), so every difference is with theirs under the same rule.
package struct AgainstPublished: Sendable {
    /// One configuration of ours.
    package struct OwnRow: Sendable, Equatable {
        package var id: String
        /// `Configuration.Kind.name`.
        package var kind: String
        /// Solo: the model. Fusion: the panel. Answers: none.
        package var models: [String]
        package var synthesizer: String?
        /// Mean over all tasks, missing ones as 0; nil where there is none.
        package var score: Double?
        /// 95 %, over tasks.
        package var interval: ClosedRange<Double>?
        /// Tasks that were planned, and of them those that have a score.
        package var tasks: Int
        package var completed: Int

        package init(
            id: String, kind: String, models: [String], synthesizer: String? = nil,
            score: Double?, interval: ClosedRange<Double>? = nil, tasks: Int, completed: Int
        ) {
            self.id = id
            self.kind = kind
            self.models = models
            self.synthesizer = synthesizer
            self.score = score
            self.interval = interval
            self.tasks = tasks
            self.completed = completed
        }
    }

    /// Where our rows come from.
    package struct OwnRun: Sendable, Equatable {
        package var datasetName: String
        /// Nil where the verdicts don't say who gave them.
        package var judgeModel: String?
        package var judgePrompt: String?
        package var passes: Int
        package var isSimulated: Bool
        package var rows: [OwnRow]

        package init(
            datasetName: String, judgeModel: String?, judgePrompt: String?, passes: Int,
            isSimulated: Bool, rows: [OwnRow]
        ) {
            self.datasetName = datasetName
            self.judgeModel = judgeModel
            self.judgePrompt = judgePrompt
            self.passes = passes
            self.isSimulated = isSimulated
            self.rows = rows
        }

        /// Planned tasks of the row that has most.
        var tasks: Int { rows.map(\.tasks).max() ?? 0 }
    }

    /// A published row and the one of ours that stands for it.
    struct Pair: Sendable {
        let published: PublishedRow
        let own: OwnRow
        /// Nil where the published judge gave the row no score.
        let theirs: Published?
        /// False where the ids are equal and the models are not.
        let hasSameModels: Bool

        /// Ours − theirs, both over all tasks.
        var difference: Double? {
            guard let ours = own.score, let theirs else { return nil }
            return ours - theirs.allTasks
        }
    }

    /// What a published score says.
    struct Published: Sendable, Equatable {
        /// As printed: the mean over the completed tasks.
        let score: Double
        /// Missing tasks as 0.
        let allTasks: Double
        /// Of the mean over all tasks; both ends are equal where none is missing.
        let bounds: ClosedRange<Double>
    }

    /// A published lift and ours of the same panel.
    struct Lift: Sendable {
        let fusion: PublishedRow
        let member: PublishedRow
        /// As printed, and with missing tasks as 0.
        let published: Double
        let publishedAllTasks: Double
        /// Nil where our rows lack the fusion or any of its members, or aren't over equal tasks.
        let own: OwnLift?

        var difference: Double? { own.map { $0.lift - publishedAllTasks } }
    }

    struct OwnLift: Sendable {
        let fusionID: String
        /// Our best member, which need not be theirs.
        let memberID: String
        let lift: Double
    }

    package let published: PublishedResults
    package let own: OwnRun
    /// Whose scores of theirs are compared with: ours where they have it, else their main one.
    let judge: PublishedJudge
    /// In the order of the source.
    let pairs: [Pair]
    let publishedOnly: [PublishedRow]
    let ownOnly: [OwnRow]
    let lifts: [Lift]
    let caveats: [Caveat]

    package init(published: PublishedResults, own: OwnRun) {
        self.published = published
        self.own = own
        let matching = Matching(published: published, own: own)
        judge = matching.judge
        pairs = matching.pairs
        publishedOnly = published.rows.filter { row in
            !matching.pairs.contains { $0.published.id == row.id }
        }
        ownOnly = own.rows.filter { row in !matching.pairs.contains { $0.own == row } }
        lifts = matching.lifts
        caveats = Caveat.all(published: published, own: own, judge: judge, pairs: pairs)
    }

    /// Whether differences of scores may be read as such.
    package var areLevelsComparable: Bool { !caveats.contains(where: \.forbidsLevels) }

    /// Whether differences of lifts may.
    package var areLiftsComparable: Bool { !caveats.contains(where: \.forbidsLifts) }

    /// Whether the difference of this pair may.
    func isComparable(_ pair: Pair) -> Bool { areLevelsComparable && pair.hasSameModels }
}
