import Inference
import JSONText
import Transport
import Vocabulary

/// Perplexity's search: `POST /search`, key as a bearer, hosts left out by a minus before them in
/// `search_domain_filter`, which takes 20.
struct PerplexitySearch: SearchEngine {
    let baseURL: String
    let key: APIKey?

    var kind: SearchSpec.Engine { .perplexity }
    var mostExcludedHosts: Int { 20 }

    func request(for wish: SearchWish) -> TransferRequest {
        var fields: [(String, JSONValue)] = [
            ("query", .string(wish.query)),
            ("max_results", .integer(min(wish.count, kind.mostResults))),
        ]
        if !wish.excludedHosts.isEmpty {
            let hosts = wish.excludedHosts.prefix(mostExcludedHosts)
            fields.append(("search_domain_filter", .array(hosts.map { .string("-\($0)") })))
        }
        return Self.post(
            "\(baseURL)/search", fields, [key?.header("Authorization", prefix: "Bearer ")])
    }

    func results(in answer: JSONValue) -> [SearchResult]? {
        Self.results(answer["results"]) { $0["snippet"]?.string }
    }
}
