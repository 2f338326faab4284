import Answering
import Contamination
import Inference
import JSONText
import ScriptedServer
import Testing
import Transport
import Vocabulary

@Suite("Getting answers")
struct AnswererTests {
    /// What a scripted model says: by model name and the request, a reply.
    private typealias Script = @Sendable (_ model: String, _ body: JSONValue) -> String

    private struct Rig: Sendable {
        let server: ScriptedServer
        let transport: HTTPTransport
        let answerer: Answerer

        private static let exclusion: ExclusionList = {
            var entry = ExclusionListSpec.Entry(id: "key", tier: .answerKey, reason: "has the key")
            entry.hosts = ["huggingface.co"]
            return ExclusionList(ExclusionListSpec(name: "test", entries: [entry]))
        }()

        /// What no model may read.
        static let secret = ResearchTask(
            id: "6b1f0d8e-4a7c-4d1e-9c55-2f8e7a3b9d10", problem: "Why and how?", domain: "d",
            rubric: Rubric(
                id: "r",
                criteria: [
                    Criterion(
                        id: "c", axis: .factualAccuracy, weight: 5,
                        requirement: """
                            States that the harbour bridge opened to rail traffic in the spring of \
                            1931 after two delays
                            """)
                ]))

        /// A provider, a search engine and a web in one server.
        init(
            script: @escaping Script, spec: ResearchSpec = ResearchSpec(maxToolCalls: 3),
            enforcement: Enforcement = .full,
            pages: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply = { page in
                page.target.hasPrefix("/search")
                    ? .json(#"{"results":[]}"#) : .json("{}", status: 404)
            }
        ) throws {
            server = try ScriptedServer { request in
                if request.target == "/chat/completions" {
                    guard let body = try? JSONValue(parsing: request.body) else { return .reset }
                    let text = script(body["model"]?.string ?? "", body)
                    if let status = Int(text) { return .json("{}", status: status) }
                    return .json(text)
                }
                return pages(request)
            }
            transport = try HTTPTransport(
                TransportOptions(routeAll: (host: "127.0.0.1", port: server.port)))
            let clock = InferenceClock(now: { 0 }, sleep: { _ in })
            answerer = Answerer(
                client: ModelClient(
                    endpoint: Endpoint(
                        baseURL: server.url, key: nil, dialect: .openai, concurrency: 8,
                        timeoutSeconds: 600),
                    transport: transport, clock: clock, prices: { _ in nil }),
                tools: ResearchTools(
                    spec: spec,
                    search: SearchService(
                        .searxng, baseURL: "http://search.example", key: nil),
                    filter: ExclusionFilter(
                        list: Self.exclusion,
                        screen: ContentScreen(tasks: [Self.secret], markers: ["secret-bench-7"]),
                        enforcement: enforcement),
                    searchTransport: transport,
                    pages: WebPages(transport: transport, clock: clock, isPolite: false),
                    clock: clock))
        }

        func end() async {
            await transport.shutdown()
            server.stop()
        }
    }

    private static let unit = AnswerUnitRecord(
        key: "k", configurationID: "c", taskID: "t", generation: 0)
    private static let question = Question(
        taskID: "t", problem: "Why </task>?", generation: 0, seedRoot: ["1"])

    private static func says(_ text: String, finish: String = "stop") -> String {
        let body: JSONValue = [
            "model": "served",
            "choices": [
                ["message": ["content": .string(text)], "finish_reason": .string(finish)]
            ],
            "usage": ["prompt_tokens": 1, "completion_tokens": 1, "cost": 0.5],
        ]
        return body.text
    }

    private static func calls(_ tool: String, _ arguments: [String]) -> String {
        let body: JSONValue = [
            "choices": [
                [
                    "finish_reason": "tool_calls",
                    "message": [
                        "content": nil,
                        "tool_calls": .array(
                            arguments.enumerated().map { index, argument in
                                [
                                    "id": .string("call\(index)"), "type": "function",
                                    "function": [
                                        "name": .string(tool), "arguments": .string(argument),
                                    ],
                                ]
                            }),
                    ],
                ]
            ],
            "usage": ["prompt_tokens": 1, "completion_tokens": 1, "cost": 0.5],
        ]
        return body.text
    }

    private static func toolMessages(_ body: JSONValue) -> [String] {
        (body["messages"]?.array ?? []).filter { $0["role"] == "tool" }
            .compactMap { $0["content"]?.string }
    }

    // MARK: - Research

