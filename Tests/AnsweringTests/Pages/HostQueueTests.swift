import Inference
import Testing
import Transport

@testable import Answering

@Suite("Turns at a host")
struct HostQueueTests {
    /// A clock that jumps to the end of every sleep.
    private static func jumpingClock() -> (clock: InferenceClock, slept: Locked<[Double]>) {
        let now = Locked(100.0)
        let slept = Locked<[Double]>([])
        let clock = InferenceClock(
            now: { now.withLock { $0 } },
            sleep: { seconds in
                try Task.checkCancellation()
                now.withLock { $0 += seconds }
                slept.withLock { $0.append(seconds) }
            })
        return (clock, slept)
    }

    @Test("Never more than two are at one host, everyone gets a turn, and other hosts don't wait")
    func twoAtOnce() async throws {
        let (clock, _) = Self.jumpingClock()
        let queue = HostQueue(clock: clock)
        let present = Locked((now: 0, most: 0, all: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    _ = try await queue.withTurn(at: number % 2 == 0 ? "even" : "odd") {
                        () async throws(CancellationError) in
                        guard number % 2 == 0 else { return }
                        present.withLock {
                            $0.now += 1
                            $0.all += 1
                            $0.most = max($0.most, $0.now)
                        }
                        for _ in 0..<20 { await Task.yield() }
                        present.withLock { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(present.withLock { $0.all } == 30)
        #expect(present.withLock { $0.most } == 2)
    }

    @Test("Between two requests to one host there is a pause, and between hosts none")
    func pauses() async throws {
        let (clock, slept) = Self.jumpingClock()
        let queue = HostQueue(pauseSeconds: 0.5, clock: clock)
        var waited: [Double] = []
        for host in ["a", "a", "b", "a"] {
            let turn = try await queue.withTurn(at: host) { () async throws(CancellationError) in }
            waited.append(turn.waitedSeconds)
        }
        #expect(slept.withLock { $0 } == [0.5, 0.5])
        #expect(waited == [0, 0.5, 0, 0.5])
    }

    @Test("Who is cancelled while waiting leaves, and the others go on")
    func cancellation() async throws {
        let (clock, _) = Self.jumpingClock()
        let queue = HostQueue(mostAtOnce: 1, pauseSeconds: 0, clock: clock)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (arrivals, arrive) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await queue.withTurn(at: "a") { () async throws(CancellationError) in
                arrive.yield()
                for await _ in gate { break }
            }
        }
        for await _ in arrivals { break }
        let second = Task {
            try await queue.withTurn(at: "a") { () async throws(CancellationError) in }
        }
        let third = Task {
            try await queue.withTurn(at: "a") { () async throws(CancellationError) in 3 }
        }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        open.yield()
        _ = try await first.value
        #expect(try await third.value.value == 3)
        // The place is free again.
        #expect(
            try await queue.withTurn(at: "a") { () async throws(CancellationError) in 4 }.value == 4
        )
    }

    @Test("Who is cancelled in the pause gives the turn back")
    func cancelledPause() async throws {
        let queue = HostQueue(
            mostAtOnce: 1, pauseSeconds: 1,
            clock: InferenceClock(now: { 0 }, sleep: { _ in throw CancellationError() }))
        _ = try await queue.withTurn(at: "a") { () async throws(CancellationError) in }
        for _ in 0..<3 {
            await #expect(throws: CancellationError.self) {
                try await queue.withTurn(at: "a") { () async throws(CancellationError) in }
            }
        }
    }
}
