import JSONText

/// How the services answer.
extension SearchInterface {
    func results(_ pages: [World.Page], of wish: Wish) -> JSONValue {
        let list = JSONValue.array(pages.enumerated().map { result($1, at: $0) })
        let words = JSONValue.string(SearchQuery(parsing: wish.text).words)
        return switch self {
        case .exa:
            [
                "requestId": "simulated", "results": list,
                "costDollars": ["total": .number(Self.exaPrice(of: wish.count))],
            ]
        case .tavily:
            ["query": words, "results": list, "response_time": 0.1, "request_id": "simulated"]
        case .brave:
            [
                "type": "search", "query": ["original": .string(wish.text)],
                "web": ["type": "search", "results": list],
            ]
        case .serper:
            [
                "searchParameters": ["q": .string(wish.text), "type": "search"],
                "organic": list, "credits": .integer(wish.count > 10 ? 2 : 1),
            ]
        case .perplexity: ["id": "simulated", "results": list]
        }
    }

    private func result(_ page: World.Page, at place: Int) -> JSONValue {
        let (url, title) = (JSONValue.string(page.url), JSONValue.string(page.title))
        let excerpt = JSONValue.string(page.excerpt)
        return switch self {
        case .exa: ["url": url, "id": url, "title": title, "highlights": [excerpt]]
        case .tavily: ["url": url, "title": title, "content": excerpt, "score": 0.5]
        case .brave:
            // With character references, as the real one.
            [
                "url": url, "title": .string(Self.escaped(page.title)),
                "description": .string(Self.escaped(page.excerpt)),
            ]
        case .serper:
            ["link": url, "title": title, "snippet": excerpt, "position": .integer(place + 1)]
        case .perplexity: ["url": url, "title": title, "snippet": excerpt]
        }
    }

    func refusal(_ refusal: Refusal) -> JSONValue {
        let sentence = JSONValue.string(refusal.sentence)
        return switch self {
        case .exa: ["requestId": "simulated", "error": sentence]
        case .tavily: ["detail": ["error": sentence]]
        case .brave:
            [
                "type": "ErrorResponse",
                "error": ["status": .integer(refusal.status), "detail": sentence],
            ]
        case .serper: ["message": sentence, "statusCode": .integer(refusal.status)]
        case .perplexity: ["error": ["message": sentence, "code": .integer(refusal.status)]]
        }
    }

    /// What Exa's price list says: ten results are included.
    private static func exaPrice(of count: Int) -> Double {
        Double(7 + max(0, count - 10)) / 1_000
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("'", with: "&#x27;")
    }
}
