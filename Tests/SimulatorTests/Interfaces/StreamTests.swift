import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Streams of every interface")
struct StreamTests {
    /// Texts of words, breaks, quotes, and characters of several bytes, drawn from the seed.
    private static func text(_ seed: Int) -> String {
        let parts = [
            "levies ", "rose", "\n\n", " \"so\" ", "\\", "é", "日本語の文", "👩‍👩‍👧", "  ", "# ",
            "\t",
            "Donaudampfschifffahrtsgesellschaftskapitänswitwenverein",
        ]
        let draws = Draws(seed: UInt64(seed))
        return (0..<draws.index(below: 60)).map { parts[draws.with($0).index(below: parts.count)] }
            .joined()
    }

    static func wholeText(_ json: JSONValue) -> String {
        json["choices"]?[0]?["message"]?["content"]?.string
            ?? (json["output"]?.array ?? json["content"]?.array ?? [])
            .compactMap { $0["text"]?.string ?? $0["content"]?[0]?["text"]?.string }.joined()
    }

    @Test("The text of a stream is that of the whole reply", arguments: SampleReply.interfaces)
    func texts(interface: Interface) throws {
        for seed in 0..<60 {
            let text = Self.text(seed)
            let reply = SampleReply.billed(
                .text(text), reasoning: seed.isMultiple(of: 2) ? "Let me see what it is." : nil,
                isTruncated: seed.isMultiple(of: 3),
                work: seed.isMultiple(of: 5) ? SampleReply.work : ProviderWork())
            let stream = interface.stream(reply, includesUsage: true)
            #expect(try ReadStream(stream.bytes).text == text)
            #expect(Self.wholeText(interface.json(reply)) == text)
            #expect(stream.ends == stream.ends.sorted() && stream.ends.last == stream.bytes.count)
            #expect(stream.lead > 0 && stream.lead < stream.ends.count)
        }
    }

