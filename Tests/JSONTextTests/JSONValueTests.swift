import Testing

@testable import JSONText

struct JSONValueTests {
    static let readable: [(String, JSONValue)] = [
        ("null", nil), (" true ", true), ("false", false), ("0", 0), ("-12", -12),
        ("1.5", 1.5), ("1e3", 1000.0), ("1.0", 1.0), ("\"a\"", "a"), ("[]", []), ("{}", [:]),
        ("[1,\"b\",null]", [1, "b", nil]), ("{\"a\":{\"b\":[1]}}", ["a": ["b": [1]]]),
        ("\"\\u00e9\\n\\\"\\\\\\/\"", "é\n\"\\/"), ("\"\\ud83d\\ude00!\"", "😀!"),
        ("\n\n\n{\"a\": 1}\n", ["a": 1]), ("\u{FEFF}1", 1),
    ]

    @Test("reads every kind of value", arguments: readable)
    func reads(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(
        "refuses what is not JSON",
        arguments: [
            "", "  ", "{", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "'a'", "01", "-", "1.", "1e",
            "tru", "nul", "\"abc", "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\udc00\"", "1 2",
            "\"a\nb\"", "1e999", "{\"a\":1,}", "[1 2]",
        ])
    func refuses(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test("refuses invalid UTF-8 inside a string")
    func invalidUTF8() {
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22] as [UInt8])
        }
    }

    @Test("refuses nesting beyond its limit without crashing")
    func nesting() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
    }

    @Test("takes the first of two equal keys, or refuses them when told")
    func duplicates() throws {
        let text = "{\"a\":1,\"a\":2}"
        #expect(try JSONValue(parsing: text)["a"] == 1)
        let error = #expect(throws: JSONError.self) {
            try JSONValue(parsing: text, duplicateKeys: .refuse)
        }
        #expect(error?.reason == "the key \"a\" is given twice")
    }

    @Test(
        "A key given twice is found in objects of any size, wherever its two uses stand",
        arguments: [2, 15, 16, 17, 18, 40])
    func duplicatesAmongMany(count: Int) throws {
        func text(_ keys: [Int]) -> String {
            "{" + keys.map { "\"k\($0)\":0" }.joined(separator: ",") + "}"
        }
        let keys = Array(0..<count)
        let read = try JSONValue(parsing: text(keys), duplicateKeys: .refuse)
        #expect(read.object?.keys.count == count)
        for repeated in [0, count / 2, count - 1] {
            let error = #expect(throws: JSONError.self) {
                try JSONValue(parsing: text(keys + [repeated]), duplicateKeys: .refuse)
            }
            #expect(error?.reason == "the key \"k\(repeated)\" is given twice")
        }
    }

    @Test("tells the line and byte of a fault")
    func position() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\n\"a\": 1,\n?}") }
        #expect(error?.line == 3)
        #expect(error?.offset == 10)
    }

    @Test("writes what it reads back equal, compact and pretty")
    func roundTrip() throws {
        let value: JSONValue = [
            "z": [1, 2.5, nil, true], "a": ["quote \" slash \\ tab \t bell \u{07} é 😀": -0.5],
            "empty": [[], [:]],
        ]
        #expect(try JSONValue(parsing: value.text) == value)
        #expect(try JSONValue(parsing: value.prettyText) == value)
    }

    @Test("sorts keys at every level in canonical text")
    func canonical() throws {
        let value = try JSONValue(parsing: "{\"b\":1,\"a\":{\"d\":[{\"y\":1,\"x\":2}],\"c\":null}}")
        #expect(value.canonicalText == #"{"a":{"c":null,"d":[{"x":2,"y":1}]},"b":1}"#)
    }

    @Test("escapes pieces so that they join to one string")
    func pieces() throws {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        JSONText.appendEscaped("line\n\"one\"", to: &bytes)
        JSONText.appendEscaped(" and two\u{01}", to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        #expect(try JSONValue(parsing: bytes) == "line\n\"one\" and two\u{01}")
    }
}
