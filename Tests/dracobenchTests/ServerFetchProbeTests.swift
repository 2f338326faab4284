import Inference
import JSONText
import Reports
import ScriptedServer
import Testing
import Transport
import Vocabulary

@testable import dracobench

/// Whether a provider that opens pages by itself keeps away from what it is told.
@Suite("A listed page, asked for")
struct ServerFetchProbeTests {
    @Test(
        "A fetch is read in both of its shapes",
        arguments: [
            (
                #"{"type":"openrouter:web_fetch","status":"completed","url":"u","content":"text"}"#,
                true
            ),
            (
                #"{"type":"openrouter:web_fetch","status":"completed","url":"u","httpStatus":403,"content":"no"}"#,
                false
            ),
            (#"{"type":"openrouter:web_fetch","url":"u","error":"blocked"}"#, false),
            (#"{"type":"openrouter:web_fetch","url":"u","error":null,"content":"text"}"#, true),
            (
                #"{"type":"reasoning.server_tool_call","tool_name":"openrouter:web_fetch","#
                    + #""result":"{\"url\":\"u\",\"status\":\"failed\",\"error\":\"blocked\"}"}"#,
                false
            ),
            (
                #"{"type":"reasoning.server_tool_call","tool_name":"openrouter:web_fetch","#
                    + #""result":"{\"url\":\"u\",\"status\":\"ok\",\"content\":\"text\"}"}"#,
                true
            ),
            (
                #"{"type":"reasoning.server_tool_call","tool_name":"openrouter:web_fetch","result":"text"}"#,
                true
            ),
            (#"{"type":"openrouter:web_search","url":"u","content":"text"}"#, nil),
            (#"{"type":"message"}"#, nil),
        ] as [(String, Bool?)])
    func fetches(text: String, isOpened: Bool?) throws {
        #expect(ServerFetchProbe.Fetch(try JSONValue(parsing: text))?.isOpened == isOpened)
    }

    // MARK: - Asking

    private static func reply(result: String) -> ScriptedServer.Reply {
        let item = JSONValue.object(
            JSONObject(pairs: [
                ("type", "reasoning.server_tool_call"), ("tool_name", "openrouter:web_fetch"),
                ("result", .string(result)),
            ]))
        return .json(
            #"""
            {"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant",
            "content":"FAILED","reasoning_details":[\#(item.text)]}}],
            "usage":{"prompt_tokens":10,"completion_tokens":1,"cost":0.001}}
            """#)
    }

    private static let failed = #"{"url":"https://a.example/","status":"failed","error":"blocked"}"#
    private static let opened = #"{"url":"https://a.example/","status":"ok","content":"The key"}"#

    private func probe(
        _ handler: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply
    ) async throws -> (states: [String], requests: [ScriptedServer.Request]) {
        let server = try ScriptedServer(handler)
        defer { server.stop() }
        let transport = try HTTPTransport()
        let client = ModelClient(
            endpoint: Endpoint(
                baseURL: server.url, key: nil, dialect: .openrouter, concurrency: 1,
                timeoutSeconds: 10), transport: transport,
            retries: RetryPolicy(maxAttempts: 1),
            clock: InferenceClock(now: { 0 }, sleep: { _ in }), prices: { _ in nil })
        let checks = try await ServerFetchProbe(
            client: client, model: "m", engine: "exa", hosts: ["a.example", "b.example"],
            places: ["c.example/x"]
        ).checks()
        await transport.shutdown()
        return (
            checks.map { "\($0.state.rawValue): \($0.subject): \($0.finding)" }, server.requests
        )
    }

    @Test("A page that stays closed is fine; the whole list goes with the request")
    func closed() async throws {
        let (states, requests) = try await probe { _ in Self.reply(result: Self.failed) }
        #expect(states == ["ok: Listed page: https://a.example/ was not opened; $0.001000"])
        let body = try JSONValue(parsing: requests[0].body)
        let tool = try #require(body["tools"]?[0])
        #expect(tool["type"]?.string == "openrouter:web_fetch")
        #expect(
            tool["parameters"]?["blocked_domains"]
                == ["a.example", "*.a.example", "b.example", "*.b.example", "c.example/x"])
        #expect(tool["parameters"]?["max_uses"]?.integer == 1)
    }

    @Test("A page that opens is a failed check, and one that nobody tried says nothing")
    func open() async throws {
        let (states, _) = try await probe { _ in Self.reply(result: Self.opened) }
        #expect(states.first?.hasPrefix("failed: Listed page: https://a.example/ was") == true)
        let (untried, _) = try await probe { _ in
            .json(
                #"{"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"x"}}]}"#
            )
        }
        #expect(untried.first?.hasPrefix("warning: Listed page: m did not try") == true)
    }

    @Test("An engine that turns places down is told as such, and tried with hosts alone")
    func placesTurnedDown() async throws {
        let (states, requests) = try await probe { request in
            request.text.contains("c.example")
                ? .json(#"{"error":{"code":400,"message":"invalid domain"}}"#, status: 400)
                : Self.reply(result: Self.failed)
        }
        #expect(
            states == [
                "warning: Places in the list: are turned down by exa with a 400",
                "ok: Listed page: https://a.example/ was not opened; $0.001000",
            ])
        #expect(requests.count == 2)
    }
}
