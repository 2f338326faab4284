import JSONText
import Transport
import Vocabulary

/// Asks the models of one endpoint, tries again where that can help, and keeps a record of every
/// attempt.
///
/// Retried: 408, 429, 5xx, network failures, an `error` inside a 200, and a stream that ends before
/// its answer. Never retried: 400, 401, 402, 403, 404 and other 4xx, since the same request would
/// fail in the same way. How often is bounded for each request and for the run; an outage of the
/// endpoint or of a model is waited out and takes nothing from either.
///
/// A field that a model turns down is left out of the request, and from then on where that was what
/// it took; see `Concession`.
package final class ModelClient: Sendable {
    package let endpoint: Endpoint
    private let limiter: EndpointLimiter
    private let lane: Int
    let transport: HTTPTransport
    let retries: RetryPolicy
    private let retryBudget: RetryBudget
    let clock: InferenceClock
    let prices: @Sendable (String) -> ModelPrice?
    private let supportedParameters: @Sendable (String) -> [String]?
    let format: any WireFormat
    let sentences: ReplySentences
    /// What models have been found to do without, so that each is asked for it only once.
    private let conceded = Locked<[String: Set<Concession>]>([:])
    /// Whether the endpoint tells its allowance with every response; nil before the first.
    let tellsAllowance = Locked<Bool?>(nil)
    private let headers: [HeaderField]

    /// - Parameters:
    ///   - limiter: shared by all clients of the endpoint; nil: the client is the only one.
    ///   - retryBudget: shared by all clients of the run.
    ///   - supportedParameters: what OpenRouter's catalogue says that a model takes; nil for a
    ///     model that is not in it.
    ///   - prices: what a model's tokens cost; nil for a model without a known price.
    package init(
        endpoint: Endpoint, transport: HTTPTransport, limiter: EndpointLimiter? = nil,
        retries: RetryPolicy = RetryPolicy(), retryBudget: RetryBudget = RetryBudget(),
        clock: InferenceClock,
        supportedParameters: @escaping @Sendable (String) -> [String]? = { _ in nil },
        prices: @escaping @Sendable (String) -> ModelPrice?
    ) {
        self.endpoint = endpoint
        self.transport = transport
        self.limiter = limiter ?? EndpointLimiter(clock: clock)
        self.retries = retries
        self.retryBudget = retryBudget
        self.clock = clock
        self.supportedParameters = supportedParameters
        self.prices = prices
        lane = self.limiter.lane(ceiling: endpoint.concurrency)
        format = endpoint.format
        sentences = ReplySentences(endpoint, path: format.path)
        headers =
            [HeaderField(name: "Content-Type", value: "application/json")]
            + format.headers(key: endpoint.key)
    }

    /// Requests of this client that are under way.
    package var inFlight: Int { limiter.inFlight(lane: lane) }

    /// Sends the request until it is answered or further attempts make no sense.
    ///
    /// Whatever the world does becomes part of the result; only cancellation is thrown.
    ///
    /// - Parameter gate: asked before every attempt, and told what it came to.
    package func complete(
        _ request: ChatRequest, role: CallRecord.Role, member: Int? = nil,
        gate: SpendingGate = .unlimited
    ) async throws(CancellationError) -> ChatExchange {
        var calls: [CallRecord] = []
        var concessions: Set<Concession> = []
        var lastFailure = ChatFailure(kind: .infrastructure, message: "No attempt was made.")
        var failures = 0
        var turnedDown = 0
        retryBudget.countRequest()
        for attempt in 0..<retries.maxAttemptsInOutages {
            let (result, call) = try await attemptOnce(
                request, (role, member, attempt), concessions, gate)
            if let call { calls.append(call) }
            switch result {
            case .done(let outcome):
                if case .completion = outcome, !concessions.isEmpty {
                    conceded.withLock { $0[request.model, default: []].formUnion(concessions) }
                }
                return ChatExchange(outcome: outcome, calls: calls)
            case .conceding(let concession, let failure):
                // Another request and not a retry, so it takes nothing from the retries.
                guard concessions.count < Concession.mostPerRequest,
                    concessions.insert(concession).inserted
                else { return ChatExchange(outcome: .failed(failure), calls: calls) }
                continue
            // The limiter lets the next attempt through when the outage is over.
            case .again(let failure, .outage):
                lastFailure = failure
                continue
            case .again(let failure, .turnedDown):
                lastFailure = failure
                turnedDown += 1
            case .again(let failure, .failed):
                lastFailure = failure
                failures += 1
            }
            guard failures < retries.maxAttempts, turnedDown < retries.maxTurnedDown else { break }
            if case .again(_, .failed) = result, !retryBudget.takeRetry() {
                return ChatExchange(outcome: .failed(Self.outOfRetries(lastFailure)), calls: calls)
            }
            // What the service asks for, the limiter keeps for all requests to the model.
            guard !result.isPaused else { continue }
            let jitter = Self.jitter(seed: request.seed ?? 0, attempt: attempt)
            try await sleep(
                retries.delaySeconds(after: failures + turnedDown - 1, jitter: jitter))
        }
        return ChatExchange(outcome: .failed(lastFailure), calls: calls)
    }

    private static func outOfRetries(_ last: ChatFailure) -> ChatFailure {
        ChatFailure(
            kind: .endpointClosed,
            message: """
                Too many requests of this run have failed, and its retries are used up. The last: \
                \(last.message) See what is wrong, then run again.
                """)
    }

    /// The body is made when there is a slot to send it: thousands may be waiting for one.
    ///
    /// The record is nil where nothing was sent.
    ///
    /// - Parameter concessions: those of attempts before this one.
    private func attemptOnce(
        _ request: ChatRequest, _ asked: (role: CallRecord.Role, member: Int?, attempt: Int),
        _ concessions: Set<Concession>, _ gate: SpendingGate
    ) async throws(CancellationError) -> (AttemptResult, CallRecord?) {
        let permit: Permit
        switch try await limiter.admission(
            lane: lane, model: request.model, tokens: request.estimatedTokens)
        {
        case .admitted(let given): permit = given
        case .refused(let failure): return (.done(.failed(failure)), nil)
        }
        let conceded = conceded.withLock { $0[request.model] ?? [] }.union(concessions)
        let capabilities = capabilities(for: request).conceding(conceded)
        let sent = SentRequest(
            request: request, capabilities: capabilities, conceded: conceded,
            body: format.body(of: capabilities.permitted(request), for: capabilities))
        let worstCase = worstCase(of: sent, outputAllowance: gate.outputAllowance)
        let reservation: SpendingGate.Reservation?
        do {
            reservation = try await gate.reserve(worstCase)
        } catch {
            _ = limiter.end(permit, .neutral, usedTokens: 0)
            throw error
        }
        guard let reservation else {
            _ = limiter.end(permit, .neutral, usedTokens: 0)
            return (.done(.failed(Self.overBudget(request.model, worstCase))), nil)
        }
        let startedAt = clock.now()
        var call = CallRecord(
            role: asked.role, member: asked.member, model: request.model,
            attempt: asked.attempt, outcome: .failed, latencySeconds: 0,
            omitted: capabilities.omitted(from: request), startedAt: startedAt)
        do {
            let transfer = transferRequest(sent.body, asked.attempt)
            let arrival =
                request.streams && capabilities.streams
                ? try await stream(transfer) : Arrival(try await transport.send(transfer))
            call.latencySeconds = arrival.seconds ?? max(0, clock.now() - startedAt)
            call.httpStatus = arrival.head.status
            let reading = read(arrival, of: sent, into: &call)
            // What was turned away took no tokens.
            let used = call.usage?.total ?? (arrival.head.status >= 400 ? 0 : nil)
            let isOutage = limiter.end(permit, reading.feedback, usedTokens: used.map(Double.init))
            gate.settle(reservation, call.cost)
            return (reading.result.inOutage(isOutage), call)
        } catch let error as TransportError {
            call.latencySeconds = max(0, clock.now() - startedAt)
            call.error = error.description
            // What never left us took no tokens.
            if error.isBeforeSending { call.computedCost = .zero }
            let reading = Reading(error)
            let isOutage = limiter.end(permit, reading.feedback)
            gate.settle(reservation, call.cost)
            return (reading.result.inOutage(isOutage), call)
        } catch {
            _ = limiter.end(permit, .neutral)
            gate.settle(reservation, nil)
            throw CancellationError()
        }
    }

    /// A token for every three bytes of the prompt, and all the output that is allowed, at the
    /// model's price; 0 for a model without one.
    private func worstCase(of sent: SentRequest, outputAllowance: Int) -> USD {
        // A cap that is not sent caps nothing.
        let cap = sent.capabilities.outputCap == .none ? nil : sent.request.maxOutputTokens
        let usage = TokenUsage(
            uncachedInput: sent.body.count / 3 + 1, output: cap ?? outputAllowance)
        return prices(sent.request.model)?.cost(of: usage, at: clock.now()) ?? .zero
    }

    /// What is known of the model before it has turned anything down.
    private func capabilities(for request: ChatRequest) -> ModelCapabilities {
        let usual = ModelCapabilities.usual(
            endpoint.dialect, api: endpoint.api, model: request.model, effort: request.reasoning)
        guard let supported = supportedParameters(request.model) else { return usual }
        return usual.refined(bySupported: supported)
    }

    private static func overBudget(_ model: String, _ worstCase: USD) -> ChatFailure {
        ChatFailure(
            kind: .overBudget,
            message: """
                A request to \(model) may cost $\(worstCase.dollars), which the cap leaves no room \
                for. Raise the cap, then run again.
                """)
    }

    private func transferRequest(_ body: [UInt8], _ attempt: Int) -> TransferRequest {
        TransferRequest(
            method: "POST", url: endpoint.baseURL + format.path,
            headers: headers + [HeaderField(name: "X-Attempt", value: String(attempt))],
            body: body,
            limits: TransferLimits(
                idleTimeoutSeconds: endpoint.timeoutSeconds,
                totalTimeoutSeconds: endpoint.timeoutSeconds))
    }

    private func sleep(_ seconds: Double) async throws(CancellationError) {
        do { try await clock.sleep(seconds) } catch { throw CancellationError() }
    }

    /// A number in 0..<1 that differs between requests and attempts and is the same every time.
    private static func jitter(seed: UInt64, attempt: Int) -> Double {
        var bits = seed &+ UInt64(attempt) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((bits ^ (bits >> 31)) >> 11) * 0x1p-53
    }
}

extension ChatRequest {
    /// What it may take, before it is known: four bytes of the prompt are a token, as a rule of
    /// thumb, and the cap is used up, or a thousand tokens where there is none.
    fileprivate var estimatedTokens: Double {
        Double(messages.reduce(0) { $0 + $1.sizeHint } / 4 + (maxOutputTokens ?? 1_000))
    }
}
