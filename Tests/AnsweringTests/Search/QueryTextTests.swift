import Testing

@testable import Answering

@Suite("What stands in a search box")
struct QueryTextTests {
    @Test("Without limits the query stays as it is, hosts behind it")
    func unlimited() {
        #expect(QueryText.text("a  b\nc") == "a  b\nc")
        #expect(QueryText.text("a", without: ["x.org", "y.org"]) == "a -site:x.org -site:y.org")
    }

    @Test("Hosts go before words do, and words before half words")
    func limits() {
        let limits = QueryText.Limits(characters: 20, words: 3)
        func text(_ query: String) -> String {
            QueryText.text(query, without: ["x.org", "y.org"], limits: limits)
        }
        // One host fits, the next is a word too many in length.
        #expect(text("abc") == "abc -site:x.org")
        #expect(text("abcdefgh") == "abcdefgh -site:x.org")
        #expect(text("abcdefghi") == "abcdefghi")
        #expect(text("a b c") == "a b c")
        #expect(text("a b c d") == "a b c")
        #expect(text("abcdefghij klmnopqrst") == "abcdefghij")
        #expect(text("abcdefghijklmnopqrstuvw") == "abcdefghijklmnopqrst")
        #expect(text(" \n ") == "-site:x.org")
    }

    @Test("Whatever the query, the limits hold and all that stands is its own words and hosts")
    func anything() {
        var state: UInt64 = 7
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let letters = Array("abcé🙂ü ")
        let hosts = (0..<8).map { "host-\($0).example" }
        for _ in 0..<300 {
            let query = String((0..<draw(700)).map { _ in letters[draw(letters.count)] })
            let text = QueryText.text(
                query, without: hosts, limits: .init(characters: 400, words: 50))
            let words = text.split(separator: " ")
            #expect(text.unicodeScalars.count <= 400)
            #expect(words.count <= 50)
            let given = query.split(whereSeparator: \.isWhitespace)
            let kept = words.prefix(given.count)
            #expect(given.count < 50 || words.count == kept.count || text.count < 400)
            #expect(zip(given, kept).allSatisfy { $0 == $1 || $0.hasPrefix($1) })
            #expect(
                words.dropFirst(given.count).map(String.init)
                    == hosts.prefix(max(0, words.count - given.count)).map { "-site:\($0)" })
        }
    }

    @Test("All but the plainest characters are escaped")
    func escapes() {
        #expect(QueryText.percentEncoded("a b&é-_.~") == "a%20b%26%C3%A9-_.~")
    }
}
