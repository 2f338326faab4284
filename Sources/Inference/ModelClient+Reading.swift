import JSONText
import Transport
import Vocabulary

// What came back from an attempt, and what it says of further ones.
extension ModelClient {
    enum AttemptResult {
        case done(ChatOutcome)
        case again(ChatFailure, Reason)
        /// The model does not take a field of the request, and may do without it.
        case conceding(Concession, ChatFailure)

        /// Why another attempt can help.
        enum Reason {
            /// The endpoint or the model is down; no fault of the request's.
            case outage
            /// A 429, with or without a word on when to come back.
            case turnedDown(isPaused: Bool)
            case failed(isPaused: Bool)
        }

        var isPaused: Bool {
            switch self {
            case .again(_, .turnedDown(let isPaused)), .again(_, .failed(let isPaused)): isPaused
            case .again(_, .outage), .done, .conceding: false
            }
        }

        /// The same result, knowing whether there is an outage.
        func inOutage(_ isOutage: Bool) -> Self {
            guard isOutage, case .again(let failure, .failed) = self else { return self }
            return .again(failure, .outage)
        }
    }

    /// An attempt's result, and what the limiter learns from it.
    struct Reading {
        var result: AttemptResult
        var feedback: Feedback

        init(_ result: AttemptResult, _ feedback: Feedback) {
            self.result = result
            self.feedback = feedback
        }

        /// No response came.
        init(_ error: TransportError) {
            let failure = ChatFailure(
                kind: error.isTimeout ? .timeout : .infrastructure, message: error.description)
            // A request that used up its whole time is not asked again: the next would as well.
            if error.isTimeout || !error.isTransient {
                self.init(.done(.failed(failure)), .neutral)
            } else {
                self.init(
                    .again(failure, .failed(isPaused: false)), .unreachable(failure.message))
            }
        }
    }

    func read(
        _ arrival: Arrival, of sent: SentRequest, into call: inout CallRecord
    ) -> Reading {
        let reply: ChatReply
        switch arrival.content {
        case .streamed(let streamed): reply = streamed
        case .whole(let body):
            guard arrival.isSuccess else { return readFailure(arrival, body, of: sent, &call) }
            do {
                reply = format.reply(try JSONValue(parsing: body))
            } catch {
                let sentence = sentences.notJSON(status: arrival.head.status, body: body)
                call.error = sentence
                return Reading(
                    .again(
                        ChatFailure(kind: .model, message: sentence), .failed(isPaused: false)),
                    .neutral)
            }
        }
        call.usage = reply.usage
        call.billedCost = reply.billedCost
        call.servedModel = reply.servedModel
        call.generationID = reply.generationID
        call.serverSearches = reply.serverSearches
        call.serverFetches = reply.serverFetches
        if call.billedCost == nil, endpoint.dialect == .litellm, case .whole = arrival.content {
            call.billedCost = Self.costHeader(arrival.head)
        }
        call.computedCost = computedCost(of: reply, call)
        let served = Feedback.served(pause: allowancePause(arrival.head))
        switch reply.content {
        case .completion(let completion):
            call.outcome = .ok
            return Reading(.done(.completion(completion)), served)
        case .refused(let sentence): return Reading(refused(sentence, &call), served)
        case .empty(let finishReason):
            call.outcome = .refused
            call.error =
                "The completion is empty (finish reason: \(finishReason ?? "none given"))."
            return Reading(
                .done(.failed(ChatFailure(kind: .empty, message: call.error ?? ""))), served)
        case .error(let error):
            return readError(error, status: error.code, pause: nil, of: sent, &call)
        }
    }

    /// Tokens times price is what a call costs only where nothing else is paid for in it. What
    /// searches cost is known of Anthropic's own. Of a fusion only the outer model's tokens are
    /// told, whether or not the fusion is.
    private func computedCost(of reply: ChatReply, _ call: CallRecord) -> USD? {
        guard call.role != .serverFusion, let usage = reply.usage,
            let tokens = prices(call.model)?.cost(of: usage, at: call.startedAt)
        else { return nil }
        if endpoint.dialect == .anthropic, let searches = reply.serverSearches {
            return tokens + USD(Double(searches) * Self.anthropicSearch)
        }
        return reply.hasServerWork ? nil : tokens
    }

    /// $10 for a thousand searches (Anthropic's price list of 2026).
    private static let anthropicSearch = 0.01

    /// LiteLLM tells there what it reckons the call cost; not with streams.
    private static func costHeader(_ head: TransferHead) -> USD? {
        head.header("x-litellm-response-cost").flatMap { Double($0) }
            .flatMap { $0.isFinite && $0 >= 0 ? USD($0) : nil }
    }

