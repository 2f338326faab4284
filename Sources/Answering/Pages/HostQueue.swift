import Inference

/// Keeps a run polite: few requests to one host at once, and a pause between two. All models of a
/// run share one.
actor HostQueue {
    private struct Host {
        var inFlight = 0
        /// Seconds since 1970 before which no further request is sent.
        var nextStart = 0.0
        /// First come, first served.
        var waiting: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    }

    private let mostAtOnce: Int
    private let pauseSeconds: Double
    private let clock: InferenceClock
    private var hosts: [String: Host] = [:]
    private var lastID = 0

    init(mostAtOnce: Int = 2, pauseSeconds: Double = 0.2, clock: InferenceClock) {
        self.mostAtOnce = mostAtOnce
        self.pauseSeconds = pauseSeconds
        self.clock = clock
    }

    /// Runs `body` when it is this host's turn, and says how long that took to come.
    nonisolated func withTurn<Value: Sendable>(
        at host: String, _ body: () async throws(CancellationError) -> Value
    ) async throws(CancellationError) -> (value: Value, waitedSeconds: Double) {
        let arrived = clock.now()
        do { try await enter(host) } catch { throw CancellationError() }
        let waited = max(0, clock.now() - arrived)
        do {
            let value = try await body()
            await leave(host)
            return (value, waited)
        } catch {
            await leave(host)
            throw error
        }
    }

    private func enter(_ host: String) async throws {
        if hosts[host, default: Host()].inFlight < mostAtOnce {
            hosts[host, default: Host()].inFlight += 1
        } else {
            try await wait(at: host)
        }
        let now = clock.now()
        let start = max(now, hosts[host]?.nextStart ?? now)
        hosts[host]?.nextStart = start + pauseSeconds
        guard start > now else { return }
        do {
            try await clock.sleep(start - now)
        } catch {
            leave(host)
            throw error
        }
    }

    /// Until somebody who leaves passes the place on.
    private func wait(at host: String) async throws {
        lastID += 1
        let id = lastID
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                hosts[host, default: Host()].waiting.append((id, continuation))
            }
        } onCancel: {
            // On the actor this comes after the line above, even where the task was cancelled before.
            Task { await self.giveUp(id, at: host) }
        }
    }

    private func giveUp(_ id: Int, at host: String) {
        guard let index = hosts[host]?.waiting.firstIndex(where: { $0.id == id }) else { return }
        hosts[host]?.waiting.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    private func leave(_ host: String) {
        guard var state = hosts[host] else { return }
        if state.waiting.isEmpty {
            state.inFlight -= 1
            hosts[host] = state
            if hosts.count > Self.mostRemembered { forget() }
        } else {
            let next = state.waiting.removeFirst()
            hosts[host] = state
            next.continuation.resume()
        }
    }

    /// Drops hosts of which nothing needs to be known any more.
    private func forget() {
        let now = clock.now()
        hosts = hosts.filter { $0.value.inFlight > 0 || $0.value.nextStart > now }
    }

    private static let mostRemembered = 1_000
}