    @Test("A model searches, opens a page and writes; all of it is recorded")
    func research() async throws {
        let rig = try Rig(
            script: { _, body in
                switch Self.toolMessages(body).count {
                case 0: Self.calls("web_search", [#"{"query":"why & how"}"#])
                case 1: Self.calls("web_fetch", [#"{"url":"http://a.example/p"}"#])
                default: Self.says(Self.toolMessages(body).joined(separator: "\n--\n"))
                }
            },
            pages: { request in
                if request.target.hasPrefix("/search") {
                    return .json(
                        #"""
                        {"results":[{"url":"http://a.example/p","title":"A\nB","content":"c"},
                        {"url":"https://huggingface.co/d","title":"Key","content":"secret"}]}
                        """#)
                }
                return .response(
                    status: 200, headers: [("Content-Type", "text/html")],
                    body: Array("<p>Fact</p>".utf8))
            })
        let result = try await rig.answerer.solo("m", Self.question, unit: Self.unit)
        await rig.end()
        let record = result.record
        #expect(record.status == .ok)
        #expect(
            record.text
                == "1. A B\nhttp://a.example/p\nc\n\nSome results are not available.\n--\nSource: http://a.example/p\nFact"
        )
        #expect(record.calls.count == 3)
        #expect(record.cost == USD(1.5))
        #expect(record.toolUses.map(\.tool) == [.webSearch, .webFetch])
        #expect(record.toolUses[0].resultCount == 1)
        #expect(
            record.toolUses[0].findings.map { [$0.url, $0.detail] } == [
                ["https://huggingface.co/d", "host:huggingface.co"]
            ])
        #expect(!record.toolUses[0].findings.contains { !$0.wasKeptAway })
        let search = rig.server.requests.first { $0.target.hasPrefix("/search") }
        #expect(
            search?.target == "/search?q=why%20%26%20how%20-site%3Ahuggingface.co&format=json")
        #expect(search?.headers["host"] == "search.example")
    }

    @Test("When the tool calls are spent, tools are off and the model has to write")
    func budget() async throws {
        let rig = try Rig(script: { _, body in
            body["tool_choice"] == "none"
                ? Self.says("Final.")
                : Self.calls("web_search", [#"{"query":"a"}"#, #"{"query":"b"}"#])
        })
        let result = try await rig.answerer.solo("m", Self.question, unit: Self.unit)
        await rig.end()
        #expect(result.record.text == "Final.")
        // Three calls are allowed: two of the first turn, one of the second.
        #expect(result.record.toolUses.count == 3)
        #expect(result.record.calls.count == 3)
        let last = try JSONValue(parsing: try #require(rig.server.requests.last).body)
        #expect(Self.toolMessages(last).last?.contains("used up") == true)
        #expect(last["tools"]?.array?.count == 2)
    }

    @Test("A model that still asks for tools then has given no answer")
    func stubborn() async throws {
        let rig = try Rig(script: { _, _ in Self.calls("web_search", [#"{"query":"a"}"#]) })
        let result = try await rig.answerer.solo("m", Self.question, unit: Self.unit)
        await rig.end()
        #expect(result.record.status == .empty)
        #expect(result.record.calls.count == 4)
    }

    @Test(
        "Calls that can't be done are answered with a sentence",
        arguments: [
            ("web_search", "not json"), ("web_search", "{}"), ("web_fetch", #"{"url":7}"#),
            ("run_code", #"{"code":"x"}"#), ("web_fetch", #"{"url":"file:///etc/passwd"}"#),
            ("web_fetch", #"{"url":"https://huggingface.co/x"}"#),
        ])
    func badCalls(tool: String, arguments: String) async throws {
        let rig = try Rig(script: { _, body in
            Self.toolMessages(body).isEmpty
                ? Self.calls(tool, [arguments]) : Self.says(Self.toolMessages(body)[0])
        })
        let result = try await rig.answerer.solo("m", Self.question, unit: Self.unit)
        await rig.end()
        #expect(result.record.text.hasPrefix("Error: "))
        // Nothing in it may hint at a benchmark or a list.
        #expect(!result.record.text.lowercased().contains("exclu"))
        #expect(rig.server.requests.allSatisfy { $0.target == "/chat/completions" })
    }

    @Test("Redirects are followed hop by hop through the filter")
    func redirects() async throws {
        let rig = try Rig(
            script: { _, body in
                Self.toolMessages(body).isEmpty
                    ? Self.calls("web_fetch", [#"{"url":"http://a.example/1"}"#])
                    : Self.says(Self.toolMessages(body)[0])
            },
            pages: { request in
                request.target == "/1"
                    ? .response(status: 302, headers: [("Location", "/2")], body: [])
                    : .response(
                        status: 301, headers: [("Location", "http://huggingface.co/x")], body: [])
            })
        let result = try await rig.answerer.solo("m", Self.question, unit: Self.unit)
        await rig.end()
        #expect(result.record.text == "Error: the page could not be opened.")
        #expect(result.record.toolUses[0].findings.map(\.url) == ["http://huggingface.co/x"])
        #expect(!rig.server.requests.contains { $0.headers["host"] == "huggingface.co" })
    }

    @Test(
        "A copied rubric is kept away in full, and only recorded otherwise",
        arguments: Enforcement.allCases)
    func copies(enforcement: Enforcement) async throws {
        let rig = try Rig(
            script: { _, body in
                let said = Self.toolMessages(body)
                return switch said.count {
                case 0: Self.calls("web_search", [#"{"query":"bridge"}"#])
                case 1: Self.calls("web_fetch", [#"{"url":"http://clean.example/copy"}"#])
                default: Self.says(said.joined(separator: "\n--\n"))
                }
            }, enforcement: enforcement,
            pages: { request in
                if request.target.hasPrefix("/search") {
                    return .json(
                        """
                        {"results": [
                        {"url": "http://clean.example/a", "title": "Secret-Bench-7", "content": "x"},
                        {"url": "http://clean.example/b", "title": "B", "content": "y"}
                        ]}
                        """)
                }
                let text = Rig.secret.rubric.criteria[0].requirement.uppercased()
                return .response(
                    status: 200, headers: [("Content-Type", "text/html")],
                    body: Array("<p>\(text)</p>".utf8))
            })
        let result = try await rig.answerer.solo("m", Self.question, unit: Self.unit)
        await rig.end()
        let uses = result.record.toolUses
        let isFull = enforcement == .full
        #expect(uses[0].findings.map(\.evidence) == [.marker])
        #expect(uses[1].findings.map(\.evidence) == [.ngram])
        #expect(uses.flatMap(\.findings).map(\.wasKeptAway) == [isFull, isFull])
        #expect(uses[1].findings.map(\.taints) == [!isFull])
        #expect(result.record.text.contains("HARBOUR BRIDGE") == !isFull)
        #expect(result.record.text.contains("Secret-Bench-7") == !isFull)
        #expect(result.record.text.contains("Some results are not available.") == isFull)
        // Nothing of the finding is told to the model.
        #expect(!result.record.text.lowercased().contains("rubric"))
        let query = try #require(rig.server.requests.first { $0.target.hasPrefix("/search") })
        #expect(query.target.contains("-site") == (enforcement != .off))
    }

    @Test("A copied rubric in another encoding or in an address is kept away as well")
    func disguisedCopies() async throws {
        let requirement = Rig.secret.rubric.criteria[0].requirement
        let inAddress = requirement.replacing(" ", with: "%20")
        let rig = try Rig(
            script: { _, body in
                let said = Self.toolMessages(body)
                return switch said.count {
                case 0: Self.calls("web_fetch", [#"{"url":"http://clean.example/utf16"}"#])
                case 1:
                    Self.calls("web_fetch", [#"{"url":"http://clean.example/?q=\#(inAddress)"}"#])
                default: Self.says(said.joined(separator: "\n--\n"))
                }
            },
            pages: { request in
                guard request.target == "/utf16" else {
                    return .response(
                        status: 200, headers: [("Content-Type", "text/plain")],
                        body: Array("fine".utf8))
                }
                let units = requirement.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
                return .response(
                    status: 200, headers: [("Content-Type", "text/plain; charset=utf-16le")],
                    body: units)
            })
        let result = try await rig.answerer.solo("m", Self.question, unit: Self.unit)
        await rig.end()
        let findings = result.record.toolUses.flatMap(\.findings)
        #expect(findings.map(\.evidence) == [.ngram, .ngram])
        #expect(!findings.contains { !$0.wasKeptAway })
        #expect(!result.record.text.contains("harbour"))
    }

    @Test(
        "How a completion ends is how the answer ends",
        arguments: [
            (Self.says("x", finish: "length"), AnswerStatus.truncated),
            (Self.says(""), .empty), (Self.says("x", finish: "content_filter"), .refused),
            ("404", .infraError),
        ])
    func statuses(reply: String, status: AnswerStatus) async throws {
        let rig = try Rig(script: { _, _ in reply })
        let result = try await rig.answerer.solo("m", Self.question, unit: Self.unit)
        await rig.end()
        #expect(result.record.status == status)
        #expect(result.record.isGradable == (status == .truncated))
    }

    // MARK: - Fusion

    private static let analysis =
        #"{"consensus":[],"contradictions":[],"partial_coverage":[],"unique_insights":[],"blind_spots":[]}"#

    /// Members draft their name and seed, the analyst compares, the synthesizer repeats its prompt.
    private static func fusionScript(analyst: String, failing: Set<String> = []) -> Script {
        { model, body in
            if failing.contains(model) { return "404" }
            let prompt = body["messages"]?[1]?["content"]?.string ?? ""
            switch model {
            case "analyst": return analyst
            case "synthesizer": return Self.says("FUSED\n" + prompt)
            default: return Self.says("draft of \(model) \(body["seed"]?.integer ?? 0)")
            }
        }
    }

    private func fuse(
        _ panel: [String], analyst: String = Self.says(Self.analysis),
        failing: Set<String> = [], stored: [Int: DraftRecord] = [:]
    ) async throws -> AnswerRecord {
        let rig = try Rig(
            script: Self.fusionScript(analyst: analyst, failing: failing),
            spec: ResearchSpec(tools: []))
        let (record, kept) = try await fuse(
            panel, on: rig, earlier: EarlierParts(drafts: stored))
        await rig.end()
        var whole = record
        whole.calls = kept.flatMap(\.calls) + record.calls
        whole.cost = USD.sum(kept.map(\.cost) + [record.cost])
        return whole
    }

    /// The answer, and the parts that were to be stored on the way, in the order of the panel.
    private func fuse(
        _ panel: [String], on rig: Rig, earlier: EarlierParts = EarlierParts()
    ) async throws -> (record: AnswerRecord, kept: [AnswerRecord]) {
        let spec = FusionSpec(
            panel: panel, analyst: "analyst", synthesizer: "synthesizer", drafts: .fresh)
        let kept = Locked<[AnswerRecord]>([])
        let result = try await rig.answerer.fusion(
            spec, Self.question, unit: Self.unit, earlier: earlier
        ) { part in kept.withLock { $0.append(part) } }
        let parts = kept.withLock { $0 }.sorted {
            ($0.drafts.first?.position ?? .max) < ($1.drafts.first?.position ?? .max)
        }
        return (result.record, parts)
    }

    @Test("Fresh drafts and a valid analysis are handed over as they come, with what they took")
    func parts() async throws {
        let rig = try Rig(
            script: Self.fusionScript(analyst: Self.says(Self.analysis)),
            spec: ResearchSpec(tools: []))
        let (record, kept) = try await fuse(["a", "b"], on: rig)
        await rig.end()
        #expect(kept.map { $0.drafts.map(\.model) } == [["a"], ["b"], []])
        #expect(kept.map(\.storedDrafts) == [[1], [0], [0, 1]])
        #expect(kept.map { $0.calls.map(\.role) } == [[.member], [.member], [.analyst]])
        #expect(kept[2].analysis?.status == .valid)
        #expect(kept.allSatisfy { $0.status == .infraError && $0.key == Self.unit.key })
        #expect(record.storedDrafts == [0, 1])
        #expect(record.calls.map(\.role) == [.synthesizer])
    }

    @Test("After a synthesis that failed, only the synthesizer is asked again")
    func resumes() async throws {
        let failing = try Rig(
            script: Self.fusionScript(
                analyst: Self.says(Self.analysis), failing: ["synthesizer"]),
            spec: ResearchSpec(tools: []))
        let (lost, kept) = try await fuse(["a", "b"], on: failing)
        await failing.end()
        #expect(lost.status == .infraError)
        let rig = try Rig(
            script: Self.fusionScript(analyst: "404", failing: ["a", "b"]),
            spec: ResearchSpec(tools: []))
        let drafts = kept.flatMap(\.drafts)
        let (record, again) = try await fuse(
            ["a", "b"], on: rig,
            earlier: EarlierParts(
                drafts: Dictionary(uniqueKeysWithValues: drafts.map { ($0.position, $0) }),
                analysis: kept[2].analysis))
        await rig.end()
        #expect(again.isEmpty)
        #expect(record.status == .ok)
        #expect(record.calls.map(\.role) == [.synthesizer])
        #expect(record.drafts.map(\.text) == drafts.map(\.text))
        #expect(record.storedDrafts == [0, 1])
    }

    @Test("A member that there is no money for leaves the fusion unfinished, its other drafts kept")
    func noMoney() async throws {
        let rig = try Rig(
            script: Self.fusionScript(analyst: Self.says(Self.analysis)),
            spec: ResearchSpec(tools: []))
        let spec = FusionSpec(
            panel: ["a", "b"], analyst: "analyst", synthesizer: "synthesizer", drafts: .fresh)
        let asked = Locked(0)
        let gate = SpendingGate(
            reserve: { amount async throws(CancellationError) in
                let number = asked.withLock { count -> Int in
                    count += 1
                    return count
                }
                return number == 1 ? SpendingGate.Reservation(amount: amount) : nil
            }, settle: { _, _ in })
        let kept = Locked<[AnswerRecord]>([])
        let result = try await rig.answerer.fusion(
            spec, Self.question, unit: Self.unit, gate: gate
        ) { part in kept.withLock { $0.append(part) } }
        await rig.end()
        #expect(result.record.status == .infraError)
        #expect(kept.withLock { $0.count } == 1)
        #expect(!result.record.calls.contains { $0.role == .synthesizer })
    }

    @Test("What can't be stored ends the fusion with the reason")
    func storeFails() async throws {
        struct Full: Error {}
        let rig = try Rig(
            script: Self.fusionScript(analyst: Self.says(Self.analysis)),
            spec: ResearchSpec(tools: []))
        let spec = FusionSpec(
            panel: ["a"], analyst: "analyst", synthesizer: "synthesizer", drafts: .fresh)
        await #expect(throws: Full.self) {
            _ = try await rig.answerer.fusion(
                spec, Self.question, unit: Self.unit, keep: { _ in throw Full() })
        }
        await rig.end()
    }

    @Test("Panel, analysis and synthesis follow each other")
    func fusion() async throws {
        let record = try await fuse(["a", "b"])
        #expect(record.status == .ok)
        #expect(record.drafts.map(\.model) == ["a", "b"])
        #expect(record.analysis?.status == .valid)
        #expect(record.text.hasPrefix("FUSED\n<task>\nWhy <\\/task>?\n</task>"))
        #expect(record.text.contains(#"<draft number="2" model="b">"#))
        #expect(record.text.contains("<analysis>\n{\"consensus\""))
        #expect(record.calls.map(\.role) == [.member, .member, .analyst, .synthesizer])
        #expect(record.cost == USD(2))
    }

    @Test("The same model twice gives two different drafts")
    func selfPanel() async throws {
        let record = try await fuse(["a", "a"])
        #expect(record.drafts[0].text != record.drafts[1].text)
        #expect(record.text.contains(#"model="a #2""#))
    }

    @Test("A member that fails leaves the fusion with the others, and is recorded")
    func lostMember() async throws {
        let record = try await fuse(["a", "b", "c"], failing: ["b"])
        #expect(record.status == .ok)
        #expect(record.drafts.map(\.status) == [.ok, .infraError, .ok])
        #expect(!record.text.contains("draft of b"))
    }

    @Test("With one draft left there is nothing to compare")
    func oneLeft() async throws {
        let record = try await fuse(["a", "b"], failing: ["a"])
        #expect(record.analysis?.status == .skipped)
        #expect(record.calls.map(\.role).suffix(1) == [.synthesizer])
    }

    @Test("When every member fails there is a record and no synthesis")
    func allLost() async throws {
        let record = try await fuse(["a", "b"], failing: ["a", "b"])
        #expect(record.status == .infraError)
        #expect(record.text.isEmpty)
        #expect(record.error?.contains("a: ") == true)
        #expect(!record.calls.contains { $0.role == .synthesizer })
    }

    @Test("Without valid JSON from the analyst the synthesizer works from the drafts")
    func noAnalysis() async throws {
        let record = try await fuse(["a", "b"], analyst: Self.says("They agree."))
        #expect(record.status == .ok)
        #expect(record.analysis == AnalysisRecord(status: .invalid, text: "They agree."))
        #expect(!record.text.contains("<analysis>"))
        #expect(record.calls.count { $0.role == .analyst } == 3)
        let failed = try await fuse(["a", "b"], failing: ["analyst"])
        #expect(failed.status == .ok)
        #expect(failed.analysis?.status == .failed)
    }

    @Test("Drafts that the run already has are taken, and their cost counts")
    func reuse() async throws {
        let stored = DraftRecord(
            position: 0, model: "a", status: .ok, text: "stored draft", cost: USD(7),
            latencySeconds: 3, reusedKey: "solo")
        let record = try await fuse(["a", "b"], stored: [0: stored])
        #expect(record.text.contains("stored draft"))
        #expect(record.calls.count { $0.role == .member } == 1)
        #expect(record.cost == USD(8.5))
    }
}
