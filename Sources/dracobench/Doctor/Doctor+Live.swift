import Inference
import Reports
import Transport
import Vocabulary

/// One short call to every model.
extension Doctor {
    /// Tokens that a model may write; the least that all services take.
    private static let mostTokens = 16

    func liveCalls(
        to examined: ExaminedEndpoint, _ known: KnownPrices, over transport: HTTPTransport
    ) async throws -> [Check] {
        guard examined.isReached else {
            return [Check(.live, examined.name, .skipped, "is not reached")]
        }
        let client = client(of: examined, known, over: transport)
        var checks: [Check] = []
        var costs: [USD?] = []
        for model in examined.asked.models {
            guard !model.hasPrefix("openrouter/fusion") else {
                checks.append(
                    Check(.live, model, .skipped, "a call would convene a whole panel"))
                continue
            }
            let request = ChatRequest(
                model: model, messages: [.user("Reply with the word OK.")],
                maxOutputTokens: Self.mostTokens)
            let exchange = try await client.complete(request, role: .researcher)
            let cost = USD.sum(exchange.calls.map(\.cost))
            costs.append(cost)
            checks.append(Self.check(model, exchange, cost))
        }
        guard !costs.isEmpty else { return checks }
        let sum = USD.sum(costs).map(\.fine) ?? "at least \(USD.known(costs).fine)"
        return checks + [
            Check(.live, "Cost of calls to \(examined.name)", .ok, sum)
        ]
    }

    private static func check(_ model: String, _ exchange: ChatExchange, _ cost: USD?) -> Check {
        let price = cost.map(\.fine) ?? "at an unknown cost"
        switch exchange.outcome {
        case .completion(let completion):
            let omitted = exchange.calls.last?.omitted ?? []
            let without = omitted.isEmpty ? "" : ", without \(omitted.joined(separator: ", "))"
            let served = completion.servedModel ?? model
            let by = served == model ? "" : " as \(served)"
            return Check(.live, model, .ok, "answers\(by)\(without); \(price)")
        case .refused(let sentence):
            return Check(.live, model, .warning, "declines; \(price)", advice: sentence)
        // Sixteen tokens are soon thought away.
        case .failed(let failure) where failure.kind == .empty:
            return Check(.live, model, .ok, "answers, with thoughts alone; \(price)")
        case .failed(let failure):
            return Check(.live, model, .failed, "does not answer", advice: failure.message)
        }
    }

    /// Asks twice at most, and doesn't wait out an outage.
    func client(
        of examined: ExaminedEndpoint, _ known: KnownPrices, over transport: HTTPTransport
    ) -> ModelClient {
        let clock = InferenceClock(now: session.clock.now, sleep: session.sleep)
        return ModelClient(
            endpoint: examined.endpoint, transport: transport,
            limiter: EndpointLimiter(outageSeconds: 5, clock: clock),
            retries: RetryPolicy(
                maxAttempts: 2, maxTurnedDown: 2, maxAttemptsInOutages: 12,
                longestRetryAfterSeconds: 10),
            // Not told what the list says of parameters: the cap on tokens goes with every call.
            clock: clock, prices: { known.prices[$0] })
    }
}

extension USD {
    /// To a millionth of a dollar.
    var fine: String {
        let millionths = Int((dollars * 1e6).rounded())
        let fraction = String(millionths % 1_000_000)
        return "$\(millionths / 1_000_000)."
            + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}
