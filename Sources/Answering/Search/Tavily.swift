import Inference
import JSONText
import Transport
import Vocabulary

/// Tavily: `POST /search`, key as a bearer, hosts left out by `exclude_domains`, at most 150.
struct Tavily: SearchEngine {
    let baseURL: String
    let key: APIKey?

    var kind: SearchSpec.Engine { .tavily }
    var mostExcludedHosts: Int { 150 }

    func request(for wish: SearchWish) -> TransferRequest {
        var fields: [(String, JSONValue)] = [
            ("query", .string(QueryText.text(wish.query, limits: Self.limits))),
            ("search_depth", "basic"),
            ("max_results", .integer(min(wish.count, kind.mostResults))),
        ]
        if !wish.excludedHosts.isEmpty {
            let hosts = wish.excludedHosts.prefix(mostExcludedHosts)
            fields.append(("exclude_domains", .array(hosts.map { .string($0) })))
        }
        return Self.post(
            "\(baseURL)/search", fields, [key?.header("Authorization", prefix: "Bearer ")])
    }

    func results(in answer: JSONValue) -> [SearchResult]? {
        Self.results(answer["results"]) { $0["content"]?.string }
    }

    /// 432: the plan is used up. 433: the limit of pay-as-you-go is reached.
    func fault(status: Int, answer: JSONValue?) -> SearchFault {
        guard status == 432 || status == 433 else {
            return usualFault(status: status, answer: answer)
        }
        return SearchFault(
            kind: .closed,
            sentence: """
                tavily has no credit left for this key (HTTP \(status)); raise its limit, then run \
                again.
                """)
    }

    private static let limits = QueryText.Limits(characters: 400)
}
