import Inference
import JSONText
import Testing
import Transport
import Vocabulary

@testable import Answering

@Suite("How each search engine is spoken to")
struct SearchEngineTests {
    private static let paid: [SearchSpec.Engine] = [.exa, .tavily, .brave, .serper, .perplexity]

    private static func engine(_ kind: SearchSpec.Engine) throws -> any SearchEngine {
        try #require(
            SearchService(kind, baseURL: "https://e.example", key: APIKey("secret-1"))
        ).engine
    }

    private static func request(
        _ kind: SearchSpec.Engine, _ query: String = "bridge & levy", without hosts: [String] = [],
        count: Int = 5
    ) throws -> TransferRequest {
        try engine(kind).request(
            for: SearchWish(query: query, excludedHosts: hosts, count: count))
    }

    private static func body(_ request: TransferRequest) throws -> JSONValue {
        try JSONValue(parsing: request.body ?? [])
    }

    @Test(
        "Each has its own address, and the key in its own header",
        arguments: [
            (SearchSpec.Engine.exa, "POST", "/search", "x-api-key", "secret-1"),
            (.tavily, "POST", "/search", "Authorization", "Bearer secret-1"),
            (.serper, "POST", "/search", "X-API-KEY", "secret-1"),
            (.perplexity, "POST", "/search", "Authorization", "Bearer secret-1"),
            (
                .brave, "GET",
                "/res/v1/web/search?q=bridge%20%26%20levy&count=5&result_filter=web"
                    + "&text_decorations=false",
                "X-Subscription-Token", "secret-1"
            ),
            (
                .searxng, "GET", "/search?q=bridge%20%26%20levy&format=json", "Authorization",
                "Bearer secret-1"
            ),
        ])
    func addresses(
        kind: SearchSpec.Engine, method: String, path: String, header: String, value: String
    ) throws {
        let request = try Self.request(kind)
        #expect(request.method == method)
        #expect(request.url == "https://e.example" + path)
        #expect(request.headers.contains(HeaderField(name: header, value: value)))
        // The key is in that header and nowhere else.
        #expect(request.headers.count { $0.value.contains("secret-1") } == 1)
        #expect(!request.url.contains("secret-1"))
        #expect(!String(decoding: request.body ?? [], as: UTF8.self).contains("secret-1"))
    }

    @Test("Hosts are left out in each engine's own way")
    func exclusions() throws {
        let hosts = ["a.example", "b.example"]
        let exa = try Self.body(Self.request(.exa, without: hosts))
        #expect(exa["excludeDomains"] == ["a.example", "b.example"])
        #expect(exa["query"] == "bridge & levy")
        let tavily = try Self.body(Self.request(.tavily, without: hosts))
        #expect(tavily["exclude_domains"] == ["a.example", "b.example"])
        let perplexity = try Self.body(Self.request(.perplexity, without: hosts))
        #expect(perplexity["search_domain_filter"] == ["-a.example", "-b.example"])
        let serper = try Self.body(Self.request(.serper, without: hosts))
        #expect(serper["q"] == "bridge & levy -site:a.example -site:b.example")
        for kind in [SearchSpec.Engine.brave, .searxng] {
            let url = try Self.request(kind, without: hosts).url
            #expect(url.contains("levy%20-site%3Aa.example%20-site%3Ab.example&"))
        }
        // Nothing to leave out: nothing is said of it.
        for kind in [SearchSpec.Engine.exa, .tavily, .perplexity] {
            let text = String(decoding: try Self.request(kind).body ?? [], as: UTF8.self)
            #expect(!text.contains("omain"))
        }
    }

    @Test("Lists of hosts are cut to what each engine takes")
    func manyHosts() throws {
        let hosts = (0..<400).map { "h\($0).example" }
        let tavily = try Self.body(Self.request(.tavily, without: hosts))
        #expect(tavily["exclude_domains"]?.array?.count == 150)
        let perplexity = try Self.body(Self.request(.perplexity, without: hosts))
        #expect(perplexity["search_domain_filter"]?.array?.count == 20)
    }

    @Test("A query is cut to what each engine takes")
    func longQueries() throws {
        let query = Array(repeating: "harbour", count: 100).joined(separator: " ")
        let tavily = try Self.body(Self.request(.tavily, query))
        #expect(tavily["query"]?.string?.count == 399)
        let brave = try Self.request(.brave, query, without: ["a.example"]).url
        let words = brave.split(separator: "?q=")[1].split(separator: "&")[0]
        #expect(words.split(separator: "%20").count == 50)
        #expect(!brave.contains("site"))
        let exa = try Self.body(Self.request(.exa, query))
        #expect(exa["query"]?.string == query)
    }

    @Test("No more results are asked for than each engine gives")
    func counts() throws {
        #expect(try Self.body(Self.request(.exa, count: 50))["numResults"] == 50)
        #expect(try Self.body(Self.request(.tavily, count: 50))["max_results"] == 20)
        #expect(try Self.body(Self.request(.perplexity, count: 50))["max_results"] == 20)
        #expect(try Self.body(Self.request(.serper, count: 7))["num"] == 7)
        #expect(try Self.request(.brave, count: 50).url.contains("&count=20&"))
    }

    @Test(
        "Results are read from where each engine puts them",
        arguments: [
            (
                SearchSpec.Engine.searxng,
                #"{"results":[{"url":"u","title":"T","content":"c"},{"title":"no address"}]}"#
            ),
            (.exa, #"{"results":[{"url":"u","title":"T","highlights":["c"],"text":"long"}]}"#),
            (.exa, #"{"results":[{"url":"u","title":"T","text":"c"}]}"#),
            (
                .tavily,
                #"{"query":"q","results":[{"url":"u","title":"T","content":"c","score":1}]}"#
            ),
            (
                .brave,
                #"{"type":"search","web":{"results":[{"url":"u","title":"T","description":"c"}]}}"#
            ),
            (.serper, #"{"organic":[{"link":"u","title":"T","snippet":"c","position":1}]}"#),
            (.perplexity, #"{"id":"1","results":[{"url":"u","title":"T","snippet":"c"}]}"#),
        ])
    func results(kind: SearchSpec.Engine, answer: String) throws {
        let found = try Self.engine(kind).results(in: JSONValue(parsing: answer))
        #expect(found == [SearchResult(url: "u", title: "T", excerpt: "c")])
    }

    @Test("A result without title or excerpt is one all the same")
    func bareResults() throws {
        for (kind, answer) in [
            (SearchSpec.Engine.exa, #"{"results":[{"url":"u"}]}"#),
            (.serper, #"{"organic":[{"link":"u"}]}"#), (.perplexity, #"{"results":[{"url":"u"}]}"#),
        ] {
            let found = try Self.engine(kind).results(in: JSONValue(parsing: answer))
            #expect(found == [SearchResult(url: "u", title: "u", excerpt: "")])
        }
    }

    @Test("Brave's marks and character references become plain text")
    func braveText() throws {
        let answer = try JSONValue(
            parsing: #"""
                {"type":"search","web":{"results":[{"url":"u","title":"A &amp; B",
                "description":"It&#x27;s <strong>here</strong>","extra_snippets":["and there"]}]}}
                """#)
        #expect(
            try Self.engine(.brave).results(in: answer)
                == [SearchResult(url: "u", title: "A & B", excerpt: "It's here … and there")])
    }

    @Test("Finding nothing is an answer; something else than results is none")
    func nothing() throws {
        let empty: [(SearchSpec.Engine, String)] = [
            (.searxng, #"{"results":[]}"#), (.exa, #"{"results":[]}"#),
            (.tavily, #"{"results":[]}"#), (.brave, #"{"type":"search","query":{}}"#),
            (.serper, #"{"searchParameters":{},"organic":[]}"#),
            (.serper, #"{"searchParameters":{}}"#),
            (.perplexity, #"{"results":[]}"#),
        ]
        for (kind, answer) in empty {
            #expect(try Self.engine(kind).results(in: JSONValue(parsing: answer)) == [])
        }
        for kind in Self.paid + [.searxng] {
            for answer in ["{}", "[]", #"{"error":"x"}"#, #"{"results":7}"#] {
                #expect(try Self.engine(kind).results(in: JSONValue(parsing: answer)) == nil)
            }
        }
    }

    @Test(
        "What a status means",
        arguments: [
            (SearchSpec.Engine.exa, 429, "{}", SearchFault.Kind.passing, "HTTP 429"),
            (.exa, 401, "{}", .closed, "does not accept the key"),
            (.exa, 402, "{}", .closed, "no credit left"),
            (.exa, 404, "{}", .closed, "research.search.base_url"),
            (.searxng, 405, "", .closed, "research.search.base_url"),
            (.exa, 400, #"{"error":"bad\nrequest."}"#, .request, "HTTP 400: bad request."),
            (.tavily, 432, "{}", .closed, "HTTP 432"), (.tavily, 433, "{}", .closed, "HTTP 433"),
            (.tavily, 400, #"{"detail":{"error":"Too long."}}"#, .request, "Too long."),
            (.tavily, 503, "{}", .passing, "HTTP 503"),
            (.brave, 422, #"{"error":{"detail":"q is too long"}}"#, .request, "q is too long"),
            (.serper, 400, #"{"message":"Not enough credits"}"#, .closed, "no credit left"),
            (.serper, 400, #"{"message":"Missing query"}"#, .request, "Missing query"),
            (.serper, 403, #"{"message":"Unauthorized."}"#, .closed, "does not accept the key"),
            (.perplexity, 500, "{}", .passing, "HTTP 500"),
            (.searxng, 403, "", .closed, "search.formats"),
            (.searxng, 429, "", .passing, "HTTP 429"),
        ])
    func faults(
        kind: SearchSpec.Engine, status: Int, answer: String, meaning: SearchFault.Kind,
        says: String
    ) throws {
        let fault = try Self.engine(kind).fault(
            status: status, answer: try? JSONValue(parsing: answer))
        #expect(fault.kind == meaning)
        #expect(fault.sentence.contains(says), "\(fault.sentence)")
        #expect(!fault.sentence.contains(".."))
    }

    @Test("Exa's bill is read; a negative one is none")
    func bills() throws {
        let exa = try Self.engine(.exa)
        #expect(
            try exa.billedCost(in: JSONValue(parsing: #"{"costDollars":{"total":0.012}}"#))
                == USD(0.012))
        for answer in ["{}", #"{"costDollars":{"total":"1"}}"#, #"{"costDollars":{"total":-1}}"#] {
            #expect(try exa.billedCost(in: JSONValue(parsing: answer)) == nil)
        }
    }

    @Test("Where the provider searches, there is nothing to ask")
    func server() {
        #expect(SearchService(.server, baseURL: "", key: nil) == nil)
    }
}
