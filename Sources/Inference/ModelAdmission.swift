import Vocabulary

/// What an endpoint has made known of one model, and who waits for it.
struct ModelAdmission<Ticket: Sendable>: Sendable {
    let name: String
    private(set) var circuit: EndpointCircuit
    /// By lane.
    private(set) var windows: [Int: InFlightWindow] = [:]
    /// Why the model is asked no more.
    var givenUpSentence: String?
    private var configured: RateBuckets
    private var learnt = LearntRate()
    private var pausedUntil = -Double.infinity
    private var lastRejection: String?
    private var equalRejections = 0
    private var queues: [WaitingLine<Ticket>] = []

    init(name: String, rates: RateLimits, outageSeconds: Double) {
        self.name = name
        configured = RateBuckets(rates)
        circuit = EndpointCircuit(outageSeconds: outageSeconds)
    }

    /// When the next request may go, as far as rates are concerned.
    func nextTime(tokens: Double, at now: Double) -> Double {
        max(
            now, pausedUntil, configured.time(tokens: tokens, at: now), learnt.time(at: now))
    }

    /// Works on the queue of a lane.
    mutating func queue<Result>(
        _ lane: Int, _ body: (inout WaitingLine<Ticket>) -> Result
    ) -> Result {
        while queues.count <= lane { queues.append(WaitingLine()) }
        return body(&queues[lane])
    }

    /// A request goes out.
    ///
    /// - Returns: whether it is the circuit's probe.
    mutating func send(_ lane: Int, ceiling: Int, tokens: Double, at now: Double) -> Bool {
        windows[lane, default: InFlightWindow(ceiling: ceiling)].send(at: now)
        configured.take(tokens: tokens, at: now)
        learnt.send(at: now)
        return circuit.send()
    }

    mutating func end(
        _ permit: Permit, _ feedback: Feedback, usedTokens: Double?,
        at now: Double
    ) {
        windows[permit.lane]?.end()
        if let usedTokens { configured.giveBack(tokens: permit.tokens - usedTokens) }
        switch feedback {
        case .served(let pause):
            windows[permit.lane]?.succeed(at: now)
            learnt.succeed(at: now)
            circuit.succeed()
            self.pause(pause, at: now)
            equalRejections = 0
        case .turnedDown(let pause):
            if !learnt.turnDown(sentAt: permit.sentAt, at: now) {
                windows[permit.lane]?.turnDown(sentAt: permit.sentAt, at: now)
            }
            // A model that is rate limited is up.
            if permit.probesModel { circuit.succeed() }
            self.pause(pause, at: now)
        case .failed(_, let pause):
            windows[permit.lane]?.pauseGrowth()
            learnt.pauseGrowth(at: now)
            circuit.fail(isProbe: permit.probesModel, at: now)
            self.pause(pause, at: now)
        case .rejected(let reason):
            circuit.succeed()
            reject(reason)
        case .unreachable, .neutral:
            if permit.probesModel { circuit.withdrawProbe(at: now) }
        }
    }

    private mutating func pause(_ seconds: Double?, at now: Double) {
        if let seconds { pausedUntil = max(pausedUntil, now + seconds) }
    }

    /// The same answer to so many different requests is the answer to all of them.
    private mutating func reject(_ reason: String) {
        equalRejections = reason == lastRejection ? equalRejections + 1 : 1
        lastRejection = reason
        if equalRejections >= rejectionsThatMeanAll {
            givenUpSentence = """
                \(name) is asked no more: \(equalRejections) different requests in a row got the \
                same answer. \(reason)
                """
        }
    }
}

/// How many equal rejections in a row mean that every request would be rejected.
private let rejectionsThatMeanAll = 12

/// Requests that wait, first come, first served; those that are withdrawn leave a gap.
struct WaitingLine<Ticket: Sendable>: Sendable {
    private struct Waiter: Sendable {
        let id: Int
        let tokens: Double
        var ticket: Ticket?
    }

    private var waiters: [Waiter] = []
    /// The first that may still be waiting; the array is trimmed now and then.
    private var first = 0

    mutating func append(_ ticket: Ticket, id: Int, tokens: Double) {
        waiters.append(Waiter(id: id, tokens: tokens, ticket: ticket))
    }

    /// The tokens of the first that waits; nil where none does.
    mutating func firstTokens() -> Double? {
        while first < waiters.count, waiters[first].ticket == nil { first += 1 }
        trim()
        return first < waiters.count ? waiters[first].tokens : nil
    }

    mutating func removeFirst() -> Ticket? {
        guard firstTokens() != nil else { return nil }
        defer { first += 1 }
        return waiters[first].ticket
    }

    mutating func withdraw(_ id: Int) -> Ticket? {
        guard let place = waiters[first...].firstIndex(where: { $0.id == id }) else { return nil }
        defer { waiters[place].ticket = nil }
        return waiters[place].ticket
    }

    private mutating func trim() {
        guard first > 1024 || first == waiters.count, first > 0 else { return }
        waiters.removeFirst(first)
        first = 0
    }
}
