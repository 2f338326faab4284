/// Finds a benchmark's names in text, case aside.
///
/// A space in a marker stands for any white space, a slash also for `%2F` and JSON's `\/`. A
/// marker that starts or ends in a digit does not start or end inside a longer number.
struct MarkerSearch: Sendable {
    let markers: [String]
    /// Those that are a plain word or too short to name anything: "draco" is a constellation too.
    let ignored: [String]
    private let patterns: [[UInt8]]
    /// The markers by their first byte.
    private let starts: [[Int]]

    init(_ texts: [String]) {
        let usable = texts.filter(Self.isTelling)
        markers = usable
        ignored = texts.filter { !Self.isTelling($0) }
        patterns = usable.map { $0.utf8.map(ASCII.lowercase) }
        var starts = [[Int]](repeating: [], count: 256)
        for (place, pattern) in patterns.enumerated() {
            if let first = pattern.first { starts[Int(first)].append(place) }
        }
        self.starts = starts
    }

    /// The markers found, in their own order.
    func matches(in bytes: UnsafeBufferPointer<UInt8>) -> [String] {
        var found: Set<Int> = []
        let isStart = starts.map { !$0.isEmpty }
        for place in bytes.indices {
            let byte = ASCII.lowercase(bytes[place])
            guard isStart[Int(byte)] else { continue }
            for pattern in starts[Int(byte)] where !found.contains(pattern) {
                if matches(patterns[pattern], bytes, at: place) { found.insert(pattern) }
            }
        }
        return found.sorted().map { markers[$0] }
    }

    private func matches(
        _ pattern: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> Bool {
        var place = start
        for byte in pattern {
            guard place < bytes.count else { return false }
            if byte == UInt8(ascii: " ") {
                guard ASCII.isSpace(bytes[place]) else { return false }
                let limit = min(bytes.count, place + Self.widestSpace)
                while place < limit, ASCII.isSpace(bytes[place]) { place += 1 }
            } else if ASCII.lowercase(bytes[place]) == byte {
                place += 1
            } else if byte == UInt8(ascii: "/"), let width = Self.slash(bytes, at: place) {
                place += width
            } else {
                return false
            }
        }
        let first = pattern.first.map(ASCII.isDigit) ?? false
        let last = pattern.last.map(ASCII.isDigit) ?? false
        if first, start > 0, ASCII.isDigit(bytes[start - 1]) { return false }
        return !(last && place < bytes.count && ASCII.isDigit(bytes[place]))
    }

    private static let widestSpace = 64
    private static let shortestMarker = 8

    private static func isTelling(_ marker: String) -> Bool {
        marker.utf8.count >= shortestMarker && !marker.allSatisfy(\.isLetter)
    }

    private static func slash(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
        if bytes[place] == UInt8(ascii: "%"),
            ASCII.hexValue(bytes, from: place + 1, digits: 2) == 0x2F
        {
            return 3
        }
        let isEscaped =
            bytes[place] == UInt8(ascii: "\\") && place + 1 < bytes.count
            && bytes[place + 1] == UInt8(ascii: "/")
        return isEscaped ? 2 : nil
    }
}
