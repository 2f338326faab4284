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
            ("<STYLE>p{}</STYLE><h1>T</h1>", "T"), ("a<!-- <p>no</p> -->b", "a\nb"),
            ("1 &lt; 2 &amp;amp; 3&#33; &#x41; &nope; &", "1 < 2 &amp; 3! A &nope; &"),
            ("a < b and c > d", "a < b and c > d"), ("<td>a</td><td>b</td>", "a\nb"),
            ("", ""), ("<p", ""), ("<script>never closed", ""), ("&#xD800;", "&#xD800;"),
        ])
    func table(html: String, text: String) {
        #expect(PageText.text(ofHTML: html) == text)
    }

    @Test("Any bytes are read to the end")
    func anything() {
        let pieces = ["<", ">", "&", ";", "<p>", "</", "<!--", "-->", "<script>", "é", "#x", " "]
        var state: UInt64 = 1
        for _ in 0..<500 {
            var html = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                html += pieces[Int(state >> 33) % pieces.count]
            }
            _ = PageText.text(ofHTML: html)
        }
    }
}
