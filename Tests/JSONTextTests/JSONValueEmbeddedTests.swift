import JSONText
import Testing

@Suite("JSON inside other text")
struct JSONValueEmbeddedTests {
    @Test(
        "An object is found whatever stands around it",
        arguments: [
            #"{"a":1}"#,
            "```json\n{\"a\":1}\n```",
            "Here you are:\n\n{\"a\": 1} \nAnything else?",
            "{think {hard}} {\"a\":1}",
            "\n\n  {\"a\":1}",
        ])
    func found(text: String) {
        #expect(JSONValue.lastObject(in: text) == ["a": 1])
    }

    @Test("Of several the last that is accepted counts")
    func last() {
        let text = #"Draft {"a":1}, then {"a":2}, as in {"b":3}."#
        #expect(JSONValue.lastObject(in: text) { $0["a"] != nil } == ["a": 2])
    }

    @Test("Braces inside strings close nothing")
    func braces() {
        #expect(JSONValue.lastObject(in: #"so {"a":"} \" }"} it is"#) == ["a": "} \" }"])
    }

    @Test("No object is no object", arguments: ["", "MET", "[1]", "{\"a\":", "{a}"])
    func none(text: String) {
        #expect(JSONValue.lastObject(in: text) == nil)
    }
}
