import ScriptedServer
import Testing
import Transport

@Suite("Certificates", .serialized, .enabled(if: TLSServer.isPossible, "\(TLSServer.needs)"))
struct CertificateTests {
    /// Asks the server over https; `trusts`: whether its authority is.
    private func ask(
        _ certificate: TLSServer.Certificate, trusts: Bool
    ) async throws -> Result<Int, TransportError> {
        try await TLSServer.with(certificate) { server in
            var options = TransportOptions()
            if trusts { try options.follow(environment: ["SSL_CERT_FILE": server.authorityFile]) }
            return try await Self.ask("https://localhost:\(server.port)/", options)
        }
    }

    private static func ask(
        _ url: String, _ options: TransportOptions
    ) async throws -> Result<Int, TransportError> {
        let transport = try HTTPTransport(options)
        let result: Result<Int, TransportError>
        do {
            result = .success(try await transport.send(TransferRequest(url: url)).status)
        } catch let error as TransportError { result = .failure(error) }
        await transport.shutdown()
        return result
    }

    @Test("A server is trusted by the authority in SSL_CERT_FILE")
    func trusted() async throws {
        #expect(try await ask(.good, trusts: true) == .success(200))
    }

    @Test(
        "One that can't be trusted is told apart from one that has expired and one of another host",
        arguments: [
            (.good, false, .unknownIssuer, "SSL_CERT_FILE"),
            (.expired, true, .expired, "renewed"),
            (.ofAnotherHost, true, .wrongHost, "made for another host"),
        ] as [(TLSServer.Certificate, Bool, CertificateFault, String)])
    func faults(
        certificate: TLSServer.Certificate, trusts: Bool, fault: CertificateFault, words: String
    ) async throws {
        let result = try await ask(certificate, trusts: trusts)
        guard case .failure(let error) = result,
            case .untrustedCertificate(let host, let found) = error
        else {
            Issue.record("\(result)")
            return
        }
        #expect(found == fault)
        #expect(host.hasPrefix("localhost"))
        #expect(error.description.contains(words))
        #expect(!error.isTransient)
        #expect(error.isBeforeSending)
    }

    @Test("Nothing but the file is trusted where there is one, and a file that is none is named")
    func onlyTheFile() async throws {
        try await TLSServer.with { server in
            var options = TransportOptions()
            try options.follow(environment: ["SSL_CERT_FILE": "/nowhere/authority.pem"])
            let result = try await Self.ask("https://localhost:\(server.port)/", options)
            #expect(result == .failure(.badCertificateFile(path: "/nowhere/authority.pem")))
            #expect(server.requests == 0)
        }
    }
}
