@testable import Inference

/// A service with a token bucket, and a crowd that keeps asking it through `Admissions`, in virtual
/// time: the same every time, and over in milliseconds.
struct RateLimitedService {
    var perSecond = 50.0
    var burst = 10.0
    /// From a request to its answer.
    var latencySeconds = 0.002
    /// With every 429; nil: it names no time, and the crowd comes back after a second.
    var retryAfterSeconds: Double? = 1
    /// How many ask at once.
    var crowd = 64

    /// What became of it.
    struct Outcome {
        var sent = 0
        var turnedDown = 0
        var seconds = 0.0
        /// Requests that were sent while the service had asked for silence.
        var sentTooEarly = 0
        /// When the request was answered, by label.
        var servedByLabel: [Int: Int] = [:]

        var shareTurnedDown: Double { Double(turnedDown) / Double(max(1, sent)) }
        /// Of what the service would have taken in that time.
        func used(of service: RateLimitedService) -> Double {
            Double(sent - turnedDown) / (service.burst + service.perSecond * seconds)
        }
    }

    private struct Asker {
        var label: Int
        var lane: Int
        var model: String
    }

    /// - Parameters:
    ///   - requests: that are to be served in all.
    ///   - askers: lane and model of the crowd's members, in turn.
    func serve(
        _ requests: Int, through admissions: inout Admissions<Int>,
        askers: [(lane: Int, model: String)] = [(0, "m")]
    ) -> Outcome {
        var outcome = Outcome()
        var bucket = TokenBucket(perSecond: perSecond, capacity: burst)
        var now = 1_000.0
        let start = now
        var silentUntil = -Double.infinity
        var answers: [(at: Double, asker: Int, permit: Permit, isServed: Bool)] = []
        var returns: [(at: Double, asker: Int)] = (0..<crowd).map { (now, $0) }
        var again: Double?
        var served = 0
        while served < requests {
            let next = [
                answers.map(\.at).min(), returns.map(\.at).min(), again.map { max($0, now) },
            ].compactMap { $0 }.min()
            guard let next else { return outcome }
            now = max(now, next)
            for answer in answers.filter({ $0.at <= now }) {
                let feedback: Feedback =
                    answer.isServed ? .served(pause: nil) : .turnedDown(pause: retryAfterSeconds)
                _ = admissions.end(answer.permit, feedback, usedTokens: nil, at: now)
                served += answer.isServed ? 1 : 0
                if answer.isServed {
                    outcome.servedByLabel[answer.asker % askers.count, default: 0] += 1
                } else if let retryAfterSeconds {
                    silentUntil = max(silentUntil, now + retryAfterSeconds)
                }
                let wait = answer.isServed || retryAfterSeconds != nil ? 0 : 1.0
                returns.append((now + wait, answer.asker))
            }
            answers.removeAll { $0.at <= now }
            for back in returns where back.at <= now {
                let asker = askers[back.asker % askers.count]
                _ = admissions.enter(back.asker, lane: asker.lane, model: asker.model, tokens: 0)
            }
            returns.removeAll { $0.at <= now }
            let (ready, wakesAt) = admissions.serve(at: now)
            again = wakesAt
            for case (let asker, .admitted(let permit)) in ready {
                outcome.sent += 1
                outcome.sentTooEarly += now < silentUntil - 1e-6 ? 1 : 0
                let isServed = bucket.time(for: 1, at: now) <= now
                if isServed { bucket.take(1, at: now) } else { outcome.turnedDown += 1 }
                answers.append((now + latencySeconds, asker, permit, isServed))
            }
        }
        outcome.seconds = now - start
        return outcome
    }
}
