import Hummingbird
import JSONText
import NIOCore
import Vocabulary

/// The provider's paths.
extension SimulatorServer {
    /// Nil for a path that is not the provider's.
    func provided(_ request: Request) async throws -> Response? {
        let path = request.uri.path
        if request.method == .post, let interface = Interface(path: path) {
            return try await complete(request, at: interface)
        }
        guard request.method == .get else { return nil }
        // Models can be looked at without a key.
        switch path {
        case "/api/v1/models": return Self.json(models.json)
        case _ where path.hasPrefix(Self.modelPath):
            let name = String(path.dropFirst(Self.modelPath.count))
            return models.json(of: name).map { Self.json($0) }
                ?? Self.refused(404, "Model \(name) does not exist.")
        case "/v1/models":
            if let refusal = refusal(of: request, at: Self.nativeChat) { return refusal }
            let isAnthropic = Self.header("anthropic-version", of: request) != nil
            return Self.json(isAnthropic ? models.anthropic : models.openAI)
        case "/api/v1/key", "/api/v1/credits", "/api/v1/generation":
            if let refusal = refusal(of: request, at: .openRouterChat) { return refusal }
            return await account(request)
        default: return nil
        }
    }

    private static let modelPath = "/api/v1/model/"
    private static let nativeChat = Interface(language: .chat, service: .native)

    // MARK: - Account

    /// Dollars that a key of the simulator has. It never turns a request down for want of them; the
    /// fault `402` does.
    private static let credit = 1000.0

    private func account(_ request: Request) async -> Response {
        let spent = await generations.spent.dollars
        switch request.uri.path {
        case "/api/v1/key":
            return Self.json([
                "data": [
                    "label": "simulator", "limit": .number(Self.credit),
                    "limit_remaining": .number(max(0, Self.credit - spent)),
                    "limit_reset": .null, "usage": .number(spent), "usage_daily": .number(spent),
                    "usage_weekly": .number(spent), "usage_monthly": .number(spent),
                    "byok_usage": 0, "is_free_tier": false,
                ]
            ])
        case "/api/v1/credits":
            return Self.json([
                "data": ["total_credits": .number(Self.credit), "total_usage": .number(spent)]
            ])
        default:
            let id = request.uri.queryParameters["id"].map(String.init) ?? ""
            guard let record = await generations.record(id) else {
                return Self.refused(404, "Generation \(id) not found.")
            }
            return Self.json(["data": record.json])
        }
    }

    // MARK: - Keys

    /// Turns a request down that does not carry the key; nil where it does or none is needed.
    private func refusal(of request: Request, at interface: Interface) -> Response? {
        guard let key = options.requiredKey else { return nil }
        let sent = [
            Self.header("authorization", of: request).flatMap(Self.bearer),
            Self.header("x-api-key", of: request),
        ]
        guard !sent.contains(key) else { return nil }
        let message = "No auth credentials found, or they are not valid."
        return Self.refused(401, message, at: interface)
    }

    private static func bearer(_ value: String) -> String? {
        let words = value.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1])
    }

    private static func header(_ name: String, of request: Request) -> String? {
        request.headers.first { $0.name.canonicalName == name }?.value
    }

    private static func refused(
        _ status: Int, _ message: String, at interface: Interface = .openRouterChat
    ) -> Response {
        let refusal = ServiceRefusal(status: status, message: message)
        return json(refusal.json(at: interface), .init(code: status))
    }

    // MARK: - Completions

    private static let longestBody = 16 << 20

    private func complete(_ request: Request, at interface: Interface) async throws -> Response {
        if let refusal = refusal(of: request, at: interface) { return refusal }
        if interface == Interface(language: .messages, service: .native),
            Self.header("anthropic-version", of: request) == nil
        {
            return Self.refused(400, "anthropic-version: header is required", at: interface)
        }
        let buffer = try await request.body.collect(upTo: Self.longestBody)
        let body = Array(buffer.readableBytesView)
        let attempt = Self.header("x-attempt", of: request).flatMap { Int($0) } ?? 0
        let answer = await answer(to: body, attempt: attempt, at: interface)
        await traffic.count(completionWith: answer.status)
        if let met = answer.met { await traffic.add(met) }
        if let generation = answer.generation { await generations.add(generation) }
        var headers: HTTPFields = [.contentType: answer.contentType.rawValue]
        if let seconds = answer.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        let isWhole = answer.pieces == nil
        if isWhole, answer.delaySeconds > 0 {
            try await Task.sleep(for: .seconds(answer.delaySeconds))
        }
        if answer.isCut {
            // Half of a body whose whole length is announced, or of a stream.
            if isWhole { headers[.contentLength] = String(answer.body.count) }
            return Response(
                status: .ok, headers: headers, body: Self.cut(answer, isWhole: isWhole))
        }
        let entry = SimulatorJournal.Entry(request: body, attempt: attempt, response: answer)
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: isWhole ? noted(entry) : streamed(entry))
    }

    /// The provider's answer, unless its rate limits turn the request down.
    private func answer(
        to body: [UInt8], attempt: Int, at interface: Interface
    ) async -> SimulatedProvider.Response {
        if let rateLimits {
            let model = (try? JSONValue(parsing: body))?["model"]?.string  // Refused further on.
            if let seconds = await rateLimits.take(model: model ?? "") {
                return .turnedDown(retryAfterSeconds: seconds, at: interface)
            }
        }
        return provider.respond(to: body, attempt: attempt, at: interface)
    }

    // MARK: - Bodies

    /// The body of a completion; the journal has it once it is sent.
    private func noted(_ entry: SimulatorJournal.Entry) -> ResponseBody {
        let bytes = ByteBuffer(bytes: entry.response.body)
        guard let journal = options.journal else { return .init(byteBuffer: bytes) }
        return .init(contentLength: bytes.readableBytes) { writer in
            try await writer.write(bytes)
            try await writer.finish(nil)
            try await journal.append(entry)
        }
    }

    /// A body that comes part by part.
    private func streamed(_ entry: SimulatorJournal.Entry) -> ResponseBody {
        .init { writer in
            try await Self.write(entry.response, upTo: entry.response.body.count, to: &writer)
            try await writer.finish(nil)
            try await options.journal?.append(entry)
        }
    }

    /// Half of a body; then the connection ends.
    private static func cut(
        _ answer: SimulatedProvider.Response, isWhole: Bool
    ) -> ResponseBody {
        let half = answer.body.count / 2
        guard !isWhole else {
            return .init(contentLength: answer.body.count) { writer in
                try await writer.write(ByteBuffer(bytes: answer.body[..<half]))
                throw CutConnection()
            }
        }
        return .init { writer in
            try await write(answer, upTo: half, to: &writer)
            throw CutConnection()
        }
    }

    private struct CutConnection: Error {}

    @concurrent private static func write(
        _ answer: SimulatedProvider.Response, upTo limit: Int,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        var sent = 0
        for step in answer.steps where sent < limit {
            if step.waitSeconds > 0 { try await Task.sleep(for: .seconds(step.waitSeconds)) }
            let end = min(step.end, limit)
            if end > sent { try await writer.write(ByteBuffer(bytes: answer.body[sent..<end])) }
            sent = end
        }
    }
}
