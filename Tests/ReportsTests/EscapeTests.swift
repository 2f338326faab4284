import Testing

@testable import Reports

struct EscapeTests {
    @Test(
        "Nothing in a name is Markdown",
        arguments: [
            ("plain name 4.8", "plain name 4.8"), ("a|b", "a\\|b"), ("a\\|b", "a\\\\\\|b"),
            ("a\u{301}|\u{301}b", "a\u{301}\\|\u{301}b"), ("`x`", "\\`x\\`"),
            ("**x**", "\\*\\*x\\*\\*"), ("_x_", "\\_x\\_"), ("gpt_5", "gpt_5"),
            ("_a_b_", "\\_a_b\\_"), ("~~x~~", "\\~\\~x\\~\\~"), ("$x$", "\\$x\\$"),
            ("[a](b)", "\\[a\\](b)"), ("![a](b)", "!\\[a\\](b)"), ("# a", "\\# a"),
            ("<b>&amp;", "&lt;b&gt;&amp;amp;"), ("https://x.example", "https\\://x.example"),
            ("www.x.example", "www\\.x.example"), ("@everyone", "\\@everyone"),
            ("vendor/model:free", "vendor/model:free"),
        ])
    func markdown(text: String, escaped: String) {
        #expect(Escape.markdown(text) == escaped)
    }

    @Test(
        "A name stays on its line and steers no terminal",
        arguments: [
            ("a\nb", "a b"), ("a\r\nb", "a b"), ("a\rb", "a b"), ("a\u{2028}b", "a b"),
            ("a\u{85}b", "a b"), ("a\tb", "a b"), ("\u{1B}[31ma", "\\[31ma"), ("a\u{0}b", "ab"),
            ("a\u{202E}b", "ab"), ("\u{9B}31ma", "31ma"),
        ])
    func oneLine(text: String, escaped: String) {
        #expect(Escape.markdown(text) == escaped)
    }

    @Test(
        "A field of CSV is quoted where it must be",
        arguments: [
            ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
            ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""), ("a\"\u{301}b", "\"a\"\"\u{301}b\""),
            ("a,\u{301}b", "\"a,\u{301}b\""), ("a;b", "a;b"),
        ])
    func csv(text: String, field: String) {
        #expect(Escape.csv(text) == field)
    }

    @Test(
        "No text of CSV is a formula",
        arguments: [
            "=1+1", "+1", "-1", "@SUM(A1)", "=\u{301}1", "  =1", "\u{FF1D}1", "\t=1", "\r=1",
            "\n=1",
        ])
    func formula(text: String) {
        let field = Escape.csv(text)
        #expect(field.unicodeScalars.first { $0 != "\"" } == "'")
    }
}
