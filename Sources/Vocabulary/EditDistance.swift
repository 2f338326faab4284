extension String {
    /// Insertions, deletions and substitutions that turn it into another text (Levenshtein 1966);
    /// of both, the first 64 letters count.
    package func edits(to other: String) -> Int {
        let other = Array(other.prefix(64))
        var row = Array(0...other.count)
        for (i, character) in prefix(64).enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in other.indices {
                let substituted = diagonal + (character == other[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = Swift.min(substituted, row[j] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
