import Inference
import Testing
import Transport
import Vocabulary

@testable import Execution

@Suite("What a run may spend")
struct BudgetTests {
    private static func unit(_ configuration: String, _ number: Int) -> AnswerUnitRecord {
        AnswerUnitRecord(
            key: "\(configuration) \(number)", configurationID: configuration, taskID: "t",
            generation: number)
    }

    @Test("A call whose worst case does not fit, with nothing in flight, is turned down")
    func turnedDown() async throws {
        let caps = Locked<[USD]>([])
        let budget = Budget(cap: USD(1)) { cap in caps.withLock { $0.append(cap) } }
        let gate = budget.gate(for: Self.unit("a", 0), outputAllowance: 10)
        let first = try #require(try await gate.reserve(USD(0.75)))
        gate.settle(first, USD(0.5))
        #expect(try await gate.reserve(USD(0.75)) == nil)
        #expect(caps.withLock { $0 } == [USD(1)])
        // What does fit is still let through.
        #expect(try await gate.reserve(USD(0.25)) != nil)
    }

    @Test("A call that does not fit beside what is in flight waits for it, and then goes")
    func waits() async throws {
        let budget = Budget(cap: USD(1))
        let gate = budget.gate(for: Self.unit("a", 0), outputAllowance: 10)
        let first = try #require(try await gate.reserve(USD(0.75)))
        async let second = gate.reserve(USD(0.75))
        gate.settle(first, USD(0.125))
        #expect(try await second != nil)
    }

