import JSONText
import Testing

@testable import Answering

@Suite("What providers tell of their own tools")
struct ServerStepTests {
    private static func told(_ items: String) throws -> [String] {
        let items = try #require(try JSONValue(parsing: items).array)
        return ServerStep.all(in: items).map { step in
            switch step {
            case .search(let query, let pages, let error):
                "search '\(query)': \(pages.map(text)) \(error ?? "")"
            case .fetch(let page, let error): "fetch \(text(page)) \(error ?? "")"
            case .fusion(let report): "fusion \(report.panel) \(report.isCompleted)"
            }
        }.map { $0.trimmingSuffix(while: { $0 == " " }) }
    }

    private static func text(_ page: ServerStep.Page) -> String {
        [page.url, page.title, page.text].compactMap { $0 }.joined(separator: "|")
    }

    @Test(
        "Every interface's shape is read",
        arguments: [
            // Responses of OpenRouter.
            (
                #"""
                [{"type":"openrouter:web_search","id":"s","status":"completed","action":
                {"type":"search","query":"q","sources":[{"type":"url","url":"http://a"}]}}]
                """#, #"search 'q': ["http://a"]"#
            ),
            (
                #"""
                [{"type":"openrouter:web_fetch","status":"completed","url":"http://a",
                "title":"T","content":"text","httpStatus":200}]
                """#, "fetch http://a|T|text"
            ),
            (
                #"[{"type":"openrouter:web_fetch","url":"http://a","httpStatus":403}]"#,
                "fetch http://a HTTP 403"
            ),
            (
                #"[{"type":"openrouter:fusion","status":"completed","responses":[{"model":"m","content":"c"}]}]"#,
                #"fusion ["m"] true"#
            ),
            // Chat completions of OpenRouter.
            (
                #"""
                [{"type":"reasoning.server_tool_call","tool_name":"openrouter:web_search",
                "arguments":"{\"query\":\"q\"}",
                "result":"{\"results\":[{\"url\":\"http://a\",\"title\":\"T\",\"content\":\"c\"}]}"}]
                """#, #"search 'q': ["http://a|T|c"]"#
            ),
            (
                #"""
                [{"type":"reasoning.server_tool_call","tool_name":"openrouter:web_search",
                "arguments":"{\"query\":\"q\"}","result":"See [A](http://a/b), and http://c."}]
                """#, #"search 'q': ["http://a/b", "http://c"]"#
            ),
            (
                #"""
                [{"type":"reasoning.server_tool_call","tool_name":"openrouter:web_fetch",
                "arguments":"{\"url\":\"http://a\"}",
                "result":"{\"url\":\"http://a\",\"status\":\"failed\",\"error\":\"blocked\"}"}]
                """#, "fetch http://a blocked"
            ),
            (
                #"""
                [{"type":"reasoning.server_tool_call","tool_name":"openrouter:fusion",
                "arguments":"{\"prompt\":\"p\"}","result":"{\"status\":\"ok\",\"models\":[\"m\"]}"}]
                """#, #"fusion ["m"] true"#
            ),
            // Anthropic's pairs of blocks.
            (
                #"""
                [{"type":"server_tool_use","id":"1","name":"web_search","input":{"query":"q"}},
                {"type":"web_search_tool_result","tool_use_id":"1","content":
                [{"type":"web_search_result","url":"http://a","title":"T","page_age":"1 day"}]}]
                """#, #"search 'q': ["http://a|T"]"#
            ),
            (
                #"""
                [{"type":"server_tool_use","id":"1","name":"web_search","input":{"query":"q"}},
                {"type":"web_search_tool_result","tool_use_id":"1","content":
                {"type":"web_search_tool_result_error","error_code":"max_uses_exceeded"}}]
                """#, "search 'q': [] max_uses_exceeded"
            ),
            (
                #"""
                [{"type":"server_tool_use","id":"1","name":"web_fetch","input":{"url":"http://a"}},
                {"type":"web_fetch_tool_result","tool_use_id":"1","content":{"type":
                "web_fetch_result","url":"http://a","content":{"title":"T","source":{"data":"d"}}}}]
                """#, "fetch http://a|T|d"
            ),
            // OpenAI's own.
            (
                #"""
                [{"type":"web_search_call","status":"completed","action":{"type":"search",
                "query":"q","sources":[{"type":"url","url":"http://a"}]}}]
                """#, #"search 'q': ["http://a"]"#
            ),
            (
                #"[{"type":"web_search_call","action":{"type":"open_page","url":"http://a"}}]"#,
                "fetch http://a"
            ),
        ])
    func shapes(items: String, expected: String) throws {
        #expect(try Self.told(items) == [expected])
    }

    @Test("What says less is a step all the same, and what is no step is passed over")
    func sparse() throws {
        #expect(try Self.told(#"[{"type":"openrouter:web_search"}]"#) == ["search '': []"])
        #expect(try Self.told(#"[{"type":"openrouter:web_fetch"}]"#) == ["fetch"])
        #expect(
            try Self.told(
                #"[{"type":"reasoning.server_tool_call","tool_name":"openrouter:web_search","arguments":"{","result":null}]"#
            ) == ["search '': []"])
        #expect(
            try Self.told(
                #"[{"type":"reasoning.text","text":"web_search"}, 7, null, {"type":"openrouter:shell"}, {}]"#
            ).isEmpty)
    }
}

extension String {
    fileprivate func trimmingSuffix(while isUnwanted: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, isUnwanted(last) { text.removeLast() }
        return text
    }
}
