/// The request rate that a service's 429s give away.
///
/// A server with a token bucket of rate R and burst B takes, in any span of Δ seconds, at most
/// B + R·Δ requests, and exactly that many in the span from when its bucket was last full to when
/// it turns one down. So with k requests sent in that span, R = max (k − B) ÷ Δ over all spans that
/// end with the first 429. B is what the first flood got through. After that the pace is held a
/// little below R and raised by a fifth of a per cent a second, since each 429 costs the wait that
/// comes with it, which is usually a second or more.
///
/// Until a first 429 there is no rate, and nothing is paced. A service that goes on to turn requests
/// down at the pace that was learnt does so for other reasons than their rate: then the pace is
/// forgotten for a while, since slowness would mend nothing. All times are the clock's seconds.
struct LearntRate: Sendable {
    private var bucket: TokenBucket?
    /// What the last 429 gave away; nil while it gave nothing away, and the pace is being sought.
    private var limit: Double?
    /// What the first flood got through.
    private var burst: Double?
    /// When the flood was sent whose end was the first 429.
    private var floodEnd: Double?
    private var grownAt = 0.0
    /// A 429 of a request that was sent before the last decrease says nothing new.
    private var decreasedAt = -Double.infinity
    private var sent = SentTimes()
    /// Outcomes at a learnt pace, the older the lighter: all of them, and those turned down.
    private var outcomes = 0.0
    private var refusals = 0.0
    /// Requests that are still to be sent without learning from what they come to.
    private var heedless = 0

    /// Requests a second; nil where nothing has been turned down yet.
    var perSecond: Double? { bucket?.perSecond }

    /// When the next request may go.
    func time(at now: Double) -> Double { bucket?.time(for: 1, at: now) ?? now }

    mutating func send(at now: Double) {
        bucket?.take(1, at: now)
        sent.append(now)
        if heedless > 0 { heedless -= 1 }
    }

    private mutating func note(isRefusal: Bool) {
        // Only at a pace that is held, not while one is sought.
        guard limit != nil else { return }
        outcomes = outcomes * Self.memory + 1
        refusals = refusals * Self.memory + (isRefusal ? 1 : 0)
    }

    /// Whether requests are turned down too often at the pace for the pace to be the reason.
    private var isBelied: Bool {
        outcomes >= Self.leastOutcomes && refusals / outcomes >= Self.beliedShare
    }

    private mutating func forget() {
        self = LearntRate()
        heedless = Self.heedlessRequests
    }

    /// A request was served. The pace grows, in step with how much of it is used.
    mutating func succeed(at now: Double) {
        note(isRefusal: false)
        guard let rate = bucket?.perSecond else { return }
        let seconds = min(max(0, now - grownAt), 2 / rate)
        grownAt = now
        if let limit, rate < limit * Self.trustedShare {
            set(rate * (1 + Self.growth * seconds), at: now)
        } else {
            // The limit that was known is no longer true, or none is known.
            limit = nil
            set(rate * min(1.5, 1 + seconds * Self.seekingGrowth), at: now)
        }
    }

    /// The service has trouble of its own: no reason to go slower, nor to go faster now.
    mutating func pauseGrowth(at now: Double) { grownAt = max(grownAt, now) }

    /// A request was turned down for its rate.
    ///
    /// - Returns: whether a rate explains it, so that the pace alone has to go down.
    mutating func turnDown(sentAt: Double, at now: Double) -> Bool {
        if heedless > 0 { return true }
        sent.remove(sentAt)
        if sentAt > decreasedAt { note(isRefusal: true) }
        if isBelied {
            forget()
            return true
        }
        guard sentAt > decreasedAt || bucket == nil else { return limit != nil }
        decreasedAt = now
        grownAt = now
        let old = bucket?.perSecond
        limit = floodEnd.flatMap { end in
            // Counted only now that all of the flood that was turned down is known.
            let burst = burst ?? Double(sent.count(from: end - Self.shortest, to: end + 0.05))
            self.burst = burst
            return sent.rate(upTo: sentAt, burst: burst, shortest: Self.shortest)
        }
        floodEnd = floodEnd ?? sentAt
        let lastSecond = Double(max(1, sent.count(from: sentAt - 1, to: sentAt)))
        let found = limit.map { $0 * Self.heldShare } ?? lastSecond
        let bounded = old.map { min(max(found, $0 / 4), $0 * 0.95) } ?? found
        set(bounded, at: now)
        return limit != nil
    }

    private mutating func set(_ rate: Double, at now: Double) {
        let rate = min(max(rate, Self.slowest), Self.fastest)
        // Timers wake a little late, so a twentieth of a second may be caught up with.
        let capacity = max(1, rate / 20)
        if bucket == nil { bucket = TokenBucket(perSecond: rate, capacity: capacity) }
        bucket?.set(perSecond: rate, capacity: capacity, at: now)
    }

    /// The pace held, as a share of the rate that was found.
    private static let heldShare = 0.97
    /// Above that share of the limit without a 429, the limit has been lifted.
    private static let trustedShare = 1.15
    /// Share by which the pace grows in a second near a known limit.
    private static let growth = 0.002
    /// Share by which it grows in a second while the limit is sought: it doubles in half a second.
    private static let seekingGrowth = 1.4
    /// Seconds that a span needs to say anything of a rate.
    private static let shortest = 0.25
    /// Weight of an outcome when the next one comes.
    private static let memory = 0.99
    /// Outcomes, by weight, that it takes to tell.
    private static let leastOutcomes = 60.0
    /// A learnt pace has about a hundredth of its requests turned down.
    private static let beliedShare = 0.04
    private static let heedlessRequests = 500
    private static let slowest = 1.0 / 60
    private static let fastest = 1e6
}

/// When the last requests were sent that have not been turned down.
private struct SentTimes: Sendable {
    private var ring: [Double] = []
    private var next = 0
    private static let kept = 1024

    mutating func append(_ time: Double) {
        if ring.count < Self.kept {
            ring.append(time)
        } else {
            ring[next] = time
            next = (next + 1) % Self.kept
        }
    }

    /// One of those that were sent at that time.
    mutating func remove(_ time: Double) {
        if let place = ring.lastIndex(of: time) { ring[place] = -.infinity }
    }

    func count(from start: Double, to end: Double) -> Int {
        ring.count { $0 >= start && $0 <= end }
    }

    /// max (k − burst) ÷ Δ over the spans that end at `end`; nil where none is long enough.
    func rate(upTo end: Double, burst: Double, shortest: Double) -> Double? {
        var best: Double?
        let times = ring.filter { $0 <= end && $0 > -.infinity }.sorted(by: >)
        for (index, start) in times.enumerated() where end - start >= shortest {
            best = max(best ?? 0, (Double(index + 1) - burst) / (end - start))
        }
        return best.flatMap { $0 > 0 ? $0 : nil }
    }
}
