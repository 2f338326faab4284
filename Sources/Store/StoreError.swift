import GRDB

/// Why a results file can't be used. Every description says what to do.
package enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    case missing(path: String)
    case isDirectory(path: String)
    case noFolder(path: String)
    /// A database of another program, or no database at all.
    case foreign(path: String)
    case corrupt(path: String, reason: String)
    /// Written by a later version of this program.
    case newer(path: String)
    case readOnly(path: String)
    case full(path: String)
    case busy(path: String)
    case failed(path: String, reason: String)

    package var description: String {
        switch self {
        case .missing(let path):
            "There is no results file \(path); start a run with 'dracobench run', or name another with --db."
        case .isDirectory(let path): "\(path) is a folder; name a file with --db."
        case .noFolder(let path):
            "The folder of \(path) does not exist; create it, or name another file with --db."
        case .foreign(let path):
            "\(path) is not a results file of dracobench; name another with --db."
        case .corrupt(let path, let reason):
            "\(path) is damaged (\(reason)); restore it from a copy, or name another with --db."
        case .newer(let path):
            "\(path) was written by a newer dracobench; update this one, or name another with --db."
        case .readOnly(let path):
            "\(path) can't be written to; allow it, or name another with --db. Nothing that was stored is lost."
        case .full(let path):
            "The disk of \(path) is full; make room and run the same command again. Nothing that was stored is lost."
        case .busy(let path):
            "\(path) is locked by another program; close that and run the same command again."
        case .failed(let path, let reason):
            "\(path) can't be used: \(reason). Check the file, or name another with --db."
        }
    }

    /// What a failure of SQLite means to the person who named the file.
    init(_ error: any Error, path: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(path: path, reason: "\(error)")
            return
        }
        let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_READONLY: self = .readOnly(path: path)
        case .SQLITE_NOTADB: self = .foreign(path: path)
        case .SQLITE_CORRUPT: self = .corrupt(path: path, reason: reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_CANTOPEN: self = .readOnly(path: path)
        default: self = .failed(path: path, reason: reason)
        }
    }
}