    @Test("A waiting call is given up when its task is cancelled")
    func cancelled() async throws {
        let budget = Budget(cap: USD(1))
        let gate = budget.gate(for: Self.unit("a", 0), outputAllowance: 10)
        _ = try #require(try await gate.reserve(USD(1)))
        let waiting = Task { () async throws(CancellationError) -> Bool in
            try await gate.reserve(USD(1)) != nil
        }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test("The cap of one configuration leaves the others alone")
    func perConfiguration() async throws {
        let stops = Locked(0)
        let budget = Budget(cap: nil, configurations: ["a": USD(1)]) { _ in
            stops.withLock { $0 += 1 }
        }
        let dear = budget.gate(for: Self.unit("a", 0), outputAllowance: 10)
        #expect(try await dear.reserve(USD(2)) == nil)
        let other = budget.gate(for: Self.unit("b", 0), outputAllowance: 10)
        #expect(try await other.reserve(USD(200)) != nil)
        #expect(budget.exhaustedConfigurations == ["a"])
        #expect(try await budget.admit(Self.unit("a", 1)) == false)
        #expect(try await budget.admit(Self.unit("b", 1)))
        #expect(stops.withLock { $0 } == 0)
    }

    @Test("A configuration that is stuck does not stop a run whose own money may come back")
    func stuckAlone() async throws {
        let stops = Locked(0)
        let budget = Budget(cap: USD(10), configurations: ["a": USD(1)]) { _ in
            stops.withLock { $0 += 1 }
        }
        budget.begin(spent: ["a": USD(0.75), "b": USD(8)])
        let other = budget.gate(for: Self.unit("b", 0), outputAllowance: 10)
        _ = try #require(try await other.reserve(USD(1)))
        // Neither purse has room for 0.5, and only that of the run has something in flight.
        let stuck = budget.gate(for: Self.unit("a", 0), outputAllowance: 10)
        #expect(try await stuck.reserve(USD(0.5)) == nil)
        #expect(budget.exhaustedConfigurations == ["a"])
        #expect(stops.withLock { $0 } == 0)
    }

    @Test("Without a price there is no worst case, but what was billed fills the cap")
    func billedWithoutPrice() async throws {
        let budget = Budget(cap: USD(1))
        let gate = budget.gate(for: Self.unit("a", 0), outputAllowance: 10)
        let call = try #require(try await gate.reserve(.zero))
        gate.settle(call, USD(1.25))
        #expect(try await gate.reserve(.zero) == nil)
    }

    @Test("Rounding leaves nothing behind that others would wait for")
    func rounding() async throws {
        let budget = Budget(cap: USD(1))
        let gate = budget.gate(for: Self.unit("a", 0), outputAllowance: 10)
        for amount in [0.1, 0.2, 0.3] {
            let call = try #require(try await gate.reserve(USD(amount)))
            gate.settle(call, USD(amount / 3))
        }
        #expect(try await gate.reserve(USD(2)) == nil)
    }

    @Test("What earlier executions paid counts")
    func earlier() async throws {
        let budget = Budget(cap: USD(2), configurations: ["b": USD(1)])
        budget.begin(spent: ["a": USD(1), "b": USD(0.875)])
        let gate = budget.gate(for: Self.unit("b", 0), outputAllowance: 10)
        #expect(try await gate.reserve(USD(0.25)) == nil)
        #expect(try await gate.reserve(USD(0.125)) != nil)
    }

    @Test("A unit that would probably not be finished is not begun")
    func units() async throws {
        let budget = Budget(cap: USD(1))
        let first = Self.unit("a", 0)
        #expect(try await budget.admit(first))
        let gate = budget.gate(for: first, outputAllowance: 10)
        let call = try #require(try await gate.reserve(USD(0.75)))
        gate.settle(call, USD(0.625))
        budget.close(first)
        // Units cost 0.625, and 0.375 is left.
        #expect(try await budget.admit(Self.unit("a", 1)) == false)
    }

    @Test("Until it is known what a unit costs, only a few are begun")
    func firstLook() async throws {
        let budget = Budget(cap: USD(100))
        for number in 0..<4 { #expect(try await budget.admit(Self.unit("a", number))) }
        let isFifthIn = Locked(false)
        let fifth = Task {
            let isIn = try await budget.admit(Self.unit("a", 4))
            isFifthIn.withLock { $0 = isIn }
        }
        #expect(try await budget.admit(Self.unit("b", 0)))
        #expect(!isFifthIn.withLock { $0 })
        budget.close(Self.unit("a", 0))
        try await fifth.value
        #expect(isFifthIn.withLock { $0 })
    }

    @Test("Without a cap nothing waits and nothing is counted")
    func unlimited() async throws {
        let gate = Budget.unlimited.gate(for: Self.unit("a", 0), outputAllowance: 10)
        for _ in 0..<100 { #expect(try await gate.reserve(USD(1e9)) != nil) }
        #expect(try await Budget.unlimited.admit(Self.unit("a", 0)))
    }

    @Test(
        "However many ask at once, the sum of what is paid never passes the cap",
        arguments: [1, 2, 3] as [UInt64])
    func neverPasses(seed: UInt64) async throws {
        let budget = Budget(cap: USD(10))
        let paid = Locked(USD.zero)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let unit = Self.unit("a", number)
                    guard (try? await budget.admit(unit)) == true else { return }
                    let gate = budget.gate(for: unit, outputAllowance: 10)
                    for step in 1...3 {
                        let worst = Double((UInt64(number + step) &* (seed &+ 77)) % 50 + 1) / 100
                        guard let call = try? await gate.reserve(USD(worst)) else { continue }
                        await Task.yield()
                        let cost = USD(worst * 0.75)
                        paid.withLock { $0 += cost }
                        gate.settle(call, cost)
                    }
                    budget.close(unit)
                }
            }
        }
        let sum = paid.withLock { $0 }
        #expect(sum <= USD(10))
        #expect(sum > USD(5))
    }

    @Test(
        "A fusion of the provider's is taken to cost a full completion of every model in it",
        arguments: [
            // Three at $10, the outer model twice at $20, 16,000 tokens each.
            (ServerFusionSpec(entry: .tool, model: "o", panel: ["m", "m", "m"]), 1.12),
            (
                ServerFusionSpec(
                    entry: .tool, model: "o", panel: ["m"], analyst: "m", maxCompletionTokens: 1_000
                ),
                0.04
            ),
            // Without a known price nothing is counted.
            (ServerFusionSpec(entry: .tool, model: "o", panel: ["x"], analyst: "x"), 0.32),
            (ServerFusionSpec(entry: .alias), 0.0),
        ])
    func serverFusion(spec: ServerFusionSpec, dollars: Double) {
        let prices = [
            "m": ModelPrice(inputPerMillion: 1, outputPerMillion: 10),
            "o": ModelPrice(inputPerMillion: 1, outputPerMillion: 20),
        ]
        #expect(abs(SpendingGate.worstCase(of: spec, prices: prices).dollars - dollars) < 1e-9)
    }
}
