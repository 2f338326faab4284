/// What lies at an address, as a text, where it can be read as one.
enum PageContent: Sendable, Equatable {
    case text(String)
    /// Why not, in a sentence for the model.
    case unreadable(String)

    /// - Parameters:
    ///   - type: the `Content-Type` that the server states; nil where it states none.
    ///   - pdf: nil where PDFs can't be read.
    static func read(
        _ body: [UInt8], type: String?, pdf: PDFText?
    ) async throws(CancellationError) -> PageContent {
        let type = (type ?? "text/html").lowercased()
        let isPDF = body.starts(with: "%PDF-".utf8)
        if type.contains("pdf") || isPDF && !type.hasPrefix("text/") {
            guard let pdf else {
                return .unreadable("the address holds a PDF, which can't be read here.")
            }
            guard let text = try await pdf.text(of: body) else {
                return .unreadable("the address holds a PDF that can't be read.")
            }
            return .text(text)
        }
        let isHTML = type.contains("html")
        guard ["text/", "html", "json", "xml"].contains(where: type.contains),
            let source = PageEncoding.text(of: body, contentType: type, isHTML: isHTML)
        else { return .unreadable("the address holds \(type.prefix(60)), not text.") }
        return .text(isHTML ? PageText.text(ofHTML: source) : source)
    }
}
