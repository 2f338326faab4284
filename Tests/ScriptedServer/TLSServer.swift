import Foundation

/// A TLS server on loopback, `tls_server.py` in a process of its own, with a certificate that
/// `openssl` makes for the test.
package final class TLSServer: @unchecked Sendable {
    // Sendable although unchecked: all that changes is behind `lock`.
    package enum Certificate: Sendable {
        /// For `localhost` and `models.test`, signed by the authority.
        case good
        /// The same, and past its last day.
        case expired
        /// Signed by the authority, for another host.
        case ofAnotherHost
    }

    /// How its clients get to it.
    package enum Route: Sendable {
        case direct
        /// As if through an HTTP proxy.
        case tunnel
        /// As if through a SOCKS proxy.
        case socks

        fileprivate var arguments: [String] {
            switch self {
            case .direct: []
            case .tunnel: ["--tunnel"]
            case .socks: ["--socks"]
            }
        }
    }

    /// Whether this machine has what it takes; where not, tests say so and are skipped.
    package static let isPossible = ["openssl", "python3"].allSatisfy { program in
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }
    package static let needs = "needs openssl and python3 on the PATH"

    /// A PEM file with the certificate of the authority that signs.
    package let authorityFile: String
    private let process = Process()
    private let output = Pipe()
    private let lock = NSLock()
    private var printed: [String] = []

    /// Runs `body` with a server that does what `actions` say; see `tls_server.py`.
    package static func with<Result>(
        _ certificate: Certificate = .good, actions: [String] = [], answer: String = "{}",
        route: Route = .direct, run body: (TLSServer) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("dracobench-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // Left for the system to clear.
        try await makeCertificates(certificate, in: folder)
        let server = TLSServer(in: folder)
        try await server.start([answer] + actions + route.arguments, in: folder)
        defer { server.process.terminate() }
        return try await body(server)
    }

    private init(in folder: URL) {
        authorityFile = folder.appendingPathComponent("authority.pem").path
    }

    package var port: Int { lock.withLock { printed.first.flatMap { Int($0) } } ?? 0 }
    /// What it has said so far: its port, then a line for each request, CONNECT or
    /// SOCKS.
    package var lines: [String] { lock.withLock { printed } }
    /// Requests that have arrived whole.
    package var requests: Int { lines.count { $0 == "request" } }

    // MARK: - The process

    private func start(_ arguments: [String], in folder: URL) async throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("tls_server.py").path
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["python3", script, folder.path + "/server.pem", folder.path + "/server.key"]
            + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in readAll { continuation.resume() } }
        }
        guard port > 0 else { throw POSIXError(.ECHILD) }
    }

    /// Calls back once, after the first line or the end.
    private func readAll(_ started: () -> Void) {
        var isStarted = false
        var text = ""
        while true {
            let data = output.fileHandleForReading.availableData
            text += String(decoding: data, as: UTF8.self)
            var lines = text.components(separatedBy: "\n")
            text = lines.removeLast()
            lock.withLock { printed += lines }
            if !isStarted, !lines.isEmpty || data.isEmpty {
                isStarted = true
                started()
            }
            if data.isEmpty { return }
        }
    }

    // MARK: - Certificates

    private static func makeCertificates(
        _ certificate: Certificate, in folder: URL
    ) async throws {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        let names =
            certificate == .ofAnotherHost ? "DNS:other.test" : "DNS:localhost,DNS:models.test"
        try "subjectAltName=\(names)".write(
            to: folder.appendingPathComponent("names"), atomically: true, encoding: .utf8)
        let days = certificate == .expired ? "-1" : "2"
        for arguments in [
            ["req", "-x509"] + key
                + ["-subj", "/CN=Authority", "-keyout", "authority.key", "-out", "authority.pem"],
            ["req"] + key + ["-subj", "/CN=server", "-keyout", "server.key", "-out", "server.csr"],
            ["x509", "-req", "-in", "server.csr", "-CA", "authority.pem"]
                + ["-CAkey", "authority.key", "-CAcreateserial", "-extfile", "names"]
                + ["-days", days, "-out", "server.pem"],
        ] { try await openssl(arguments, in: folder) }
    }

    private static func openssl(_ arguments: [String], in folder: URL) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else { throw POSIXError(.ECHILD) }
    }
}
