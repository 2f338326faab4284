import Sealing

/// The files of a dataset in one sealed file: the tasks and, where they have files of their own,
/// the rubrics.
///
/// Sealed is a list: how many files there are (4 bytes), then for each the length of its name (2
/// bytes), its name, its length (8 bytes) and its bytes; the highest byte first.
struct SealedDataset: Equatable {
    /// What the tasks are called in it, and on disk with `ending` behind.
    static let tasksName = "tasks.jsonl"
    static let ending = ".sealed"

    var tasks: [UInt8]
    /// By task id.
    var rubrics: [String: [UInt8]]

    func sealed(
        with passphrase: SecretBytes, cost: SealingCost
    ) throws(SealingError) -> [UInt8] {
        var plain = Self.number(1 + rubrics.count, bytes: 4)
        Self.add(tasks, named: Self.tasksName, to: &plain)
        for (task, bytes) in rubrics.sorted(by: { $0.key < $1.key }) {
            Self.add(bytes, named: task + ".json", to: &plain)
        }
        return try Seal.close(plain, with: passphrase, cost: cost)
    }

    /// Opens a sealed file.
    static func read(
        _ file: String, _ passphrases: PassphraseSource
    ) throws(CatalogError) -> SealedDataset {
        // The headers of the seal and of the files in it come on top of what is allowed plain.
        let bytes = try SourceFile.read(file, atMost: (1 << 30) + (1 << 16))
        return try open(bytes, file: file, with: try passphrases.passphrase(of: file))
    }

    static func open(
        _ bytes: [UInt8], file: String, with passphrase: SecretBytes
    ) throws(CatalogError) -> SealedDataset {
        let plain: [UInt8]
        do {
            plain = try Seal.open(bytes, with: passphrase)
        } catch {
            throw CatalogError(file: file, reason: error.description)
        }
        return try SealedDataset(plain: plain, file: file)
    }

    /// - Throws: where what was sealed is no dataset; whoever knows the passphrase can seal anything.
    private init(plain: [UInt8], file: String) throws(CatalogError) {
        let fault = CatalogError(
            file: file, reason: "what is sealed in it is no dataset; seal the dataset again")
        var rest = plain[...]
        func take(_ count: Int) throws(CatalogError) -> ArraySlice<UInt8> {
            guard count >= 0, count <= rest.count else { throw fault }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        func number(_ bytes: Int) throws(CatalogError) -> Int {
            let value = try take(bytes).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Int(exactly: value) ?? -1
        }
        var tasks: [UInt8]?
        var rubrics: [String: [UInt8]] = [:]
        for _ in 0..<(try number(4)) {
            let name = String(decoding: try take(try number(2)), as: UTF8.self)
            let bytes = Array(try take(try number(8)))
            if name == Self.tasksName, tasks == nil {
                tasks = bytes
            } else if name.hasSuffix(".json"), FileName.isSafe(String(name.dropLast(5))),
                rubrics.updateValue(bytes, forKey: String(name.dropLast(5))) == nil
            {
                continue
            } else {
                throw fault
            }
        }
        guard let tasks, rest.isEmpty else { throw fault }
        self.tasks = tasks
        self.rubrics = rubrics
    }

    init(tasks: [UInt8], rubrics: [String: [UInt8]]) {
        self.tasks = tasks
        self.rubrics = rubrics
    }

    private static func add(_ bytes: [UInt8], named name: String, to plain: inout [UInt8]) {
        plain += number(name.utf8.count, bytes: 2) + Array(name.utf8)
        plain += number(bytes.count, bytes: 8) + bytes
    }

    private static func number(_ value: Int, bytes: Int) -> [UInt8] {
        (1...bytes).map { UInt8(truncatingIfNeeded: value >> (8 * (bytes - $0))) }
    }
}
