import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("The simulator's rate limits")
struct RateLimitRuleTests {
    @Test("Rules are written RATE/BURST, with a word for some models only")
    func parsing() throws {
        #expect(try RateLimitRule(parsing: "50/10") == RateLimitRule(perSecond: 50, burst: 10))
        #expect(
            try RateLimitRule(parsing: "0.5/1,gpt")
                == RateLimitRule(perSecond: 0.5, burst: 1, word: "gpt"))
    }

    @Test(
        "Anything else is refused", arguments: ["", "50", "0/1", "50/0", "a/b", "50/1/2", "nan/1"])
    func refused(text: String) {
        #expect(throws: SimulatorError.badRateLimit(text)) { try RateLimitRule(parsing: text) }
    }

    @Test("A bucket lets its burst through, then its rate, and says in whole seconds when")
    func bucket() async {
        let start = ContinuousClock().now
        let clock = Hands(start)
        let limits = SimulatedRateLimits(
            [RateLimitRule(perSecond: 0.25, burst: 2, word: "slow")], now: { clock.time })
        #expect(await limits.take(model: "slow") == nil)
        #expect(await limits.take(model: "slow") == nil)
        #expect(await limits.take(model: "slow") == 4)
        #expect(await limits.take(model: "other") == nil)
        clock.time = start.advanced(by: .seconds(3))
        #expect(await limits.take(model: "slow") == 1)
        clock.time = start.advanced(by: .seconds(4))
        #expect(await limits.take(model: "slow") == nil)
    }

    @Test("The server turns down what is too much, with Retry-After, and counts it")
    func server() async throws {
        let world = World(tasks: [SimulatedModelsTests.task], seed: 1)
        let options = SimulatorOptions(rateLimits: [RateLimitRule(perSecond: 0.01, burst: 2)])
        let traffic = SimulatorTraffic()
        try await withSimulator(world: world, options: options, counting: traffic) { address in
            var statuses: [Int] = []
            for _ in 0..<4 {
                let reply = try await SocketClient.request(
                    "POST", "/api/v1/chat/completions",
                    body: #"{"model":"m","messages":[{"role":"user","content":"Hi"}],"seed":1}"#,
                    port: address.port)
                statuses.append(reply.status)
                if reply.status == 429 { #expect(reply.head.lowercased().contains("retry-after:")) }
            }
            #expect(statuses == [200, 200, 429, 429])
        }
        let counts = await traffic.counts
        #expect(counts.completions == 4)
        #expect(counts.turnedDown == 2)
    }

    /// A clock that stands until it is set. Only one task at a time uses it.
    private final class Hands: @unchecked Sendable {
        var time: ContinuousClock.Instant
        init(_ time: ContinuousClock.Instant) { self.time = time }
    }
}