    /// Taking headers apart costs time, and most services tell their allowance with a 429 only.
    private func allowancePause(_ head: TransferHead) -> Double? {
        let tells = tellsAllowance.withLock { tells in
            let known = tells ?? RateLimitHeaders.tellAllowance(head)
            tells = known
            return known
        }
        return tells ? pause(head) : nil
    }

    private func pause(_ head: TransferHead) -> Double? {
        RateLimitHeaders.pauseSeconds(head, now: clock.now()).map(bounded)
    }

    private func bounded(_ pause: Double) -> Double {
        min(max(0, pause), retries.longestRetryAfterSeconds)
    }

    private func readFailure(
        _ arrival: Arrival, _ body: [UInt8], of sent: SentRequest, _ call: inout CallRecord
    ) -> Reading {
        let status = arrival.head.status
        let json = try? JSONValue(parsing: body)  // Any body will do; status decides.
        if let error = json.flatMap(ServiceError.init(body:)) {
            return readError(error, status: status, pause: pause(arrival.head), of: sent, &call)
        }
        let sentence =
            json == nil && !body.isEmpty
            ? "\(call.model) failed. " + sentences.notJSON(status: status, body: body)
            : sentences.failure(
                ServiceError(code: status, message: "HTTP \(status)"), status: status,
                model: call.model)
        return readError(
            ServiceError(code: status, message: ""), sentence: sentence, status: status,
            pause: pause(arrival.head), of: sent, &call)
    }

    private func readError(
        _ error: ServiceError, sentence: String? = nil, status: Int?, pause: Double?,
        of sent: SentRequest, _ call: inout CallRecord
    ) -> Reading {
        let sentence =
            sentence ?? sentences.failure(error, status: status, model: call.model)
        let pause = pause ?? error.retryAfterSeconds.map(bounded)
        if error.isModeration { return Reading(refused(sentence, &call), .served(pause: pause)) }
        call.error = sentence
        let failure = ChatFailure(kind: .infrastructure, message: sentence)
        let isPaused = pause != nil
        if error.isUnpaid || status == 401 || status == 402 {
            let advice = status == 401 ? "Check the key" : "Add credit"
            let closed = ChatFailure(
                kind: .endpointClosed,
                message: "\(ReplySentences.ended(sentence)) \(advice), then run again.")
            return Reading(.done(.failed(closed)), .neutral)
        }
        // What a conversation has grown to is the model's doing, and no endpoint is the worse for it.
        if error.isAboutLength, error.isRetryable != true,
            status.map([400, 413, 422].contains) ?? true
        {
            let tooLong = ChatFailure(kind: .model, message: sentence)
            return Reading(.done(.failed(tooLong)), .served(pause: pause))
        }
        if let concession = concession(after: error, status: status, to: sent) {
            return Reading(.conceding(concession, failure), .neutral)
        }
        if error.isRetryable == false || error.isUnknownModel {
            return Reading(.done(.failed(failure)), .rejected(sentence))
        }
        switch status {
        // Servers that are overloaded turn down as those do whose limit is reached. Inside a reply
        // the same word is of a provider further on, and says nothing of how fast to ask.
        case let status? where status == 429 || status == 529 && call.httpStatus == 529:
            return Reading(
                .again(failure, .turnedDown(isPaused: isPaused)), .turnedDown(pause: pause))
        case 408?:
            return Reading(.again(failure, .failed(isPaused: isPaused)), .neutral)
        case let status? where 500..<600 ~= status || error.isRetryable == true:
            return Reading(
                .again(failure, .failed(isPaused: isPaused)), .failed(sentence, pause: pause))
        case nil:
            let failure = ChatFailure(kind: .model, message: sentence)
            return Reading(.again(failure, .failed(isPaused: false)), .neutral)
        default: return Reading(.done(.failed(failure)), .rejected(sentence))
        }
    }

    /// OpenRouter answers with a 404 where no provider of a model takes all that is asked for.
    private func concession(
        after error: ServiceError, status: Int?, to sent: SentRequest
    ) -> Concession? {
        guard error.isRetryable != true, !error.isUnknownModel else { return nil }
        let isAboutFields =
            status == 400 || status == 422
            || status == 404
                && (error.parameter != nil
                    || error.message.contains("endpoints") && error.message.contains("support"))
        guard isAboutFields else { return nil }
        return sent.capabilities.concession(
            after: error, to: sent.request, of: endpoint.api, conceded: sent.conceded)
    }

    private func refused(_ sentence: String, _ call: inout CallRecord) -> AttemptResult {
        let sentence = sentences.line(sentence, atMost: 700)
        call.outcome = .refused
        call.error = sentence
        return .done(.refused(sentence))
    }
}
