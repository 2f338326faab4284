import Inference
import JSONText
import Transport
import Vocabulary

/// A SearXNG instance: `GET /search?q=…&format=json`. Costs nothing, and gives as many results as it
/// likes. Engines behind it may ignore `-site:`.
struct SearXNG: SearchEngine {
    let baseURL: String
    /// For instances behind a door of their own.
    let key: APIKey?

    var kind: SearchSpec.Engine { .searxng }
    var mostExcludedHosts: Int { 8 }

    func request(for wish: SearchWish) -> TransferRequest {
        let words = QueryText.text(wish.query, without: wish.excludedHosts)
        return Self.get(
            "\(baseURL)/search?q=\(QueryText.percentEncoded(words))&format=json",
            [key?.header("Authorization", prefix: "Bearer ")])
    }

    func results(in answer: JSONValue) -> [SearchResult]? {
        Self.results(answer["results"]) { $0["content"]?.string }
    }

    /// Its own 403 says that a format is not enabled, and JSON is none of those that are at first.
    func fault(status: Int, answer: JSONValue?) -> SearchFault {
        guard status == 403 else { return usualFault(status: status, answer: answer) }
        return SearchFault(
            kind: .closed,
            sentence: """
                \(baseURL) gives no JSON (HTTP 403); add json to search.formats in the settings.yml \
                of that SearXNG, then run again.
                """)
    }
}
