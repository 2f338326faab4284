import JSONText

extension SimulatedProvider {
    /// What goes back over the wire.
    struct Response: Sendable {
        var status = 200
        /// All bytes, also of a stream.
        var body: [UInt8]
        var contentType = ContentType.json
        var retryAfterSeconds: Int?
        var delaySeconds = 0.0
        /// The connection ends after half of the body.
        var isCut = false
        /// Where the parts of a body end that is sent part by part; nil: it is sent at once.
        var pieces: Pieces?
        /// Nil where the request can't be read.
        var speaker: Speaker?
        /// What of the made-up web the provider's own tools met.
        var met: SimulatorTraffic.Counts?
        /// What `/generation` tells of it; nil where there was no completion.
        var generation: GenerationRecord?

        enum ContentType: String {
            case json = "application/json"
            case eventStream = "text/event-stream"
            case html = "text/html; charset=utf-8"
        }

        /// Who was asked, and what the completion is called.
        struct Speaker {
            let model: String
            let role: Role
            let completionID: String
        }

        struct Pieces {
            /// Bytes that come before anything of the answer does.
            var lead: Int
            /// Where each further part ends, in bytes.
            var ends: [Int]
        }

        static func refused(_ refusal: ServiceRefusal, at interface: Interface) -> Response {
            Response(status: refusal.status, body: Array(refusal.json(at: interface).text.utf8))
        }

        static func turnedDown(retryAfterSeconds: Int?, at interface: Interface) -> Response {
            var response = refused(
                ServiceRefusal(status: 429, message: "Rate limited."), at: interface)
            response.retryAfterSeconds = retryAfterSeconds
            return response
        }

        /// Puts bytes before the body that come at once.
        mutating func begin(with bytes: [UInt8]) {
            body.insert(contentsOf: bytes, at: 0)
            let known = pieces ?? Pieces(lead: 0, ends: [body.count - bytes.count])
            pieces = Pieces(
                lead: known.lead + bytes.count, ends: known.ends.map { $0 + bytes.count })
        }
    }
}

extension SimulatedProvider.Response {
    /// A reply that comes as a stream.
    init(_ stream: EventStream) {
        self.init(body: stream.bytes, contentType: .eventStream)
        let lead = stream.lead == 0 ? 0 : stream.ends[stream.lead - 1]
        pieces = Pieces(lead: lead, ends: Array(stream.ends.dropFirst(stream.lead)))
    }

    /// A wait, and how far the body is sent after it.
    struct Step: Equatable {
        let waitSeconds: Double
        let end: Int
    }

    /// Timers that are shorter than this cost more than they show.
    private static let shortestWaitSeconds = 0.02

    /// How the body is spread over the delay: what comes before the answer at once, the answer's
    /// first part after a third of the delay, the rest evenly over the other two thirds.
    var steps: [Step] {
        guard let pieces, delaySeconds > 0, !pieces.ends.isEmpty else {
            return [Step(waitSeconds: delaySeconds, end: body.count)]
        }
        var steps = [
            Step(waitSeconds: 0, end: pieces.lead),
            Step(waitSeconds: delaySeconds / 3, end: pieces.ends[0]),
        ]
        let rest = pieces.ends.dropFirst()
        let restSeconds = delaySeconds * 2 / 3
        let count = min(rest.count, max(1, Int(restSeconds / Self.shortestWaitSeconds)))
        for step in 0..<count {
            let last = rest.startIndex + rest.count * (step + 1) / count - 1
            steps.append(Step(waitSeconds: restSeconds / Double(count), end: rest[last]))
        }
        return steps
    }
}
