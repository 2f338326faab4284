import Inference
import ScriptedServer
import Vocabulary

/// Quirks of streams.
extension Quirk {
    static let ofStreams = shapes + usages + calls + ends

    private static let shapes: [Quirk] = [
        .stream("nothing special", .text("Hello", tokens: 15), Wire.events(Wire.helloStream)),
        .stream(
            "comments while tools run", at: [.openrouter], .text("Hello", tokens: 15),
            Wire.events(": OPENROUTER PROCESSING\n\n:\n\n" + Wire.helloStream)),
        .stream(
            "comments that keep the connection open", at: [.deepseek], .text("Hello", tokens: 15),
            Wire.events(
                ": keep-alive\n\n" + Wire.hel + ": keep-alive\n\n" + Wire.lo + Wire.stop
                    + Wire.usageChunk + Wire.done)),
        .stream(
            "carriage returns", .text("Hello", tokens: 15),
            Wire.events(
                Wire.helloStream.split(separator: "\n", omittingEmptySubsequences: false)
                    .joined(separator: "\r\n"))),
        .stream(
            "no blank after the colon", .text("Hello", tokens: 15),
            Wire.events(Wire.helloStream.replacing("data: ", with: "data:"))),
        .stream(
            "content null", .text("Hello", tokens: 15),
            Wire.events(Wire.delta(#"{"role":"assistant","content":null}"#) + Wire.helloStream)),
        .stream(
            "content in parts", .text("Hello", tokens: 15),
            Wire.events(
                Wire.delta(#"{"content":[{"type":"text","text":"Hel"}]}"#) + Wire.lo + Wire.stop
                    + Wire.usageChunk + Wire.done)),
        .stream(
            "reasoning first", .text("Hello", tokens: 15),
            Wire.events(
                Wire.delta(#"{"reasoning":"Hm","reasoning_content":"Hm","content":""}"#)
                    + Wire.helloStream)),
        .stream(
            "one piece of JSON instead", .text("Hello", tokens: 15), Wire.hello()),
    ]

    private static let usages: [Quirk] = [
        .stream(
            "usage in the last chunk, which repeats the ending", at: [.openrouter],
            .text("Hello", tokens: 15),
            Wire.events(
                Wire.hel + Wire.lo + Wire.stop
                    + Wire.delta(#"{"content":""}"#, finish: "stop", beside: "," + Wire.usage)
                    + Wire.done)),
        .stream(
            "usage beside the ending", .text("Hello", tokens: 15),
            Wire.events(
                Wire.hel + Wire.lo + Wire.delta("{}", finish: "stop", beside: "," + Wire.usage)
                    + Wire.done)),
        .stream(
            "usage null until the end", .text("Hello", tokens: 15),
            Wire.events(
                Wire.delta(#"{"content":"Hello"}"#, beside: #","usage":null"#) + Wire.stop
                    + Wire.usageChunk + Wire.done)),
        .stream(
            "no usage at all", .text("Hello", tokens: nil),
            Wire.events(Wire.hel + Wire.lo + Wire.stop + Wire.done)),
    ]

    private static let calls: [Quirk] = [
        .stream(
            "tool calls in pieces", .calls([#"f {"q":1}"#]),
            Wire.events(
                Wire.delta(
                    #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"q\""}}]}"#
                ) + Wire.delta(#"{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}"#)
                    + Wire.delta("{}", finish: "tool_calls") + Wire.done)),
        .stream(
            "tool calls without an index", at: [.gemini, .ollama, .litellm],
            .calls([#"f {"q":1}"#, "g {}"]),
            Wire.events(
                Wire.delta(
                    #"{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"q\":1}"}}]}"#
                )
                    + Wire.delta(
                        #"{"tool_calls":[{"id":"b","function":{"name":"g","arguments":"{}"}}]}"#)
                    + Wire.delta("{}", finish: "tool_calls") + Wire.done)),
    ]

    private static let ends: [Quirk] = [
        .stream(
            "no [DONE]", .text("Hello", tokens: 15),
            Wire.events(Wire.hel + Wire.lo + Wire.stop + Wire.usageChunk)),
        .stream(
            "no blank line at the end", .text("Hello", tokens: 15),
            Wire.events(String(Wire.helloStream.dropLast(2)))),
        .stream(
            "an end before the answer's", .retried(pause: 0.5...1),
            Wire.events(Wire.hel)),
        .stream("comments and no more", .retried(pause: 0.5...1), Wire.events(": x\n\n: x\n\n")),
        .stream(
            "nothing at all", .retried(pause: 0.5...1), .chunks([], pauseSeconds: 0)),
        .stream(
            "an error on the way, by number", at: gateways, .retried(pause: 0.5...1),
            Wire.events(
                Wire.hel + #"data: {"error":{"code":502,"message":"down"},"choices":[{"index":0,"#
                    + #""delta":{"content":""},"finish_reason":"error"}]}"# + "\n\n")),
        .stream(
            "an error on the way, by word", at: gateways, .retried(pause: 0.5...1),
            Wire.events(
                Wire.hel + #"data: {"error":{"code":"server_error","message":"down"}}"# + "\n\n")),
        .stream(
            "an error on the way, named as an event", at: [.vllm, .litellm, .llamacpp],
            .retried(pause: 0.5...1),
            Wire.events(
                Wire.hel + "event: error\n" + #"data: {"code":500,"message":"down"}"# + "\n\n")),
        .stream(
            "an error instead of a stream", .retried(pause: 0.5...1),
            Wire.error(#"{"code":503,"message":"down"}"#)),
        .stream(
            "an error on the way that stays one", at: gateways,
            .failed(.infrastructure, "too long"),
            Wire.events(Wire.hel + #"data: {"error":{"code":400,"message":"too long"}}"# + "\n\n")),
        .stream(
            "a provider that ran out of resources", at: [.deepseek, .openrouter],
            .retried(pause: 0.5...1),
            Wire.events(
                Wire.hel + Wire.delta("{}", finish: "insufficient_system_resource") + Wire.done)),
        .stream(
            "the output cap", .cutShort("Hel"),
            Wire.events(Wire.hel + Wire.delta("{}", finish: "length") + Wire.done)),
        .stream(
            "a filter on the way", .refused("content_filter"),
            Wire.events(Wire.hel + Wire.delta("{}", finish: "content_filter") + Wire.done)),
        .stream(
            "a refusal of its own", .refused("I can't."),
            Wire.events(
                Wire.delta(#"{"refusal":"I ca"}"#) + Wire.delta(#"{"refusal":"n't."}"#) + Wire.stop
                    + Wire.done)),
        .stream(
            "429 with seconds", .retried(pause: 17...17),
            Wire.turnedDown(429, headers: [("Retry-After", "17")])),
        .stream("a connection that is reset", .retried(pause: 0.5...1), .reset),
    ]
}
