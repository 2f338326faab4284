import JSONText
import Vocabulary

/// Plays the provider: takes a chat completion request, lets the simulated model answer in the
/// role that the request puts it in, and wraps what it says.
struct SimulatedProvider: Sendable {
    let seed: UInt64
    let profiles: [String: ModelProfile]
    let faults: [FaultRule]
    let latencyScale: Double
    /// Nil: every prompt token is billed as new.
    var promptCache: PromptCache?

    /// What goes back over the wire.
    struct Response: Sendable {
        var status = 200
        var body: [UInt8]
        var retryAfterSeconds: Int?
        var delaySeconds = 0.0
        /// The connection ends after half of the body.
        var isCut = false
        /// Nil where the request can't be read.
        var speaker: Speaker?

        /// Who was asked, and what the completion is called.
        struct Speaker {
            let model: String
            let role: Role
            let completionID: String
        }

        static func error(_ status: Int, _ message: String, metadata: JSONValue? = nil) -> Response
        {
            var error = JSONObject(pairs: [
                ("code", .integer(status)), ("message", .string(message)),
            ])
            error["metadata"] = metadata
            let body: JSONValue = ["error": .object(error)]
            return Response(status: status, body: Array(body.text.utf8))
        }

        static func turnedDown(retryAfterSeconds: Int) -> Response {
            var response = Response.error(429, "Rate limited.")
            response.retryAfterSeconds = retryAfterSeconds
            return response
        }
    }

    /// Answers a request. The same request, with the same attempt number, always gets the same
    /// answer; with a prompt cache, its bill depends on what was asked before.
    func respond(to body: [UInt8], attempt: Int) -> Response {
        let turn: ChatTurn
        do {
            turn = try ChatTurn(try JSONValue(parsing: body))
        } catch let error as ChatTurnError {
            return .error(400, error.reason)
        } catch {
            return .error(400, "The body is not JSON.")
        }
        let role = Role(turn)
        var fault: FaultRule.Kind?
        if !faults.isEmpty {
            let request = Draws(seed: seed).with(bytes: body).with(attempt)
            fault =
                faults.first {
                    $0.strikes(model: turn.model, role: role.rawValue, request)
                }?.kind
        }
        var response = response(to: turn, role, struckBy: fault)
        response.speaker = Response.Speaker(
            model: turn.model, role: role, completionID: Self.completionID(of: turn))
        return response
    }

    private func response(
        to turn: ChatTurn, _ role: Role, struckBy fault: FaultRule.Kind?
    ) -> Response {
        if let fault, let failure = Self.failure(fault) { return failure }
        let profile = profiles[turn.model] ?? ModelProfile.named(turn.model)
        let reply = Self.spoiled(reply(turn, role, profile), by: fault)
        var response = completion(reply, turn, profile, isTruncated: fault == .truncated)
        response.isCut = fault == .cut
        response.delaySeconds = delay(turn, role, profile) + (fault == .stall ? 30 : 0)
        return response
    }

    /// What a request asks a model to be.
    enum Role: String {
        case researcher
        case analyst
        case synthesizer
        case judge

        init(_ turn: ChatTurn) {
            if let name = turn.schemaName, VerdictShape.schemaNames.contains(name) {
                self = .judge
            } else if turn.schemaName == "panel_analysis" {
                self = .analyst
            } else if JudgingPrompt(turn.text(of: "user")) != nil {
                self = .judge
            } else if turn.firstUserText.hasPrefix("<task>") {
                self = .synthesizer
            } else {
                self = .researcher
            }
        }
    }

    private func reply(_ turn: ChatTurn, _ role: Role, _ profile: ModelProfile) -> ChatReply {
        let draws = Self.draws(seed: seed, model: turn.model, role)
        let prompt = turn.firstUserText
        switch role {
        case .researcher:
            return SimulatedResearcher(turn, profile: profile, draws: draws).reply()
        case .analyst:
            return .text(
                SimulatedAnalyst(profile: profile, draws: draws)
                    .analysis(of: prompt, seed: turn.seed))
        case .synthesizer:
            return .text(
                SimulatedSynthesizer(profile: profile, draws: draws)
                    .report(from: prompt, seed: turn.seed))
        case .judge:
            let ruling = SimulatedJudge(profile: profile, draws: draws)
                .ruling(
                    on: turn.text(of: "user"), instructions: turn.text(of: "system"),
                    schemaName: turn.schemaName, seed: turn.seed)
            return .text(ruling ?? "I can't find what I am to judge.")
        }
    }

