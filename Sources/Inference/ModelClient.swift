import JSONText
import Transport
import Vocabulary

/// Asks the models of one endpoint, tries again where that can help, and keeps a record of every
/// attempt.
///
/// Retried: 408, 429, 5xx, network failures, and an `error` inside a 200. Never retried: 400, 401,
/// 402, 403, 404 and other 4xx, since the same request would fail in the same way.
package final class ModelClient: Sendable {
    package let endpoint: Endpoint
    package let limiter: AdaptiveLimiter
    private let transport: HTTPTransport
    private let retries: RetryPolicy
    private let clock: InferenceClock
    private let prices: @Sendable (String) -> ModelPrice?
    /// Models that turned `response_format` down, so that it is asked of each only once.
    private let withoutStructuredOutput = Locked<Set<String>>([])
    private let headers: [HeaderField]

    /// - Parameter prices: what a model's tokens cost; nil for a model without a known price.
    package init(
        endpoint: Endpoint, transport: HTTPTransport, retries: RetryPolicy = RetryPolicy(),
        clock: InferenceClock, prices: @escaping @Sendable (String) -> ModelPrice?
    ) {
        self.endpoint = endpoint
        self.transport = transport
        self.retries = retries
        self.clock = clock
        self.prices = prices
        limiter = AdaptiveLimiter(ceiling: endpoint.concurrency)
        var headers = [HeaderField(name: "Content-Type", value: "application/json")]
        if let key = endpoint.key {
            headers.append(HeaderField(name: "Authorization", value: "Bearer " + key.value))
        }
        self.headers = headers
    }

    /// Sends the request until it is answered or further attempts make no sense.
    ///
    /// Whatever the world does becomes part of the result; only cancellation is thrown.
    package func complete(
        _ request: ChatRequest, role: CallRecord.Role, member: Int? = nil
    ) async throws(CancellationError) -> ChatExchange {
        var calls: [CallRecord] = []
        var structured = !withoutStructuredOutput.withLock { $0.contains(request.model) }
        var lastFailure = ChatFailure(kind: .infrastructure, message: "No attempt was made.")
        var triesLeft = retries.maxAttempts
        while triesLeft > 0 {
            let attempt = calls.count
            var (result, call) = try await attemptOnce(request, structured: structured, attempt)
            call.role = role
            call.member = member
            calls.append(call)
            switch result {
            case .done(let outcome):
                return ChatExchange(outcome: outcome, calls: calls)
            case .withoutSchema(let failure):
                guard structured, request.responseSchema != nil else {
                    return ChatExchange(outcome: .failed(failure), calls: calls)
                }
                // Another request and not a retry, so it takes nothing from the retries.
                withoutStructuredOutput.withLock { _ = $0.insert(request.model) }
                structured = false
            case .again(let failure, let retryAfter):
                lastFailure = failure
                triesLeft -= 1
                guard triesLeft > 0 else { break }
                let jitter = Self.jitter(seed: request.seed ?? 0, attempt: attempt)
                try await sleep(
                    retries.delaySeconds(after: attempt, retryAfter: retryAfter, jitter: jitter))
            }
        }
        return ChatExchange(outcome: .failed(lastFailure), calls: calls)
    }

    private enum AttemptResult {
        case done(ChatOutcome)
        case again(ChatFailure, retryAfter: Double?)
        /// The endpoint does not take `response_format` for this model.
        case withoutSchema(ChatFailure)
    }

    /// The body is made when there is a slot to send it: thousands may be waiting for one.
    private func attemptOnce(
        _ request: ChatRequest, structured: Bool, _ attempt: Int
    ) async throws(CancellationError) -> (AttemptResult, CallRecord) {
        let slot: AdaptiveLimiter.Slot
        do { slot = try await limiter.acquire() } catch { throw CancellationError() }
        let startedAt = clock.now()
        var call = CallRecord(
            role: .researcher, model: request.model, attempt: attempt, outcome: .failed,
            latencySeconds: 0, startedAt: startedAt)
        do {
            let body = request.body(for: endpoint.dialect, structured: structured)
            let response = try await transport.send(transferRequest(body, attempt))
            limiter.release(slot, Self.feedback(for: response.status))
            call.latencySeconds = response.timings.totalSeconds
            call.httpStatus = response.status
            let result = read(response, into: &call)
            return (result, call)
        } catch let error as TransportError {
            limiter.release(slot, .neutral)
            call.latencySeconds = max(0, clock.now() - startedAt)
            call.error = error.description
            let failure = ChatFailure(
                kind: error.isTimeout ? .timeout : .infrastructure, message: error.description)
            // A request that used up its whole time is not asked again: the next would as well.
            let isFinal = error.isTimeout || !error.isTransient
            return (isFinal ? .done(.failed(failure)) : .again(failure, retryAfter: nil), call)
        } catch {
            limiter.release(slot, .neutral)
            throw CancellationError()
        }
    }

    private func transferRequest(_ body: [UInt8], _ attempt: Int) -> TransferRequest {
        TransferRequest(
            method: "POST", url: endpoint.completionsURL,
            headers: headers + [HeaderField(name: "X-Attempt", value: String(attempt))],
            body: body,
            limits: TransferLimits(
                idleTimeoutSeconds: endpoint.timeoutSeconds,
                totalTimeoutSeconds: endpoint.timeoutSeconds))
    }

    private static func feedback(for status: Int) -> AdaptiveLimiter.Feedback {
        switch status {
        case 200..<300: .success
        case 429, 529: .rateLimited
        default: .neutral
        }
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

// MARK: - Reading what came back

extension ModelClient {
    private func read(_ response: TransferResponse, into call: inout CallRecord) -> AttemptResult {
        guard (200..<300).contains(response.status) else {
            return readFailure(response, into: &call)
        }
        let reply: ChatReply
        do {
            reply = try ChatReply(parsing: response.body)
        } catch {
            return failed(
                .model, "The endpoint answered with something other than JSON: \(error).", &call)
        }
        call.usage = reply.usage
        call.billedCost = reply.billedCost
        call.servedModel = reply.servedModel
        call.generationID = reply.generationID
        if let usage = reply.usage { call.computedCost = prices(call.model)?.cost(of: usage) }
        switch reply.content {
        case .completion(let completion):
            call.outcome = .ok
            return .done(.completion(completion))
        case .refused(let sentence): return refused(sentence, &call)
        case .empty(let finishReason):
            call.outcome = .refused
            call.error =
                "The completion is empty (finish reason: \(finishReason ?? "none given"))."
            return .done(.failed(ChatFailure(kind: .empty, message: call.error ?? "")))
        case .error(let error):
            return readError(error, status: error.code, retryAfter: nil, &call)
        }
    }

    private func readFailure(
        _ response: TransferResponse, into call: inout CallRecord
    ) -> AttemptResult {
        let json = try? JSONValue(parsing: response.body)  // Any body will do; status decides.
        let error =
            json?["error"].map(ServiceError.init)
            ?? ServiceError(code: nil, message: "HTTP \(response.status)")
        let retryAfter = response.header("Retry-After").flatMap { Double($0) }
        return readError(error, status: response.status, retryAfter: retryAfter, &call)
    }

    private func readError(
        _ error: ServiceError, status: Int?, retryAfter: Double?, _ call: inout CallRecord
    ) -> AttemptResult {
        let sentence = redacted("\(call.model) failed with \(status ?? 0): \(error.message)")
        if error.isModeration { return refused(sentence, &call) }
        switch status {
        case 401, 402:
            call.error = sentence
            let advice = status == 401 ? "Check the key" : "Add credit"
            let failure = ChatFailure(
                kind: .endpointClosed, message: "\(sentence). \(advice), then run again.")
            return .done(.failed(failure))
        case 408?, 429?, (500..<600)?, nil:
            call.error = sentence
            let kind: ChatFailure.Kind = status == nil ? .model : .infrastructure
            return .again(ChatFailure(kind: kind, message: sentence), retryAfter: retryAfter)
        case 400? where ["response_format", "json_schema"].contains(where: error.message.contains):
            call.error = sentence
            return .withoutSchema(ChatFailure(kind: .infrastructure, message: sentence))
        default:
            call.error = sentence
            return .done(.failed(ChatFailure(kind: .infrastructure, message: sentence)))
        }
    }

    private func refused(_ sentence: String, _ call: inout CallRecord) -> AttemptResult {
        call.outcome = .refused
        call.error = redacted(sentence)
        return .done(.refused(redacted(sentence)))
    }

    private func failed(
        _ kind: ChatFailure.Kind, _ sentence: String, _ call: inout CallRecord
    ) -> AttemptResult {
        call.error = sentence
        return .again(ChatFailure(kind: kind, message: sentence), retryAfter: nil)
    }

    /// Some services put the key they were sent into their error message.
    private func redacted(_ sentence: String) -> String {
        guard let key = endpoint.key?.value, !key.isEmpty else { return sentence }
        return sentence.replacing(key, with: "•••")
    }
}
