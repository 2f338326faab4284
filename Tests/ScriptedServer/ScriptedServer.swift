import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private let startListening = listen

/// A real HTTP/1.1 server on loopback whose every reply is decided by the test, down to where the
/// connection breaks. One thread for each connection; meant for a few hundred of them.
package final class ScriptedServer: @unchecked Sendable {
    // Sendable although unchecked: all that changes is behind `lock`.
    package struct Request: Sendable {
        package var method: String
        package var target: String
        /// Names in lower case.
        package var headers: [String: String]
        package var body: [UInt8]
        /// 0-based number of the connection it came over.
        package var connection: Int
        /// 0-based number of the request on this server.
        package var number: Int

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    package enum Reply: Sendable {
        case response(status: Int, headers: [(String, String)], body: [UInt8])
        /// Exactly these bytes, then the end of the connection.
        case raw([UInt8])
        /// A response whose body comes in chunks, with that pause before each.
        case chunks([[UInt8]], pauseSeconds: Double)
        /// Nothing, until the client gives up.
        case silence
        /// The connection is reset.
        case reset

        package static func json(_ text: String, status: Int = 200) -> Reply {
            .response(
                status: status, headers: [("Content-Type", "application/json")],
                body: Array(text.utf8))
        }
    }

    package let port: Int
    private let listener: Int32
    private let handler: @Sendable (Request) -> Reply
    private let lock = NSLock()
    private var log: [Request] = []
    private var ended = 0
    private var connections = 0
    private var open: Set<Int32> = []

    package init(_ handler: @escaping @Sendable (Request) -> Reply) throws {
        self.handler = handler
        (listener, port) = try Self.listen()
        Thread.detachNewThread { [self] in acceptAll() }
    }

    private static func listen() throws -> (listener: Int32, port: Int) {
        #if canImport(Glibc)
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && startListening(listener, 1024) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    package var url: String { "http://127.0.0.1:\(port)" }
    package var requests: [Request] { lock.withLock { log } }
    /// Connections that have ended, from either side.
    package var endedConnections: Int { lock.withLock { ended } }
    package var acceptedConnections: Int { lock.withLock { connections } }

    /// Ends everything. Call it when the test is over.
    package func stop() {
        // The accepting thread closes it: a number that is closed here could be another server's
        // by the time that thread uses it again.
        shutdown(listener, Int32(SHUT_RDWR))
        lock.withLock { for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) } }
    }

    private func acceptAll() {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else {
                close(listener)
                return
            }
            let number = lock.withLock {
                open.insert(descriptor)
                defer { connections += 1 }
                return connections
            }
            Thread.detachNewThread { [self] in serve(descriptor, number) }
        }
    }

    private func serve(_ descriptor: Int32, _ connection: Int) {
        var pending: [UInt8] = []
        while var request = readRequest(descriptor, &pending) {
            request.connection = connection
            request.number = lock.withLock { log.count }
            lock.withLock { log.append(request) }
            guard answer(handler(request), on: descriptor) else { break }
        }
        lock.withLock {
            open.remove(descriptor)
            ended += 1
        }
        close(descriptor)
    }

    // MARK: - Wire

    private func readRequest(_ descriptor: Int32, _ pending: inout [UInt8]) -> Request? {
        let separator = Array("\r\n\r\n".utf8)
        var head: Range<Int>?
        while head == nil {
            head = pending.firstRange(of: separator)
            if head == nil, !readMore(descriptor, &pending) { return nil }
        }
        guard let end = head else { return nil }
        let lines = String(decoding: pending[..<end.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let start = lines[0].split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let length = Int(headers["content-length"] ?? "0") ?? 0
        while pending.count < end.upperBound + length {
            guard readMore(descriptor, &pending) else { return nil }
        }
        let body = Array(pending[end.upperBound..<(end.upperBound + length)])
        pending.removeFirst(end.upperBound + length)
        return Request(
            method: start.first ?? "", target: start.count > 1 ? start[1] : "",
            headers: headers, body: body, connection: 0, number: 0)
    }

    private func readMore(_ descriptor: Int32, _ pending: inout [UInt8]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        pending += buffer[..<count]
        return true
    }

    /// Whether the connection goes on.
    private func answer(_ reply: Reply, on descriptor: Int32) -> Bool {
        switch reply {
        case .response(let status, let headers, let body):
            var head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n"
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            return write(Array((head + "\r\n").utf8) + body, to: descriptor)
        case .raw(let bytes):
            _ = write(bytes, to: descriptor)
            return false
        case .chunks(let chunks, let pause):
            let head = """
                HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\
                Transfer-Encoding: chunked\r\n\r\n
                """
            guard write(Array(head.utf8), to: descriptor) else { return false }
            for chunk in chunks {
                if pause > 0 { usleep(UInt32(pause * 1_000_000)) }
                let size = Array((String(chunk.count, radix: 16) + "\r\n").utf8)
                guard write(size + chunk + Array("\r\n".utf8), to: descriptor) else {
                    return false
                }
            }
            return write(Array("0\r\n\r\n".utf8), to: descriptor)
        case .silence:
            var byte: UInt8 = 0
            _ = recv(descriptor, &byte, 1, 0)
            return false
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                descriptor, SOL_SOCKET, SO_LINGER, &linger,
                socklen_t(MemoryLayout.size(ofValue: linger)))
            return false
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                #else
                    send(descriptor, buffer.baseAddress, buffer.count, 0)
                #endif
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
