/// p values of several tests, adjusted so that they can be read side by side. A nil stays nil and
/// does not count as a test; what is not a number becomes nil.
package enum Multiplicity {
    /// Step-down: the chance of any false alarm in the family stays at the level (Holm 1979).
    ///
    ///     p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎)
    package static func holm(_ pValues: [Double?]) -> [Double?] {
        adjusted(pValues) { sorted in
            var before = 0.0
            return sorted.enumerated().map { place, p in
                before = max(before, min(1, Double(sorted.count - place) * p))
                return before
            }
        }
    }

    /// Step-up: the expected share of false alarms among the findings stays at the level, for
    /// exploring many tables (Benjamini & Hochberg 1995).
    ///
    ///     p̃₍ᵢ₎ = min over j ≥ i of min(1, m ÷ j·p₍ⱼ₎)
    package static func benjaminiHochberg(_ pValues: [Double?]) -> [Double?] {
        falseDiscovery(pValues, penalty: { _ in 1 })
    }

    /// Likewise under any dependence: times Σ 1 ÷ i (Benjamini & Yekutieli 2001).
    package static func benjaminiYekutieli(_ pValues: [Double?]) -> [Double?] {
        falseDiscovery(
            pValues, penalty: { count in (1...max(1, count)).reduce(0) { $0 + 1 / Double($1) } })
    }

    private static func falseDiscovery(
        _ pValues: [Double?], penalty: (Int) -> Double
    ) -> [Double?] {
        adjusted(pValues) { sorted in
            let factor = penalty(sorted.count) * Double(sorted.count)
            var after = 1.0
            return sorted.enumerated().reversed().map { place, p in
                after = min(after, factor * p / Double(place + 1))
                return after
            }.reversed()
        }
    }

    /// Puts the values in ascending order, adjusts, and puts them back.
    private static func adjusted(
        _ pValues: [Double?], _ adjust: ([Double]) -> [Double]
    ) -> [Double?] {
        let known = pValues.enumerated().compactMap { place, p in p.map { (place: place, p: $0) } }
            .filter { !$0.p.isNaN }
            .sorted { $0.p < $1.p }
        var result = [Double?](repeating: nil, count: pValues.count)
        for (value, adjusted) in zip(known, adjust(known.map(\.p))) {
            result[value.place] = adjusted
        }
        return result
    }
}
