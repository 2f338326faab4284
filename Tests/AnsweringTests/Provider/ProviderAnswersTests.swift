import Inference
import JSONText
import ScriptedServer
import Testing
import Vocabulary

@testable import Answering

/// Over the network and chat completions, with replies as a provider sends them.
@Suite("Answers that the provider researches")
struct ProviderAnswersTests {
    private static let search = ProviderRig.step(
        "web_search", ["query": "why"],
        ["results": [["url": "http://a.example/1", "title": "A"], ["url": "https://hf.co/d"]]])
    private static let fetch = ProviderRig.step(
        "web_fetch", ["url": "http://a.example/1"],
        ["url": "http://a.example/1", "title": "A", "content": "text"])
    private static let price = ModelPrice(inputPerMillion: 1_000, outputPerMillion: 2_000)

    @Test("One request is all, and what the provider tells of it is recorded")
    func solo() async throws {
        let rig = try ProviderRig { _, _ in
            ProviderRig.says(
                "Report.", steps: [Self.search, Self.fetch],
                annotations: [
                    [
                        "type": "url_citation",
                        "url_citation": ["url": "http://a.example/1", "title": "A"],
                    ],
                    ["type": "url_citation", "url": "http://b.example/2"],
                ])
        }
        let record = try await rig.answerer.solo(
            "m", ProviderRig.question, unit: ProviderRig.unit
        ).record
        let body = try rig.body()
        await rig.end()
        #expect(
            body["tools"]?.array?.map { $0["type"] }
                == ["openrouter:web_search", "openrouter:web_fetch"])
        #expect(body["max_tool_calls"] == 3)
        #expect(rig.server.requests.count == 1)
        #expect(record.status == .ok)
        #expect(record.toolUses.map(\.tool) == [.webSearch, .webFetch])
        #expect(record.toolUses.map(\.position) == [0, 1])
        #expect(record.toolUses.map(\.argument) == ["why", "http://a.example/1"])
        #expect(record.toolUses.map(\.resultCount) == [2, 4])
        // The provider let it through, so it was seen.
        let finding = try #require(record.toolUses[0].findings.first)
        #expect(finding.url == "https://hf.co/d")
        #expect(finding.taints)
        #expect(!finding.wasKeptAway)
        #expect(
            record.sources == [
                SourceRecord(url: "http://a.example/1", title: "A", kind: .search),
                SourceRecord(url: "https://hf.co/d", kind: .search),
                SourceRecord(url: "http://a.example/1", title: "A", kind: .fetch),
                SourceRecord(url: "http://a.example/1", title: "A", kind: .citation),
                SourceRecord(url: "http://b.example/2", kind: .citation),
            ])
        #expect(record.serverFusion == nil)
    }

    @Test("Drafts of a panel of ours are researched by the provider too")
    func members() async throws {
        let rig = try ProviderRig { _, body in
            body["tools"] == nil
                ? ProviderRig.says("Fused.") : ProviderRig.says("Draft.", steps: [Self.search])
        }
        let spec = FusionSpec(panel: ["m"], analyst: "s", synthesizer: "s", drafts: .fresh)
        let kept = Parts()
        _ = try await rig.answerer.fusion(
            spec, ProviderRig.question, unit: ProviderRig.unit
        ) { await kept.add($0) }
        await rig.end()
        let part = try #require(await kept.records.first)
        #expect(part.toolUses.map(\.member) == [0])
        #expect(part.sources.count == 2)
    }

    private actor Parts {
        var records: [AnswerRecord] = []
        func add(_ record: AnswerRecord) { records.append(record) }
    }

    @Test("A page whose text is shown and harmless taints nothing; a blocked one was not seen")
    func pages() async throws {
        let rig = try ProviderRig { _, _ in
            ProviderRig.says(
                "Report.",
                steps: [
                    ProviderRig.step(
                        "web_fetch", ["url": "https://hf.co/a"],
                        ["url": "https://hf.co/a", "content": "A model card."]),
                    ProviderRig.step(
                        "web_fetch", ["url": "https://hf.co/b"],
                        ["url": "https://hf.co/b", "status": "failed", "error": "blocked"]),
                    ProviderRig.step(
                        "web_fetch", ["url": "http://c.example"],
                        ["url": "http://c.example", "content": "It is Secret-Bench-7."]),
                ],
                annotations: [["type": "url_citation", "url": "https://hf.co/c"]])
        }
        let record = try await rig.answerer.solo(
            "m", ProviderRig.question, unit: ProviderRig.unit
        ).record
        await rig.end()
        #expect(record.toolUses.map { $0.findings.map(\.evidence) } == [[.url], [.url], [.marker]])
        #expect(
            record.toolUses.map { $0.findings.contains(where: \.taints) }.prefix(2) == [
                false, false,
            ])
        #expect(record.toolUses.flatMap(\.findings).allSatisfy { !$0.wasKeptAway })
        #expect(record.toolUses[1].error == "blocked")
        #expect(record.findings.map(\.finding.evidence) == [.citation])
        #expect(record.findings.map(\.finding.url) == ["https://hf.co/c"])
        #expect(record.sources.map(\.kind) == [.fetch, .fetch, .citation])
    }

    @Test("What searches cost beside the tokens is not made up")
    func prices() async throws {
        let price = ModelPrice(inputPerMillion: 1_000, outputPerMillion: 2_000)
        func cost(
            _ reply: String, dialect: EndpointSpec.Dialect = .openrouter
        ) async throws -> USD? {
            let rig = try ProviderRig(dialect: dialect, price: price) { _, _ in reply }
            let result = try await rig.answerer.solo(
                "m", ProviderRig.question, unit: ProviderRig.unit)
            await rig.end()
            return result.record.cost
        }
        // 1,000 in and 500 out: $2.
        #expect(try await cost(ProviderRig.says("x", cost: 9)) == USD(9))
        #expect(try await cost(ProviderRig.says("x", cost: nil)) == USD(2))
        #expect(
            try await cost(ProviderRig.says("x", steps: [Self.search], cost: nil)) == nil)
        #expect(try await cost(ProviderRig.says("x", cost: nil, searches: 2)) == nil)
    }

    @Test("A turn that pauses is sent back and goes on, and not for ever")
    func pauses() async throws {
        let rig = try ProviderRig { number, _ in
            number < 2
                ? ProviderRig.says("Part \(number).", steps: [Self.search], finish: "pause_turn")
                : ProviderRig.says("End.")
        }
        let record = try await rig.answerer.solo(
            "m", ProviderRig.question, unit: ProviderRig.unit
        ).record
        let last = try rig.body(2)
        await rig.end()
        #expect(record.text == "Part 0.\n\nPart 1.\n\nEnd.")
        #expect(record.calls.count == 3)
        #expect(record.toolUses.map(\.position) == [0, 1])
        #expect(
            last["messages"]?.array?.map { $0["role"] } == [
                "system", "user", "assistant", "assistant",
            ])

        let endless = try ProviderRig { _, _ in ProviderRig.says("x", finish: "pause_turn") }
        let stopped = try await endless.answerer.solo(
            "m", ProviderRig.question, unit: ProviderRig.unit
        ).record
        await endless.end()
        #expect(stopped.status == .modelError)
        #expect(stopped.error?.contains("paused 21 times") == true)
        #expect(stopped.calls.count == 21)
    }

    @Test("Anthropic's own search is read across a pause, and priced by the search")
    func anthropic() async throws {
        func message(_ content: [JSONValue], _ stop: String, searches: Int) -> String {
            let body: JSONValue = [
                "id": "m", "type": "message", "role": "assistant", "model": "served",
                "content": .array(content), "stop_reason": .string(stop),
                "usage": [
                    "input_tokens": 1_000, "output_tokens": 500,
                    "server_tool_use": ["web_search_requests": .integer(searches)],
                ],
            ]
            return body.text
        }
        let asked = message(
            [
                [
                    "type": "server_tool_use", "id": "1", "name": "web_search",
                    "input": ["query": "why"],
                ]
            ], "pause_turn", searches: 1)
        let answered = message(
            [
                [
                    "type": "web_search_tool_result", "tool_use_id": "1",
                    "content": [
                        ["type": "web_search_result", "url": "https://hf.co/d", "title": "D"]
                    ],
                ],
                [
                    "type": "text", "text": "Report.",
                    "citations": [
                        [
                            "type": "web_search_result_location", "url": "http://a.example/1",
                            "title": "A",
                        ]
                    ],
                ],
            ], "end_turn", searches: 0)
        let rig = try ProviderRig(dialect: .anthropic, api: .messages, price: Self.price) {
            number, _ in number == 0 ? asked : answered
        }
        let record = try await rig.answerer.solo(
            "m", ProviderRig.question, unit: ProviderRig.unit
        ).record
        let body = try rig.body()
        await rig.end()
        #expect(rig.server.requests.map(\.target) == ["/messages", "/messages"])
        #expect(body["tools"]?.array?.map { $0["type"] } == ["web_search_20250305"])
        #expect(body["tools"]?[0]?["blocked_domains"]?[0] == "huggingface.co")
        #expect(record.text == "Report.")
        #expect(record.toolUses.map(\.argument) == ["why"])
        #expect(record.toolUses.map(\.resultCount) == [1])
        #expect(record.toolUses.flatMap(\.findings).map(\.url) == ["https://hf.co/d"])
        #expect(record.sources.map(\.kind) == [.search, .citation])
        // Twice $2 of tokens, and a cent for the search.
        #expect(abs((record.cost?.dollars ?? 0) - 4.01) < 1e-9)
    }
}
