import Vocabulary

/// Finds ids that occur nowhere but in the benchmark's files.
///
/// Looked for are task ids like `0c2c668a-…` (16 characters or more, four digits or more, with a
/// word of letters and digits mixed) and criterion ids that one task alone has, once, with three
/// hyphens or more. An id counts where it stands by itself; a criterion id, whose words may make
/// an honest page's address, not as a part of a path.
struct CanarySearch: Sendable {
    enum Canary: Sendable, Equatable {
        case task(Int)
        case criterion(task: Int, id: String)
    }

    private(set) var canaries: [String: Canary] = [:]
    private let lengths: ClosedRange<Int>

    init(_ tasks: [ResearchTask]) {
        var uses: [String: Int] = [:]
        for criterion in tasks.lazy.flatMap(\.rubric.criteria) {
            uses[criterion.id, default: 0] += 1
        }
        for (place, task) in tasks.enumerated() {
            for criterion in task.rubric.criteria
            where uses[criterion.id] == 1 && Self.isUnusual(criterionID: criterion.id) {
                canaries[criterion.id.lowercased()] = .criterion(task: place, id: criterion.id)
            }
        }
        for (place, task) in tasks.enumerated() where Self.isUnusual(taskID: task.id) {
            canaries[task.id.lowercased()] = .task(place)
        }
        let counts = canaries.keys.map(\.utf8.count)
        lengths = (counts.min() ?? 0)...(counts.max() ?? 0)
    }

    /// What was found, each once, in order of the text.
    func matches(in bytes: UnsafeBufferPointer<UInt8>) -> [Canary] {
        guard !canaries.isEmpty else { return [] }
        var found: [Canary] = []
        var seen: Set<String> = []
        var start = 0
        var next = 0
        while next <= bytes.count {
            if next < bytes.count, Self.isIDByte(bytes[next]) {
                next += 1
                continue
            }
            if lengths.contains(next - start) {
                let id = String(decoding: bytes[start..<next], as: UTF8.self).lowercased()
                if let canary = canaries[id], !isInPath(canary, bytes, start, next),
                    seen.insert(id).inserted
                {
                    found.append(canary)
                }
            }
            next += 1
            start = next
        }
        return found
    }

    private func isInPath(
        _ canary: Canary, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) -> Bool {
        guard case .criterion = canary else { return false }
        let slash = UInt8(ascii: "/")
        return start > 0 && bytes[start - 1] == slash || end < bytes.count && bytes[end] == slash
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        ASCII.lowercaseWordByte(byte) != nil || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }

    private static func isUnusual(taskID id: String) -> Bool {
        guard id.utf8.count >= 16, id.utf8.allSatisfy(isIDByte) else { return false }
        let mixes = id.split { $0 == "-" || $0 == "_" }.contains {
            $0.contains(where: \.isNumber) && $0.contains(where: \.isLetter)
        }
        return mixes && id.count(where: \.isNumber) >= 4
    }

    private static func isUnusual(criterionID id: String) -> Bool {
        id.utf8.count >= 12 && id.utf8.allSatisfy(isIDByte) && id.count { $0 == "-" } >= 3
    }
}
