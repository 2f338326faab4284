/// Texts looked for anywhere in an address.
struct MarkerTable: Sendable {
    private let markers: [(text: [UInt8], hit: ExclusionMatcher.Hit)]
    private let startsMarker: [Bool]

    init(_ markers: [(text: [UInt8], hit: ExclusionMatcher.Hit)]) {
        self.markers = markers
        var starts = [Bool](repeating: false, count: 256)
        for (text, _) in markers { starts[Int(text.first ?? 0)] = true }
        startsMarker = starts
    }

    /// Looked for in every decoding, and in paths where resolving changes them.
    func first(in url: CanonicalURL) -> ExclusionMatcher.Hit? {
        guard !markers.isEmpty else { return nil }
        var texts = [url.host] + url.tails
        texts += url.paths.filter { path in !url.tails.contains { $0.starts(with: path) } }
        var best: Int?
        for text in texts {
            if let found = first(in: text), found < best ?? .max { best = found }
        }
        return best.map { markers[$0].hit }
    }

    /// The first marker of the list that is in a text and no part of a longer number.
    private func first(in text: [UInt8]) -> Int? {
        var best: Int?
        for index in text.indices where startsMarker[Int(text[index])] {
            for (position, marker) in markers.enumerated() where position < best ?? .max {
                let end = index + marker.text.count
                guard end <= text.count, text[index..<end].elementsEqual(marker.text) else {
                    continue
                }
                let isLonger =
                    end < text.count && Self.isDigit(text[end])
                    || index > 0 && Self.isDigit(text[index]) && Self.isDigit(text[index - 1])
                if !isLonger { best = position }
            }
        }
        return best
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
