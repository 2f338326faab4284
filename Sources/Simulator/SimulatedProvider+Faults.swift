import JSONText
import Vocabulary

extension SimulatedProvider {
    /// The first rule that strikes a request.
    func fault(
        _ turn: ChatTurn, _ role: Role, _ body: [UInt8], _ attempt: Int
    ) -> FaultRule.Kind? {
        guard !faults.isEmpty else { return nil }
        let request = Draws(seed: seed).with(bytes: body).with(attempt)
        return faults.first {
            $0.strikes(model: turn.model, role: role.rawValue, request)
        }?.kind
    }

    /// Faults that leave no completion.
    func failure(
        _ kind: FaultRule.Kind, _ turn: ChatTurn, _ id: String, at interface: Interface
    ) -> Response? {
        func refused(_ status: Int, _ message: String, _ metadata: JSONObject? = nil) -> Response {
            .refused(
                ServiceRefusal(status: status, message: message, metadata: metadata),
                at: interface)
        }
        switch kind {
        case .rateLimit: return .turnedDown(retryAfterSeconds: 1, at: interface)
        case .bareRateLimit: return .turnedDown(retryAfterSeconds: nil, at: interface)
        case .serverError: return refused(500, "Internal error.")
        case .overloaded: return refused(503, "Overloaded.")
        case .outOfCredit: return refused(402, "Insufficient credits.")
        case .keyNotValid: return refused(401, "No auth credentials found.")
        case .moderation:
            let metadata: [(String, JSONValue)] = [
                ("reasons", ["violence"]), ("flagged_input", "…"),
            ]
            return refused(403, "The input was flagged.", JSONObject(pairs: metadata))
        case .errorInside: return Self.errorInside(turn, id, at: interface)
        case .unsupportedParameter:
            return turn.delicateParameters.first.map {
                .refused(Self.unsupported($0, at: interface), at: interface)
            }
        case .html:
            return Response(body: Array(Self.page.utf8), contentType: .html)
        case .cut, .stall, .malformed, .refusal, .empty, .truncated, .errorMidStream, .keepAlive,
            .fusionNotRun, .fusionCapped, .panelFailed, .panelAllFailed, .analysisMissing,
            .analysisMalformed:
            return nil
        }
    }

    /// A reply with status 200 whose body, or whose only event, is an error.
    private static func errorInside(
        _ turn: ChatTurn, _ id: String, at interface: Interface
    ) -> Response {
        let message: JSONValue = "Upstream failed."
        let code: JSONValue = "overloaded_error"
        let (event, body): (String?, JSONValue) =
            switch interface.language {
            case .chat: (nil, ["error": ["code": code, "message": message]])
            case .messages:
                ("error", ["type": "error", "error": ["type": code, "message": message]])
            case .responses where turn.streams:
                (
                    "error",
                    ["type": "error", "sequence_number": 0, "code": code, "message": message]
                )
            case .responses:
                (
                    nil,
                    [
                        "id": .string(id), "object": "response", "status": "failed",
                        "model": .string(turn.model), "output": [],
                        "error": ["code": code, "message": message],
                    ]
                )
            }
        guard turn.streams else { return Response(body: Array(body.text.utf8)) }
        var stream = EventStream()
        if let event { stream.event(event, body) } else { stream.event(body) }
        return Response(stream)
    }

    /// In the words of OpenAI, which OpenRouter passes on, and of Anthropic.
    private static func unsupported(
        _ parameter: String, at interface: Interface
    ) -> ServiceRefusal {
        if interface.language == .messages {
            return ServiceRefusal(
                status: 400, message: "`\(parameter)` is not supported for this model.",
                parameter: parameter)
        }
        var refusal = ServiceRefusal(
            status: 400,
            message: "Unsupported parameter: '\(parameter)' is not supported with this model.",
            parameter: parameter, code: "unsupported_parameter")
        let raw = refusal.json(at: Interface(language: .chat, service: .native))
        refusal.metadata = JSONObject(pairs: [
            ("provider_name", "Simulator"), ("raw", .string(raw.text)),
        ])
        return refusal
    }

    private static let page = """
        <!DOCTYPE html>
        <html><head><title>Welcome</title></head>
        <body><h1>Welcome</h1><p>This is a page, not an interface.</p></body></html>

        """

    /// What a service sends so that a connection stays open: empty lines before a body, comments
    /// before a stream.
    static func keepAlive(_ streams: Bool) -> [UInt8] {
        let line = streams ? ": keep-alive\n\n:\n\n" : "\n         "
        return Array(String(repeating: line, count: 20).utf8)
    }

    /// Faults that change what is said.
    static func spoiled(_ reply: ChatReply, by kind: FaultRule.Kind?) -> ChatReply {
        switch (kind, reply) {
        case (.malformed, .text): .text("Let me think about this step by step: it is")
        case (.refusal, _): .refusal("I can't help with that.")
        case (.empty, _): .text("")
        case (.truncated, .text(let text)):
            .text(String(text.prefix(max(1, text.count / 2))))
        default: reply
        }
    }
}
