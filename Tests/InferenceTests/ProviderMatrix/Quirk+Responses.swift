import Inference
import ScriptedServer
import Vocabulary

/// Quirks of responses.
extension Quirk {
    static let ofResponses = wholeResponses + streamedResponses

    private static let wholeResponses: [Quirk] = [
        .response(
            "nothing special", .text("Hello", tokens: 15),
            Wire.response("completed", Wire.helloItem)),
        .response(
            "white space for minutes before the JSON", at: [.openrouter],
            .text("Hello", tokens: 15),
            Wire.response(
                "completed", Wire.helloItem,
                after: String(repeating: "\n         \n", count: 200))),
        .response(
            "items that are not known", .text("Hello", tokens: 15),
            Wire.response("completed", #"{"type":"new_thing","x":1},"# + Wire.helloItem)),
        .response(
            "a function call", .calls([#"f {"q":1}"#]),
            Wire.response(
                "completed",
                #"{"type":"function_call","call_id":"a","name":"f","arguments":"{\"q\":1}"}"#)),
        .response(
            "the output cap", .cutShort("Hello"),
            Wire.response(
                "incomplete", Wire.helloItem,
                beside: #","incomplete_details":{"reason":"max_output_tokens"}"#)),
        .response(
            "a refusal of its own", .refused("I can't."),
            Wire.response(
                "completed",
                #"{"type":"message","content":[{"type":"refusal","refusal":"I can't."}]}"#)),
        .response(
            "a filter", .refused("content_filter"),
            Wire.response(
                "incomplete", Wire.helloItem,
                beside: #","incomplete_details":{"reason":"content_filter"}"#)),
        .response(
            "a failure in a 200", .retried(pause: 0.5...1),
            Wire.response(
                "failed", "", beside: #","error":{"code":"server_error","message":"down"}"#)),
        .response(
            "nothing in the output", .failed(.empty, "empty"), Wire.response("completed", "")),
        .response(
            "429 with seconds", .retried(pause: 17...17),
            Wire.turnedDown(429, headers: [("Retry-After", "17")])),
    ]

    private static let streamedResponses: [Quirk] = [
        .response(
            "nothing special, as a stream", streams: true, .text("Hello", tokens: 15),
            Wire.events(Wire.helloResponse)),
        .response(
            "comments while tools run", at: [.openrouter], streams: true,
            .text("Hello", tokens: 15),
            Wire.events(": OPENROUTER PROCESSING\n\n:\n\n" + Wire.helloResponse)),
        .response(
            "[DONE] at the end", streams: true, .text("Hello", tokens: 15),
            Wire.events(Wire.helloResponse + Wire.done)),
        .response(
            "an end before the last event", streams: true, .retried(pause: 0.5...1),
            Wire.events(Wire.helloResponseStart)),
        .response(
            "an error on the way", streams: true, .retried(pause: 0.5...1),
            Wire.events(
                Wire.helloResponseStart
                    + Wire.event(#"{"type":"error","code":"server_error","message":"down"}"#))),
        .response(
            "a failure at the end", streams: true, .retried(pause: 0.5...1),
            Wire.events(
                Wire.helloResponseStart
                    + Wire.event(
                        #"{"type":"response.failed","response":{"status":"failed","output":[],"#
                            + #""error":{"code":"server_error","message":"down"}}}"#))),
        .response(
            "one piece of JSON instead", streams: true, .text("Hello", tokens: 15),
            Wire.response("completed", Wire.helloItem)),
    ]
}

extension Wire {
    static let helloItem =
        #"{"type":"message","id":"m1","role":"assistant","status":"completed","#
        + #""content":[{"type":"output_text","text":"Hello","annotations":[]}]}"#

    static func responseJSON(_ status: String, _ output: String, beside: String = "") -> String {
        #"{"id":"gen-1","object":"response","model":"m","status":"\#(status)","output":[\#(output)],"#
            + #""usage":{"input_tokens":10,"output_tokens":5}\#(beside)}"#
    }

    static func response(
        _ status: String, _ output: String, beside: String = "", after prefix: String = ""
    ) -> ScriptedServer.Reply {
        .json(prefix + responseJSON(status, output, beside: beside))
    }

    /// A data line under its type's name.
    static func event(_ json: String) -> String {
        let type = json.split(separator: #""type":""#)[1].prefix { $0 != "\"" }
        return "event: \(type)\ndata: \(json)\n\n"
    }

    static let helloResponseStart =
        event(#"{"type":"response.created","response":{"id":"gen-1","status":"in_progress"}}"#)
        + event(#"{"type":"response.output_text.delta","output_index":0,"delta":"Hel"}"#)
    static let helloResponse =
        helloResponseStart
        + event(#"{"type":"response.output_text.delta","output_index":0,"delta":"lo"}"#)
        + event(
            #"{"type":"response.completed","response":"# + responseJSON("completed", helloItem)
                + "}")
}
