import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Requests of every interface")
struct RequestReadingTests {
    private static let schema: JSONValue = [
        "type": "object", "properties": ["criterion_status": ["type": "string"]],
    ]

    /// The same conversation, in the words of each interface.
    private static let conversations: [Interface.Language: JSONValue] = [
        .chat:
            [
                "model": "m", "stream": true, "seed": 7, "temperature": 0,
                "messages": [
                    ["role": "system", "content": "Be brief."],
                    [
                        "role": "user",
                        "content": [["type": "text", "text": "What "], ["text": "of it?"]],
                    ],
                    [
                        "role": "assistant",
                        "tool_calls": [
                            [
                                "id": "c1", "type": "function",
                                "function": [
                                    "name": "web_search", "arguments": #"{"query":"levies"}"#,
                                ],
                            ]
                        ],
                    ],
                    ["role": "tool", "tool_call_id": "c1", "content": "http://a.example/1"],
                ],
                "tools": [
                    ["type": "function", "function": ["name": "web_search"]],
                    ["type": "openrouter:web_fetch", "parameters": ["max_uses": 3]],
                ],
                "tool_choice": "required", "max_tool_calls": 9,
                "response_format": [
                    "type": "json_schema", "json_schema": ["name": "verdict", "schema": schema],
                ],
                "reasoning": ["effort": "low"],
            ],
        .responses:
            [
                "model": "m", "stream": true, "seed": 7, "temperature": 0,
                "instructions": "Be brief.",
                "input": [
                    [
                        "role": "user",
                        "content": [["type": "input_text", "text": "What of it?"]],
                    ],
                    ["type": "reasoning", "id": "rs_1", "summary": []],
                    [
                        "type": "function_call", "call_id": "c1", "name": "web_search",
                        "arguments": #"{"query":"levies"}"#,
                    ],
                    [
                        "type": "function_call_output", "call_id": "c1",
                        "output": "http://a.example/1",
                    ],
                ],
                "tools": [
                    ["type": "function", "name": "web_search", "parameters": [:]],
                    ["type": "openrouter:web_fetch", "parameters": ["max_uses": 3]],
                ],
                "tool_choice": "required", "max_tool_calls": 9,
                "text": ["format": ["type": "json_schema", "name": "verdict", "schema": schema]],
                "reasoning": ["effort": "low"],
            ],
        .messages:
            [
                "model": "m", "stream": true, "seed": 7, "temperature": 0, "max_tokens": 100,
                "system": [["type": "text", "text": "Be brief."]],
                "messages": [
                    ["role": "user", "content": "What of it?"],
                    [
                        "role": "assistant",
                        "content": [
                            ["type": "thinking", "thinking": "Hm.", "signature": "x"],
                            [
                                "type": "tool_use", "id": "c1", "name": "web_search",
                                "input": ["query": "levies"],
                            ],
                        ],
                    ],
                    [
                        "role": "user",
                        "content": [
                            [
                                "type": "tool_result", "tool_use_id": "c1",
                                "content": [["type": "text", "text": "http://a.example/1"]],
                            ]
                        ],
                    ],
                ],
                "tools": [
                    ["name": "web_search", "input_schema": [:]],
                    ["type": "openrouter:web_fetch", "name": "web_fetch", "max_uses": 3],
                ],
                "tool_choice": ["type": "any"], "max_tool_calls": 9,
                "output_config": [
                    "effort": "low", "format": ["type": "json_schema", "schema": schema],
                ],
            ],
    ]

    private static let languages: [Interface.Language] = [.chat, .responses, .messages]

