import Digests
import JSONText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A line in a file for every completion that was sent whole, so that what a client has stored can
/// be held against what it was given.
///
/// A line is written after the response's last byte was handed to its connection, and with one call
/// of the system: it is there whatever then becomes of the client or of the simulator.
package actor SimulatorJournal {
    private let path: String
    private let descriptor: CInt
    private let now: @Sendable () -> Double

    /// - Parameters:
    ///   - path: of the file that lines are added to; created where it is missing.
    ///   - now: seconds since 1970.
    /// - Throws: `SimulatorError.journal` when the file can't be written to.
    package init(path: String, now: @escaping @Sendable () -> Double) throws(SimulatorError) {
        self.path = path
        self.now = now
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .journal(path, String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// One completion that was sent.
    struct Entry: Sendable {
        let request: [UInt8]
        /// 0-based, as the client counts.
        let attempt: Int
        let response: SimulatedProvider.Response
    }

    func append(_ entry: Entry) throws(SimulatorError) {
        let response = entry.response
        let line: JSONValue = [
            "at": .number(now()), "request": .string(SHA256.hex(entry.request)),
            "attempt": .integer(entry.attempt),
            "role": Self.text(response.speaker?.role.rawValue),
            "model": Self.text(response.speaker?.model),
            "id": Self.text(response.speaker?.completionID), "status": .integer(response.status),
            "reply": .string(SHA256.hex(response.body)),
        ]
        let bytes = Array((line.text + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw .journal(path, String(cString: strerror(errno)))
        }
    }

    private static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
}
