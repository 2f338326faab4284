import Foundation
import Testing

/// HTTP without an HTTP client, so that a test sees what goes over the wire.
enum SocketClient {
    /// The status and body of one request over a plain socket, on a thread that may block: the
    /// server's own handlers need the others.
    static func request(
        _ method: String, _ path: String, host: String? = nil, body: String = "",
        headers: String = "", port: Int
    ) async throws -> (status: Int, head: String, body: String) {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try Self.send(method, path, host: host, body: body, headers, port)
                    })
            }
        }
    }

    private static func send(
        _ method: String, _ path: String, host: String?, body: String, _ headers: String,
        _ port: Int
    ) throws -> (status: Int, head: String, body: String) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        let text = """
            \(method) \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\n\
            Connection: close\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)
            """
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
        var reply: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
            reply += buffer[..<count]
        }
        let whole = String(decoding: reply, as: UTF8.self)
        let parts = whole.components(separatedBy: "\r\n\r\n")
        let status = Int(whole.split(separator: " ").dropFirst().first ?? "") ?? 0
        return (status, parts[0], parts.dropFirst().joined(separator: "\r\n\r\n"))
    }
}
