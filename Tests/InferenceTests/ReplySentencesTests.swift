import JSONText
import ScriptedServer
import Testing
import Transport
import Vocabulary

@testable import Inference

@Suite("What is said of replies that are of no use")
struct ReplySentencesTests {
    private typealias Harness = ModelClientHarness

    private static let page =
        "<!DOCTYPE html>\n<html><head><title>Sign in\u{7}</title></head></html>"

    private static func html(_ status: Int, _ text: String = page) -> ScriptedServer.Reply {
        .response(
            status: status, headers: [("Content-Type", "text/html")], body: Array(text.utf8))
    }

    @Test(
        arguments: [
            (
                html(200), "/v1",
                ["answered 200 at http://127.0.0.1", "/v1/chat/completions", "with /v1"]
            ),
            (html(404), "/v1", ["answered 404", "with /v1 or without?"]),
            (html(404), "", ["answered 404", "has no /v1"]),
            (html(404), "/api", ["has no /v1"]),
            (html(404), "/v1beta/openai", ["with /v1 or without?"]),
            (.json(#"{"detail":"Not Found"}"#, status: 404), "", ["404: Not Found", "has no /v1"]),
            (.json(#"{"error":{"message":"nope"}}"#, status: 404), "/v1", ["404: nope"]),
            (html(405), "/v1", ["answered 405", "base URL right"]),
        ] as [(ScriptedServer.Reply, String, [String])])
    func `a wrong base URL is told with its address and advice`(
        reply: ScriptedServer.Reply, path: String, parts: [String]
    ) async throws {
        let outcome = try await Harness.ask([reply], path: path)
        let sentence = try #require(outcome.failure?.message)
        for part in parts { #expect(sentence.contains(part), "\(sentence)") }
        #expect(!sentence.contains("\u{7}") && !sentence.contains("\n"))
        #expect(outcome.calls.last?.error == sentence)
    }

    @Test(
        arguments: [
            ("https://api.deepseek.com", false), ("https://api.deepseek.com/", false),
            ("https://example.org", true),
        ])
    func `of a service's usual address nothing is to be mended`(base: String, isAdvised: Bool) {
        let sentences = ReplySentences(
            Endpoint(
                baseURL: base, key: nil, dialect: .deepseek, concurrency: 1, timeoutSeconds: 1),
            path: "/chat/completions")
        let told = [
            sentences.notJSON(status: 404, body: []),
            sentences.failure(
                ServiceError(code: 404, message: "Not Found"), status: 404, model: "m"),
        ]
        for sentence in told { #expect(sentence.contains("/v1") == isAdvised, "\(sentence)") }
    }

    @Test func `a gateway's page says nothing of the base URL`() async throws {
        let outcome = try await Harness.ask([Self.html(400, "<b>down</b>"), Self.html(502)])
        #expect(outcome.failure?.message.contains("<b>down</b>") == true)
        let down = try await Harness.ask([Self.html(502)])
        #expect(down.calls.allSatisfy { $0.error?.contains("base URL") == false })
        #expect(down.calls.first?.error?.contains("<title>Sign in</title>") == true)
    }

    @Test func `of a page no more than 200 characters are shown`() async throws {
        let outcome = try await Harness.ask([Self.html(404, String(repeating: "é", count: 5000))])
        #expect(outcome.failure?.message.filter { $0 == "é" }.count == 200)
    }

    @Test(arguments: [
        (400, #"{"error":{"message":"x is not a valid model ID","code":400}}"#),
        (404, #"{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}"#),
        (404, #"{"error":"model \"x\" not found, try pulling it first"}"#),
        (
            400,
            #"{"error":{"message":"no","availability":{"code":"model_not_found","retryable":false}}}"#
        ),
        (503, #"{"error":{"message":"Unknown model x"}}"#),
    ])
    func `a model that is not there is named, and not asked for again`(
        status: Int, body: String
    ) async throws {
        let outcome = try await Harness.ask([.json(body, status: status)])
        #expect(outcome.requests.count == 1)
        #expect(outcome.failure?.message.contains("no model named asked/model") == true)
        #expect(outcome.failure?.kind == .infrastructure)
    }

    @Test(arguments: [
        #"{"error":{"message":"M"}}"#, #"[{"error":{"code":400,"message":"M"}}]"#,
        #"{"error":"M"}"#, #"{"message":"M"}"#, #"{"detail":"M"}"#,
        #"{"object":"error","message":"M","code":400}"#, #"{"detail":{"message":"M"}}"#,
        #"{"detail":[{"loc":["body"],"msg":"M"}]}"#, #"{"type":"error","error":{"message":"M"}}"#,
    ])
    func `the sentence is found where services put it`(body: String) async throws {
        let outcome = try await Harness.ask([.json(body, status: 400)])
        let sentence = try #require(outcome.failure?.message)
        #expect(sentence.hasPrefix("asked/model failed with 400: ") && sentence.contains("M"))
    }

    @Test func `a gateway's error says who failed and in which words`() async throws {
        let outcome = try await Harness.ask([
            .json(
                #"{"error":{"code":403,"message":"Provider returned error","metadata":{"provider_name":"Acme","raw":"no such luck"}}}"#,
                status: 403)
        ])
        #expect(
            outcome.failure?.message
                == "asked/model failed with 403 at Acme: Provider returned error (no such luck)")
    }

    // MARK: - Whether to come again

    @Test(arguments: [
        (503, false, 1), (429, false, 1), (400, true, 2), (404, true, 2), (429, true, 2),
    ])
    func `OpenRouter's own word goes before the status`(
        status: Int, retryable: Bool, requests: Int
    ) async throws {
        let outcome = try await Harness.ask([
            .json(
                #"{"error":{"message":"m","availability":{"retryable":\#(retryable)}}}"#,
                status: status),
            streamReply([chunk(#"{"content":"t"}"#, finish: "stop")]),
        ])
        #expect(outcome.requests.count == requests)
        #expect((outcome.completion != nil) == retryable)
    }

    @Test func `the time to come again is kept, wherever it stands`() async throws {
        try await Harness.with { request in
            request.number == 0
                ? .json(
                    #"{"error":{"message":"m","availability":{"retryable":true,"retry_after":40}}}"#,
                    status: 503) : streamReply([chunk(#"{"content":"t"}"#, finish: "stop")])
        } _: { harness in
            let start = harness.clock.now
            _ = try await harness.client.complete(.streamed, role: .judge)
            #expect(harness.clock.now - start >= 40)
        }
    }

    @Test func `an account without credit is not asked again, whatever the status`() async throws {
        let outcome = try await Harness.ask([
            .json(#"{"error":{"message":"quota","code":"insufficient_quota"}}"#, status: 429)
        ])
        #expect(outcome.failure?.kind == .endpointClosed)
        #expect(outcome.requests.count == 1)
    }

    // MARK: - Keys

    @Test(arguments: [
        "bad key sk-a/b+c=d!", "see ?key=sk-a%2Fb%2Bc%3Dd&x=1", "see ?key=sk-a%2fb%2bc%3dd",
        "Authorization: Bearer sk-a/b+c=d", #"{"key":"sk-a\/b+c=d"}"#,
        "authorization: bearer sk-other-1234567",
        "\(String(repeating: "x", count: 295)) sk-a/b+c=d",
        "\(String(repeating: "x", count: 195)) sk-a/b+c=d",
    ])
    func `no key gets into a sentence, in whatever form and place`(words: String) async throws {
        let error = JSONValue.object(
            JSONObject(pairs: [
                ("error", ["message": .string(words), "metadata": ["raw": .string(words)]])
            ])
        ).text
        for reply in [
            .json(error, status: 400), Self.html(404, words), streamReply([error]),
            .json(error),
            .json(#"{"choices":[{"message":{"refusal":\#(JSONValue.string(words).text)}}]}"#),
        ] as [ScriptedServer.Reply] {
            let outcome = try await Harness.ask([reply], key: "sk-a/b+c=d")
            let everything = "\(outcome.exchange)"
            for trace in ["sk-a", "b+c=d", "%2Bc", "%2bc", "sk-other", "1234567"] {
                #expect(!everything.contains(trace), "\(everything)")
            }
        }
    }

    @Test func `LiteLLM tells the cost in a header, but not of a stream`() async throws {
        let reply = ScriptedServer.Reply.response(
            status: 200, headers: [("x-litellm-response-cost", "0.0125")],
            body: Array(#"{"choices":[{"message":{"content":"t"}}]}"#.utf8))
        let outcome = try await Harness.ask([reply], dialect: .litellm)
        #expect(outcome.calls.first?.billedCost == USD(0.0125))
        let streamed = ScriptedServer.Reply.response(
            status: 200,
            headers: [("x-litellm-response-cost", "0"), ("Content-Type", "text/event-stream")],
            body: eventStream([chunk(#"{"content":"t"}"#), "[DONE]"]))
        let unknown = try await Harness.ask([streamed], dialect: .litellm)
        #expect(unknown.completion?.text == "t")
        #expect(unknown.calls.first?.billedCost == nil)
        let other = try await Harness.ask([reply], dialect: .openai)
        #expect(other.calls.first?.billedCost == nil)
    }
}
