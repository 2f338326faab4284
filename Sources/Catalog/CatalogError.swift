import Vocabulary

/// Why a file that a person gave us can't be used: where, and what to do.
package struct CatalogError: Error, Sendable, Equatable, CustomStringConvertible {
    package var file: String
    /// 1-based.
    package var line: Int?
    package var task: String?
    package var criterion: String?
    /// A clause that says what is wrong and what to do.
    package var reason: String

    package init(
        file: String, line: Int? = nil, task: String? = nil, criterion: String? = nil,
        reason: String
    ) {
        self.file = file
        self.line = line
        self.task = task
        self.criterion = criterion
        self.reason = reason
    }

    package var description: String {
        var place = Self.printable(file, atMost: 400)
        if let line { place += ":\(line)" }
        if let task { place += ", task \(Self.printable(task, atMost: 100))" }
        if let criterion { place += ", criterion \(Self.printable(criterion, atMost: 100))" }
        let end = reason.hasSuffix("?") ? "" : "."
        return "\(place): \(Self.printable(reason, atMost: 1_000))\(end)"
    }

    /// A text that came from a file, fit for a terminal: one line, no escape sequences, not endless.
    private static func printable(_ text: String, atMost limit: Int) -> String {
        var result = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if index == limit { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// The known word that is closest to an unknown one, for error messages.
enum NearestWord {
    /// Nil where nothing is close enough to be meant: nothing starts with the word, and more than a
    /// third of the letters differ, or more than two in a short word.
    static func to(_ word: String, among known: some Sequence<String>) -> String? {
        let longer = known.filter { $0.hasPrefix(word) && word.count > 2 }
        if let shortest = longer.min(by: { ($0.count, $0) < ($1.count, $1) }) { return shortest }
        let ranked = known.map { (word: $0, distance: word.edits(to: $0)) }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
        guard let best = ranked, best.distance < best.word.count,
            best.distance <= max(2, best.word.count / 3)
        else { return nil }
        return best.word
    }
}
