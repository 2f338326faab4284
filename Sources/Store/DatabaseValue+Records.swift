import GRDB
import Vocabulary

/// Values on their way into the file.
///
/// Statements take lists of these: a list of `any DatabaseValueConvertible` takes a quarter of the
/// time in which a verdict is stored.
extension DatabaseValue {
    /// Text that came from outside.
    ///
    /// SQLite takes text up to its first NUL. What models and pages send may hold one, and all
    /// that follows it was paid for, so each NUL is stored as U+FFFD, the replacement character.
    static func text(_ text: String?) -> DatabaseValue {
        guard var text else { return .null }
        let hasNUL = text.withUTF8 { $0.contains(0) }
        return hasNUL
            ? text.replacing("\0", with: "\u{FFFD}").databaseValue : text.databaseValue
    }

    static func value(_ text: String?) -> DatabaseValue { text?.databaseValue ?? .null }
    static func value(_ number: Int?) -> DatabaseValue { number?.databaseValue ?? .null }
    static func value(_ row: Int64?) -> DatabaseValue { row?.databaseValue ?? .null }
    static func value(_ number: Double?) -> DatabaseValue { number?.databaseValue ?? .null }
    static func value(_ cost: USD?) -> DatabaseValue { value(cost?.dollars) }

    /// A word of ours.
    static func value(_ word: some RawRepresentable<String>) -> DatabaseValue {
        word.rawValue.databaseValue
    }
}

/// Names in one column, one a line.
enum Lines {
    static func text(_ names: [String]) -> String { names.joined(separator: "\n") }

    static func names(_ text: String?) -> [String] {
        text?.split(separator: "\n").map(String.init) ?? []
    }
}
