import Testing

@testable import Answering

@Suite("The text of a page")
struct PageTextTests {
    @Test(
        "Tags go, words stay, blocks get lines",
        arguments: [
            ("<p>a</p><p>b</p>", "a\nb"), ("a <b>bold</b> word", "a bold word"),
            ("<b>a</b><i>b</i>", "ab"), ("x<br>y", "x\ny"),
            ("<script>var a = '<p>no</p>'</script>yes", "yes"),
            ("<STYLE>p{}</STYLE><h1>T</h1>", "# T"), ("a<!-- <p>no</p> -->b", "ab"),
            ("1 &lt; 2 &amp;amp; 3&#33; &#x41; &nope; &", "1 < 2 &amp; 3! A &nope; &"),
            ("a < b and c > d", "a < b and c > d"), ("<td>a</td><td>b</td>", "a\nb"),
            ("", ""), ("<p", ""), ("<script>never closed", ""),
            ("<a href='http://x.example'>a link</a> here", "a link here"),
            ("caf&eacute;&nbsp;&mdash; &#8364;5", "café — €5"),
            ("10<sup>6</sup> and 1<sup>st</sup>", "10^6 and 1st"),
            ("<p hidden>no</p><template>no</template>yes", "yes"),
        ])
    func table(html: String, text: String) {
        #expect(PageText.text(ofHTML: html) == text)
    }

    @Test(
        "Headings, lists, tables and code keep their shape",
        arguments: [
            ("<h2> A  title </h2>text<h6>small</h6>", "## A title\ntext\n###### small"),
            ("<h1></h1><p>x</p>", "x"),
            ("<ul><li>a<li>b</ul>", "- a\n- b"),
            ("<ol start=3><li>a</li><li>b</li></ol><p>c", "3. a\n4. b\nc"),
            ("<ul><li>a<ol><li>b</ol></li><li>c</ul>", "- a\n  1. b\n- c"),
            ("<ol start='-9223372036854775808'><li>a</ol>", "-9223372036854775808. a"),
            (
                "<ol start='9223372036854775807'><li>a<li>b</ol>",
                "9223372036854775807. a\n-9223372036854775808. b"
            ), ("<ol start='99999999999999999999'><li>a</ol>", "1. a"),
            ("<ul><li><p>a</p><p>more</p></li></ul>", "- a\nmore"),
            (
                "<table><tr><th>Year<th>Sum</tr><tr><td>2025<td></tr><tr><td> <td> </tr></table>",
                "Year | Sum\n2025 | "
            ),
            ("<pre>a\n  b   c\n\nd</pre>e", "a\n  b   c\nd\ne"),
            ("<dl><dt>t<dd>d</dl>", "t\nd"),
        ])
    func shapes(html: String, text: String) {
        #expect(PageText.text(ofHTML: html) == text)
    }

    @Test("A table in a table that lays a page out is read in order")
    func layoutTables() {
        let html = """
            <table><tr><td><table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>
            </td><td><p>right</p><p>side</p></td></tr></table><p>after</p>
            """
        #expect(PageText.text(ofHTML: html) == "1 | 2\n3 | 4\nright\nside\nafter")
    }

    private static let long = String(repeating: "The bridge carries trains. ", count: 20)

    @Test(
        "What frames a page is left out",
        arguments: [
            "<nav>Home</nav><article><header><h1>T</h1></header><p>\(long)</p></article>",
            "<header>Site</header><main><h1>T</h1><p>\(long)</p></main><footer>Terms</footer>",
            "<div role=banner>Site</div><div role=main><h1>T</h1>\(long)</div>",
            "<h1>T</h1><p>\(long)</p><aside>Ad</aside><form>Sign up<input></form>",
            "<div role=navigation>Menu</div><h1>T</h1>\(long)<footer>Terms</footer>",
        ])
    func frames(body: String) {
        let text = PageText.text(ofHTML: "<html><head><title>Page</title></head><body>\(body)")
        #expect(text == "Page\n# T\n" + Self.long.dropLast())
    }

    @Test("A page that is one form, or all frame, is read whole")
    func oddPages() {
        #expect(PageText.text(ofHTML: "<form><p>\(Self.long)</p></form>").hasPrefix("The bridge"))
        #expect(PageText.text(ofHTML: "<nav>\(Self.long)</nav>").hasPrefix("The bridge"))
        #expect(PageText.text(ofHTML: "<main>Menu</main><p>\(Self.long)</p>").contains("carries"))
        let teasers = (1...3).map { "<article>Number \($0)</article>" }.joined()
        #expect(PageText.text(ofHTML: teasers) == "Number 1\nNumber 2\nNumber 3")
    }

    @Test("Any bytes are read to the end")
    func anything() {
        let pieces = [
            "<", ">", "&", ";", "<p>", "</", "<!--", "-->", "<script>", "é", "#x", " ", "<table>",
            "<tr>", "<td>", "</table>", "<li>", "</ol>", "<pre>", "<sup>", "<main>", "\u{1}", "&#",
            "<![CDATA[", "]]>", "<!DOCTYPE html [<!ENTITY a 'b'>]>", "&a;", "<html>", "</body>",
        ]
        var state: UInt64 = 1
        for _ in 0..<1_000 {
            var html = ""
            for _ in 0..<20 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                html += pieces[Int(state >> 33) % pieces.count]
            }
            _ = PageText.text(ofHTML: html)
        }
    }

    /// Something over and over, with an end.
    struct Hostile: Sendable, CustomTestStringConvertible {
        var piece: String
        var count: Int
        var end = ""

        var testDescription: String { "\(count) × \(piece)" }
        var html: String { String(repeating: piece, count: count) + end }
    }

    @Test(
        "Pages that mean harm are read without harm",
        arguments: [
            Hostile(piece: "<div>", count: 200_000, end: "deep"),
            Hostile(
                piece: "<b>", count: 300_000, end: String(repeating: "</i>", count: 300_000)),
            Hostile(piece: "<table><tr><td>", count: 50_000, end: "cell"),
            Hostile(piece: "&amp;", count: 400_000),
            Hostile(piece: "<ul><li>", count: 100_000, end: "item"),
            Hostile(
                piece: "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", count: 1,
                end: "<p>&x;&y;"),
            Hostile(piece: "<form>a", count: 20_000), Hostile(piece: "<", count: 2_000_000),
            Hostile(piece: "<p id='", count: 100_000),
            Hostile(piece: "<header>a</header>", count: 50_000),
        ])
    func hostile(page: Hostile) {
        let html = page.html
        let text = PageText.text(ofHTML: html)
        #expect(!text.contains("root:"))
        #expect(text.utf8.count <= html.utf8.count * 2)
    }
}
