import Comparison
import Statistics
import Vocabulary

extension SeveralJudgesReport {
    /// Every pair and lift with what each judge makes of it, by how far judges agree on it.
    var claimSection: String {
        guard !several.claims.isEmpty else { return "" }
        let parts = JudgedClaim.Standing.allCases.compactMap { standing -> String? in
            let claims = several.claims.filter { $0.standing == standing }
            guard !claims.isEmpty else { return nil }
            var table = MarkdownTable(
                [("Claim", .left)] + several.judges.map { (Escape.markdown($0.name), .right) })
            for claim in claims {
                table.add(
                    [claim.kind.words]
                        + claim.findings.map { finding in
                            guard let finding else { return "–" }
                            return "\(Figures.points(finding.difference)) \(finding.decision.words)"
                        })
            }
            return "### \(standing.title)\n\n\(table.text)"
        }
        return """
            ## What holds, and under whom

            \(parts.joined(separator: "\n\n"))

            Points, and what the judge's own leaderboard makes of them: a pair is shown as the \
            ranks have it (Holm over all pairs at 5 %), a lift as it is claimed there.
            """
    }
}

extension JudgedClaim.Kind {
    fileprivate var words: String {
        switch self {
        case .ahead(let a, let b): "\(Escape.markdown(a)) ahead of \(Escape.markdown(b))"
        case .lift(let fusion): "\(Escape.markdown(fusion)) beats every member"
        }
    }
}

extension JudgedClaim.Decision {
    fileprivate var words: String {
        switch self {
        case .holds: "shown"
        case .notShown: "not shown"
        case .reversed: "OPPOSITE shown"
        }
    }
}

extension JudgedClaim.Standing {
    fileprivate var title: String {
        switch self {
        case .underAll: "Under every judge"
        case .underSome: "Under some judges only"
        case .reverses: "Reversed between judges"
        case .underNone: "Under none"
        }
    }
}
