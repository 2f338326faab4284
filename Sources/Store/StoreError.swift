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
    /// The file, or the folder in which SQLite keeps its journal, can't be written to.
    case readOnly(path: String)
    case full(path: String)
    /// The disk takes no more for another reason than being full, such as a quota.
    case limited(path: String, reason: String)
    case busy(path: String)
    case failed(path: String, reason: String)

    package var description: String {
        switch self {
        case .missing(let path):
            "There is no results file \(path); start a run with 'dracobench run', or \(Self.other)."
        case .isDirectory(let path):
            "\(path) is a folder; name a file with --db."
        case .noFolder(let path):
            "The folder of \(path) does not exist; create it, or \(Self.other)."
        case .foreign(let path):
            "\(path) is not a results file of dracobench; \(Self.other)."
        case .corrupt(let path, let reason):
            "\(path) is damaged (\(reason)); restore it from a copy, or \(Self.other)."
        case .newer(let path):
            "\(path) was made by a newer dracobench; update this one, or \(Self.other)."
        case .readOnly(let path):
            """
            \(path) or its folder can't be written to, though nothing that was stored is lost; \
            allow it, or name a copy elsewhere with --db.
            """
        case .full(let path):
            """
            The disk of \(path) is full, though nothing that was stored is lost; make room and \
            run the same command again.
            """
        case .limited(let path, let reason):
            """
            The disk of \(path) takes no more (\(reason)), though nothing that was stored is lost; \
            look at the quota and the limit on file sizes, make room and run the same command again.
            """
        case .busy(let path):
            "\(path) is locked by another program; close that and run the same command again."
        case .failed(let path, let reason):
            "\(path) can't be used (\(reason)); check the file, or \(Self.other)."
        }
    }

    /// Whether the same command can go on once somebody has seen to it.
    package var asksToRunAgain: Bool {
        switch self {
        case .full, .limited, .busy: true
        case .missing, .isDirectory, .noFolder, .foreign, .corrupt, .newer, .readOnly, .failed:
            false
        }
    }

    private static let other = "name another file with --db"

    /// What a failure means to the person who named the file.
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
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_WRITE:
            self = .limited(path: path, reason: reason)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: self = .readOnly(path: path)
        case .SQLITE_NOTADB: self = .foreign(path: path)
        case .SQLITE_CORRUPT: self = .corrupt(path: path, reason: reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        default: self = .failed(path: path, reason: reason)
        }
    }
}

extension Optional {
    /// The value; where there is none although there must be, a failure of the store.
    func orFail(_ sentence: String) throws -> Wrapped {
        guard let self else { throw DatabaseError(message: sentence) }
        return self
    }
}
