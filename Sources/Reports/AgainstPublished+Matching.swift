import Vocabulary

extension AgainstPublished {
    /// Which of our rows stands for which published one.
    struct Matching {
        let published: PublishedResults
        let own: OwnRun
        let judge: PublishedJudge
        let pairs: [Pair]

        init(published: PublishedResults, own: OwnRun) {
            self.published = published
            self.own = own
            let judges = [published.judge] + published.otherJudges
            let judge =
                judges.first { judge in
                    own.judgeModel.map { ModelName.areEqual($0, judge.model) } ?? false
                } ?? published.judge
            self.judge = judge
            let found = own.rows.compactMap { own in
                Self.counterpart(of: own, in: published.rows).map { (own: own, row: $0) }
            }
            pairs = published.rows.flatMap { row in
                found.filter { $0.row.id == row.id }.map { match in
                    Pair(
                        published: row, own: match.own,
                        theirs: Self.score(of: row, by: judge, in: published),
                        hasSameModels: Self.hasSameModels(match.own, row))
                }
            }
        }

        /// The row of our row's id or, where none has it, the only one of the same models.
        private static func counterpart(
            of own: OwnRow, in rows: [PublishedRow]
        ) -> PublishedRow? {
            if let named = rows.first(where: { $0.id == own.id || $0.aliases.contains(own.id) }) {
                return named
            }
            guard let composition = Composition(own) else { return nil }
            let equal = rows.filter { Composition($0.system) == composition }
            return equal.count == 1 ? equal.first : nil
        }

        /// Where either side does not say what it is made of, the id is trusted.
        private static func hasSameModels(_ own: OwnRow, _ row: PublishedRow) -> Bool {
            guard let ours = Composition(own), let theirs = Composition(row.system) else {
                return true
            }
            return ours == theirs
        }

        private static func score(
            of row: PublishedRow, by judge: PublishedJudge, in published: PublishedResults
        ) -> Published? {
            let isMain = judge.model == published.judge.model
            let other = row.scoresByJudge.first { $0.name == judge.model }
            guard let score = isMain ? row.score : other?.score else { return nil }
            let bounds = CoverageBounds(
                score: score, completed: row.completed, planned: published.dataset.tasks)
            return Published(
                score: score / 100, allTasks: bounds.intentionToTreat / 100,
                bounds: bounds.low / 100...bounds.high / 100)
        }

        /// One for every lift that is quoted of the published rows.
        var lifts: [Lift] {
            published.claims.compactMap { claim in
                guard case .lift(let of, let over) = claim.subject,
                    let fusion = published.row(of), let member = published.row(over),
                    let fused = Self.score(of: fusion, by: judge, in: published),
                    let best = Self.score(of: member, by: judge, in: published)
                else { return nil }
                return Lift(
                    fusion: fusion, member: member, published: fused.score - best.score,
                    publishedAllTasks: fused.allTasks - best.allTasks, own: ownLift(for: fusion))
            }
        }

        /// Over our best member, and only where every member has a row: the best of some is not
        /// the best.
        private func ownLift(for fusion: PublishedRow) -> OwnLift? {
            guard case .fusion(let panel, _) = fusion.system,
                let fused = pairs.first(where: {
                    $0.published.id == fusion.id && $0.hasSameModels
                })?.own,
                let score = fused.score
            else { return nil }
            var best: (id: String, score: Double)?
            for model in panel {
                let solos = own.rows.filter { row in
                    Composition(row) == Composition(.solo(model: model))
                        && row.tasks == fused.tasks
                }
                let scores = solos.compactMap { row in row.score.map { (row.id, $0) } }
                guard let strongest = scores.max(by: { $0.1 < $1.1 }) else { return nil }
                if best.map({ strongest.1 > $0.score }) ?? true { best = strongest }
            }
            return best.map {
                OwnLift(fusionID: fused.id, memberID: $0.id, lift: score - $0.score)
            }
        }
    }
}

/// What a row is made of, so that rows under different ids can be recognised.
private struct Composition: Equatable {
    private let kind: String
    private let models: [String]
    private let synthesizer: String?

    init?(_ system: PublishedRow.System) {
        switch system {
        case .solo(let model):
            (kind, models, synthesizer) = ("solo", [ModelName.plain(model)], nil)
        case .fusion(let panel, let writer):
            kind = "fusion"
            models = panel.map(ModelName.plain).sorted()
            synthesizer = ModelName.plain(writer)
        case .product: return nil
        }
    }

    init?(_ own: AgainstPublished.OwnRow) {
        guard !own.models.isEmpty else { return nil }
        kind = own.kind
        models = own.models.map(ModelName.plain).sorted()
        synthesizer = own.synthesizer.map(ModelName.plain)
    }
}

/// Models as people name them: `anthropic/claude-opus-4.8`, `Claude-Opus-4-8`.
enum ModelName {
    /// Without the vendor, in small letters, with points as dashes.
    static func plain(_ name: String) -> String {
        let last = name.split(separator: "/").last ?? ""
        return last.lowercased().replacing(".", with: "-")
    }

    static func areEqual(_ a: String, _ b: String) -> Bool { plain(a) == plain(b) }
}
