/// How many requests to one model may be in flight: additive increase, multiplicative decrease.
///
/// It opens from eight, by one with every success and twofold every twentieth of a second: a quick
/// server opens it by its answers, one that takes minutes by the clock, and one that turns requests
/// down does so before the flood. A 429 takes a quarter off, once for the requests that were under
/// way together; near the size at which that was, it grows by one for every window of successes,
/// and by an eighth further below.
struct InFlightWindow: Sendable {
    let ceiling: Int
    private(set) var inFlight = 0
    private var size: Int
    private var successes = 0
    /// When the first request was sent; nil before, and once it opens by the clock no more.
    private var openingSince: Double?
    private var isOpening: Bool
    /// The size at the last 429.
    private var turnedDownAt = Int.max
    private var decreasedAt = -Double.infinity

    init(ceiling: Int) {
        self.ceiling = ceiling
        size = min(Self.first, ceiling)
        isOpening = size < ceiling
    }

    /// How many may be in flight at that time.
    func size(at now: Double) -> Int {
        guard isOpening, let openingSince else { return size }
        return min(
            ceiling, max(size, Self.first << min(20, doublings(since: openingSince, at: now))))
    }

    func hasRoom(at now: Double) -> Bool { inFlight < size(at: now) }

    /// When it will be larger, if nothing comes back before.
    func opensAt(_ now: Double) -> Double? {
        guard isOpening, let openingSince, size(at: now) < ceiling else { return nil }
        let next = doublings(since: openingSince, at: now) + 1
        return openingSince + Double(next) * Self.doublingSeconds
    }

    /// A thousandth of one is added, since times since 1970 are exact to a microsecond only.
    private func doublings(since start: Double, at now: Double) -> Int {
        max(0, Int((now - start) / Self.doublingSeconds + 0.001))
    }

    mutating func send(at now: Double) {
        inFlight += 1
        if isOpening, openingSince == nil { openingSince = now }
    }

    mutating func end() { inFlight -= 1 }

    mutating func succeed(at now: Double) {
        guard size < ceiling else { return }
        if isOpening {
            size = min(ceiling, size(at: now) + 1)
            isOpening = size < ceiling
            return
        }
        successes += 1
        guard successes >= size else { return }
        successes = 0
        let isNear = Double(size) >= 0.9 * Double(turnedDownAt)
        size = min(ceiling, size + (isNear ? 1 : max(1, size / 8)))
    }

    mutating func pauseGrowth() { successes = 0 }

    mutating func turnDown(sentAt: Double, at now: Double) {
        guard sentAt > decreasedAt else { return }
        size = size(at: now)
        turnedDownAt = size
        isOpening = false
        decreasedAt = now
        successes = 0
        size = max(1, min(size * 3 / 4, size - 1))
    }

    private static let first = 8
    private static let doublingSeconds = 0.05
}
