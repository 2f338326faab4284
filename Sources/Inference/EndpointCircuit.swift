/// Whether a server, or a model behind it, can be reached: closed while it can, open while it is
/// down, and for one probe at a time half-open.
///
/// Opens after some failures in a row. The first probe goes out after a second, each further one
/// after twice the time of the one before. What stays down for the length of an outage is given up.
struct EndpointCircuit: Sendable {
    private enum State: Sendable {
        case closed
        case open(until: Double)
        case probing
        case givenUp
    }

    /// What it says to a request.
    enum Answer: Sendable, Equatable {
        case go
        case wait(until: Double)
        /// A probe is under way.
        case waitForProbe
        case givenUp
    }

    private var state = State.closed
    private let outageSeconds: Double
    private var failures = 0
    /// When the first of the failures in a row was.
    private var downSince = 0.0
    private var backoffSeconds = Self.firstBackoffSeconds

    init(outageSeconds: Double) { self.outageSeconds = outageSeconds }

    var isClosed: Bool { if case .closed = state { true } else { false } }
    var isGivenUp: Bool { if case .givenUp = state { true } else { false } }
    /// The failures in a row.
    var failuresInARow: Int { failures }

    func answer(at now: Double) -> Answer {
        switch state {
        case .closed: .go
        case .open(let until): now >= until ? .go : .wait(until: until)
        case .probing: .waitForProbe
        case .givenUp: .givenUp
        }
    }

    /// A request goes out. Where it was open, that is the probe.
    ///
    /// - Returns: whether it is one.
    mutating func send() -> Bool {
        guard case .open = state else { return false }
        state = .probing
        return true
    }

    /// It is there. What was given up stays so: requests have been told.
    mutating func succeed() {
        if isGivenUp { return }
        failures = 0
        backoffSeconds = Self.firstBackoffSeconds
        state = .closed
    }

    /// It is not there.
    ///
    /// - Parameter isProbe: of the request that failed. Those that were under way when it opened
    ///   fail too, and say nothing new.
    mutating func fail(isProbe: Bool, at now: Double) {
        if failures == 0 { downSince = now }
        failures += 1
        switch state {
        case .givenUp: break
        case .closed: if failures >= Self.failuresThatOpen { open(at: now) }
        case .open: break
        case .probing:
            guard isProbe else { return }
            if now - downSince >= outageSeconds {
                state = .givenUp
            } else {
                backoffSeconds = min(backoffSeconds * 2, Self.longestBackoffSeconds)
                open(at: now)
            }
        }
    }

    /// A probe ended without saying anything, cancelled for one; the next may go at once.
    mutating func withdrawProbe(at now: Double) {
        if case .probing = state { state = .open(until: now) }
    }

    /// The last probe goes out when the outage has lasted its length.
    private mutating func open(at now: Double) {
        let end = downSince + outageSeconds
        let until = now + backoffSeconds
        state = .open(until: end > now ? min(until, end) : until)
    }

    private static let failuresThatOpen = 5
    private static let firstBackoffSeconds = 1.0
    private static let longestBackoffSeconds = 30.0
}
