import Statistics
import Testing

@Suite("Intervals for shares")
struct ProportionTests {
    @Test("93 of 100, exactly")
    func exact() throws {
        let interval = try #require(Proportion.clopperPearson(successes: 93, of: 100))
        #expect(agree(interval.low, 0.8610802715441427, within: 1e-12))
        #expect(agree(interval.high, 0.9713947110925613, within: 1e-12))
    }

    @Test(
        "At the ends of the exact interval the count is as rare as agreed", arguments: Draws.seeds)
    func tails(seed: Int) throws {
        var draws = Draws(seed)
        let trials = draws.count(1...120)
        let successes = draws.below(trials + 1)
        let interval = try #require(
            Proportion.clopperPearson(successes: successes, of: trials, confidence: 0.9))
        let (low, high) = (try #require(interval.low), try #require(interval.high))
        if successes > 0 {
            let lowest = BinomialDistribution(trials: trials, chance: low)
            #expect(agree(1 - lowest.cumulative(successes - 1), 0.05, within: 1e-10))
        } else {
            #expect(low == 0)
        }
        if successes < trials {
            let highest = BinomialDistribution(trials: trials, chance: high)
            #expect(agree(highest.cumulative(successes), 0.05, within: 1e-10))
        } else {
            #expect(high == 1)
        }
    }

    @Test("Failures have the interval of successes, turned round", arguments: Draws.seeds)
    func mirror(seed: Int) throws {
        var draws = Draws(seed)
        let trials = draws.count(1...200)
        let successes = draws.below(trials + 1)
        for interval in [Proportion.wilson, Proportion.clopperPearson] {
            let own = try #require(interval(successes, trials, 0.95))
            let other = try #require(interval(trials - successes, trials, 0.95))
            #expect(agree(own.low, other.high.map { 1 - $0 }))
            #expect(agree(own.high, other.low.map { 1 - $0 }))
            #expect(own.contains(Double(successes) / Double(trials)))
            #expect((0...1).contains(try #require(own.low)))
            #expect((0...1).contains(try #require(own.high)))
        }
    }

    @Test("At Wilson's ends the share is z standard errors away", arguments: Draws.seeds)
    func wilson(seed: Int) throws {
        var draws = Draws(seed)
        let trials = draws.count(2...200)
        let successes = draws.count(1...trials - 1)
        let share = Double(successes) / Double(trials)
        let interval = try #require(Proportion.wilson(successes: successes, of: trials))
        for end in [try #require(interval.low), try #require(interval.high)] {
            let z = abs(share - end) / (end * (1 - end) / Double(trials)).squareRoot()
            #expect(agree(z, NormalDistribution.quantile(0.975), within: 1e-9))
        }
    }

    @Test(
        "Of no trials and of impossible counts nothing is said",
        arguments: [(0, 0), (-1, 5), (6, 5)])
    func undefined(successes: Int, trials: Int) {
        #expect(Proportion.wilson(successes: successes, of: trials) == nil)
        #expect(Proportion.clopperPearson(successes: successes, of: trials) == nil)
    }
}
