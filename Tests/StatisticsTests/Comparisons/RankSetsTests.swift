import Statistics
import Testing

@Suite("Which ranks a configuration may have")
struct RankSetsTests {
    private static func sharing(_ a: String, _ b: String) -> Bool {
        !Set(a).isDisjoint(with: Set(b))
    }

    @Test("Two share a letter exactly where they are not told apart", arguments: 0..<150)
    func letters(seed: Int) {
        var draws = Draws(seed)
        let count = draws.count(1...10)
        let chance = draws.unit()
        var apart: [(Int, Int)] = []
        for a in 0..<count {
            for b in 0..<count where b > a && draws.flag(chance) {
                apart.append(draws.flag() ? (a, b) : (b, a))
            }
        }
        let letters = RankSets.letters(count: count, apart: apart)
        for a in 0..<count {
            #expect(!letters[a].isEmpty)
            for b in 0..<count where b != a {
                let isApart = apart.contains { $0 == (a, b) || $0 == (b, a) }
                #expect(Self.sharing(letters[a], letters[b]) != isApart)
            }
        }
    }

    @Test("No letter is there in vain", arguments: 0..<40)
    func lean(seed: Int) {
        var draws = Draws(seed)
        let count = draws.count(2...8)
        var apart: [(Int, Int)] = []
        for a in 0..<count {
            for b in 0..<count where b > a && draws.flag() { apart.append((a, b)) }
        }
        let letters = RankSets.letters(count: count, apart: apart)
        let groups = Set(letters.joined()).map { letter in
            Set(letters.indices.filter { letters[$0].contains(letter) })
        }
        for (place, group) in groups.enumerated() {
            #expect(
                !groups.enumerated().contains {
                    $0.offset != place && group.isSubset(of: $0.element)
                })
        }
        // The first row has the first letter.
        #expect(letters[0].hasPrefix("a"))
    }

    @Test("The set holds the observed rank, from any table of scores", arguments: Draws.seeds)
    func observed(seed: Int) throws {
        var draws = Draws(seed)
        let tasks = draws.count(3...20)
        let gains = draws.normals(draws.count(1...7))
        let table = gains.map { gain in draws.scores(tasks).map { $0 + gain / 2 } }
        let rows = try table.map { (try #require(Averages.mean($0)), $0) }
            .sorted { $0.0 > $1.0 }.map(\.1)
        var places: [(Int, Int)] = []
        for a in rows.indices { for b in rows.indices where b > a { places.append((a, b)) } }
        let tests = places.map { PairedDifference(rows[$0.0], rows[$0.1]) }
        let holm = Multiplicity.holm(tests.map { $0?.pValue })
        let pairs = try places.indices.map {
            RankSets.Pair(
                first: places[$0].0, second: places[$0].1,
                difference: try #require(tests[$0]).mean, adjustedP: holm[$0])
        }
        let sets = RankSets(count: rows.count, pairs: pairs)
        for (place, ranks) in sets.ranks.enumerated() { #expect(ranks.contains(place + 1)) }
        for pair in pairs {
            let shares = Self.sharing(sets.letters[pair.first], sets.letters[pair.second])
            #expect(shares != pair.isSignificant(0.05))
        }
        let strict = RankSets(count: rows.count, pairs: pairs, significance: 1e-6)
        for (wide, narrow) in zip(strict.ranks, sets.ranks) {
            #expect(wide.lowerBound <= narrow.lowerBound && wide.upperBound >= narrow.upperBound)
        }
    }

    @Test(
        "A pair is told apart only by a p and a difference",
        arguments: [
            (0.1, 0.01, true), (-0.1, 0.01, true), (0.1, 0.05, false), (0.1, nil, false),
            (0, 0.01, false), (.nan, 0.01, false), (0.1, .nan, false),
        ] as [(Double, Double?, Bool)])
    func significance(difference: Double, p: Double?, expected: Bool) {
        let pair = RankSets.Pair(first: 0, second: 1, difference: difference, adjustedP: p)
        #expect(pair.isSignificant(0.05) == expected)
        let sets = RankSets(count: 2, pairs: [pair])
        guard expected else {
            #expect(sets.ranks == [1...2, 1...2] && sets.letters == ["a", "a"])
            return
        }
        #expect(sets.ranks == (difference > 0 ? [1...1, 2...2] : [2...2, 1...1]))
    }

    @Test("No configuration has no rank, one has the first")
    func few() {
        #expect(RankSets(count: 0, pairs: []).ranks.isEmpty)
        #expect(RankSets(count: 0, pairs: []).letters.isEmpty)
        #expect(RankSets(count: 1, pairs: []).ranks == [1...1])
        #expect(RankSets(count: 1, pairs: []).letters == ["a"])
    }

    @Test("Beyond z letters are numbered")
    func manyLetters() {
        var apart: [(Int, Int)] = []
        for a in 0..<28 { for b in 0..<28 where b > a { apart.append((a, b)) } }
        let letters = RankSets.letters(count: 28, apart: apart)
        #expect(letters[25] == "z" && letters[26] == "a1" && letters[27] == "b1")
        #expect(Set(letters).count == 28)
    }
}

@Suite("How often each configuration comes out where")
struct RankSupportTests {
    @Test("Shares add up, and ranks are midranks", arguments: Draws.seeds)
    func sums(seed: Int) throws {
        var draws = Draws(seed)
        let (count, replicates) = (draws.count(1...6), draws.count(1...40))
        let means = (0..<count).map { _ in draws.coarse(replicates) }
        let support = RankSupport(means: means)
        let ranks = (0..<replicates).map { replicate in
            Ranks.midranks(means.map { -$0[replicate] })
        }
        for row in 0..<count {
            let own = ranks.map { $0[row] }
            #expect(agree(support.meanRank[row], Averages.mean(own)))
            #expect(support.ranks[row] == BootstrapInterval.percentile(own))
            let leading = (0..<replicates).count { replicate in
                (0..<count).allSatisfy {
                    $0 == row || means[row][replicate] > means[$0][replicate]
                }
            }
            #expect(agree(support.first[row], Double(leading) / Double(replicates)))
            #expect(support.ahead[row][row] == 0)
            for other in 0..<count where other != row {
                #expect(agree(support.ahead[row][other] + support.ahead[other][row], 1))
            }
            #expect(
                agree(
                    support.meanRank[row],
                    Double(count) - support.ahead[row].reduce(0, +)))
        }
    }

    @Test("Means that are equal on paper are tied")
    func ties() {
        let support = RankSupport(means: [[0.1 + 0.2], [0.3]])
        #expect(support.meanRank == [1.5, 1.5])
        #expect(support.first == [0, 0])
        #expect(support.ahead == [[0, 0.5], [0.5, 0]])
    }

    @Test("Of no configuration nothing is said")
    func none() {
        let support = RankSupport(means: [])
        #expect(support.meanRank.isEmpty && support.ranks.isEmpty && support.ahead.isEmpty)
    }
}
