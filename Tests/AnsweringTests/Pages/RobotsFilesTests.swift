import FoundationEssentials
import Inference
import ScriptedServer
import Testing
import Transport

@testable import Answering

@Suite("Getting robots.txt")
struct RobotsFilesTests {
    /// Whether `/shut` of a public site may be opened, as often as asked for, through a proxy that
    /// answers for all sites: redirects go to the caller then.
    private static func isOpen(
        times: Int = 1, secondsBetween: Double = 0,
        limits: TransferLimits = RobotsFiles.usualLimits,
        _ handler: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply
    ) async throws -> (isOpen: [Bool], asked: [String]) {
        let proxy = try ScriptedServer(handler)
        var options = TransportOptions(addressPolicy: .publicOnly)
        try options.follow(environment: ["all_proxy": "http://127.0.0.1:\(proxy.port)"])
        let transport = try HTTPTransport(options)
        let now = Locked(0.0)
        let files = RobotsFiles(
            transport: transport,
            clock: InferenceClock(now: { now.withLock { $0 } }, sleep: { _ in }), limits: limits)
        let site = try #require(URL(string: "http://1.1.1.1/shut").flatMap(Site.init))
        var isOpen: [Bool] = []
        for _ in 0..<times {
            isOpen.append(try await files.rules(of: site).allows(path: "/shut"))
            now.withLock { $0 += secondsBetween }
        }
        await transport.shutdown()
        proxy.stop()
        return (isOpen, proxy.requests.map(\.target))
    }

    private static let shut = "User-agent: *\nDisallow: /shut\n"

    private static func file(_ text: String) -> ScriptedServer.Reply {
        .response(status: 200, headers: [], body: Array(text.utf8))
    }

    private static func redirect(to address: String, status: Int = 302) -> ScriptedServer.Reply {
        .response(status: status, headers: [("Location", address)], body: [])
    }

    @Test("A redirect is followed, to another site as well", arguments: [301, 302, 303, 307, 308])
    func redirects(status: Int) async throws {
        let (isOpen, asked) = try await Self.isOpen(times: 2) { request in
            switch request.target {
            case "http://1.1.1.1/robots.txt": Self.redirect(to: "/r.txt", status: status)
            case "http://1.1.1.1/r.txt":
                Self.redirect(to: "http://8.8.8.8/robots.txt", status: status)
            default: Self.file(Self.shut)
            }
        }
        #expect(isOpen == [false, false])
        #expect(
            asked == [
                "http://1.1.1.1/robots.txt", "http://1.1.1.1/r.txt", "http://8.8.8.8/robots.txt",
            ])
    }

    @Test("Five redirects are followed and no more: then there is no file")
    func manyRedirects() async throws {
        for (length, expected) in [(5, false), (6, true)] {
            let (isOpen, asked) = try await Self.isOpen(times: 2) { request in
                let number = Int(request.target.split(separator: "/r").last ?? "") ?? 0
                return number < length
                    ? Self.redirect(to: "/r\(number + 1)") : Self.file(Self.shut)
            }
            #expect(isOpen == [expected, expected])
            #expect(asked.count == 6)
        }
    }

    @Test(
        "A redirect to nowhere, or to an address that is not public, leads to no file",
        arguments: ["http://", "http://10.0.0.1/robots.txt", "file:///etc/passwd"])
    func badRedirects(target: String) async throws {
        let (isOpen, asked) = try await Self.isOpen { _ in Self.redirect(to: target) }
        #expect(isOpen == [true])
        #expect(asked.count == 1)
    }

    @Test("Of a file of more than a mebibyte, the first one counts")
    func longFiles() async throws {
        let rest = String(repeating: "# More words.\n", count: 200_000)
        #expect(try await Self.isOpen { _ in Self.file(Self.shut + rest) }.isOpen == [false])
        let late = "User-agent: *\nAllow: /\n" + rest + Self.shut
        #expect(try await Self.isOpen { _ in Self.file(late) }.isOpen == [true])
        // A rule that the cut goes through is none.
        let head = "User-agent: *\n"
        let filler = String(repeating: "#", count: (1 << 20) - head.utf8.count - 12) + "\n"
        let cut = head + filler + "Disallow: /shut/open\n"
        #expect(try await Self.isOpen { _ in Self.file(cut) }.isOpen == [true])
    }

    @Test("A site that takes too long is closed for a minute")
    func timeOut() async throws {
        let limits = TransferLimits(idleTimeoutSeconds: 0.1, totalTimeoutSeconds: 0.1)
        let (isOpen, asked) = try await Self.isOpen(
            times: 3, secondsBetween: 40, limits: limits
        ) { _ in .silence }
        #expect(isOpen == [false, false, false])
        #expect(asked.count == 2)
    }
}
