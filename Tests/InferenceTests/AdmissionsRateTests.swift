import Testing
import Vocabulary

@testable import Inference

@Suite("Keeping a service's rate, in virtual time")
struct AdmissionsRateTests {
    private static func admissions(
        _ rates: RateLimits = .init(), models: [String: RateLimits] = [:], ceilings: [Int] = [64]
    ) -> Admissions<Int> {
        var admissions = Admissions<Int>(rates: rates, modelRates: models, outageSeconds: 300)
        for ceiling in ceilings { _ = admissions.addLane(ceiling: ceiling) }
        return admissions
    }

    @Test("A rate that is configured is used to 95 % at least, without a 429")
    func configured() {
        for latency in [0.002, 0.2, 1] {
            let service = RateLimitedService(latencySeconds: latency)
            var admissions = Self.admissions(RateLimits(requestsPerMinute: 3000))
            let outcome = service.serve(1_000, through: &admissions)
            #expect(outcome.turnedDown == 0)
            #expect(outcome.used(of: service) >= 0.95)
        }
    }

    @Test(
        "A rate that has to be learnt costs few 429s, and is then used nearly in full",
        arguments: [
            (0.002, 1.0, 1_000, 0.86, 0.02), (0.002, 1.0, 5_000, 0.95, 0.01),
            (0.002, nil, 1_000, 0.95, 0.02), (0.05, 1.0, 5_000, 0.9, 0.01),
            (1, 1.0, 5_000, 0.78, 0.04),
        ] as [(Double, Double?, Int, Double, Double)])
    func learnt(
        latency: Double, retryAfter: Double?, requests: Int, least: Double, most: Double
    ) {
        let service = RateLimitedService(latencySeconds: latency, retryAfterSeconds: retryAfter)
        var admissions = Self.admissions()
        let outcome = service.serve(requests, through: &admissions)
        #expect(outcome.used(of: service) >= least)
        #expect(outcome.shareTurnedDown < most)
        #expect(outcome.sentTooEarly == 0)
    }

    @Test("Without a 429 nothing is paced, and a quick service is used at once")
    func unlimited() {
        let service = RateLimitedService(perSecond: 1e9, burst: 1e9, latencySeconds: 0.001)
        var admissions = Self.admissions()
        let outcome = service.serve(6_400, through: &admissions)
        // 64 in flight and a millisecond each: a tenth of a second, and a little to open up.
        #expect(outcome.seconds < 0.12)
        #expect(outcome.turnedDown == 0)
    }

    @Test("Two lanes share a rate in equal parts, whatever their crowds")
    func lanes() {
        let service = RateLimitedService(crowd: 60)
        var admissions = Self.admissions(
            RateLimits(requestsPerMinute: 3000), ceilings: [8, 64])
        let outcome = service.serve(
            1_000, through: &admissions,
            askers: [(0, "a"), (1, "judge"), (1, "judge"), (1, "judge"), (1, "judge")])
        let answers = outcome.servedByLabel[0] ?? 0
        #expect((450...550).contains(answers))
    }

    @Test("A model's own rate holds up no other model")
    func models() {
        let service = RateLimitedService(perSecond: 1e9, burst: 1e9, latencySeconds: 0.01)
        var admissions = Self.admissions(models: ["slow": RateLimits(requestsPerMinute: 60)])
        let outcome = service.serve(
            1_000, through: &admissions, askers: [(0, "slow"), (0, "quick")])
        #expect(outcome.seconds < 1)
        #expect((outcome.servedByLabel[0] ?? 0) < 10)
    }

    @Test("Tokens are paced by what is reckoned with, and settled with what was used")
    func tokens() {
        var admissions = Self.admissions(RateLimits(tokensPerMinute: 60_000))
        // Six seconds' worth may go at once; the second waits for what the first took too much.
        _ = admissions.enter(1, lane: 0, model: "m", tokens: 6_000)
        _ = admissions.enter(2, lane: 0, model: "m", tokens: 6_000)
        let (first, again) = admissions.serve(at: 0)
        #expect(first.map(\.0) == [1])
        #expect(again == 6)
        guard case .admitted(let permit) = first.first?.1 else {
            Issue.record("not admitted")
            return
        }
        _ = admissions.end(permit, .served(pause: nil), usedTokens: 1_000, at: 0)
        let settled = admissions.serve(at: 0)
        #expect(settled.again == 1)
        let second = admissions.serve(at: 1)
        #expect(second.ready.map(\.0) == [2])
    }
}