    /// The chance that a model has in a role.
    static func draws(seed: UInt64, model: String, _ role: Role) -> Draws {
        Draws(seed: seed).with(model).with(role.rawValue)
    }

    // MARK: - Faults

    /// Faults that leave no completion.
    private static func failure(_ kind: FaultRule.Kind) -> Response? {
        switch kind {
        case .rateLimit: return .turnedDown(retryAfterSeconds: 1)
        case .serverError: return .error(500, "Internal error.")
        case .overloaded: return .error(503, "Overloaded.")
        case .outOfCredit: return .error(402, "Insufficient credits.")
        case .keyNotValid: return .error(401, "No auth credentials found.")
        case .moderation:
            return .error(
                403, "The input was flagged.",
                metadata: ["reasons": ["violence"], "flagged_input": "…"])
        case .errorInside:
            let body: JSONValue = [
                "error": ["code": "overloaded_error", "message": "Upstream failed."]
            ]
            return Response(body: Array(body.text.utf8))
        case .cut, .stall, .malformed, .refusal, .empty, .truncated: return nil
        }
    }

    /// Faults that change what is said.
    private static func spoiled(_ reply: ChatReply, by kind: FaultRule.Kind?) -> ChatReply {
        switch (kind, reply) {
        case (.malformed, .text): .text("Let me think about this step by step: it is")
        case (.refusal, _): .refusal("I can't help with that.")
        case (.empty, _): .text("")
        case (.truncated, .text(let text)):
            .text(String(text.prefix(max(1, text.count / 2))))
        default: reply
        }
    }

    // MARK: - Wrapping

    private func completion(
        _ reply: ChatReply, _ turn: ChatTurn, _ profile: ModelProfile, isTruncated: Bool
    ) -> Response {
        var message = JSONObject(pairs: [("role", "assistant")])
        var finish = isTruncated ? "length" : "stop"
        var length = 0
        switch reply {
        case .text(let text):
            message["content"] = .string(text)
            length = text.utf8.count
        case .toolCalls(let calls):
            message["content"] = .null
            message["tool_calls"] = .array(
                calls.enumerated().map { index, call in
                    [
                        "id": .string("call_\(turn.messages.count)_\(index)"),
                        "type": "function",
                        "function": [
                            "name": .string(call.name), "arguments": .string(call.arguments.text),
                        ],
                    ]
                })
            finish = "tool_calls"
            length = calls.reduce(0) { $0 + $1.arguments.text.utf8.count }
        case .refusal(let text):
            message["content"] = .null
            message["refusal"] = .string(text)
            finish = "content_filter"
        }
        let prompt = turn.promptLength / PromptCache.bytesPerToken + 8
        var usage =
            promptCache?.bill(
                turn, tokens: prompt, writes: profile.price.cacheWritePerMillion != nil)
            ?? TokenUsage(uncachedInput: prompt, output: 0)
        usage.output = length / PromptCache.bytesPerToken + 4
        let body: JSONValue = [
            "id": .string(Self.completionID(of: turn)),
            "object": "chat.completion", "created": 0, "model": .string(turn.model),
            "choices": [
                ["index": 0, "finish_reason": .string(finish), "message": .object(message)]
            ],
            "usage": [
                "prompt_tokens": .integer(prompt),
                "completion_tokens": .integer(usage.output),
                "total_tokens": .integer(prompt + usage.output),
                "prompt_tokens_details": [
                    "cached_tokens": .integer(usage.cacheRead),
                    "cache_write_tokens": .integer(usage.cacheWrite),
                ],
                "cost": .number(profile.price.cost(of: usage).dollars),
            ],
        ]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length + 600)
        body.append(to: &bytes)
        return Response(body: bytes)
    }

    private static func completionID(of turn: ChatTurn) -> String {
        "gen-sim-\(turn.seed)-\(turn.messages.count)"
    }

    /// Seconds until the answer: the model's own, spread between half and twice of it; a judge or
    /// a turn with tools takes a tenth.
    private func delay(_ turn: ChatTurn, _ role: Role, _ profile: ModelProfile) -> Double {
        guard latencyScale > 0 else { return 0 }
        let draw = Draws(seed: seed).with(turn.model).with(turn.seed).with(turn.messages.count)
        let isShort = role == .judge || !turn.tools.isEmpty
        let typical = profile.latencySeconds * (isShort ? 0.1 : 1)
        return latencyScale * typical * (0.5 + 1.5 * draw.uniform * draw.uniform)
    }
}
