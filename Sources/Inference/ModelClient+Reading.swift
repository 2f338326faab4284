import JSONText
import Transport
import Vocabulary

// What came back from an attempt, and what it says of further ones.
extension ModelClient {
    enum AttemptResult {
        case done(ChatOutcome)
        case again(ChatFailure, Reason)
        /// The endpoint does not take `response_format` for this model.
        case withoutSchema(ChatFailure)

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
            case .again(_, .outage), .done, .withoutSchema: false
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

    func read(_ response: TransferResponse, into call: inout CallRecord) -> Reading {
        guard (200..<300).contains(response.status) else {
            return readFailure(response, into: &call)
        }
        let reply: ChatReply
        do {
            reply = format.reply(try JSONValue(parsing: response.body))
        } catch {
            call.error = "The endpoint answered with something other than JSON: \(error)."
            return Reading(
                .again(
                    ChatFailure(kind: .model, message: call.error ?? ""),
                    .failed(isPaused: false)),
                .neutral)
        }
        call.usage = reply.usage
        call.billedCost = reply.billedCost
        call.servedModel = reply.servedModel
        call.generationID = reply.generationID
        if let usage = reply.usage { call.computedCost = prices(call.model)?.cost(of: usage) }
        let served = Feedback.served(pause: allowancePause(response))
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
            return readError(error, status: error.code, pause: nil, &call)
        }
    }

    /// Taking headers apart costs time, and most services tell their allowance with a 429 only.
    private func allowancePause(_ response: TransferResponse) -> Double? {
        let tells = tellsAllowance.withLock { tells in
            let known = tells ?? RateLimitHeaders.tellAllowance(response.head)
            tells = known
            return known
        }
        return tells ? pause(response) : nil
    }

    private func pause(_ response: TransferResponse) -> Double? {
        RateLimitHeaders.pauseSeconds(response.head, now: clock.now())
            .map { min($0, retries.longestRetryAfterSeconds) }
    }

    private func readFailure(
        _ response: TransferResponse, into call: inout CallRecord
    ) -> Reading {
        let json = try? JSONValue(parsing: response.body)  // Any body will do; status decides.
        let error =
            json?["error"].map(ServiceError.init)
            ?? ServiceError(code: nil, message: "HTTP \(response.status)")
        return readError(error, status: response.status, pause: pause(response), &call)
    }

    private func readError(
        _ error: ServiceError, status: Int?, pause: Double?, _ call: inout CallRecord
    ) -> Reading {
        let sentence = redacted("\(call.model) failed with \(status ?? 0): \(error.message)")
        if error.isModeration { return Reading(refused(sentence, &call), .served(pause: pause)) }
        call.error = sentence
        let failure = ChatFailure(kind: .infrastructure, message: sentence)
        let isPaused = pause != nil
        switch status {
        case 401, 402:
            let advice = status == 401 ? "Check the key" : "Add credit"
            let closed = ChatFailure(
                kind: .endpointClosed, message: "\(sentence). \(advice), then run again.")
            return Reading(.done(.failed(closed)), .neutral)
        // Servers that are overloaded turn down as those do whose limit is reached.
        case 429?, 529?:
            return Reading(
                .again(failure, .turnedDown(isPaused: isPaused)), .turnedDown(pause: pause))
        case 408?:
            return Reading(.again(failure, .failed(isPaused: isPaused)), .neutral)
        case (500..<600)?:
            return Reading(
                .again(failure, .failed(isPaused: isPaused)), .failed(sentence, pause: pause))
        case nil:
            let failure = ChatFailure(kind: .model, message: sentence)
            return Reading(.again(failure, .failed(isPaused: false)), .neutral)
        case 400? where ["response_format", "json_schema"].contains(where: error.message.contains):
            return Reading(.withoutSchema(failure), .neutral)
        default:
            return Reading(.done(.failed(failure)), .rejected(sentence))
        }
    }

    private func refused(_ sentence: String, _ call: inout CallRecord) -> AttemptResult {
        call.outcome = .refused
        call.error = redacted(sentence)
        return .done(.refused(redacted(sentence)))
    }

    /// Some services put the key they were sent into their error message.
    private func redacted(_ sentence: String) -> String {
        guard let key = endpoint.key?.value, !key.isEmpty else { return sentence }
        return sentence.replacing(key, with: "•••")
    }
}
