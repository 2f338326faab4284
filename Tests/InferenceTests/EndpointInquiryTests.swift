import ScriptedServer
import Testing
import Transport
import Vocabulary

@testable import Inference

@Suite("Asking an endpoint for what costs nothing")
struct EndpointInquiryTests {
    private static let key = "sk-secret-1234567890"

    private func with<Result: Sendable>(
        dialect: EndpointSpec.Dialect = .openrouter,
        _ handler: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply,
        _ body: (EndpointInquiry, ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let server = try ScriptedServer(handler)
        defer { server.stop() }
        let transport = try HTTPTransport()
        let inquiry = EndpointInquiry(
            endpoint: Endpoint(
                baseURL: server.url + "/api/v1/", key: APIKey(Self.key), dialect: dialect,
                concurrency: 1, timeoutSeconds: 5),
            transport: transport, now: { 0 }, seconds: 5)
        let result = try await body(inquiry, server)
        await transport.shutdown()
        return result
    }

    private static func list(_ ids: [String], more: String = "") -> ScriptedServer.Reply {
        let entries = ids.map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
        return .json(#"{"data":[\#(entries)]\#(more)}"#)
    }

    @Test("A list is read page by page, with the key on every request")
    func pages() async throws {
        try await with { request in
            switch request.target {
            case "/api/v1/models": Self.list(["a"], more: #","links":{"next":"?page=2"}"#)
            case "/api/v1/models?page=2":
                Self.list(["b"], more: #","links":{"next":"/api/v1/models?page=3"}"#)
            default: Self.list(["c"])
            }
        } _: { inquiry, server in
            let reply = try await inquiry.catalogue()
            let catalogue = try #require(reply.value)
            #expect(catalogue.models.map(\.id) == ["a", "b", "c"])
            #expect(catalogue.isWhole)
            let keys = server.requests.map { $0.headers["authorization"] }
            #expect(keys == Array(repeating: "Bearer " + Self.key, count: 3))
        }
    }

    @Test("Anthropic's list goes on after its last id, and its key has a header of its own")
    func anthropic() async throws {
        try await with(dialect: .anthropic) { request in
            request.target.contains("after_id=b")
                ? Self.list(["c"], more: #","has_more":false,"last_id":"c""#)
                : Self.list(["a", "b"], more: #","has_more":true,"last_id":"b""#)
        } _: { inquiry, server in
            let reply = try await inquiry.catalogue()
            let catalogue = try #require(reply.value)
            #expect(catalogue.models.map(\.id) == ["a", "b", "c"])
            for request in server.requests {
                #expect(request.headers["x-api-key"] == Self.key)
                #expect(request.headers["anthropic-version"] != nil)
                #expect(request.headers["authorization"] == nil)
            }
        }
    }

    @Test(
        "A link to another place is not followed, since the key would go with it",
        arguments: [
            "http://elsewhere.example/models", "//elsewhere.example/models",
            "http://127.0.0.1:1/models", "models?page=2",
        ])
    func foreignLinks(link: String) async throws {
        try await with { _ in
            Self.list(["a"], more: #","links":{"next":"\#(link)"}"#)
        } _: { inquiry, server in
            let reply = try await inquiry.catalogue()
            let catalogue = try #require(reply.value)
            #expect(!catalogue.isWhole)
            #expect(server.requests.count == 1)
        }
    }

    @Test("A list without an end is given up, and one with a broken page is not whole")
    func endless() async throws {
        try await with { _ in
            Self.list(["a"], more: #","links":{"next":"?again"}"#)
        } _: { inquiry, server in
            let reply = try await inquiry.catalogue()
            #expect(reply.value?.isWhole == false)
            #expect(server.requests.count == 40)
        }
        try await with { request in
            request.number == 0
                ? Self.list(["a"], more: #","links":{"next":"?page=2"}"#)
                : .json("{}", status: 500)
        } _: { inquiry, _ in
            let reply = try await inquiry.catalogue()
            let catalogue = try #require(reply.value)
            #expect(catalogue.models.map(\.id) == ["a"])
            #expect(!catalogue.isWhole)
        }
    }

    enum Kind: String {
        case notOffered
        case denied
        case failed
    }

    @Test(
        "Whatever else comes is said in a sentence without the key",
        arguments: [
            (.json(#"{"error":{"message":"no such path"}}"#, status: 404), .notOffered, "404"),
            (.json(#"{"choices":[]}"#), .notOffered, "other than a list of models"),
            (
                .json(#"{"error":{"code":401,"message":"bad key \#(key)"}}"#, status: 401), .denied,
                "bad key •••"
            ),
            (.json(#"{"error":{"code":401,"message":"bad key"}}"#), .denied, "bad key"),
            (.json(#"{"error":"forbidden"}"#, status: 403), .denied, "forbidden"),
            (.json("{}", status: 500), .failed, "HTTP 500"),
            (.json("<!DOCTYPE html><html>Hello</html>"), .failed, "a web page"),
            (.json("hello"), .failed, "no JSON"),
            (.json("two\nlines", status: 429), .failed, "HTTP 429"), (.reset, .failed, "broke"),
        ] as [(ScriptedServer.Reply, Kind, String)])
    func otherReplies(reply: ScriptedServer.Reply, kind: Kind, says: String) async throws {
        try await with { _ in
            reply
        } _: { inquiry, _ in
            let (found, sentence): (Kind?, String) =
                switch try await inquiry.catalogue() {
                case .found: (nil, "")
                case .notOffered(let sentence): (.notOffered, sentence)
                case .denied(let sentence): (.denied, sentence)
                case .failed(let sentence): (.failed, sentence)
                }
            #expect(found == kind)
            #expect(sentence.contains(says), "\(sentence)")
            #expect(!sentence.contains(Self.key))
            #expect(sentence.hasSuffix("."))
        }
    }

    // MARK: - The key

    @Test("What can be spent is what the key may or what the account has, whichever is less")
    func creditLeft() async throws {
        try await with { request in
            request.target.hasSuffix("/key")
                ? .json(
                    #"""
                    {"data":{"label":"x","limit":50,"limit_remaining":12.5,"usage":37.5,
                    "is_free_tier":false}}
                    """#)
                : .json(#"{"data":{"total_credits":100,"total_usage":60.25}}"#)
        } _: { inquiry, _ in
            let status = try await inquiry.status()
            #expect(
                status.key.value
                    == KeyStatus(
                        limit: USD(50), limitRemaining: USD(12.5), usage: USD(37.5)))
            #expect(status.credit.value?.left == USD(39.75))
            #expect(status.creditLeft == USD(12.5))
        }
    }

    @Test(
        "A key without a limit leaves it to the account, and an account that is not told is unknown"
    )
    func unlimitedKey() async throws {
        try await with { request in
            request.target.hasSuffix("/key")
                ? .json(#"{"data":{"limit":null,"limit_remaining":null,"usage":3}}"#)
                : .json(#"{"data":{"total_credits":10,"total_usage":12}}"#)
        } _: { inquiry, _ in
            let status = try await inquiry.status()
            #expect(status.creditLeft == USD(-2))
        }
        try await with { request in
            request.target.hasSuffix("/key")
                ? .json(#"{"data":{"limit":null,"usage":3}}"#) : .json("{}", status: 403)
        } _: { inquiry, _ in
            let status = try await inquiry.status()
            #expect(status.creditLeft == nil)
            guard case .denied = status.credit else {
                Issue.record("\(status.credit)")
                return
            }
        }
    }
}
