import Inference
import JSONText
import Transport
import Vocabulary

/// A search engine with what a request to it costs, ready to be asked.
package struct SearchService: Sendable {
    let engine: any SearchEngine
    /// Of its price list; what an engine says it charged comes before it. Nil: unknown.
    let pricePerRequest: USD?

    /// - Parameters:
    ///   - baseURL: without the path of a search, no slash at the end.
    ///   - key: nil where the engine needs none.
    ///   - pricePerRequest: in US dollars; nil where it is unknown, and then so is what searches
    ///     cost.
    /// - Returns: nil for `server`, where the provider searches and we don't.
    package init?(
        _ engine: SearchSpec.Engine, baseURL: String, key: APIKey?, pricePerRequest: USD? = nil
    ) {
        switch engine {
        case .searxng: self.engine = SearXNG(baseURL: baseURL, key: key)
        case .exa: self.engine = Exa(baseURL: baseURL, key: key)
        case .tavily: self.engine = Tavily(baseURL: baseURL, key: key)
        case .brave: self.engine = Brave(baseURL: baseURL, key: key)
        case .serper: self.engine = Serper(baseURL: baseURL, key: key)
        case .perplexity: self.engine = PerplexitySearch(baseURL: baseURL, key: key)
        case .server: return nil
        }
        self.pricePerRequest = pricePerRequest
    }

    /// Everybody but SearXNG charges.
    private var isPaid: Bool { engine.kind != .searxng }

    /// What came of a search, with a record of every request that was to be paid for.
    struct Answer: Sendable {
        var outcome: Result<[SearchResult], SearchFault>
        var calls: [CallRecord] = []
    }

    /// Searches, again where that can help: three times at most.
    ///
    /// - Parameter gate: asked before every request to a paid engine, and told what it came to.
    func ask(
        _ wish: SearchWish, over transport: HTTPTransport, gate: SpendingGate,
        clock: InferenceClock
    ) async throws(CancellationError) -> Answer {
        let request = engine.request(for: wish)
        var calls: [CallRecord] = []
        for attempt in 0... {
            var (attempted, call) = try await attemptOnce(request, transport, gate, clock)
            call?.attempt = attempt
            if let call { calls.append(call) }
            if case .failure(let fault) = attempted.outcome, fault.kind == .passing,
                attempt + 1 < Self.mostAttempts
            {
                let seconds = attempted.retryAfterSeconds ?? Double(1 << attempt)
                do {
                    try await clock.sleep(min(max(0, seconds), Self.longestWaitSeconds))
                } catch {
                    throw CancellationError()
                }
                continue
            }
            return Answer(outcome: attempted.outcome, calls: calls)
        }
        preconditionFailure("the last attempt always returns")
    }

    private struct Attempt {
        var outcome: Result<[SearchResult], SearchFault>
        var retryAfterSeconds: Double?
    }

    /// The record is nil where nothing was to be paid for.
    private func attemptOnce(
        _ request: TransferRequest, _ transport: HTTPTransport, _ gate: SpendingGate,
        _ clock: InferenceClock
    ) async throws(CancellationError) -> (Attempt, CallRecord?) {
        guard isPaid else {
            let (attempt, _) = try await send(request, transport, clock)
            return (attempt, nil)
        }
        guard let reservation = try await gate.reserve(pricePerRequest ?? .zero) else {
            return (Attempt(outcome: .failure(overBudget)), nil)
        }
        do throws(CancellationError) {
            let (attempt, call) = try await send(request, transport, clock)
            gate.settle(reservation, call.cost)
            return (attempt, call)
        } catch {
            gate.settle(reservation, nil)
            throw error
        }
    }

    private func send(
        _ request: TransferRequest, _ transport: HTTPTransport, _ clock: InferenceClock
    ) async throws(CancellationError) -> (Attempt, CallRecord) {
        let startedAt = clock.now()
        var call = CallRecord(
            role: .search, model: engine.kind.rawValue, outcome: .failed, latencySeconds: 0,
            startedAt: startedAt)
        let response: TransferResponse
        do {
            response = try await transport.send(request)
        } catch let error as TransportError {
            call.latencySeconds = max(0, clock.now() - startedAt)
            call.error = error.description
            // What never left us took nothing.
            if error.isBeforeSending { call.computedCost = .zero }
            let mayPass = error.isTransient && !error.isTimeout
            let fault = SearchFault(
                kind: mayPass ? .passing : .request,
                sentence: "the search failed: \(error.description)")
            return (Attempt(outcome: .failure(fault)), call)
        } catch {
            throw CancellationError()
        }
        call.latencySeconds = response.timings.totalSeconds
        call.httpStatus = response.status
        let attempt = read(response, into: &call)
        if case .failure(let fault) = attempt.outcome { call.error = fault.sentence }
        return (attempt, call)
    }

    private func read(_ response: TransferResponse, into call: inout CallRecord) -> Attempt {
        let answer = try? JSONValue(parsing: response.body)  // Any fault reads the same.
        guard response.status == 200 else {
            return Attempt(
                outcome: .failure(engine.fault(status: response.status, answer: answer)),
                retryAfterSeconds: response.header("Retry-After").flatMap(Double.init))
        }
        // It was answered, and so it is charged, whatever the answer is.
        call.usage = TokenUsage(uncachedInput: 0, output: 0)
        call.billedCost = answer.flatMap(engine.billedCost)
        if call.billedCost == nil { call.computedCost = pricePerRequest }
        guard let answer, let results = engine.results(in: answer) else {
            return Attempt(
                outcome: .failure(
                    SearchFault(
                        kind: .request,
                        sentence: "the search engine answered with something other than results.")))
        }
        call.outcome = .ok
        return Attempt(outcome: .success(results))
    }

    private var overBudget: SearchFault {
        SearchFault(
            kind: .overBudget,
            sentence: """
                A search by \(engine.kind.rawValue) may cost $\(pricePerRequest?.dollars ?? 0), which \
                the cap leaves no room for. Raise the cap, then run again.
                """)
    }

    private static let mostAttempts = 3
    /// An engine that asks for a longer wait is taken at its word no further.
    private static let longestWaitSeconds = 60.0
}
