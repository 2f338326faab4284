import Inference
import Testing

@Suite("Requests in flight to one endpoint")
struct AdaptiveLimiterTests {
    @Test("A 429 halves the window once for all that were under way, successes win it back")
    func window() async throws {
        let limiter = AdaptiveLimiter(ceiling: 8)
        var slots: [AdaptiveLimiter.Slot] = []
        for _ in 0..<8 { slots.append(try await limiter.acquire()) }
        for slot in slots { limiter.release(slot, .rateLimited) }
        #expect(limiter.window == 4)
        for _ in 0..<4 { limiter.release(try await limiter.acquire(), .success) }
        #expect(limiter.window == 5)
        limiter.release(try await limiter.acquire(), .rateLimited)
        #expect(limiter.window == 2)
        for _ in 0..<10 { limiter.release(try await limiter.acquire(), .rateLimited) }
        #expect(limiter.window == 1)
        for _ in 0..<100 { limiter.release(try await limiter.acquire(), .success) }
        #expect(limiter.window == 8)
    }

    @Test("No more are admitted than the window allows, and all are served in the end")
    func bound() async throws {
        let limiter = AdaptiveLimiter(ceiling: 3)
        let peak = Peak()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    let slot = try await limiter.acquire()
                    await peak.enter()
                    await Task.yield()
                    await peak.leave()
                    limiter.release(slot, .success)
                }
            }
            try await group.waitForAll()
        }
        #expect(await peak.highest <= 3)
        #expect(limiter.inFlight == 0)
    }

    @Test("A waiter that is cancelled leaves the queue to the others")
    func cancellation() async throws {
        let limiter = AdaptiveLimiter(ceiling: 1)
        let slot = try await limiter.acquire()
        let cancelled = Task { try await limiter.acquire() }
        let patient = Task { try await limiter.acquire() }
        await Task.yield()
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        limiter.release(slot, .neutral)
        limiter.release(try await patient.value, .neutral)
        #expect(limiter.inFlight == 0)
    }

    private actor Peak {
        private var now = 0
        private(set) var highest = 0

        func enter() {
            now += 1
            highest = max(highest, now)
        }

        func leave() { now -= 1 }
    }
}
