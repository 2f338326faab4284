import Statistics
import Testing

@Suite("Several tests side by side")
struct MultiplicityTests {
    private static func values(_ seed: Int) -> [Double?] {
        var draws = Draws(seed)
        return (0..<draws.count(1...20)).map { _ in
            draws.flag(0.15) ? nil : draws.flag(0.2) ? 0.04 : draws.unit() * draws.unit()
        }
    }

    @Test("Holm is at least Benjamini–Hochberg, which is at least the raw p", arguments: 0..<60)
    func order(seed: Int) {
        let raw = Self.values(seed)
        let holm = Multiplicity.holm(raw)
        let hochberg = Multiplicity.benjaminiHochberg(raw)
        let yekutieli = Multiplicity.benjaminiYekutieli(raw)
        for place in raw.indices {
            guard let p = raw[place], let a = holm[place], let b = hochberg[place],
                let c = yekutieli[place]
            else {
                #expect(raw[place] == nil && holm[place] == nil && hochberg[place] == nil)
                #expect(yekutieli[place] == nil)
                continue
            }
            #expect(a >= b - 1e-15 && b >= p - 1e-15 && c >= b - 1e-15)
            #expect(a <= 1 && c <= 1)
        }
    }

    @Test(
        "Adjusting keeps the order of p and does not depend on that of the tests",
        arguments: Draws.seeds)
    func monotone(seed: Int) {
        let raw = Self.values(seed)
        for adjust in [
            Multiplicity.holm, Multiplicity.benjaminiHochberg, Multiplicity.benjaminiYekutieli,
        ] {
            let adjusted = adjust(raw)
            #expect(adjust(raw.reversed()) == adjusted.reversed())
            for a in raw.indices {
                for b in raw.indices {
                    guard let first = raw[a], let second = raw[b], first <= second,
                        let low = adjusted[a], let high = adjusted[b]
                    else { continue }
                    #expect(low <= high)
                }
            }
        }
    }

    @Test("Holm rejects what stepping down by hand rejects", arguments: Draws.seeds)
    func stepping(seed: Int) {
        let raw = Self.values(seed).compactMap { $0 }
        let sorted = raw.sorted()
        let first = sorted.indices.first { Double(sorted.count - $0) * sorted[$0] > 0.05 }
        let rejected = first ?? sorted.count
        #expect(Multiplicity.holm(raw).count { ($0 ?? 1) <= 0.05 } == rejected)
    }

    @Test("Benjamini–Hochberg rejects what stepping up by hand rejects", arguments: Draws.seeds)
    func steppingUp(seed: Int) {
        let raw = Self.values(seed).compactMap { $0 }
        let sorted = raw.sorted()
        let last = sorted.indices.last {
            sorted[$0] <= 0.05 * Double($0 + 1) / Double(sorted.count) - 1e-15
        }
        let adjusted = Multiplicity.benjaminiHochberg(raw)
        #expect(adjusted.count { ($0 ?? 1) <= 0.05 - 1e-12 } == last.map { $0 + 1 } ?? 0)
    }

    @Test("Nothing, nil and NaN are no tests")
    func undefined() {
        #expect(Multiplicity.holm([]) == [])
        #expect(Multiplicity.benjaminiYekutieli([]) == [])
        #expect(Multiplicity.holm([nil, 0.02, .nan, 0.03]) == [nil, 0.04, nil, 0.04])
        #expect(Multiplicity.benjaminiHochberg([.nan, 0.02, nil]) == [nil, 0.02, nil])
        #expect(Multiplicity.benjaminiYekutieli([nil]) == [nil])
        #expect(Multiplicity.holm([0.3]) == [0.3])
    }
}