    @Test("The same conversation is the same turn", arguments: languages)
    func sameTurn(language: Interface.Language) throws {
        let request = try #require(Self.conversations[language])
        let turn = try Interface(language: language, service: .openRouter).turn(request)
        #expect(turn.messages.map(\.role) == ["system", "user", "assistant", "tool"])
        #expect(
            turn.messages.map(\.content) == ["Be brief.", "What of it?", "", "http://a.example/1"])
        let calls = turn.messages.flatMap(\.toolCalls)
        #expect(calls.map(\.name) == ["web_search"] && calls.map(\.argument) == ["levies"])
        #expect(turn.tools == ["web_search"])
        #expect(turn.serverTools.map(\.type) == ["openrouter:web_fetch"])
        #expect(turn.serverTools.first?.parameters == ["max_uses": 3])
        #expect(turn.forcedTool == "required")
        #expect(turn.maxServerToolCalls == 9)
        #expect(turn.schemaName == "verdict")
        #expect(turn.reasoning == "low")
        #expect(turn.streams && turn.seed == 7)
        #expect(turn.delicateParameters.first == "temperature")
    }

    @Test(
        "A choice of tool is read in all its forms",
        arguments: [
            (#""auto""#, nil, true), (#""none""#, nil, false), (#""required""#, "required", true),
            (#"{"type":"openrouter:fusion"}"#, "openrouter:fusion", true),
            (#"{"type":"function","function":{"name":"f"}}"#, "f", true),
            (#"{"type":"tool","name":"f"}"#, "f", true), (#"{"type":"any"}"#, "required", true),
            (#"{"type":"none"}"#, nil, false), ("null", nil, true),
        ] as [(String, String?, Bool)])
    func choices(choice: String, forced: String?, mayCall: Bool) throws {
        let turn = try ChatTurn([
            "model": "m", "messages": [["role": "user", "content": "Hi"]],
            "tools": [
                ["type": "function", "function": ["name": "f"]], ["type": "openrouter:fusion"],
            ],
            "tool_choice": try JSONValue(parsing: choice),
        ])
        #expect(turn.forcedTool == forced)
        #expect(turn.tools.isEmpty != mayCall && turn.serverTools.isEmpty != mayCall)
    }

    @Test(
        "What no service takes is turned down, with the parameter at fault",
        arguments: [
            (.chat, #"{"messages":[{}]}"#, "model"),
            (.chat, #"{"model":"m","messages":[]}"#, "messages"),
            (.chat, #"{"model":"m","messages":[{}],"tools":{}}"#, "tools"),
            (.chat, #"{"model":"m","messages":[{}],"tools":[{"type":"function"}]}"#, "tools"),
            (
                .chat, #"{"model":"m","messages":[{}],"response_format":{"type":"xml"}}"#,
                "response_format"
            ),
            (
                .chat,
                #"{"model":"m","messages":[{}],"response_format":{"type":"json_schema","json_schema":{"name":"a b"}}}"#,
                "response_format"
            ),
            (
                .chat,
                #"{"model":"m","messages":[{}],"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":[]}}}"#,
                "response_format"
            ),
            (.responses, #"{"model":"m"}"#, "input"),
            (.responses, #"{"model":"m","input":[]}"#, "input"),
            (
                .responses, #"{"model":"m","input":"x","previous_response_id":"r"}"#,
                "previous_response_id"
            ),
            (.responses, #"{"model":"m","input":"x","text":{"format":"json"}}"#, "text.format"),
            (.messages, #"{"model":"m","messages":[{"role":"user"}]}"#, "max_tokens"),
            (
                .messages, #"{"model":"m","max_tokens":0,"messages":[{"role":"user"}]}"#,
                "max_tokens"
            ),
            (.messages, #"{"model":"m","max_tokens":9,"messages":[]}"#, "messages"),
            (
                .messages, #"{"model":"m","max_tokens":9,"messages":[{"role":"system"}]}"#,
                "messages"
            ),
        ] as [(Interface.Language, String, String)])
    func refused(language: Interface.Language, body: String, parameter: String) throws {
        let interface = Interface(language: language, service: .native)
        let error = #expect(throws: ChatTurnError.self) {
            try interface.turn(try JSONValue(parsing: body))
        }
        #expect(error?.parameter == parameter)
    }

    @Test("A judge is a judge in every interface, and says the same", arguments: languages)
    func judges(language: Interface.Language) throws {
        let ruling = try Self.ruling(language)
        #expect(try JSONValue(parsing: ruling)["criterion_status"]?.string != nil)
        #expect(ruling == (try Self.ruling(.chat)))
    }

    /// What a judge says who is asked in that interface.
    private static func ruling(_ language: Interface.Language) throws -> String {
        let prompt: JSONValue = """
            <query>\nWhat of it?\n</query>\n<response>\nNothing.\n</response>
            <criterion_type>\npositive\n</criterion_type>\n<criterion>\nIt says so.\n</criterion>
            """
        var body = JSONObject(pairs: [("model", "sim/judge"), ("max_tokens", 99)])
        switch language {
        case .chat:
            body["messages"] = [["role": "user", "content": prompt]]
            body["response_format"] = ["type": "json_schema", "json_schema": ["name": "verdict"]]
        case .responses:
            body["input"] = prompt
            body["text"] = ["format": ["type": "json_schema", "name": "verdict"]]
        case .messages:
            body["messages"] = [["role": "user", "content": prompt]]
            body["output_config"] = ["format": ["type": "json_schema", "schema": schema]]
        }
        let provider = SimulatedProvider(seed: 1, profiles: [:], faults: [], latencyScale: 0)
        let response = provider.respond(
            to: Array(JSONValue.object(body).text.utf8), attempt: 0,
            at: Interface(language: language, service: .openRouter))
        #expect(response.speaker?.role == .judge)
        return StreamTests.wholeText(try JSONValue(parsing: response.body))
    }
}
