/// A figure that is quoted of published rows, named so that it can be recomputed from them.
package struct PublishedClaim: Sendable, Equatable {
    /// Rows are named by their ids.
    package enum Subject: Sendable, Equatable {
        /// `of` − `over`, in points.
        case lift(of: String, over: String)
        /// (`of` − `over`) ÷ (`within` − `over`), 0…1.
        case share(of: String, within: String, over: String)
        /// The mean of `of` with its missing tasks as 0, and as 0 and as 100.
        case intentionToTreat(of: String, low: Double, high: Double)
    }

    package var subject: Subject
    /// As it is quoted: points for a lift and a mean, 0…1 for a share.
    package var figure: Double
    /// Who says so, in words of ours.
    package var note: String?

    package init(subject: Subject, figure: Double, note: String? = nil) {
        self.subject = subject
        self.figure = figure
        self.note = note
    }
}

/// What a mean over the completed tasks says of all that were planned.
///
/// With a mean s (0…100) over k of n tasks, the mean under intention to treat counts the missing
/// tasks as 0: s·k/n. Whatever the missing tasks would have given, the mean over all lies in
/// [s·k/n, (s·k + 100·(n − k))/n] (Manski 1989). For 65.3 on 93 of 100: 60.7, and 60.7–67.7.
package struct CoverageBounds: Sendable, Equatable {
    /// In points, as the other end.
    package let low: Double
    package let high: Double

    /// - Parameters:
    ///   - score: s, the mean over the completed tasks, 0…100.
    ///   - completed: k, at most `planned`.
    ///   - planned: n, at least 1.
    package init(score: Double, completed: Int, planned: Int) {
        precondition(planned > 0 && (0...planned).contains(completed), "k of n, and n > 0")
        let sum = score * Double(completed)
        low = sum / Double(planned)
        high = (sum + 100 * Double(planned - completed)) / Double(planned)
    }

    /// Missing tasks count as 0.
    package var intentionToTreat: Double { low }
}

/// A claim, computed anew.
package struct RecomputedClaim: Sendable, Equatable {
    package let claim: PublishedClaim
    /// In the claim's unit; nil where a share has nothing to be a share of.
    package let value: Double?
    /// Of an intention-to-treat claim.
    package let bounds: CoverageBounds?

    /// Whether the figure is what comes out, to the decimals that such figures are quoted with: one
    /// of points, two of a share.
    package var agrees: Bool {
        guard let value else { return false }
        switch claim.subject {
        case .lift: return Self.near(value, claim.figure, 0.05)
        case .share: return Self.near(value, claim.figure, 0.005)
        case .intentionToTreat(_, let low, let high):
            guard let bounds else { return false }
            return Self.near(value, claim.figure, 0.05) && Self.near(bounds.low, low, 0.05)
                && Self.near(bounds.high, high, 0.05)
        }
    }

    /// Half a unit of the last decimal, and what binary fractions add to it.
    private static func near(_ a: Double, _ b: Double, _ half: Double) -> Bool {
        abs(a - b) <= half + 1e-9
    }
}

extension PublishedResults {
    /// All tasks that a row was to answer, whatever it completed.
    package func coverage(of row: PublishedRow) -> CoverageBounds {
        CoverageBounds(score: row.score, completed: row.completed, planned: dataset.tasks)
    }

    /// The claims, computed anew from the rows.
    package var recomputedClaims: [RecomputedClaim] { claims.map(recomputed) }

    private func recomputed(_ claim: PublishedClaim) -> RecomputedClaim {
        var value: Double?
        var bounds: CoverageBounds?
        switch claim.subject {
        case .lift(let of, let over): value = difference(of, over)
        case .share(let of, let within, let over):
            if let part = difference(of, over), let whole = difference(within, over), whole != 0 {
                value = part / whole
            }
        case .intentionToTreat(let of, _, _):
            bounds = row(of).map(coverage)
            value = bounds?.intentionToTreat
        }
        return RecomputedClaim(claim: claim, value: value, bounds: bounds)
    }

    private func difference(_ a: String, _ b: String) -> Double? {
        guard let a = row(a), let b = row(b) else { return nil }
        return a.score - b.score
    }
}
