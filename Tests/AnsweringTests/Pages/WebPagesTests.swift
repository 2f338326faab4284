import FoundationEssentials
import Inference
import ScriptedServer
import Testing
import Transport

@testable import Answering

@Suite("Opening pages politely")
struct WebPagesTests {
    /// Opens addresses one after the other, on hosts that are all one server, and tells what it was
    /// asked.
    private static func open(
        _ addresses: [String], robots: ScriptedServer.Reply, isPolite: Bool = true,
        secondsBetween: Double = 0
    ) async throws -> (opened: [String], asked: [String]) {
        let server = try ScriptedServer { request in
            request.target == "/robots.txt"
                ? robots : .response(status: 200, headers: [], body: Array("page".utf8))
        }
        let transport = try HTTPTransport(
            TransportOptions(routeAll: (host: "127.0.0.1", port: server.port)))
        let now = Locked(0.0)
        let pages = WebPages(
            transport: transport,
            clock: InferenceClock(now: { now.withLock { $0 } }, sleep: { _ in }),
            isPolite: isPolite)
        var opened: [String] = []
        for address in addresses {
            switch try await pages.open(address).opened {
            case .response(let response): opened.append("\(response.status)")
            case .notAllowed: opened.append("no")
            case .failed: opened.append("failed")
            }
            now.withLock { $0 += secondsBetween }
        }
        await transport.shutdown()
        server.stop()
        return (opened, server.requests.map { "\($0.headers["host"] ?? "")\($0.target)" })
    }

    private static func file(_ text: String, status: Int = 200) -> ScriptedServer.Reply {
        .response(status: status, headers: [], body: Array(text.utf8))
    }

    @Test("Each site is asked once what it allows, and kept to it")
    func asks() async throws {
        let (opened, asked) = try await Self.open(
            [
                "http://a.example/open?q=1", "http://a.example/shut/x", "http://a.example",
                "http://b.example/shut/y?z",
            ], robots: Self.file("User-agent: *\nDisallow: /shut"))
        #expect(opened == ["200", "no", "200", "no"])
        #expect(
            asked == [
                "a.example/robots.txt", "a.example/open?q=1", "a.example/", "b.example/robots.txt",
            ])
    }

    @Test("A file that is not there allows everything", arguments: [404, 403, 410, 429])
    func missing(status: Int) async throws {
        let (opened, asked) = try await Self.open(
            ["http://a.example/x", "http://a.example/y"],
            robots: Self.file("User-agent: *\nDisallow: /", status: status))
        #expect(opened == ["200", "200"])
        #expect(asked.count == 3)
    }

    @Test("A server that can't say forbids everything, for a minute")
    func fault() async throws {
        let (opened, asked) = try await Self.open(
            ["http://a.example/x", "http://a.example/y", "http://a.example/z"],
            robots: Self.file("", status: 503), secondsBetween: 40)
        #expect(opened == ["no", "no", "no"])
        #expect(asked.count == 2)
    }

    @Test("A site is asked again after a day")
    func expiry() async throws {
        let (_, asked) = try await Self.open(
            ["http://a.example/x", "http://a.example/y"], robots: Self.file(""),
            secondsBetween: 90_000)
        #expect(asked.count { $0.hasSuffix("robots.txt") } == 2)
    }

    @Test("A file that breaks off says nothing")
    func broken() async throws {
        let (opened, _) = try await Self.open(["http://a.example/x"], robots: .reset)
        #expect(opened == ["200"])
    }

    @Test("In a simulation nobody is asked")
    func simulation() async throws {
        let (opened, asked) = try await Self.open(
            ["http://a.example/x"], robots: Self.file("User-agent: *\nDisallow: /"),
            isPolite: false)
        #expect(opened == ["200"])
        #expect(asked == ["a.example/x"])
    }

    @Test(
        "What is no address on a host fails by itself",
        arguments: ["", "x", "http://", "file:///x"])
    func noHost(address: String) async throws {
        let (opened, asked) = try await Self.open([address], robots: Self.file(""))
        #expect(opened == ["failed"])
        #expect(asked.isEmpty)
    }

    @Test("Site and path are as the server knows them")
    func sites() throws {
        func site(_ address: String) throws -> Site? {
            Site(try #require(URL(string: address)))
        }
        #expect(try site("HTTP://A.Example:8080/x%20y?q=%C3%A9")?.origin == "http://a.example:8080")
        #expect(try site("http://a.example/x%20y?q=%C3%A9")?.path == "/x%20y?q=%C3%A9")
        #expect(try site("https://a.example")?.path == "/")
    }
}
