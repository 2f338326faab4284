import JSONText
import Testing
import Vocabulary

@testable import Inference

@Suite("Pages that a provider's tools tell of")
struct SourceRecordItemsTests {
    @Test(
        "Every provider's items are understood",
        arguments: [
            (
                #"""
                {"type":"openrouter:web_search","id":"st_1","status":"completed",
                "action":{"type":"search","query":"q","sources":[{"type":"url","url":"u"}]}}
                """#, [SourceRecord(url: "u", kind: .search)]
            ),
            (
                #"""
                {"type":"openrouter:web_fetch","id":"st_1","url":"u","title":"T","content":"c",
                "httpStatus":200,"error":null}
                """#, [SourceRecord(url: "u", title: "T", kind: .fetch)]
            ),
            (#"{"type":"openrouter:web_fetch","url":"u","httpStatus":404}"#, []),
            (#"{"type":"openrouter:web_fetch","url":"u","error":"blocked"}"#, []),
            (
                #"""
                {"type":"openrouter:fusion","status":"completed",
                "sources":[{"url":"u","title":"T"},{"url":"v"}]}
                """#,
                [
                    SourceRecord(url: "u", title: "T", kind: .fusion),
                    SourceRecord(url: "v", kind: .fusion),
                ]
            ),
            (
                #"{"type":"web_search_call","action":{"type":"open_page","url":"u"}}"#,
                [SourceRecord(url: "u", kind: .fetch)]
            ),
            (
                #"""
                {"type":"web_search_tool_result","tool_use_id":"s","content":[
                {"type":"web_search_result","url":"u","title":"T","encrypted_content":"x"}]}
                """#, [SourceRecord(url: "u", title: "T", kind: .search)]
            ),
            (
                #"""
                {"type":"web_search_tool_result","tool_use_id":"s","content":
                {"type":"web_search_tool_result_error","error_code":"max_uses_exceeded"}}
                """#, []
            ),
            (
                #"""
                {"type":"web_fetch_tool_result","content":{"type":"web_fetch_result","url":"u",
                "content":{"type":"document","title":"T"}}}
                """#, [SourceRecord(url: "u", title: "T", kind: .fetch)]
            ),
            (#"{"type":"odd","url":"u"}"#, []),
        ])
    func shapes(_ item: String, _ expected: [SourceRecord]) throws {
        #expect(SourceRecord.told(by: [try JSONValue(parsing: item)]) == expected)
    }

    @Test("A page counts once for each thing that was done with it")
    func once() {
        let found: JSONValue = [
            "type": "openrouter:web_search",
            "action": ["sources": [["url": "u"], ["url": "u", "title": "T"], ["url": "v"]]],
        ]
        let opened: JSONValue = ["type": "openrouter:web_fetch", "url": "u"]
        #expect(
            SourceRecord.told(by: [found, opened, found, opened]) == [
                SourceRecord(url: "u", kind: .search), SourceRecord(url: "v", kind: .search),
                SourceRecord(url: "u", kind: .fetch),
            ])
    }
}
