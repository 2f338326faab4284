extension World.Page {
    /// What can be read on it, a line for each element, as a fetching tool hands it over.
    var text: String {
        let lines = html.utf8.split(separator: UInt8(ascii: "<")).compactMap { piece -> String? in
            guard let end = piece.firstIndex(of: UInt8(ascii: ">")),
                !piece.starts(with: "style".utf8)
            else { return nil }
            let words = piece[piece.index(after: end)...].split { $0 <= UInt8(ascii: " ") }
            return words.isEmpty ? nil : words.map { String(Substring($0)) }.joined(separator: " ")
        }
        return lines.joined(separator: "\n").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}

extension World {
    /// What somebody sees who opens an address and follows where it leads, a few times at most.
    ///
    /// - Parameter pass: is told of every stop.
    func open(_ address: KeyLink.Address, passing pass: (Visit) -> Void) -> Page? {
        var address = address
        for _ in 0...Self.mostRedirects {
            guard let visit = visit(host: address.host, path: address.path) else { return nil }
            pass(visit)
            switch visit {
            case .page(let page): return page
            case .redirect(let url):
                guard let next = KeyLink.Address(url: url) else { return nil }
                address = next
            }
        }
        return nil
    }

    private static let mostRedirects = 5
}
