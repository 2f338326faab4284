import JSONText
import Vocabulary

extension SourceRecord {
    /// The pages that the provider's own tools say they have found, opened or fused, each once per
    /// kind and in the order in which they come.
    ///
    /// - Parameter items: as `Completion.serverItems` has them, of OpenRouter, OpenAI or Anthropic;
    ///   what is of another shape tells of no page.
    package static func told(by items: [JSONValue]) -> [SourceRecord] {
        var seen: Set<SourceRecord> = []
        return items.flatMap(pages).filter { page in
            seen.insert(SourceRecord(url: page.url, kind: page.kind)).inserted
        }
    }

    private static func pages(of item: JSONValue) -> [SourceRecord] {
        switch item["type"]?.string {
        case "openrouter:fusion": pages(item["sources"], .fusion)
        case "openrouter:web_search", "web_search_call": pages(ofAction: item["action"])
        case "openrouter:web_fetch":
            isFailed(fetch: item) ? [] : page(item, .fetch).map { [$0] } ?? []
        // Where a search failed, the content is an object with the code of the error.
        case "web_search_tool_result": pages(item["content"], .search)
        case "web_fetch_tool_result":
            item["content"].flatMap { content in
                page(content, title: content["content"]?["title"], .fetch)
            }.map { [$0] } ?? []
        default: []
        }
    }

    /// A search, or a page that OpenAI's search has opened or looked through.
    private static func pages(ofAction action: JSONValue?) -> [SourceRecord] {
        let opened = action.flatMap { page($0, .fetch) }
        return pages(action?["sources"], .search) + (opened.map { [$0] } ?? [])
    }

    private static func pages(_ list: JSONValue?, _ kind: Kind) -> [SourceRecord] {
        (list?.array ?? []).compactMap { page($0, kind) }
    }

    private static func page(
        _ json: JSONValue, title: JSONValue? = nil, _ kind: Kind
    ) -> SourceRecord? {
        json["url"]?.string.map { url in
            SourceRecord(url: url, title: (title ?? json["title"])?.string, kind: kind)
        }
    }

    private static func isFailed(fetch item: JSONValue) -> Bool {
        let hasError = item["error"].map { !$0.isNull } ?? false
        return hasError || (item["httpStatus"]?.integer ?? 200) >= 400
    }
}
