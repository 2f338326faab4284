import Vocabulary

/// What is quoted of the published rows, beside what comes out of them.
extension AgainstPublished {
    var claimSection: String {
        guard !published.claims.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Published figure", .left), ("Quoted", .right), ("Recomputed", .right),
            ("Agrees", .left), ("Note", .left),
        ])
        for claim in published.recomputedClaims {
            table.add([
                Escape.markdown(published.title(of: claim.claim.subject)), claim.quoted,
                claim.recomputed, claim.agrees ? "yes" : "**no**",
                Escape.markdown(claim.claim.note ?? ""),
            ])
        }
        return "## Their arithmetic\n\n\(table.text)"
    }
}

extension PublishedResults {
    fileprivate func title(of subject: PublishedClaim.Subject) -> String {
        func name(_ id: String) -> String { row(id)?.name ?? id }
        switch subject {
        case .lift(let of, let over): return "lift of \(name(of)) over \(name(over))"
        case .share(let of, let within, let over):
            return "the share that \(name(of)) has of what \(name(within)) gains over \(name(over))"
        case .intentionToTreat(let of, _, _): return "\(name(of)) over all tasks, and bounds"
        }
    }
}

extension RecomputedClaim {
    fileprivate var quoted: String {
        switch claim.subject {
        case .lift: Figures.points(claim.figure / 100)
        case .share: Figures.fixed(claim.figure, 2)
        case .intentionToTreat(_, let low, let high):
            "\(Figures.fixed(claim.figure, 1)) (\(Figures.fixed(low, 1))–\(Figures.fixed(high, 1)))"
        }
    }

    fileprivate var recomputed: String {
        guard let value else { return "–" }
        switch claim.subject {
        case .lift: return Figures.points(value / 100)
        case .share: return Figures.fixed(value, 2)
        case .intentionToTreat:
            let range = bounds.map { " (\(Figures.fixed($0.low, 1))–\(Figures.fixed($0.high, 1)))" }
            return Figures.fixed(value, 1) + (range ?? "")
        }
    }
}
