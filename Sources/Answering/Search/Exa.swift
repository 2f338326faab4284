import Inference
import JSONText
import Transport
import Vocabulary

/// Exa: `POST /search`, key in `x-api-key`, hosts left out by `excludeDomains`, and the bill in
/// `costDollars`.
struct Exa: SearchEngine {
    let baseURL: String
    let key: APIKey?

    var kind: SearchSpec.Engine { .exa }
    var mostExcludedHosts: Int { 1_000 }

    func request(for wish: SearchWish) -> TransferRequest {
        var fields: [(String, JSONValue)] = [
            ("query", .string(wish.query)), ("type", "auto"),
            ("numResults", .integer(min(wish.count, kind.mostResults))),
            ("contents", ["highlights": true]),
        ]
        if !wish.excludedHosts.isEmpty {
            fields.append(("excludeDomains", .array(wish.excludedHosts.map { .string($0) })))
        }
        return Self.post("\(baseURL)/search", fields, [key?.header("x-api-key")])
    }

    func results(in answer: JSONValue) -> [SearchResult]? {
        Self.results(answer["results"]) { item in
            let highlights = item["highlights"]?.array?.compactMap(\.string) ?? []
            return highlights.isEmpty
                ? item["summary"]?.string ?? item["text"]?.string
                : highlights.joined(separator: " … ")
        }
    }

    func billedCost(in answer: JSONValue) -> USD? {
        answer["costDollars"]?["total"]?.number.flatMap { $0 >= 0 ? USD($0) : nil }
    }
}
