import Vocabulary

/// Who may send a request to an endpoint, and when: one decision over in-flight windows, rates and
/// circuits, so that nobody holds a place in one while waiting for another.
///
/// What is learnt is kept by model, under the endpoint's ceilings: the 429s of one model hold up
/// no other. Lanes (answers, verdicts) have ceilings of their own and take turns, and within a lane
/// models do, so that a rate they share is shared fairly.
///
/// Time comes in with every call, in the clock's seconds, and never goes back here.
struct Admissions<Ticket: Sendable>: Sendable {
    private var endpoint: RateBuckets
    private var circuit: EndpointCircuit
    private let modelRates: [String: RateLimits]
    private let outageSeconds: Double
    private var closedSentence: String?
    private var lanes: [Lane] = []
    private var models: [ModelAdmission<Ticket>] = []
    private var places: [String: Int] = [:]
    private var nextLane = 0
    private var time = -Double.infinity
    private var nextID = 0
    private(set) var waiting = 0

    private struct Lane: Sendable {
        let ceiling: Int
        var inFlight = 0
        var nextModel = 0
    }

    init(rates: RateLimits, modelRates: [String: RateLimits], outageSeconds: Double) {
        endpoint = RateBuckets(rates)
        self.modelRates = modelRates
        self.outageSeconds = outageSeconds
        circuit = EndpointCircuit(outageSeconds: outageSeconds)
    }

    /// A new lane's number.
    mutating func addLane(ceiling: Int) -> Int {
        precondition(ceiling > 0, "a lane needs at least one request in flight")
        lanes.append(Lane(ceiling: ceiling))
        return lanes.count - 1
    }

    func inFlight(lane: Int) -> Int { lanes[lane].inFlight }

    // MARK: - Coming and going

    /// Admits a request before which nobody waits, or nil: it has to wait.
    mutating func admitAtOnce(
        lane: Int, model name: String, tokens: Double, at now: Double
    ) -> Admission? {
        time = max(time, now)
        let model = place(of: name)
        guard waiting == 0, lanes[lane].inFlight < lanes[lane].ceiling else { return nil }
        switch decision(lane, model, tokens: tokens) {
        case .go: return .admitted(admit(lane, model, tokens: tokens))
        case .refuse(let failure): return .refused(failure)
        case .wait: return nil
        }
    }

    /// Queues a request. `serve` admits it when its turn comes.
    ///
    /// - Returns: the number to withdraw it by.
    mutating func enter(
        _ ticket: Ticket, lane: Int, model name: String, tokens: Double
    ) -> WaiterID {
        nextID += 1
        waiting += 1
        let model = place(of: name)
        models[model].queue(lane) { $0.append(ticket, id: nextID, tokens: tokens) }
        return WaiterID(number: nextID, lane: lane, model: model)
    }

    /// Takes a request out of its queue; nil where it has left it already.
    mutating func withdraw(_ id: WaiterID) -> Ticket? {
        let ticket = models[id.model].queue(id.lane) { $0.withdraw(id.number) }
        if ticket != nil { waiting -= 1 }
        return ticket
    }

    /// Admits or refuses all whose turn has come.
    ///
    /// - Returns: them, and when to call again if nothing happens before.
    mutating func serve(at now: Double) -> (ready: [(Ticket, Admission)], again: Double?) {
        time = max(time, now)
        var ready: [(Ticket, Admission)] = []
        var again: Double?
        while waiting > 0 {
            again = nil
            guard let served = serveOne(&again) else { break }
            waiting -= 1
            ready.append(served)
        }
        return (ready, waiting > 0 ? again : nil)
    }

    /// One from the next lane and model that has one ready; otherwise the earliest time at which
    /// one may be.
    private mutating func serveOne(_ again: inout Double?) -> (Ticket, Admission)? {
        for step in lanes.indices {
            let lane = (nextLane + step) % lanes.count
            guard lanes[lane].inFlight < lanes[lane].ceiling else { continue }
            for turn in models.indices {
                let model = (lanes[lane].nextModel + turn) % models.count
                guard let tokens = models[model].queue(lane, { $0.firstTokens() }) else { continue }
                let outcome: Admission
                switch decision(lane, model, tokens: tokens) {
                case .wait(let until):
                    if let until { again = min(again ?? until, until) }
                    continue
                case .refuse(let failure): outcome = .refused(failure)
                case .go: outcome = .admitted(admit(lane, model, tokens: tokens))
                }
                nextLane = (lane + 1) % lanes.count
                lanes[lane].nextModel = (model + 1) % models.count
                return models[model].queue(lane) { $0.removeFirst() }.map { ($0, outcome) }
            }
        }
        return nil
    }

