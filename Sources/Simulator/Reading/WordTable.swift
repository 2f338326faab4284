/// What is known of some words, looked up for every word of every text that is read: a hash table
/// with one multiplication in place of a hash, made once and never changed.
struct WordTable<Value: Sendable>: Sendable {
    private var slots: [(bits: UInt64, value: Value)?]

    init(_ values: [WordKey: Value]) {
        // A quarter full at most, so that a search ends at once or nearly.
        var size = 16
        while size < 4 * values.count { size *= 2 }
        slots = Array(repeating: nil, count: size)
        for (key, value) in values {
            var slot = Self.slot(key.bits, size)
            while slots[slot] != nil { slot = (slot + 1) & (size - 1) }
            slots[slot] = (key.bits, value)
        }
    }

    subscript(key: WordKey) -> Value? {
        var slot = Self.slot(key.bits, slots.count)
        while let found = slots[slot] {
            if found.bits == key.bits { return found.value }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The upper bits of a product depend on all bits of its factors (Knuth, TAOCP 3, 6.4).
    private static func slot(_ bits: UInt64, _ size: Int) -> Int {
        Int((bits &* 0x9E37_79B9_7F4A_7C15) >> 32) & (size - 1)
    }
}
