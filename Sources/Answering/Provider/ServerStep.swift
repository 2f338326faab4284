import JSONText
import Vocabulary

/// One thing that a provider did by itself on the way to an answer.
///
/// Every interface tells of it in a shape of its own: responses in items of its output, chat
/// completions among the details of reasoning, with arguments and result as JSON in a string,
/// Anthropic in pairs of blocks. What is missing in any of them is taken as not said.
enum ServerStep: Sendable {
    case search(query: String, pages: [Page], error: String?)
    case fetch(Page, error: String?)
    case fusion(FusionReport)

    struct Page: Sendable, Equatable {
        var url: String
        var title: String?
        /// As handed to the model, where the provider shows it.
        var text: String?
    }

    /// In the order in which they are told; items of other kinds are passed over.
    static func all(in items: [JSONValue]) -> [ServerStep] {
        var results: [String: JSONValue] = [:]
        for item in items {
            guard let id = item["tool_use_id"]?.string, let content = item["content"] else {
                continue
            }
            results[id] = content
        }
        return items.compactMap { ServerStep($0, results: results) }
    }

    /// - Parameter results: by the id of the block that asked for them.
    private init?(_ item: JSONValue, results: [String: JSONValue]) {
        let type = item["type"]?.string ?? ""
        let isNamed = ["reasoning.server_tool_call", "server_tool_use"].contains(type)
        let word = isNamed ? item["tool_name"]?.string ?? item["name"]?.string ?? "" : type
        let asked =
            Self.parsed(item["arguments"]) ?? item["input"] ?? item["action"] ?? item
        let got =
            Self.parsed(item["result"]) ?? item["id"]?.string.flatMap { results[$0] } ?? item
        switch word.split(separator: ":").last ?? "" {
        case "web_search": self = Self.search(item, asked, got)
        // OpenAI's own, which also opens pages.
        case "web_search_call":
            if let url = asked["url"]?.string {
                self = .fetch(Page(url: url), error: Self.error(of: item, got))
            } else {
                self = Self.search(item, asked, asked)
            }
        case "web_fetch": self = Self.fetch(item, asked, got)
        case "fusion": self = .fusion(FusionReport(got))
        default: return nil
        }
    }

    private static func search(
        _ item: JSONValue, _ asked: JSONValue, _ got: JSONValue
    ) -> ServerStep {
        let query =
            asked["query"]?.string
            ?? asked["queries"]?.array?.compactMap(\.string).joined(separator: " | ")
            ?? item["query"]?.string ?? ""
        let listed = [got["sources"], got["results"], item["action"]?["sources"], got]
        let pages = listed.lazy.compactMap { $0?.array }.first.map { $0.compactMap(page) }
        return .search(
            query: query, pages: pages ?? got.string.map(Self.pages(namedIn:)) ?? [],
            error: error(of: item, got))
    }

    private static func fetch(
        _ item: JSONValue, _ asked: JSONValue, _ got: JSONValue
    ) -> ServerStep {
        // Anthropic puts the page one level deeper.
        let inner = got["content"]?.object == nil ? got : got["content"] ?? got
        var page = Page(
            url: got["url"]?.string ?? asked["url"]?.string ?? "",
            title: got["title"]?.string ?? inner["title"]?.string)
        page.text =
            got["content"]?.string ?? got["text"]?.string ?? inner["source"]?["data"]?.string
            ?? got.string
        return .fetch(page, error: error(of: item, got))
    }

    private static func page(_ value: JSONValue) -> Page? {
        if let url = value.string { return Page(url: url) }
        let text = ["content", "text", "snippet"].lazy.compactMap { value[$0]?.string }.first
        return value["url"]?.string.map { Page(url: $0, title: value["title"]?.string, text: text) }
    }

    /// Where results come as prose, the addresses in it.
    private static func pages(namedIn text: String) -> [Page] {
        text.matches(of: /https?:\/\/[^\s<>"'()\[\]{}|`]+/).map { match in
            var url = match.output
            while let last = url.last, ".,;:!?*_".contains(last) { url.removeLast() }
            return Page(url: String(url))
        }
    }

    private static func error(of item: JSONValue, _ got: JSONValue) -> String? {
        for value in [got["error"], got["error_code"], item["error"]] {
            if let words = value?.string ?? value?["message"]?.string, !words.isEmpty {
                return String(words.prefix(300))
            }
        }
        if let status = [got["httpStatus"], item["httpStatus"]].lazy.compactMap({ $0?.integer })
            .first(where: { $0 >= 400 })
        {
            return "HTTP \(status)"
        }
        let statuses = [got["status"]?.string, item["status"]?.string]
        let bad = statuses.compactMap { $0 }.first {
            ["failed", "error", "incomplete"].contains($0)
        }
        return bad.map { "The provider says: \($0)." }
    }

    /// JSON in a string, as chat completions have it; what is no JSON stays a text.
    private static func parsed(_ value: JSONValue?) -> JSONValue? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.string else { return value }
        return (try? JSONValue(parsing: text)) ?? value  // Prose is a result too.
    }
}