    @Test("So are tool calls, brought in fragments", arguments: SampleReply.interfaces)
    func toolCalls(interface: Interface) throws {
        let query: JSONValue = ["query": "harbour \"levies\" after the storm of 2031 in the bay"]
        let reply = SampleReply.billed(
            .toolCalls([("web_search", query), ("web_fetch", ["url": "http://a.example/1"])]))
        let stream = try ReadStream(interface.stream(reply, includesUsage: true).bytes)
        #expect(
            stream.toolCalls == [
                "web_search" + query.text, #"web_fetch{"url":"http://a.example/1"}"#,
            ])
        #expect(stream.text.isEmpty)
    }

    @Test("A stream of chunks begins with the role, and ends with the reason, the usage and [DONE]")
    func chunks() throws {
        let stream = try ReadStream(
            Interface.openRouterChat.stream(
                SampleReply.billed(.text("One two three.")), includesUsage: false
            ).bytes)
        #expect(stream.comments == ["OPENROUTER PROCESSING"])
        #expect(stream.isDone)
        let chunks = stream.events.map(\.data)
        #expect(chunks.first?["choices"]?[0]?["delta"]?["role"] == "assistant")
        let reasons = chunks.compactMap { $0["choices"]?[0]?["finish_reason"]?.string }
        #expect(reasons == ["stop"])
        #expect(chunks.last?["choices"] == [])
        #expect(chunks.last?["usage"]?["cost"] == 0.75)
        #expect(chunks.allSatisfy { $0["id"] == "gen-sim-1" && $0["model"] == "author/model" })
    }

    @Test(
        "OpenAI tells a stream's usage when asked to, and never a price", arguments: [true, false])
    func nativeUsage(isAsked: Bool) throws {
        let interface = Interface(language: .chat, service: .native)
        let stream = try ReadStream(
            interface.stream(SampleReply.billed(.text("One.")), includesUsage: isAsked).bytes)
        let usages = stream.events.compactMap { $0.data["usage"] }
        #expect(usages.count == (isAsked ? 1 : 0))
        #expect(usages.allSatisfy { $0["cost"] == nil })
        #expect(stream.comments.isEmpty)
    }

    @Test("Reasoning comes in pieces of one index, then signed")
    func reasoning() throws {
        let reply = SampleReply.billed(.text("So."), reasoning: "Let me see what there is to see.")
        let stream = try ReadStream(
            Interface.openRouterChat.stream(reply, includesUsage: true).bytes)
        let details = stream.events.compactMap {
            $0.data["choices"]?[0]?["delta"]?["reasoning_details"]?[0]
        }
        #expect(details.count > 2)
        #expect(details.allSatisfy { $0["index"] == 0 })
        #expect(
            details.compactMap { $0["text"]?.string }.joined()
                == "Let me see what there is to see.")
        #expect(details.last?["signature"]?.string != nil)
    }

    @Test("Events of responses are numbered, and an item's lie between its beginning and its end")
    func responsesEvents() throws {
        let reply = SampleReply.billed(.text(SampleReply.citing), work: SampleReply.work)
        let interface = Interface(language: .responses, service: .openRouter)
        let stream = try ReadStream(interface.stream(reply, includesUsage: true).bytes)
        let numbers = stream.events.compactMap { $0.data["sequence_number"]?.integer }
        #expect(numbers == Array(0..<stream.events.count))
        #expect(stream.events.allSatisfy { $0.name == $0.data["type"]?.string })
        #expect(stream.types.prefix(2) == ["response.created", "response.in_progress"])
        #expect(stream.types.last == "response.completed")
        var open: String?
        for event in stream.events.map(\.data) {
            switch event["type"]?.string {
            case "response.output_item.added":
                #expect(open == nil)
                open = event["item"]?["id"]?.string
            case "response.output_item.done":
                #expect(event["item"]?["id"]?.string == open)
                open = nil
            default:
                if let id = event["item_id"]?.string { #expect(id == open) }
            }
        }
        let last = try #require(stream.all("response.completed").first?["response"])
        #expect(last == interface.json(reply))
        let done = stream.all("response.output_item.done").compactMap { $0["item"] }
        #expect(.array(done) == last["output"])
    }

    @Test("A fusion is told panel by panel")
    func fusionEvents() throws {
        let reply = SampleReply.billed(.text("So."), work: SampleReply.work)
        let interface = Interface(language: .responses, service: .openRouter)
        let stream = try ReadStream(interface.stream(reply, includesUsage: true).bytes)
        let call = "response.fusion_call."
        #expect(
            stream.all(call + "panel.added").compactMap { $0["model"]?.string }
                == ["x/one", "x/two", "x/four"])
        let deltas = stream.all(call + "panel.delta").filter { $0["model"] == "x/two" }
        #expect(deltas.compactMap { $0["delta"]?.string }.joined() == "Two says no.")
        #expect(stream.all(call + "panel.failed").first?["status_code"] == 429)
        #expect(stream.all(call + "analysis.in_progress").first?["analyst_model"] == "x/three")
        #expect(
            stream.all(call + "analysis.completed").first?["analysis"]
                == ["consensus": ["levies"]])
        #expect(stream.types.contains(call + "completed"))
    }

    @Test("A message's events open and close every block, and tell what it used")
    func messageEvents() throws {
        let reply = SampleReply.billed(
            .text(SampleReply.citing), reasoning: "Hm, let me see.", work: SampleReply.work)
        let interface = Interface(language: .messages, service: .native)
        let stream = try ReadStream(interface.stream(reply, includesUsage: true).bytes)
        #expect(stream.types.first == "message_start")
        #expect(stream.types.suffix(2) == ["message_delta", "message_stop"])
        let starts = stream.all("content_block_start").compactMap { $0["index"]?.integer }
        let stops = stream.all("content_block_stop").compactMap { $0["index"]?.integer }
        #expect(starts == Array(0..<starts.count) && stops == starts)
        let usage = stream.all("message_delta").first?["usage"]
        #expect(usage?["output_tokens"] == 40)
        #expect(usage?["server_tool_use"]?["web_search_requests"] == 1)
        #expect(usage?["cost"] == nil)
        let thoughts = stream.all("content_block_delta").compactMap {
            $0["delta"]?["thinking"]?.string
        }
        #expect(thoughts.joined() == "Hm, let me see.")
    }

    @Test(
        "A failure in mid-stream has half of the text and no proper end",
        arguments: SampleReply.interfaces)
    func failure(interface: Interface) throws {
        let text = "One two three four five six seven eight nine ten."
        let reply = SampleReply.billed(.text(text), failsMidway: true)
        let stream = try ReadStream(interface.stream(reply, includesUsage: true).bytes)
        #expect(!stream.text.isEmpty && stream.text != text && text.hasPrefix(stream.text))
        #expect(!stream.isDone)
        let last = try #require(stream.events.last?.data)
        switch interface.language {
        case .chat:
            #expect(last["error"]?["code"] == "server_error")
            #expect(last["choices"]?[0]?["finish_reason"] == "error")
        case .responses:
            #expect(last["type"] == "response.failed")
            #expect(last["response"]?["error"]?["code"] == "server_error")
        case .messages:
            #expect(last["type"] == "error")
            #expect(last["error"]?["type"] == "overloaded_error")
        }
    }
}
