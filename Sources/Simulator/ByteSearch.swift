/// Looking for bytes in bytes: prompts are long, and are read thousands of times.
enum ByteSearch {
    /// Where `pattern` first stands in `bytes` at or after `start`.
    static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { text in
            pattern.withUnsafeBufferPointer { pattern in
                guard start >= 0, let first = pattern.first else { return nil }
                var index = start
                let last = text.count - pattern.count
                while index <= last {
                    if text[index] == first, stands(pattern, in: text, at: index) { return index }
                    index += 1
                }
                return nil
            }
        }
    }

    /// Whether `pattern` stands in `bytes` at exactly that place.
    static func stands(_ pattern: [UInt8], in bytes: [UInt8], at index: Int) -> Bool {
        bytes.withUnsafeBufferPointer { text in
            pattern.withUnsafeBufferPointer {
                index + $0.count <= text.count && stands($0, in: text, at: index)
            }
        }
    }

    /// `index` leaves room for the pattern.
    private static func stands(
        _ pattern: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> Bool {
        var offset = 0
        while offset < pattern.count {
            if text[index + offset] != pattern[offset] { return false }
            offset += 1
        }
        return true
    }
}
