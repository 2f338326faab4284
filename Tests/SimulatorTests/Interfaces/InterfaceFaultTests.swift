import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Faults in every interface")
struct InterfaceFaultTests {
    private static func body(
        _ interface: Interface, streams: Bool = false, model: String = "m", extra: String = ""
    ) -> [UInt8] {
        let said = #"[{"role":"user","content":"Hi"}]"#
        let name = interface.language == .responses ? "input" : "messages"
        return Array(
            #"{"model":"\#(model)","max_tokens":9,"stream":\#(streams),"\#(name)":\#(said)\#(extra)}"#
                .utf8)
    }

    private static func respond(
        _ interface: Interface, fault: String? = nil, streams: Bool = false, model: String = "m",
        extra: String = ""
    ) throws -> SimulatedProvider.Response {
        let provider = SimulatedProvider(
            seed: 1, profiles: [:], faults: try fault.map { [try FaultRule(parsing: $0)] } ?? [],
            latencyScale: 0)
        return provider.respond(
            to: body(interface, streams: streams, model: model, extra: extra), attempt: 0,
            at: interface)
    }

    /// The message of an error, wherever the interface has it.
    private static func message(_ response: SimulatedProvider.Response) throws -> String? {
        try JSONValue(parsing: response.body)["error"]?["message"]?.string
    }

    @Test("The same request gets the same bytes", arguments: SampleReply.interfaces)
    func determinism(interface: Interface) throws {
        for streams in [false, true] {
            let twice = try (0..<2).map { _ in try Self.respond(interface, streams: streams) }
            #expect(twice[0].body == twice[1].body && !twice[0].body.isEmpty)
        }
    }

    @Test("Errors have the service's shape", arguments: SampleReply.interfaces)
    func shapes(interface: Interface) throws {
        for (fault, status, type) in [
            ("401:1", 401, "authentication_error"), ("402:1", 402, "billing_error"),
            ("429:1", 429, "rate_limit_error"), ("500:1", 500, "api_error"),
            ("503:1", 503, "overloaded_error"),
        ] {
            for streams in [false, true] {
                let response = try Self.respond(interface, fault: fault, streams: streams)
                #expect(response.status == status)
                #expect(response.contentType == .json && response.pieces == nil)
                let json = try JSONValue(parsing: response.body)
                let error = try #require(json["error"])
                #expect(error["message"]?.string?.isEmpty == false)
                switch (interface.language, interface.service) {
                case (.messages, _):
                    #expect(json["type"] == "error" && error["type"]?.string == type)
                case (_, .openRouter):
                    #expect(error["code"]?.integer == status)
                    #expect(error["metadata"]?["error_type"]?.string != nil)
                case (_, .native):
                    #expect(error["type"]?.string != nil && error["param"]?.isNull == true)
                }
            }
        }
    }

    @Test("429 comes with and without the time to wait")
    func bareRateLimit() throws {
        let polite = try Self.respond(.openRouterChat, fault: "429:1")
        let bare = try Self.respond(.openRouterChat, fault: "429-bare:1")
        #expect(polite.status == 429 && polite.retryAfterSeconds == 1)
        #expect(bare.status == 429 && bare.retryAfterSeconds == nil)
    }

    @Test(
        "An error inside a 200 is the body, or a stream's only event",
        arguments: SampleReply.interfaces)
    func errorInside(interface: Interface) throws {
        let whole = try Self.respond(interface, fault: "error-in-200:1")
        #expect(whole.status == 200)
        #expect(try Self.message(whole) == "Upstream failed.")
        let stream = try Self.respond(interface, fault: "error-in-200:1", streams: true)
        #expect(stream.contentType == .eventStream)
        let events = try ReadStream(stream.body).events
        #expect(events.count == 1)
        #expect(events.first?.data.text.contains("Upstream failed.") == true)
    }

