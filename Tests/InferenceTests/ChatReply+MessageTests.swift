import JSONText
import Testing
import Vocabulary

@testable import Inference

@Suite("Reading Anthropic's messages")
struct ChatReplyMessageTests {
    /// A message as the service writes it, after its documentation.
    static let searched = #"""
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-4-8-20260501",
        "content":[
          {"type":"thinking","thinking":"I should search.","signature":"EqQB"},
          {"type":"text","text":"I look it up."},
          {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search",
           "input":{"query":"claude shannon birth date"}},
          {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[
            {"type":"web_search_result","url":"https://x.org/shannon","title":"Shannon",
             "encrypted_content":"Eqgf","page_age":"April 30, 2025"}]},
          {"type":"text","text":"He was born on "},
          {"type":"text","text":"April 30, 1916","citations":[
            {"type":"web_search_result_location","url":"https://x.org/shannon","title":"Shannon",
             "encrypted_index":"Eo8B","cited_text":"Claude Shannon (April 30, 1916"}]},
          {"type":"text","text":"."}],
        "stop_reason":"end_turn","stop_sequence":null,
        "usage":{"input_tokens":6039,"cache_creation_input_tokens":10,
          "cache_read_input_tokens":20,"output_tokens":931,
          "output_tokens_details":{"thinking_tokens":31},
          "server_tool_use":{"web_search_requests":1}}}
        """#

    private func reply(_ json: JSONValue) -> ChatReply {
        MessagesFormat(dialect: .anthropic).reply(json)
    }

    @Test("Text, citations, searches and usage are read")
    func whole() throws {
        let json = try JSONValue(parsing: Self.searched)
        let reply = reply(json)
        let completion = try reply.completion()
        #expect(completion.text == "I look it up.\n\nHe was born on April 30, 1916.")
        #expect(completion.finishReason == "end_turn")
        #expect(completion.servedModel == "claude-opus-4-8-20260501")
        #expect(
            completion.serverItems.compactMap { $0["type"]?.string }
                == ["server_tool_use", "web_search_tool_result"])
        #expect(
            completion.citations == [
                SourceRecord(url: "https://x.org/shannon", title: "Shannon", kind: .citation)
            ])
        #expect(completion.extras["content"] == json["content"])
        #expect(
            reply.usage
                == TokenUsage(
                    uncachedInput: 6039, cacheRead: 20, cacheWrite: 10, output: 931,
                    reasoning: 31))
        #expect(reply.generationID == "msg_1")
        #expect(reply.serverSearches == 1)
        #expect(reply.serverFetches == nil)
        #expect(reply.billedCost == nil)
    }

    @Test("Calls of our functions have their arguments as JSON")
    func calls() throws {
        let completion = try reply([
            "stop_reason": "tool_use",
            "content": [
                ["type": "tool_use", "id": "t1", "name": "search", "input": ["query": "x"]],
                ["type": "tool_use", "id": "t2", "name": "list", "input": [:]],
            ],
        ]).completion()
        #expect(
            completion.toolCalls == [
                ToolCall(id: "t1", name: "search", arguments: #"{"query":"x"}"#),
                ToolCall(id: "t2", name: "list", arguments: "{}"),
            ])
        #expect(completion.serverItems.isEmpty)
    }

    @Test(
        "Why a turn ended is kept, and whether a cap has cut it off",
        arguments: [
            ("end_turn", false), ("stop_sequence", false), ("max_tokens", true),
            ("model_context_window_exceeded", true),
        ])
    func stopReasons(_ reason: String, _ isTruncated: Bool) throws {
        let completion = try reply([
            "stop_reason": .string(reason), "content": [["type": "text", "text": "Hi"]],
        ]).completion()
        #expect(completion.finishReason == reason)
        #expect(completion.isTruncated == isTruncated)
        #expect(!completion.isPaused)
    }

    @Test("A paused turn is a completion, even without a text, with what to send back")
    func paused() throws {
        let content: JSONValue = [
            ["type": "server_tool_use", "id": "s1", "name": "web_search", "input": ["query": "x"]]
        ]
        let completion = try reply(["stop_reason": "pause_turn", "content": content]).completion()
        #expect(completion.isPaused)
        #expect(completion.extras["content"] == content)
        #expect(completion.serverItems == content.array)
    }

    @Test("A refusal is one, whatever has been written before")
    func refusal() throws {
        let bare = reply([
            "stop_reason": "refusal", "content": [["type": "text", "text": "Well,"]],
        ])
        #expect(bare.refusal?.contains("refusal") == true)
        let sorted = reply([
            "stop_reason": "refusal", "content": [],
            "stop_details": ["type": "refusal", "category": "bio", "explanation": nil],
        ])
        #expect(sorted.refusal == "The provider ended the completion with refusal (bio).")
        let explained = reply([
            "stop_reason": "refusal", "content": [],
            "stop_details": ["type": "refusal", "explanation": "It is not allowed."],
        ])
        #expect(explained.refusal == "The model declined: It is not allowed.")
    }

    @Test(
        "Errors are told apart by their words",
        arguments: [
            (
                #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
                529, "Overloaded"
            ),
            (
                #"{"type":"error","error":{"type":"authentication_error","message":"bad key"}}"#,
                401, "bad key"
            ),
            (#"{"type":"message"}"#, nil, "the reply has no content"),
        ])
    func errors(_ text: String, _ code: Int?, _ message: String) throws {
        let error = try #require(reply(try JSONValue(parsing: text)).error)
        #expect(error.code == code)
        #expect(error.message == message)
    }

    @Test("Neither text nor call is an empty completion")
    func empty() {
        let reply = reply(["stop_reason": "end_turn", "content": []])
        guard case .empty(let reason) = reply.content else {
            Issue.record("not empty")
            return
        }
        #expect(reason == "end_turn")
    }
}
