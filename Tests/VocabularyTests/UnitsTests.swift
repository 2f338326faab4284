import Testing
import Vocabulary

@Suite("Costs and tokens")
struct UnitsTests {
    @Test(
        "Tokens times price, as worked by hand",
        arguments: [(5.0, 30.0, 0.10), (5, 25, 0.09), (0.30, 2.50, 0.0074)])
    func cost(input: Double, output: Double, dollars: Double) {
        let price = ModelPrice(inputPerMillion: input, outputPerMillion: output)
        let cost = price.cost(of: TokenUsage(uncachedInput: 8_000, output: 2_000))
        #expect(abs(cost.dollars - dollars) < 1e-12)
    }

    @Test("Cached tokens have their own price where there is one")
    func caching() {
        let usage = TokenUsage(
            uncachedInput: 100, cacheRead: 1_000, cacheWrite: 10, output: 50, reasoning: 40)
        let plain = ModelPrice(inputPerMillion: 10, outputPerMillion: 20)
        #expect(abs(plain.cost(of: usage).dollars - 0.0121) < 1e-15)
        let cached = ModelPrice(
            inputPerMillion: 10, outputPerMillion: 20, cacheReadPerMillion: 1,
            cacheWritePerMillion: 12.5)
        // 1,000 + 1,000 + 125 + 1,000 millionths.
        #expect(abs(cached.cost(of: usage).dollars - 0.003125) < 1e-15)
    }

    @Test("A sum with an unknown amount is unknown")
    func sums() {
        #expect(USD.sum([USD(1), USD(2)]) == USD(3))
        #expect(USD.sum([USD(1), nil]) == nil)
        #expect(USD.sum([]) == .zero)
    }

    @Test("A request that was turned away cost nothing; one that vanished cost who knows what")
    func failedCalls() {
        func call(_ status: Int?) -> CallRecord {
            CallRecord(
                role: .judge, model: "m", outcome: .failed, httpStatus: status,
                latencySeconds: 1, startedAt: 0)
        }
        #expect(call(429).cost == .zero)
        #expect(call(nil).cost == nil)
        #expect(call(200).cost == nil)
    }

    @Test("What was billed goes before what was computed")
    func billed() {
        let call = CallRecord(
            role: .judge, model: "m", outcome: .ok, billedCost: USD(2), computedCost: USD(1),
            latencySeconds: 1, startedAt: 0)
        #expect(call.cost == USD(2))
    }
}
