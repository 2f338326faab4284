import JSONText

/// How the services are asked, and what they turn down.
extension SearchInterface {
    func wish(of call: Call) throws(Refusal) -> Wish {
        guard hasKey(call.headers) else {
            throw Refusal(status: 401, sentence: "the key is missing")
        }
        if self == .brave { return try wish(ofParameters: call.parameters) }
        guard let json = try? JSONValue(parsing: call.body),  // Any fault reads the same.
            let query = json[queryField]?.string, !query.isEmpty
        else { throw Refusal(status: 400, sentence: "\(queryField) is missing") }
        if self == .tavily, query.unicodeScalars.count > 400 {
            throw Refusal(
                status: 400,
                sentence: "Query is too long. Max query length is 400 characters.")
        }
        let hosts = try excludedHosts(json)
        let count = try count(json[countField])
        return Wish(
            text: ([query] + hosts.map { "-site:\($0)" }).joined(separator: " "), count: count)
    }

    /// 400 characters and 50 words, operators included.
    private func wish(ofParameters parameters: [String: String]) throws(Refusal) -> Wish {
        guard let query = parameters["q"], !query.isEmpty else {
            throw Refusal(status: 422, sentence: "q is missing")
        }
        guard query.unicodeScalars.count <= 400,
            query.split(whereSeparator: \.isWhitespace).count <= 50
        else { throw Refusal(status: 422, sentence: "q has more than 400 characters or 50 words") }
        let count = try count(parameters["count"].map { Int($0).map { .integer($0) } ?? .null })
        return Wish(text: query, count: count)
    }

    private func hasKey(_ headers: [String: String]) -> Bool {
        func bearer() -> Bool {
            let words = headers["authorization"]?.split(separator: " ") ?? []
            return words.count == 2 && words[0] == "Bearer"
        }
        func holds(_ name: String) -> Bool { headers[name]?.isEmpty == false }
        return switch self {
        case .exa: holds("x-api-key") || bearer()
        case .tavily, .perplexity: bearer()
        case .brave: holds("x-subscription-token")
        case .serper: holds("x-api-key")
        }
    }

    private var queryField: String { self == .serper ? "q" : "query" }

    private var countField: String {
        switch self {
        case .exa: "numResults"
        case .tavily, .perplexity: "max_results"
        case .brave: "count"
        case .serper: "num"
        }
    }

    private var refusedRequest: Int { self == .brave ? 422 : 400 }

    private func count(_ value: JSONValue?) throws(Refusal) -> Int {
        let (usual, most) =
            switch self {
            case .exa: (10, 100)
            case .tavily: (5, 20)
            case .brave: (20, 20)
            case .serper: (10, 100)
            case .perplexity: (10, 20)
            }
        guard let value else { return usual }
        guard let number = value.number, number == number.rounded(), number >= 1,
            number <= Double(most)
        else {
            throw Refusal(
                status: refusedRequest, sentence: "\(countField) must be from 1 to \(most)")
        }
        return Int(number)
    }

    private func excludedHosts(_ json: JSONValue) throws(Refusal) -> [String] {
        let (field, most): (String, Int) =
            switch self {
            case .exa: ("excludeDomains", 1_200)
            case .tavily: ("exclude_domains", 150)
            case .perplexity: ("search_domain_filter", 20)
            // They look for `-site:` in the query.
            case .brave, .serper: ("", 0)
            }
        guard !field.isEmpty, let value = json[field] else { return [] }
        let hosts = value.array?.compactMap(\.string) ?? []
        guard hosts.count == value.array?.count, hosts.count <= most else {
            throw Refusal(
                status: 400, sentence: "\(field) must be a list of texts, \(most) at most")
        }
        guard self == .perplexity else { return hosts }
        guard hosts.allSatisfy({ $0.hasPrefix("-") }) else {
            throw Refusal(status: 400, sentence: "\(field) is played with a minus alone")
        }
        return hosts.map { String($0.dropFirst()) }
    }
}
