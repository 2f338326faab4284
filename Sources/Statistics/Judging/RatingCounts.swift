/// How several raters label the same units, such as three people the same criteria.
///
/// With r_ic the raters who gave unit i the category c, r_i = Σ_c r_ic, and over the units with at
/// least two ratings
///
///     p_o = mean of Σ_c r_ic(r_ic − 1) ÷ (r_i(r_i − 1))
///
/// every coefficient is (p_o − p_e) ÷ (1 − p_e) with a chance agreement p_e of its own. Nil where
/// no unit has two ratings, and where p_e is 1: all ratings are the same.
package struct RatingCounts: Sendable, Equatable {
    /// By unit and category.
    package let counts: [[Int]]

    /// - Parameter counts: by unit, how many raters gave each category; as many categories for
    ///   every unit.
    package init(counts: [[Int]]) {
        precondition(
            counts.allSatisfy { unit in
                unit.count == counts[0].count && unit.allSatisfy { $0 >= 0 }
            }, "every unit counts all categories")
        self.counts = counts
    }

    /// - Parameters:
    ///   - ratings: by rater and unit, a category from 0; nil where a rater gave none.
    ///   - categories: how many there are, also those that nobody gave.
    package init(ratings: [[Int?]], categories: Int = 2) {
        let units = ratings.first?.count ?? 0
        precondition(ratings.allSatisfy { $0.count == units }, "every rater sees all units")
        var counts = [[Int]](repeating: [Int](repeating: 0, count: categories), count: units)
        for rater in ratings {
            for (unit, rating) in rater.enumerated() {
                guard let rating else { continue }
                precondition((0..<categories).contains(rating), "there is no such category")
                counts[unit][rating] += 1
            }
        }
        self.counts = counts
    }

    /// Units with two ratings or more, which alone say something of agreement.
    private var pairable: [[Int]] { counts.filter { $0.reduce(0, +) > 1 } }

    /// p_o, 0…1.
    package var agreement: Double? {
        Averages.mean(
            pairable.map { unit in
                let raters = unit.reduce(0, +)
                let pairs = unit.reduce(0) { $0 + $1 * ($1 - 1) }
                return Double(pairs) / Double(raters * (raters - 1))
            })
    }

    /// Fleiss 1971: p_e = Σ_c π_c² with π_c the share of all ratings. Nil as well where units have
    /// different numbers of ratings.
    package var fleissKappa: Double? {
        guard let raters = counts.first?.reduce(0, +), let agreement,
            counts.allSatisfy({ $0.reduce(0, +) == raters })
        else { return nil }
        let squares = Averages.sum(totals(counts).map { $0 * $0 })
        let all = Double(counts.count * raters)
        return AgreementCounts.beyondChance(agreement, chance: squares / (all * all))
    }

    /// Krippendorff's α of nominal labels, with n_c the ratings of category c in pairable units and
    /// n all of those (Krippendorff 2018):
    ///
    ///     D_o = Σ_i r_i·(1 − p_i) ÷ n     D_e = (n² − Σ_c n_c²) ÷ (n(n − 1))     α = 1 − D_o ÷ D_e
    ///
    /// where p_i is the agreement on unit i.
    package var krippendorffAlpha: Double? {
        let units = pairable
        let totals = totals(units)
        let all = Averages.sum(totals)
        let apart = all * all - Averages.sum(totals.map { $0 * $0 })
        guard apart > 0 else { return nil }
        let observed = Averages.sum(
            units.map { unit in
                let raters = unit.reduce(0, +)
                let pairs = unit.reduce(0) { $0 + $1 * (raters - $1) }
                return Double(pairs) / Double(raters - 1)
            })
        return 1 - observed * (all - 1) / apart
    }

    /// Gwet 2014: p_e = Σ_c π_c(1 − π_c) ÷ (q − 1) with q categories and π_c the mean share of a
    /// unit's ratings. Nil as well for a single category.
    package var gwetAC1: Double? {
        let rated = counts.filter { $0.contains { $0 > 0 } }
        guard let agreement, let categories = counts.first?.count, categories > 1 else {
            return nil
        }
        let shares = (0..<categories).map { category in
            Averages.sum(rated.map { Double($0[category]) / Double($0.reduce(0, +)) })
                / Double(rated.count)
        }
        let chance = Averages.sum(shares.map { $0 * (1 - $0) }) / Double(categories - 1)
        return AgreementCounts.beyondChance(agreement, chance: chance)
    }

    /// Ratings of every category.
    private func totals(_ units: [[Int]]) -> [Double] {
        guard let first = units.first else { return [] }
        return first.indices.map { category in
            Double(units.reduce(0) { $0 + $1[category] })
        }
    }
}