    @Test(
        "Keep-alives come before the answer and change nothing in it",
        arguments: SampleReply.interfaces)
    func keepAlive(interface: Interface) throws {
        let plain = try Self.respond(interface)
        let kept = try Self.respond(interface, fault: "keep-alive:1")
        #expect(kept.body.first == UInt8(ascii: "\n"))
        #expect(try JSONValue(parsing: kept.body) == JSONValue(parsing: plain.body))
        let plainStream = try Self.respond(interface, streams: true)
        let stream = try Self.respond(interface, fault: "keep-alive:1", streams: true)
        #expect(try ReadStream(stream.body).comments.contains("keep-alive"))
        #expect(try ReadStream(stream.body).text == ReadStream(plainStream.body).text)
        #expect(stream.pieces?.ends.last == stream.body.count)
        #expect(kept.pieces?.ends.last == kept.body.count)
    }

    @Test("A page instead of an answer", arguments: SampleReply.interfaces)
    func html(interface: Interface) throws {
        let response = try Self.respond(interface, fault: "html:1")
        #expect(response.status == 200 && response.contentType == .html)
        #expect(String(decoding: response.body, as: UTF8.self).hasPrefix("<!DOCTYPE html>"))
    }

    @Test("Parameters are turned down one after the other, until none is left")
    func unsupported() throws {
        var sent: [(String, String)] = [
            ("reasoning_effort", #""low""#),
            ("response_format", #"{"type":"json_schema","json_schema":{"name":"a"}}"#),
            ("temperature", "0"),
        ]
        var named: [String] = []
        for _ in 0..<5 {
            let extra = sent.map { #","\#($0)":\#($1)"# }.joined()
            let response = try Self.respond(
                .openRouterChat, fault: "unsupported-parameter:1", extra: extra)
            if response.status == 200 { break }
            #expect(response.status == 400)
            let name = try #require(
                try Self.message(response)?.split(separator: "'").dropFirst().first)
            named.append(String(name))
            sent.removeAll { $0.0 == name }
        }
        #expect(named == ["temperature", "response_format", "reasoning_effort"])
        #expect(sent.isEmpty)
    }

    @Test("A failure half-way through a whole reply says so", arguments: SampleReply.interfaces)
    func failsMidway(interface: Interface) throws {
        let response = try Self.respond(interface, fault: "error-mid-stream:1")
        let json = try JSONValue(parsing: response.body)
        switch interface.language {
        case .chat:
            #expect(json["choices"]?[0]?["finish_reason"] == "error")
            #expect(json["choices"]?[0]?["error"]?["message"]?.string != nil)
        case .responses:
            #expect(json["status"] == "failed" && json["error"]?["code"] == "server_error")
        case .messages: #expect(response.status == 529)
        }
    }

    @Test("Names that claim to be the simulator's must be", arguments: SampleReply.interfaces)
    func unknownModels(interface: Interface) throws {
        let response = try Self.respond(interface, model: "sim/nosuch")
        #expect(response.status == (interface.service == .openRouter ? 400 : 404))
        #expect(try Self.message(response)?.contains("sim/nosuch") == true)
        #expect(try Self.respond(interface, model: "sim/birch").status == 200)
        #expect(try Self.respond(interface, model: "anyone/anything").status == 200)
    }

    // MARK: - Time

    @Test(
        "A stream's first words come after a third of the delay, the last ones at its end",
        arguments: SampleReply.interfaces)
    func pace(interface: Interface) throws {
        var response = SimulatedProvider.Response(
            interface.stream(
                SampleReply.billed(.text(SampleReply.citing), work: SampleReply.work),
                includesUsage: true))
        for delay in [0.03, 0.3, 30] {
            response.delaySeconds = delay
            let steps = response.steps
            #expect(steps.first?.waitSeconds == 0 && steps.first?.end == response.pieces?.lead)
            #expect(steps[1].waitSeconds == delay / 3)
            #expect(abs(steps.reduce(0) { $0 + $1.waitSeconds } - delay) < 1e-9)
            #expect(steps.map(\.end) == steps.map(\.end).sorted())
            #expect(steps.last?.end == response.body.count)
        }
        response.delaySeconds = 0
        #expect(response.steps == [.init(waitSeconds: 0, end: response.body.count)])
    }
}
