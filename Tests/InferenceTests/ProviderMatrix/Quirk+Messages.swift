import Inference
import ScriptedServer
import Vocabulary

/// Quirks of Anthropic's messages.
extension Quirk {
    static let ofMessages = wholeMessages + streamedMessages

    private static let hello = #"{"type":"text","text":"Hello"}"#

    private static let wholeMessages: [Quirk] = [
        .message("nothing special", .text("Hello", tokens: 15), Wire.message(hello)),
        .message(
            "thinking first, and a block that is not known", .text("Hello", tokens: 15),
            Wire.message(
                #"{"type":"thinking","thinking":"Hm","signature":"s"},{"type":"new"},"# + hello)),
        .message(
            "a tool's input as an object", .calls([#"f {"q":1}"#]),
            Wire.message(
                #"{"type":"tool_use","id":"a","name":"f","input":{"q":1}}"#, stop: "tool_use")),
        .message("the output cap", .cutShort("Hello"), Wire.message(hello, stop: "max_tokens")),
        .message("a refusal", .refused("refusal"), Wire.message(hello, stop: "refusal")),
        .message("no content", .failed(.empty, "empty"), Wire.message("")),
        .message(
            "an overload", .retried(pause: 0.5...1),
            .json(
                #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
                status: 529)),
        .message(
            "a wrong key", .failed(.endpointClosed, "Check the key"),
            .json(
                #"{"type":"error","error":{"type":"authentication_error","message":"no"}}"#,
                status: 401)),
        .message(
            "a request that can't be", .failed(.infrastructure, "too long"),
            .json(
                #"{"type":"error","error":{"type":"invalid_request_error","message":"too long"}}"#,
                status: 400)),
        .message(
            "429 with seconds", .retried(pause: 17...17),
            Wire.turnedDown(429, headers: [("Retry-After", "17")])),
    ]

    private static let streamedMessages: [Quirk] = [
        .message(
            "nothing special, as a stream", streams: true, .text("Hello", tokens: 15),
            Wire.events(Wire.helloMessage)),
        .message(
            "pings and comments", streams: true, .text("Hello", tokens: 15),
            Wire.events(Wire.event(#"{"type":"ping"}"#) + ": x\n\n" + Wire.helloMessage)),
        .message(
            "an end before the answer's", streams: true, .retried(pause: 0.5...1),
            Wire.events(Wire.helloMessageStart)),
        .message(
            "an overload on the way", streams: true, .retried(pause: 0.5...1),
            Wire.events(
                Wire.helloMessageStart
                    + Wire.event(
                        #"{"type":"error","error":{"type":"overloaded_error","message":"busy"}}"#))
        ),
        .message(
            "one piece of JSON instead", streams: true, .text("Hello", tokens: 15),
            Wire.message(hello)),
    ]
}

extension Wire {
    static func message(_ blocks: String, stop: String = "end_turn") -> ScriptedServer.Reply {
        .json(
            #"{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[\#(blocks)],"#
                + #""stop_reason":"\#(stop)","usage":{"input_tokens":10,"output_tokens":5}}"#)
    }

    static let helloMessageStart =
        event(
            #"{"type":"message_start","message":{"id":"msg_1","model":"m","content":[],"#
                + #""stop_reason":null,"usage":{"input_tokens":10,"output_tokens":1}}}"#)
        + event(
            #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#)
        + text("Hel")
    static let helloMessage =
        helloMessageStart + text("lo") + event(#"{"type":"content_block_stop","index":0}"#)
        + event(
            #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"#
                + #""usage":{"output_tokens":5}}"#) + event(#"{"type":"message_stop"}"#)

    private static func text(_ text: String) -> String {
        event(
            #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#(text)"}}"#
        )
    }
}
