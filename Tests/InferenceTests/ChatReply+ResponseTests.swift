import JSONText
import Testing
import Vocabulary

@testable import Inference

@Suite("Reading responses")
struct ChatReplyResponseTests {
    private func reply(
        _ json: JSONValue, dialect: EndpointSpec.Dialect = .openrouter
    ) -> ChatReply {
        ResponsesFormat(dialect: dialect).reply(json)
    }

    /// After a fusion as it was captured from the service, with other words.
    private static let fusion = #"""
        {"id":"gen-1","object":"response","model":"anthropic/claude-opus-5","status":"completed",
        "error":null,"incomplete_details":null,
        "output":[
          {"type":"reasoning","id":"rs_1","summary":[]},
          {"type":"openrouter:fusion","id":"st_tmp_1","status":"completed",
           "responses":[{"model":"~openai/gpt-latest","content":"Yes."}],
           "failed_models":[{"model":"a/b","error":"no text"}],
           "sources":[{"url":"https://x.org/a","title":"A"}]},
          {"type":"message","role":"assistant","status":"completed","content":[
            {"type":"output_text","text":"The answer ","annotations":[
              {"type":"url_citation","url":"https://x.org/a","title":"A","start_index":0,
               "end_index":3},
              {"type":"url_citation","url":"https://x.org/a","start_index":5,"end_index":6},
              {"type":"file_citation","file_id":"f"}]},
            {"type":"output_text","text":"is yes.","annotations":[]}]}],
        "usage":{"input_tokens":5227,"input_tokens_details":{"cached_tokens":227},
          "output_tokens":822,"output_tokens_details":{"reasoning_tokens":22},
          "cost":0.33475,
          "cost_details":{"upstream_inference_cost":0.046685},
          "server_tool_use_details":{"tool_calls_requested":1,"tool_calls_executed":1,
            "web_search_requests":9}}}
        """#

    @Test(
        "Where a key of one's own pays the provider, the bill is the fee and what the provider takes",
        arguments: [
            (#"{"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":0.5}}"#, 0.51),
            (
                #"{"cost":0.01,"is_byok":false,"cost_details":{"upstream_inference_cost":0.5}}"#,
                0.01
            ),
            (#"{"cost":0.01,"cost_details":{"upstream_inference_cost":0.5}}"#, 0.01),
            (
                #"{"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":null}}"#,
                0.01
            ),
            (#"{"cost":0.01,"is_byok":true}"#, 0.01),
            (#"{"is_byok":true,"cost_details":{"upstream_inference_cost":0.5}}"#, nil),
        ])
    func bill(_ usage: String, _ dollars: Double?) throws {
        let json: JSONValue = ["usage": try JSONValue(parsing: usage)]
        let formats: [any WireFormat] = [
            ChatCompletions(dialect: .openrouter), ResponsesFormat(dialect: .openrouter),
            MessagesFormat(dialect: .openrouter),
        ]
        for format in formats { #expect(format.reply(json).billedCost == dollars.map(USD.init)) }
    }

    @Test("Text, citations, the provider's own items, usage and cost are read")
    func whole() throws {
        let json = try JSONValue(parsing: Self.fusion)
        let reply = reply(json)
        let completion = try reply.completion()
        #expect(completion.text == "The answer is yes.")
        #expect(completion.finishReason == "completed")
        #expect(completion.servedModel == "anthropic/claude-opus-5")
        #expect(completion.serverItems == [json["output"]?[1]])
        #expect(
            completion.citations
                == [SourceRecord(url: "https://x.org/a", title: "A", kind: .citation)])
        #expect(
            reply.usage
                == TokenUsage(uncachedInput: 5000, cacheRead: 227, output: 822, reasoning: 22))
        #expect(reply.billedCost == USD(0.33475))
        #expect(reply.generationID == "gen-1")
        #expect(reply.serverSearches == 9)
        #expect(reply.serverFetches == nil)
    }

    @Test("White space before the JSON, which keeps the connection open, is no harm")
    func keepAlive() throws {
        let text = String(repeating: "\n   ", count: 500) + Self.fusion
        #expect(try reply(JSONValue(parsing: text)).completion().text == "The answer is yes.")
    }

    @Test("Searches and fetches are counted from the items where usage does not tell")
    func counted() {
        let reply = reply([
            "output": [
                ["type": "openrouter:web_search"], ["type": "web_search_call"],
                ["type": "openrouter:web_fetch"],
                ["type": "message", "content": [["type": "output_text", "text": "Hi"]]],
            ]
        ])
        #expect(reply.serverSearches == 2)
        #expect(reply.serverFetches == 1)
        #expect(reply.usage == nil)
        #expect(reply.billedCost == nil)
    }

    @Test(
        "Messages are joined, and only the final answer counts where one says that it is it",
        arguments: [
            (nil as JSONValue?, "I search.\n\nDone."), ("final_answer", "Done."),
        ])
    func messages(_ phase: JSONValue?, _ expected: String) throws {
        var last = JSONObject(pairs: [("type", "message"), ("content", "Done.")])
        last["phase"] = phase
        let first: JSONValue = ["type": "message", "content": "I search.", "phase": "commentary"]
        #expect(try reply(["output": [first, .object(last)]]).completion().text == expected)
    }

    @Test("Calls of our functions are found under their call id")
    func calls() throws {
        let completion = try reply([
            "status": "completed",
            "output": [
                [
                    "type": "function_call", "id": "fc_1", "call_id": "c1", "name": "search",
                    "arguments": "{\"query\":",
                ],
                [
                    "type": "function_call", "id": "fc_2", "name": "fetch",
                    "arguments": ["url": "u"],
                ],
            ],
        ]).completion()
        #expect(
            completion.toolCalls == [
                ToolCall(id: "c1", name: "search", arguments: "{\"query\":"),
                ToolCall(id: "fc_2", name: "fetch", arguments: "{\"url\":\"u\"}"),
            ])
        #expect(completion.text.isEmpty)
    }

    @Test("A text that the cap cut off is kept and says so")
    func incomplete() throws {
        let completion = try reply([
            "status": "incomplete", "incomplete_details": ["reason": "max_output_tokens"],
            "output": [["type": "message", "content": [["type": "output_text", "text": "Half"]]]],
        ]).completion()
        #expect(completion.text == "Half")
        #expect(completion.finishReason == "max_output_tokens")
        #expect(completion.isTruncated)
    }

    @Test(
        "A refusal is one, however it is said",
        arguments: [
            #"""
            {"status":"completed","output":[{"type":"message","content":[
            {"type":"refusal","refusal":"I can't."}]}]}
            """#,
            #"""
            {"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}
            """#,
        ])
    func refusals(_ text: String) throws {
        #expect(reply(try JSONValue(parsing: text)).refusal != nil)
    }

    @Test(
        "An error inside a 200 has a code where its words have a meaning",
        arguments: [
            (#"{"error":{"code":"server_error","message":"Boom"}}"#, 500, "Boom"),
            (
                #"{"status":"failed","error":{"code":"rate_limit_exceeded","message":"Slow"}}"#,
                429, "Slow"
            ),
            (#"{"error":{"code":402,"message":"Pay"}}"#, 402, "Pay"),
            (#"{"status":"failed","output":[]}"#, nil, "the response ended as failed"),
            (#"{"status":"in_progress","output":[]}"#, nil, "the response ended as in_progress"),
            (#"{"status":"completed"}"#, nil, "the reply has no output"),
            (
                #"{"error":{"message":"Busy","metadata":{"error_type":"provider_overloaded"}}}"#,
                529, "Busy"
            ),
        ])
    func errors(_ text: String, _ code: Int?, _ message: String) throws {
        let error = try #require(reply(try JSONValue(parsing: text)).error)
        #expect(error.code == code)
        #expect(error.message == message)
    }

    @Test("Neither text nor call is an empty completion")
    func empty() {
        let reply = reply([
            "status": "completed", "output": [["type": "reasoning", "summary": []]],
        ])
        guard case .empty(let reason) = reply.content else {
            Issue.record("not empty")
            return
        }
        #expect(reason == "completed")
    }
}
