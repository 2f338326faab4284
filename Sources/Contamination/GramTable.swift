/// A set of hashes with a serial number each, made to be asked in vain: almost every word of a
/// page asks for a run that is not there, and is answered by one probe.
struct GramTable: Sendable {
    private(set) var count = 0
    private var keys: [UInt64]
    private var serials: [Int32]
    private var mask: Int

    init() {
        keys = [UInt64](repeating: 0, count: 16)
        serials = [Int32](repeating: 0, count: 16)
        mask = 15
    }

    /// The hash's number: in order of first insertion, from 0.
    mutating func insert(_ hash: UInt64) -> Int {
        if (count + 1) * 4 > keys.count { grow() }
        let key = Self.key(hash)
        var slot = Self.slot(key, mask)
        while keys[slot] != 0 {
            if keys[slot] == key { return Int(serials[slot]) }
            slot = (slot + 1) & mask
        }
        keys[slot] = key
        serials[slot] = Int32(count)
        count += 1
        return count - 1
    }

    @inline(__always)
    func serial(of hash: UInt64) -> Int? {
        let key = Self.key(hash)
        var slot = Self.slot(key, mask)
        while keys[slot] != 0 {
            if keys[slot] == key { return Int(serials[slot]) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// 0 marks a free slot.
    @inline(__always)
    private static func key(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }

    @inline(__always)
    private static func slot(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: key ^ (key >> 32)) & mask
    }

    private mutating func grow() {
        let old = zip(keys, serials).filter { $0.0 != 0 }
        mask = keys.count * 2 - 1
        keys = [UInt64](repeating: 0, count: mask + 1)
        serials = [Int32](repeating: 0, count: mask + 1)
        for (key, serial) in old {
            var slot = Self.slot(key, mask)
            while keys[slot] != 0 { slot = (slot + 1) & mask }
            keys[slot] = key
            serials[slot] = serial
        }
    }
}

/// Hashes and, for each, the passages they were taken from.
struct OwnedGrams<Owner: Hashable & Sendable>: Sendable {
    private var table = GramTable()
    private var owners: [[Owner]] = []

    var count: Int { owners.count }

    /// - Parameter owner: nil for a run that is known but tells nothing.
    mutating func insert(_ hash: UInt64, of owner: Owner?) {
        let serial = table.insert(hash)
        if serial == owners.count { owners.append([]) }
        if let owner, !owners[serial].contains(owner) { owners[serial].append(owner) }
    }

    @inline(__always)
    func serial(of hash: UInt64) -> Int? { table.serial(of: hash) }

    func owners(of serial: Int) -> [Owner] { owners[serial] }
}
