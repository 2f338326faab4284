import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Replies of every interface")
struct ReplyShapeTests {
    private static func json(_ language: Interface.Language, _ reply: BilledReply) -> JSONValue {
        Interface(language: language, service: .openRouter).json(reply)
    }

    private static let worked = SampleReply.billed(
        .text(SampleReply.citing), work: SampleReply.work)

    // MARK: - Bills

    @Test("The cost covers the provider's own work, the tokens do not")
    func usage() {
        let chat = Self.json(.chat, Self.worked)["usage"]
        #expect(chat?["cost"] == 0.875)
        #expect(chat?["prompt_tokens"] == 123 && chat?["completion_tokens"] == 40)
        #expect(chat?["prompt_tokens_details"]?["cached_tokens"] == 20)
        #expect(chat?["cost_details"]?["upstream_inference_prompt_cost"] == 0.25)
        #expect(chat?["server_tool_use_details"]?["web_search_requests"] == 1)
        #expect(chat?["server_tool_use_details"]?["tool_calls_executed"] == 4)
        let responses = Self.json(.responses, Self.worked)["usage"]
        #expect(responses?["cost"] == 0.875)
        #expect(responses?["input_tokens"] == 123 && responses?["output_tokens"] == 40)
        #expect(responses?["cost_details"]?["upstream_inference_input_cost"] == 0.25)
        #expect(responses?["cost_details"]?["upstream_inference_cost"] == 0.75)
        let messages = Self.json(.messages, Self.worked)["usage"]
        #expect(messages?["cost"] == 0.875)
        #expect(messages?["input_tokens"] == 100 && messages?["cache_read_input_tokens"] == 20)
        #expect(messages?["server_tool_use"]?["web_search_requests"] == 1)
        #expect(messages?["server_tool_use"]?["web_fetch_requests"] == 2)
    }

    @Test("Only OpenRouter bills in dollars", arguments: SampleReply.interfaces)
    func dollars(interface: Interface) {
        let usage = interface.json(Self.worked)["usage"]
        #expect((usage?["cost"] != nil) == (interface.service == .openRouter))
    }

    // MARK: - The provider's work

