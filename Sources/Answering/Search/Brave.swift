import Inference
import JSONText
import Transport
import Vocabulary

/// Brave Search: `GET /res/v1/web/search`, key in `X-Subscription-Token`. Leaves hosts out by `-site:`
/// alone, and takes 400 characters and 50 words, those included.
struct Brave: SearchEngine {
    let baseURL: String
    let key: APIKey?

    var kind: SearchSpec.Engine { .brave }
    var mostExcludedHosts: Int { 8 }

    func request(for wish: SearchWish) -> TransferRequest {
        let words = QueryText.text(
            wish.query, without: wish.excludedHosts, limits: Self.limits)
        let count = min(wish.count, kind.mostResults)
        return Self.get(
            """
            \(baseURL)/res/v1/web/search?q=\(QueryText.percentEncoded(words))&count=\(count)\
            &result_filter=web&text_decorations=false
            """, [key?.header("X-Subscription-Token")])
    }

    /// A search without any result has no `web`. Titles and descriptions have character references,
    /// and marks around the words that were found.
    func results(in answer: JSONValue) -> [SearchResult]? {
        guard answer["type"] == "search" || answer["web"] != nil || answer["query"] != nil else {
            return nil
        }
        let found = Self.results(answer["web"]?["results"]) { item in
            let more = item["extra_snippets"]?.array?.compactMap(\.string) ?? []
            return ([item["description"]?.string ?? ""] + more).joined(separator: " … ")
        }
        return (found ?? []).map {
            SearchResult(
                url: $0.url, title: PageText.text(ofHTML: $0.title),
                excerpt: PageText.text(ofHTML: $0.excerpt))
        }
    }

    private static let limits = QueryText.Limits(characters: 400, words: 50)
}
