import Foundation
import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("The provider's paths", .timeLimit(.minutes(10)))
struct SimulatorServerInterfaceTests {
    private func with(
        faults: [String] = [], key: String? = nil,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let options = SimulatorOptions(
            faults: try faults.map(FaultRule.init(parsing:)), requiredKey: key)
        let world = World(tasks: [SimulatedModelsTests.task], seed: 1)
        try await withSimulator(world: world, options: options) { try await body($0.port) }
    }

    private static let requests: [(path: String, body: String)] = [
        ("/chat/completions", #"{"model":"m","messages":[{"role":"user","content":"Hi"}]"#),
        ("/responses", #"{"model":"m","input":"Hi""#),
        (
            "/messages",
            #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]"#
        ),
    ]

    /// The bytes of a body that came in chunks.
    private static func unchunked(_ body: String) -> [UInt8] {
        var bytes = Array(body.utf8)[...]
        var whole: [UInt8] = []
        while let end = bytes.firstIndex(of: 0x0D),
            let count = Int(String(decoding: bytes[..<end], as: UTF8.self), radix: 16), count > 0
        {
            let rest = bytes[(end + 2)...]
            whole += rest.prefix(count)
            bytes = rest.dropFirst(count + 2)
        }
        return whole
    }

    @Test("All interfaces answer under both roots, whole and streamed")
    func routes() async throws {
        try await with { port in
            for root in ["/api/v1", "/v1"] {
                for (path, start) in Self.requests {
                    let headers = "Anthropic-Version: 2023-06-01\r\n"
                    let whole = try await SocketClient.request(
                        "POST", root + path, body: start + "}", headers: headers, port: port)
                    #expect(whole.status == 200, "\(root)\(path)")
                    let model = try JSONValue(parsing: whole.body)["model"]
                    #expect(model == "m")
                    let stream = try await SocketClient.request(
                        "POST", root + path, body: start + #","stream":true}"#, headers: headers,
                        port: port)
                    #expect(stream.head.lowercased().contains("text/event-stream"))
                    #expect(stream.body.hasSuffix("0\r\n\r\n"))
                    let text = try ReadStream(Self.unchunked(stream.body)).text
                    #expect(text.hasPrefix("# Hi"))
                }
            }
        }
    }

    @Test("A stream that is cut off ends without its end")
    func cut() async throws {
        try await with(faults: ["cut:1"]) { port in
            for (path, start) in Self.requests {
                let stream = try await SocketClient.request(
                    "POST", "/api/v1" + path, body: start + #","stream":true}"#, port: port)
                #expect(stream.status == 200)
                #expect(!stream.body.isEmpty && !stream.body.hasSuffix("0\r\n\r\n"))
                for end in ["[DONE]", "response.completed\"", "message_stop"] {
                    #expect(!stream.body.contains(end))
                }
            }
        }
    }

    @Test("Empty lines before a body don't change it")
    func keepAlive() async throws {
        try await with(faults: ["keep-alive:1"]) { port in
            for (path, start) in Self.requests {
                let reply = try await SocketClient.request(
                    "POST", "/api/v1" + path, body: start + "}", port: port)
                let body = Self.unchunked(reply.body)
                #expect(body.first == UInt8(ascii: "\n"))
                #expect(try JSONValue(parsing: body)["model"] == "m")
            }
        }
    }

    @Test("Anthropic's own interface wants its version named")
    func version() async throws {
        try await with { port in
            let request = Self.requests[2]
            let reply = try await SocketClient.request(
                "POST", "/v1/messages", body: request.body + "}", port: port)
            #expect(reply.status == 400 && reply.body.contains("anthropic-version"))
        }
    }

    @Test("A key that is asked for must be carried, and is never shown")
    func keys() async throws {
        try await with(key: "sesame-1") { port in
            let carried: [(String, Int)] = [
                ("", 401), ("Authorization: Bearer sesame-2\r\n", 401),
                ("Authorization: sesame-1\r\n", 401), ("X-Api-Key: sesame\r\n", 401),
                ("Authorization: Bearer sesame-1\r\n", 200), ("X-Api-Key: sesame-1\r\n", 200),
            ]
            for (header, status) in carried {
                let headers = header + "Anthropic-Version: 2023-06-01\r\n"
                for (path, start) in Self.requests {
                    for root in ["/api/v1", "/v1"] {
                        let reply = try await SocketClient.request(
                            "POST", root + path, body: start + "}", headers: headers, port: port)
                        #expect(reply.status == status, "\(root)\(path) \(header)")
                        #expect(!reply.body.contains("sesame"))
                        if status == 401, path == "/messages" {
                            #expect(reply.body.contains("authentication_error"))
                        }
                    }
                }
                for path in ["/api/v1/key", "/api/v1/credits", "/v1/models"] {
                    let reply = try await SocketClient.request(
                        "GET", path, headers: headers, port: port)
                    #expect(reply.status == status, "\(path) \(header)")
                }
            }
            let models = try await SocketClient.request("GET", "/api/v1/models", port: port)
            #expect(models.status == 200)
        }
    }

    @Test("A generation is found when it is asked for the second time, and what it cost is counted")
    func generations() async throws {
        try await with { port in
            func get(_ path: String) async throws -> (Int, JSONValue) {
                let reply = try await SocketClient.request("GET", "/api/v1" + path, port: port)
                return (reply.status, try JSONValue(parsing: reply.body))
            }
            let request = Self.requests[0]
            let chat = try JSONValue(
                parsing: try await SocketClient.request(
                    "POST", "/api/v1" + request.path, body: request.body + "}", port: port
                ).body)
            let id = try #require(chat["id"]?.string)
            let cost = try #require(chat["usage"]?["cost"]?.number)
            #expect(try await get("/generation?id=\(id)").0 == 404)
            let (status, found) = try await get("/generation?id=\(id)")
            #expect(status == 200)
            #expect(found["data"]?["total_cost"]?.number == cost)
            #expect(found["data"]?["native_tokens_prompt"] == chat["usage"]?["prompt_tokens"])
            #expect(try await get("/generation?id=nosuch").0 == 404)
            #expect(try await get("/generation?id=nosuch").0 == 404)
            #expect(try await get("/credits").1["data"]?["total_usage"]?.number == cost)
            let key = try await get("/key").1["data"]
            #expect(key?["usage"]?.number == cost)
            #expect(key?["limit_remaining"]?.number == 1000 - cost)
        }
    }

    @Test("A single model is the one in the list, and an unknown one is not found")
    func models() async throws {
        try await with { port in
            let reply = try await SocketClient.request(
                "GET", "/api/v1/model/openai/gpt-5.5", port: port)
            let list = ModelListing(profiles: [:]).json["data"]?.array ?? []
            let model = try JSONValue(parsing: reply.body)["data"]
            #expect(model == list.first { $0["id"] == "openai/gpt-5.5" })
            let unknown = try await SocketClient.request(
                "GET", "/api/v1/model/openai/nosuch", port: port)
            #expect(unknown.status == 404)
        }
    }
}