    @Test("Chat completions tell of tools among the reasoning, and cite in nested annotations")
    func chatWork() throws {
        let message = Self.json(.chat, Self.worked)["choices"]?[0]?["message"]
        let details = message?["reasoning_details"]?.array ?? []
        #expect(
            details.compactMap { $0["tool_name"]?.string } == [
                "openrouter:web_search", "openrouter:web_fetch", "openrouter:web_fetch",
                "openrouter:fusion",
            ])
        #expect(details.allSatisfy { $0["type"] == "reasoning.server_tool_call" })
        #expect(details.map { $0["index"]?.integer } == [0, 1, 2, 3])
        let results = try details.map { try JSONValue(parsing: $0["result"]?.string ?? "") }
        #expect(results[0]["results"]?.array?.count == 2)
        #expect(results[1]["content"] == "They rose.")
        #expect(results[2]["status"] == "failed" && results[2]["error"] == "blocked")
        #expect(results[3]["status"] == "ok")
        #expect(results[3]["responses"]?[1]?["content"] == "Two says no.")
        #expect(results[3]["failed_models"]?[0]?["status_code"] == 429)
        let arguments = try JSONValue(parsing: details[3]["arguments"]?.string ?? "")
        #expect(arguments == ["prompt": "What of the levies?"])
        let cited = (message?["annotations"]?.array ?? []).compactMap { $0["url_citation"] }
        #expect(cited.map { $0["title"]?.string } == ["Levies", "Third"])
    }

    @Test("Responses have an item for each tool, and cite in flat annotations")
    func responsesWork() throws {
        let output = Self.json(.responses, Self.worked)["output"]?.array ?? []
        #expect(
            output.compactMap { $0["type"]?.string } == [
                "openrouter:web_search", "openrouter:web_fetch", "openrouter:web_fetch",
                "openrouter:fusion", "message",
            ])
        try #require(output.count == 5)
        #expect(output[0]["action"]?["query"] == "harbour levies")
        #expect(output[0]["action"]?["sources"]?[1]?["url"] == "http://a.example/12")
        #expect(output[1]["httpStatus"] == 200 && output[1]["status"] == "completed")
        #expect(output[2]["error"] == "blocked" && output[2]["content"] == nil)
        #expect(output[3]["sources"]?[0]?["title"] == "Third")
        #expect(output[3]["analysis"] == ["consensus": ["levies"]])
        let cited = output[4]["content"]?[0]?["annotations"]?.array ?? []
        #expect(cited.map { $0["url"]?.string } == ["http://a.example/12", "http://c.example/3"])
    }

    @Test("Messages have a call and a result for each tool, and cite in the text block")
    func messagesWork() throws {
        let content = Self.json(.messages, Self.worked)["content"]?.array ?? []
        #expect(
            content.compactMap { $0["type"]?.string } == [
                "server_tool_use", "web_search_tool_result", "server_tool_use",
                "web_fetch_tool_result", "server_tool_use", "web_fetch_tool_result",
                "server_tool_use", "fusion_tool_result", "text",
            ])
        try #require(content.count == 9)
        for call in stride(from: 0, to: 8, by: 2) {
            #expect(content[call]["id"] == content[call + 1]["tool_use_id"])
        }
        #expect(content[1]["content"]?[1]?["title"] == "Levies")
        #expect(content[5]["content"]?["error_code"] == "url_not_accessible")
        #expect(content[8]["citations"]?.array?.count == 2)
    }

    @Test("A fusion in which nobody answered is an error with its reason")
    func failedFusion() throws {
        var work = ProviderWork()
        work.items = [
            .fusion(
                .init(
                    prompt: "p", status: .incomplete, failedModels: [("x/one", "down", nil)],
                    error: "No one answered.", failureReason: "all_panels_failed"))
        ]
        let reply = SampleReply.billed(.text("I don't know."), work: work)
        let detail = Self.json(.chat, reply)["choices"]?[0]?["message"]?["reasoning_details"]?[0]
        let result = try JSONValue(parsing: detail?["result"]?.string ?? "")
        #expect(result["status"] == "error" && result["failure_reason"] == "all_panels_failed")
        let item = Self.json(.responses, reply)["output"]?[0]
        #expect(item?["status"] == "incomplete")
        #expect(item?["failure_reason"] == "all_panels_failed")
        #expect(item?["responses"] == nil && item?["analysis"] == nil)
    }

    @Test("A citation says where its address stands, in characters")
    func citations() {
        let found = Citation.all(in: SampleReply.citing, of: SampleReply.work)
        #expect(found.map(\.url) == ["http://a.example/12", "http://c.example/3"])
        let characters = Array(SampleReply.citing.unicodeScalars)
        for citation in found {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: characters[citation.start..<citation.end])
            #expect(String(text) == citation.url)
        }
        #expect(Citation.all(in: "http://a.example/123", of: SampleReply.work).isEmpty)
    }

    // MARK: - Endings

    @Test(
        "Each way to end has the interface's word",
        arguments: [
            (BilledReply.Ending.stop, "stop", "completed", "end_turn"),
            (.length, "length", "incomplete", "max_tokens"),
            (.toolCalls, "tool_calls", "completed", "tool_use"),
            (.refusal, "content_filter", "completed", "refusal"),
        ])
    func endings(ending: BilledReply.Ending, chat: String, responses: String, messages: String) {
        let reply =
            switch ending {
            case .stop: SampleReply.billed(.text("So."))
            case .length: SampleReply.billed(.text("So."), isTruncated: true)
            case .toolCalls: SampleReply.billed(.toolCalls([("f", [:])]))
            case .refusal: SampleReply.billed(.refusal("No."))
            }
        #expect(Self.json(.chat, reply)["choices"]?[0]?["finish_reason"]?.string == chat)
        let response = Self.json(.responses, reply)
        #expect(response["status"]?.string == responses)
        let reason = response["incomplete_details"]?["reason"]?.string
        #expect(reason == (ending == .length ? "max_output_tokens" : nil))
        #expect(Self.json(.messages, reply)["stop_reason"]?.string == messages)
    }

    @Test("A refusal is no text")
    func refusals() throws {
        let reply = SampleReply.billed(.refusal("I can't help with that."))
        let message = Self.json(.chat, reply)["choices"]?[0]?["message"]
        #expect(
            message?["content"]?.isNull == true && message?["refusal"] == "I can't help with that.")
        let part = Self.json(.responses, reply)["output"]?[0]?["content"]?[0]
        #expect(part == ["type": "refusal", "refusal": "I can't help with that."])
        for language in [Interface.Language.chat, .responses] {
            let interface = Interface(language: language, service: .openRouter)
            let stream = try ReadStream(interface.stream(reply, includesUsage: true).bytes)
            #expect(stream.refusal == "I can't help with that." && stream.text.isEmpty)
        }
    }
}