    // MARK: - Deciding

    private enum Decision {
        case go
        /// Nil: until something comes back.
        case wait(until: Double?)
        case refuse(ChatFailure)
    }

    private func decision(_ lane: Int, _ model: Int, tokens: Double) -> Decision {
        if let closedSentence {
            return .refuse(ChatFailure(kind: .endpointClosed, message: closedSentence))
        }
        if let sentence = models[model].givenUpSentence {
            return .refuse(ChatFailure(kind: .infrastructure, message: sentence))
        }
        if let wait = Self.wait(for: circuit, at: time) { return wait }
        if let wait = Self.wait(for: models[model].circuit, at: time) { return wait }
        if let window = models[model].windows[lane], !window.hasRoom(at: time) {
            return .wait(until: window.opensAt(time))
        }
        let start = max(
            endpoint.time(tokens: tokens, at: time),
            models[model].nextTime(tokens: tokens, at: time))
        return start <= time ? .go : .wait(until: start)
    }

    private static func wait(for circuit: EndpointCircuit, at time: Double) -> Decision? {
        switch circuit.answer(at: time) {
        case .go: nil
        case .wait(let until): .wait(until: until)
        // What was given up has a sentence, so only a probe is left to wait for.
        case .waitForProbe, .givenUp: .wait(until: nil)
        }
    }

    private mutating func admit(_ lane: Int, _ model: Int, tokens: Double) -> Permit {
        lanes[lane].inFlight += 1
        endpoint.take(tokens: tokens, at: time)
        let probesEndpoint = circuit.send()
        let probesModel = models[model].send(
            lane, ceiling: lanes[lane].ceiling, tokens: tokens, at: time)
        return Permit(
            lane: lane, model: model, sentAt: time, tokens: tokens, probesModel: probesModel,
            probesEndpoint: probesEndpoint)
    }

    private mutating func place(of name: String) -> Int {
        if let place = places[name] { return place }
        models.append(
            ModelAdmission(
                name: name, rates: modelRates[name] ?? RateLimits(), outageSeconds: outageSeconds))
        places[name] = models.count - 1
        return models.count - 1
    }

    // MARK: - Learning

    /// A request has ended. Call `serve` afterwards.
    ///
    /// - Parameter usedTokens: what it came to, where that is known.
    /// - Returns: whether it failed in an outage, which is no fault of the request's.
    mutating func end(
        _ permit: Permit, _ feedback: Feedback, usedTokens: Double?, at now: Double
    ) -> Bool {
        time = max(time, now)
        lanes[permit.lane].inFlight -= 1
        if let usedTokens { endpoint.giveBack(tokens: permit.tokens - usedTokens) }
        switch feedback {
        case .unreachable: circuit.fail(isProbe: permit.probesEndpoint, at: time)
        case .neutral:
            if permit.probesEndpoint { circuit.withdrawProbe(at: time) }
        case .served, .turnedDown, .failed, .rejected: circuit.succeed()
        }
        models[permit.model].end(permit, feedback, usedTokens: usedTokens, at: time)
        closeWhatIsDown(permit.model, feedback)
        return !circuit.isClosed || !models[permit.model].circuit.isClosed
    }

    /// An endpoint is closed when it can't be reached, or none of its models is up.
    private mutating func closeWhatIsDown(_ model: Int, _ feedback: Feedback) {
        guard closedSentence == nil else { return }
        let seconds = Int(outageSeconds)
        if circuit.isGivenUp, case .unreachable(let reason) = feedback {
            closedSentence =
                "The endpoint has been out of reach for \(seconds) s. \(reason) "
                + "Run again once it is back."
        } else if models[model].circuit.isGivenUp, case .failed(let reason, _) = feedback {
            let sentence =
                "\(models[model].name) has been failing for \(seconds) s. \(reason) "
                + "Run again once it is back."
            if models.allSatisfy({ !$0.circuit.isClosed }) {
                closedSentence = sentence
            } else {
                models[model].givenUpSentence = sentence
            }
        }
    }
}
