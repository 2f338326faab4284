import Inference
import JSONText
import Transport
import Vocabulary

/// Serper, which asks Google: `POST /search`, key in `X-API-KEY`. Leaves hosts out by `-site:` alone.
struct Serper: SearchEngine {
    let baseURL: String
    let key: APIKey?

    var kind: SearchSpec.Engine { .serper }
    var mostExcludedHosts: Int { 8 }

    func request(for wish: SearchWish) -> TransferRequest {
        let words = QueryText.text(
            wish.query, without: wish.excludedHosts, limits: Self.limits)
        return Self.post(
            "\(baseURL)/search",
            [("q", .string(words)), ("num", .integer(min(wish.count, kind.mostResults)))],
            [key?.header("X-API-KEY")])
    }

    /// A search without any result may have no `organic`.
    func results(in answer: JSONValue) -> [SearchResult]? {
        guard answer["organic"] != nil || answer["searchParameters"] != nil else { return nil }
        return Self.results(answer["organic"] ?? [], url: "link") { $0["snippet"]?.string }
    }

    /// Used-up credit comes as a 400 that says so.
    func fault(status: Int, answer: JSONValue?) -> SearchFault {
        let words = message(in: answer) ?? ""
        guard status == 400, words.lowercased().contains("credit") else {
            return usualFault(status: status, answer: answer)
        }
        return usualFault(status: 402, answer: answer)
    }

    private static let limits = QueryText.Limits(characters: 2_000)
}
