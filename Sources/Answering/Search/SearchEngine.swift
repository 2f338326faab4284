import Inference
import JSONText
import Transport
import Vocabulary

/// A service that searches the web: how it is asked, and how what it answers reads.
///
/// Free of state and of the network. Whatever an engine is told to leave out, its results are
/// filtered here once more.
protocol SearchEngine: Sendable {
    /// The word under which suites name it and calls to it are recorded.
    var kind: SearchSpec.Engine { get }

    /// Nil where it needs none.
    var key: APIKey? { get }

    /// Hosts that it can be told to leave out in one request.
    var mostExcludedHosts: Int { get }

    func request(for wish: SearchWish) -> TransferRequest

    /// Nil where the answer is something other than results.
    func results(in answer: JSONValue) -> [SearchResult]?

    /// What it says it charged; nil where it does not say.
    func billedCost(in answer: JSONValue) -> USD?

    /// What a status other than 200 means.
    func fault(status: Int, answer: JSONValue?) -> SearchFault
}

/// What is searched for.
struct SearchWish: Sendable {
    /// As the model wrote it.
    let query: String
    /// Hosts that the results are to leave out, the most important first.
    let excludedHosts: [String]
    /// Results at most.
    let count: Int
}

/// One result, as the engine shows it.
struct SearchResult: Sendable, Equatable {
    let url: String
    let title: String
    let excerpt: String
}

/// Why a search brought nothing.
struct SearchFault: Error, Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        /// May be over in a moment.
        case passing
        /// This request fails in any case, others need not.
        case request
        /// No search can succeed: the key is not valid, there is no credit, or the engine is not
        /// set up for us.
        case closed
        /// The spending cap has no room for it.
        case overBudget
    }

    let kind: Kind
    /// One sentence without any secret, for the model or, where nothing else helps, the person.
    let sentence: String
}

// MARK: - What most of them have in common

extension SearchEngine {
    func billedCost(in answer: JSONValue) -> USD? { nil }

    func fault(status: Int, answer: JSONValue?) -> SearchFault {
        usualFault(status: status, answer: answer)
    }

    /// What a status means wherever it keeps to the usual meaning.
    func usualFault(status: Int, answer: JSONValue?) -> SearchFault {
        let name = kind.rawValue
        switch status {
        case 401, 403:
            return SearchFault(
                kind: .closed,
                sentence:
                    "\(name) does not accept the key (HTTP \(status)); check it, then run again.")
        case 402:
            return SearchFault(
                kind: .closed,
                sentence: "\(name) has no credit left for this key; top it up, then run again.")
        // Answers without one search would be others, so the run ends rather than go on.
        case 404, 405:
            return SearchFault(
                kind: .closed,
                sentence: """
                    there is no search by \(name) at its address (HTTP \(status)); check \
                    research.search.base_url, then run again.
                    """)
        case 408, 429, 500, 502, 503, 504, 529:
            return SearchFault(
                kind: .passing, sentence: "the search failed with HTTP \(status).")
        default:
            let words = message(in: answer).map { ": \($0)" } ?? ""
            return SearchFault(
                kind: .request, sentence: "the search failed with HTTP \(status)\(words).")
        }
    }

    /// What a service says went wrong, on one line and without the key, which some quote; they put
    /// it in various places.
    func message(in answer: JSONValue?) -> String? {
        let places = [
            answer?["detail"]?["error"], answer?["error"]?["message"], answer?["error"]?["detail"],
            answer?["detail"], answer?["error"], answer?["message"],
        ]
        guard let text = places.lazy.compactMap({ $0?.string }).first, !text.isEmpty else {
            return nil
        }
        let line = KeyRedaction(key).line(text, atMost: 200)
        return line.hasSuffix(".") ? String(line.dropLast()) : line
    }

    /// A request that carries JSON.
    static func post(
        _ url: String, _ fields: [(String, JSONValue)], _ headers: [HeaderField?]
    ) -> TransferRequest {
        let json = HeaderField(name: "Content-Type", value: "application/json")
        return TransferRequest(
            method: "POST", url: url, headers: [accept, json] + headers.compactMap { $0 },
            body: Array(JSONValue.object(JSONObject(pairs: fields)).text.utf8), limits: limits)
    }

    static func get(_ url: String, _ headers: [HeaderField?]) -> TransferRequest {
        TransferRequest(
            method: "GET", url: url, headers: [accept] + headers.compactMap { $0 }, limits: limits)
    }

    private static var accept: HeaderField {
        HeaderField(name: "Accept", value: "application/json")
    }

    private static var limits: TransferLimits {
        TransferLimits(
            idleTimeoutSeconds: 30, totalTimeoutSeconds: 60, maxResponseBytes: 4 << 20)
    }

    /// Results under the names that an engine gives their parts. Those without an address are
    /// passed over.
    static func results(
        _ list: JSONValue?, url: String = "url", title: String = "title",
        excerpt: (JSONValue) -> String?
    ) -> [SearchResult]? {
        list?.array?.compactMap { item in
            guard let address = item[url]?.string, !address.isEmpty else { return nil }
            return SearchResult(
                url: address, title: item[title]?.string ?? address, excerpt: excerpt(item) ?? "")
        }
    }
}

/// A text on one line.
enum OneLine {
    static func of(_ text: String, limit: Int) -> String {
        String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(limit))
    }
}
