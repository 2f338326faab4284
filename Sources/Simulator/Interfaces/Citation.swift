/// An address that a text gives as its source.
struct Citation: Sendable, Equatable {
    let url: String
    let title: String
    /// Where the address stands in the text, in characters (Unicode scalars).
    let start: Int
    let end: Int

    /// What a text cites of the pages that the provider found, opened or was told of, each once.
    static func all(in text: String, of work: ProviderWork) -> [Citation] {
        guard !work.items.isEmpty else { return [] }
        let bytes = Array(text.utf8)
        return work.pages.compactMap { page in
            let address = Array(page.url.utf8)
            guard let place = place(of: address, in: bytes) else { return nil }
            let start = String(decoding: bytes[..<place], as: UTF8.self).unicodeScalars.count
            return Citation(
                url: page.url, title: page.title, start: start,
                end: start + page.url.unicodeScalars.count)
        }
    }

    /// Where an address stands that is not the beginning of a longer one.
    private static func place(of address: [UInt8], in text: [UInt8]) -> Int? {
        var from = 0
        while let place = ByteSearch.find(address, in: text, from: from) {
            let end = place + address.count
            if end == text.count || !goesOn(text[end]) { return place }
            from = end
        }
        return nil
    }

    private static func goesOn(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "/"), UInt8(ascii: "%"):
            true
        default: false
        }
    }
}

extension ProviderWork {
    /// Pages in the order in which they first appear, each once; the title is the address where
    /// none is known.
    var pages: [(url: String, title: String)] {
        var titles: [String: String] = [:]
        var order: [String] = []
        func add(_ url: String, _ title: String?) {
            if titles[url] == nil { order.append(url) }
            // A page that was opened says its title, a result of a search does not.
            let known = titles[url] ?? url
            titles[url] = if let title, !title.isEmpty { title } else { known }
        }
        for item in items {
            switch item {
            case .search(_, let urls): for url in urls { add(url, nil) }
            case .fetch(let url, let title, let text, _): if text != nil { add(url, title) }
            case .fusion(let fusion):
                for source in fusion.sources { add(source.url, source.title) }
            }
        }
        return order.map { ($0, titles[$0] ?? $0) }
    }
}
