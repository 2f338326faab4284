import Inference
import ScriptedServer
import Vocabulary

/// Quirks of replies in one piece.
extension Quirk {
    static let ofWholeReplies = contents + endings + errors + rates

    private static let contents: [Quirk] = [
        .whole("nothing special", .text("Hello", tokens: 15), Wire.hello()),
        .whole(
            "white space for minutes before the JSON", at: [.openrouter, .litellm],
            .text("Hello", tokens: 15),
            Wire.hello(after: String(repeating: "\n         \n", count: 200))),
        .whole(
            "empty lines before the JSON", at: [.deepseek], .text("Hello", tokens: 15),
            Wire.hello(after: "\n\n\n")),
        .whole(
            "content in parts", .text("Hello", tokens: 15),
            Wire.completion(
                #"{"content":[{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]}"#)),
        .whole(
            "content null beside tool calls", .calls([#"f {"q":1}"#]),
            Wire.completion(
                #"{"content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"q\":1}"}}]}"#,
                finish: "tool_calls")),
        .whole(
            "arguments that are an object", at: [.ollama, .litellm], .calls([#"f {"q":1}"#]),
            Wire.completion(
                #"{"tool_calls":[{"function":{"name":"f","arguments":{"q":1}}}]}"#,
                finish: "tool_calls")),
        .whole(
            "reasoning beside the content", .text("Hello", tokens: 15),
            Wire.completion(
                #"{"content":"Hello","reasoning":"Hm.","reasoning_content":"Hm."}"#)),
        .whole(
            "no usage", .text("Hello", tokens: nil),
            Wire.completion(#"{"content":"Hello"}"#, usage: "")),
        .whole(
            "usage null", .text("Hello", tokens: nil),
            Wire.completion(#"{"content":"Hello"}"#, usage: #","usage":null"#)),
        .whole("an error null", .text("Hello", tokens: 15), withNullError),
        .whole("a body in gzip", .text("Hello", tokens: nil), gzipped),
        .whole(
            "a body in chunks", .text("Hello", tokens: 15),
            .chunks(
                [
                    #"{"choices":[{"message":{"conte"#, #"nt":"Hello"}}],"#,
                    #""usage":{"prompt_tokens":10,"completion_tokens":5}}"#,
                ].map { Array($0.utf8) }, pauseSeconds: 0)),
    ]

    private static let withNullError = ScriptedServer.Reply.json(
        #"{"error":null,"choices":[{"error":null,"message":{"content":"Hello"}}],"#
            + #""usage":{"prompt_tokens":10,"completion_tokens":5}}"#)

    /// `{"choices":[{"message":{"content":"Hello"}}]}`
    private static let gzipped = ScriptedServer.Reply.response(
        status: 200, headers: [("Content-Encoding", "gzip")],
        body: [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 206, 200, 207, 76, 78, 45, 86,
            178, 138, 174, 86, 202, 77, 45, 46, 78, 76, 79, 85, 178, 170, 86, 74, 206,
            207, 43, 73, 205, 43, 81, 178, 82, 242, 72, 205, 201, 201, 87, 170, 173, 141,
            173, 5, 0, 82, 118, 180, 175, 45, 0, 0, 0,
        ])

    private static let endings: [Quirk] = [
        .whole(
            "the output cap", .cutShort("Hel"),
            Wire.completion(#"{"content":"Hel"}"#, finish: "length")),
        .whole(
            "the output cap in Anthropic's word",
            at: [.anthropicCompatible, .openrouter, .litellm],
            .cutShort("Hel"), Wire.completion(#"{"content":"Hel"}"#, finish: "max_tokens")),
        .whole(
            "a provider that ran out of resources", at: [.deepseek, .openrouter, .litellm],
            .retried(pause: 0.5...1),
            Wire.completion(#"{"content":"Hel"}"#, finish: "insufficient_system_resource")),
        .whole(
            "an end with an error", .retried(pause: 0.5...1),
            Wire.completion(#"{"content":"Hel"}"#, finish: "error")),
        .whole(
            "nothing but white space", .failed(.empty, "empty"),
            Wire.completion(#"{"content":" \n"}"#)),
        .whole("no choices", .retried(pause: 0.5...1), .json(#"{"choices":[]}"#)),
        .whole(
            "a refusal of its own", .refused("I can't."),
            Wire.completion(#"{"content":null,"refusal":"I can't."}"#)),
        .whole(
            "a filter", .refused("content_filter"),
            Wire.completion(#"{"content":"Hel"}"#, finish: "content_filter")),
        .whole(
            "the provider's own word for a filter", at: [.openrouter, .gemini, .litellm],
            .refused("safety"),
            Wire.completion(#"{"content":""}"#, beside: #","native_finish_reason":"SAFETY""#)),
        .whole(
            "moderation", at: [.openrouter], .refused("flagged"),
            Wire.error(
                #"{"code":403,"message":"flagged","metadata":{"reasons":["x"],"flagged_input":"y"}}"#,
                status: 403)),
        .whole(
            "a policy in a 200", at: gateways, .refused("no"),
            Wire.error(
                #"{"code":400,"message":"no","metadata":{"error_type":"content_policy_violation"}}"#
            )),
    ]

    private static let errors: [Quirk] = [
        .whole(
            "an error in a 200, by number", at: gateways, .retried(pause: 0.5...1),
            Wire.error(#"{"code":502,"message":"down"}"#)),
        .whole(
            "an error in a 200, by number in quotes", at: gateways, .retried(pause: 0.5...1),
            Wire.error(#"{"code":"503","message":"down"}"#)),
        .whole(
            "an error in a 200, by word", at: gateways, .retried(pause: 0.5...1),
            Wire.error(#"{"code":"server_error","message":"down"}"#)),
        .whole(
            "an error in a 200, in the choice", at: gateways, .retried(pause: 0.5...1),
            .json(
                #"{"choices":[{"error":{"code":500,"message":"down"},"finish_reason":"error"}]}"#)),
        .whole(
            "an error in a 200 that stays one", at: gateways, .failed(.infrastructure, "too long"),
            Wire.error(#"{"code":400,"message":"too long"}"#)),
        .whole(
            "a page where JSON should be", .retried(pause: 0.5...1),
            .json("<html>Bad gateway</html>", status: 502)),
        .whole("nothing at all", .retried(pause: 0.5...1), .json("")),
        .whole("half a JSON", .retried(pause: 0.5...1), .json(#"{"choices":[{"mess"#)),
        .whole("a connection that is reset", .retried(pause: 0.5...1), .reset),
        .whole("no HTTP", .retried(pause: 0.5...1), .raw(Array("SSH-2.0-x\r\n".utf8))),
        .whole(
            "a wrong key", .failed(.endpointClosed, "Check the key"),
            Wire.error(#"{"code":401,"message":"no"}"#, status: 401)),
        .whole(
            "no credit", .failed(.endpointClosed, "Add credit"),
            Wire.error(#"{"code":402,"message":"no"}"#, status: 402)),
        .whole(
            "an error without an object", at: [.ollama, .llamacpp, .vllm],
            .failed(.infrastructure, "bad request"),
            .json(#"{"error":"bad request"}"#, status: 400)),
        .whole(
            "an error in a list", at: [.gemini], .failed(.infrastructure, "bad request"),
            .json(#"[{"error":{"code":400,"message":"bad request"}}]"#, status: 400)),
    ]

    private static let rates: [Quirk] = [
        .whole(
            "429 with seconds", .retried(pause: 17...17),
            Wire.turnedDown(429, headers: [("Retry-After", "17")])),
        .whole(
            // The clock of the tests starts at 1,000 s.
            "429 with a date", .retried(pause: 60...60),
            Wire.turnedDown(429, headers: [("Retry-After", "Thu, 01 Jan 1970 00:17:40 GMT")])),
        .whole(
            "429 with milliseconds", at: [.openai, .litellm], .retried(pause: 2.5...2.5),
            Wire.turnedDown(429, headers: [("retry-after-ms", "2500")])),
        .whole("429 without a word", .retried(pause: 0.5...1), Wire.turnedDown(429)),
        .whole("408", .retried(pause: 0.5...1), Wire.turnedDown(408)),
        .whole("524", at: [.openrouter], .retried(pause: 0.5...1), Wire.turnedDown(524)),
        .whole(
            "529", at: [.anthropicCompatible, .openrouter], .retried(pause: 0.5...1),
            Wire.turnedDown(529)),
        .whole(
            "503 with seconds", .retried(pause: 9...9),
            Wire.turnedDown(503, headers: [("Retry-After", "9")])),
        .whole(
            "a wait in the error itself", at: [.openrouter], .retried(pause: 4...4),
            Wire.error(
                #"{"code":429,"message":"x","availability":{"code":"capacity_exhausted","retryable":true,"retry_after":4}}"#,
                status: 429)),
    ]
}
