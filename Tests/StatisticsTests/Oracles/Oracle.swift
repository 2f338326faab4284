import FoundationEssentials
import JSONText
import Testing

/// One case with numbers computed elsewhere, by numpy, scipy and statsmodels.
struct Oracle: Sendable, CustomTestStringConvertible {
    let id: String
    let inputs: JSONValue
    let expected: JSONValue
    /// Absolute.
    let tolerance: Double

    var testDescription: String { id }

    static let all: [Oracle] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "oracles.json")
        do {
            let value = try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
            return (value.array ?? []).map { entry in
                Oracle(
                    id: entry["id"]?.string ?? "?", inputs: entry["inputs"] ?? .null,
                    expected: entry["expected"] ?? .null,
                    tolerance: entry["tolerance"]?.number ?? 0)
            }
        } catch {
            preconditionFailure("the oracle file can't be read: \(error)")
        }
    }()

    /// Where computed values part from the expected ones. Every expected member must be computed,
    /// but for those under a key that is left out on purpose.
    func differences(from computed: JSONValue, leavingOut: Set<String>, tolerance: Double)
        -> [String]
    {
        Self.differences(
            expected, computed, at: id, tolerance: max(tolerance, 1e-15), leavingOut: leavingOut)
    }

    private static func differences(
        _ expected: JSONValue, _ computed: JSONValue?, at path: String, tolerance: Double,
        leavingOut: Set<String>
    ) -> [String] {
        switch expected {
        case .object(let object):
            return object.members.filter { !leavingOut.contains($0.key) }.flatMap { member in
                differences(
                    member.value, computed?[member.key], at: "\(path).\(member.key)",
                    tolerance: tolerance, leavingOut: leavingOut)
            }
        case .array(let elements):
            guard computed?.array?.count == elements.count else {
                return ["\(path): expected \(elements.count) elements, got \(computed ?? .null)"]
            }
            return elements.enumerated().flatMap { index, element in
                differences(
                    element, computed?[index], at: "\(path)[\(index)]", tolerance: tolerance,
                    leavingOut: leavingOut)
            }
        case .integer, .number:
            guard let wanted = expected.number, let got = computed?.number,
                abs(got - wanted) <= tolerance
            else { return ["\(path): expected \(expected), got \(computed ?? .null)"] }
            return []
        case .string, .bool, .null:
            return expected == (computed ?? .string("nothing"))
                ? [] : ["\(path): expected \(expected), got \(computed ?? .string("nothing"))"]
        }
    }
}

extension JSONValue {
    /// The member, which an oracle has.
    func input(_ key: String) -> JSONValue { self[key] ?? .null }
    func numbers(_ key: String) -> [Double] { input(key).numbers }
    func number(_ key: String) -> Double { input(key).number ?? .nan }
    func rows(_ key: String) -> [[Double]] { (input(key).array ?? []).map(\.numbers) }
    func words(_ key: String) -> [String] { (input(key).array ?? []).compactMap(\.string) }
    var numbers: [Double] { (array ?? []).compactMap(\.number) }

    static func of(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    static func of(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
    static func of(_ values: [Double?]) -> JSONValue { .array(values.map { .of($0) }) }
    static func of(_ values: [Int]) -> JSONValue { .array(values.map { .integer($0) }) }
    static func of(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
    static func of(_ values: [Bool]) -> JSONValue { .array(values.map { .bool($0) }) }
    static func table(_ rows: [[Double]]) -> JSONValue { .array(rows.map { .of($0) }) }
}
