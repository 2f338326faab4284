/// The readable text of an HTML page, a little in the manner of Markdown: headings and list items
/// are marked, a table's rows are lines, every block has lines of its own, and what frames a page is
/// left out where it is clear what the page itself is.
enum PageText {
    static func text(ofHTML html: String) -> String {
        guard let root = HTMLDocument(parsing: html)?.root else { return "" }
        let outline = PageParts(root)
        let text = PageLayout.text(of: outline.content, title: outline.title) {
            outline.isFrame($0)
        }
        // A page that is all frame has been taken for what it is not.
        let isTooLittle =
            text.utf8.count < Self.shortText
            && text.utf8.count < outline.textLength / Self.leastShareOfText
        guard isTooLittle else { return text }
        return PageLayout.text(of: root, title: outline.title) { _ in false }
    }

    /// Bytes.
    private static let shortText = 500
    private static let leastShareOfText = 4
}
