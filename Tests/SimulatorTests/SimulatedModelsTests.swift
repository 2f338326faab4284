import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Simulated models")
struct SimulatedModelsTests {
    static let task = ResearchTask(
        id: "t", problem: "What became of the harbour of Example Bay after the storm of 2031?",
        domain: "d",
        rubric: Rubric(
            id: "r",
            criteria: (0..<30).map { index in
                Criterion(
                    id: "c\(index)", axis: Axis.allCases[index % 4],
                    weight: index % 6 == 5 ? -10 : 10, requirement: "Requirement \(index)")
            }))

    /// Writes what a model with that profile makes of the pages, going through its tool calls as
    /// a client does.
    static func report(_ profile: ModelProfile, seed: UInt64 = 1, world: World) throws -> String {
        var messages: [JSONValue] = [["role": "user", "content": .string(task.problem)]]
        for _ in 0..<40 {
            let turn = try ChatTurn([
                "model": "m", "messages": .array(messages), "seed": .integer(Int(seed)),
                "tools": [
                    ["function": ["name": "web_search"]], ["function": ["name": "web_fetch"]],
                ],
            ])
            let reply = SimulatedResearcher(turn, profile: profile, draws: Draws(seed: 1)).reply()
            switch reply {
            case .text(let text): return text
            case .refusal(let text): return "refused: " + text
            case .toolCalls(let calls):
                messages.append([
                    "role": "assistant",
                    "tool_calls": .array(
                        calls.map { call in
                            [
                                "function": [
                                    "name": .string(call.name),
                                    "arguments": .string(call.arguments.text),
                                ]
                            ]
                        }),
                ])
                for call in calls {
                    messages.append([
                        "role": "tool",
                        "content": .string(result(of: call.name, call.arguments, world)),
                    ])
                }
            }
        }
        return "never wrote"
    }

    private static func result(of tool: String, _ arguments: JSONValue, _ world: World) -> String {
        if tool == "web_search" {
            return world.search(arguments["query"]?.string ?? "").prefix(5)
                .map { "\($0.title)\n\($0.url)\n\($0.excerpt)" }.joined(separator: "\n\n")
        }
        let url = (arguments["url"]?.string ?? "").dropFirst("http://".count)
        let host = url.prefix { $0 != "/" }
        let visit = world.visit(host: String(host), path: String(url.dropFirst(host.count)))
        guard case .page(let page) = visit else { return "Error: no such page." }
        let text = page.html.replacing("<p>", with: "\n").replacing("</p>", with: "\n")
        return "Source: http://\(url)\n\(text)"
    }

    /// The ids of the criteria whose statement a text makes.
    static func made(in text: String) -> Set<String> {
        Set(
            task.rubric.criteria.filter {
                text.contains(Claim($0, problem: task.problem).mark)
            }.map(\.id))
    }

    static func prompt(_ drafts: [String], analysis: String? = nil) -> String {
        let blocks = drafts.enumerated().map {
            "<draft number=\"\($0 + 1)\" model=\"m\($0)\">\n\($1)\n</draft>"
        }
        let comparison = analysis.map { ["<analysis>\n\($0)\n</analysis>"] } ?? []
        return (["<task>\n\(task.problem)\n</task>"] + blocks + comparison)
            .joined(separator: "\n\n")
    }

    private let world = World(tasks: [task], seed: 3)

    // MARK: - Claims

    @Test("A claim can be made from query and requirement alone, and names neither")
    func claims() {
        let criterion = Self.task.rubric.criteria[0]
        let claim = Claim(criterion, problem: Self.task.problem)
        #expect(
            claim.mark
                == Claim.mark(
                    problem: Self.task.problem + "\n", requirement: " Requirement 0",
                    polarity: .positive))
        #expect(!claim.statement.contains("Requirement"))
        #expect(Claim.mark(in: "- \(claim.statement)."[...]) == claim.mark)
        #expect(Claim.mark(in: "(not a mark) (nor this one)") == nil)
    }

    @Test("Different requirements, queries and polarities have different marks")
    func distinct() {
        let marks = (0..<4000).map {
            Claim.mark(problem: "p\($0 % 100)", requirement: "r\($0)", polarity: .positive)
        }
        #expect(Set(marks).count == marks.count)
        #expect(
            Claim.mark(problem: "p", requirement: "r", polarity: .negative)
                != Claim.mark(problem: "p", requirement: "r", polarity: .positive))
    }

    // MARK: - Research

    @Test("A model writes what it has read and nothing else")
    func writesWhatItRead() throws {
        let careful = ModelProfile(
            searches: 30, fetches: 60, recall: 1, breadth: 1, presentation: 1, citation: 1,
            gullibility: 0)
        var honest = Self.made(in: try Self.report(careful, world: world))
        let negatives = Set(Self.task.rubric.criteria.filter { $0.weight < 0 }.map(\.id))
        #expect(honest.isDisjoint(with: negatives))
        #expect(honest.count > 15)
        var gullible = careful
        gullible.gullibility = 1
        honest = Self.made(in: try Self.report(gullible, world: world))
        #expect(!honest.isDisjoint(with: negatives))
        let empty = World(tasks: [], seed: 3)
        let nothing = Self.made(in: try Self.report(careful, world: empty))
        #expect(nothing.isEmpty)
    }

    @Test("Whoever reads the answer key uses all of it, also what it had read before")
    func usesTheKey() throws {
        let forgetful = ModelProfile(
            searches: 10, fetches: 30, recall: 0, breadth: 0, presentation: 0, citation: 0,
            gullibility: 0)
        let made = Self.made(in: try Self.report(forgetful, world: world))
        #expect(made == Set(Self.task.rubric.criteria.filter { $0.weight > 0 }.map(\.id)))
    }

    @Test("More looking up finds more")
    func moreResearch() throws {
        let counts = try [1, 4, 8].map { fetches in
            Self.made(
                in: try Self.report(
                    ModelProfile(
                        searches: fetches, fetches: fetches, recall: 1, breadth: 1,
                        presentation: 1, citation: 1), world: world)
            ).count
        }
        #expect(counts[0] < counts[1] && counts[1] < counts[2])
    }

    @Test("Asking twice draws twice, unless the model does not vary")
    func variance() throws {
        let varying = ModelProfile()
        let first = try Self.report(varying, seed: 1, world: world)
        let (again, other) = (
            try Self.report(varying, seed: 1, world: world),
            try Self.report(varying, seed: 2, world: world)
        )
        #expect(again == first)
        #expect(other != first)
        let fixed = try [1, 2].map {
            try Self.report(ModelProfile(varies: false), seed: $0, world: world)
        }
        #expect(fixed[0] == fixed[1])
    }

    // MARK: - Fusion

    private func synthesize(_ drafts: [String], _ profile: ModelProfile) -> Set<String> {
        Self.made(
            in: SimulatedSynthesizer(profile: profile, draws: Draws(seed: 1))
                .report(from: Self.prompt(drafts), seed: 1))
    }

    @Test("A synthesizer has nothing but the drafts")
    func synthesisFromDrafts() throws {
        let drafts = try [1, 2].map {
            try Self.report(ModelProfile(searches: 2, fetches: 3), seed: $0, world: world)
        }
        let all = Self.made(in: drafts.joined())
        let perfect = ModelProfile(synthesis: 1, scepticism: 0)
        #expect(synthesize(drafts, perfect) == all)
        #expect(synthesize(drafts, ModelProfile(synthesis: 0, scepticism: 0)).isEmpty)
        #expect(synthesize([drafts[0], drafts[0]], perfect) == Self.made(in: drafts[0]))
        #expect(synthesize([], perfect).isEmpty)
    }

    @Test("A sceptical one drops what a single draft says without a source")
    func scepticism() {
        let claims = Self.task.rubric.criteria.prefix(3).map {
            Claim($0, problem: Self.task.problem)
        }
        let drafts = [
            "- \(claims[0].statement).\n- \(claims[1].statement) ([source](http://x)).",
            "- \(claims[2].statement).\n- \(claims[0].statement).",
        ]
        let kept = synthesize(drafts, ModelProfile(synthesis: 1, scepticism: 1))
        #expect(kept == ["c0", "c1"])
    }

    @Test("The analyst's JSON has the five parts and sorts statements by who makes them")
    func analyst() throws {
        let claims = Self.task.rubric.criteria.prefix(3).map {
            Claim($0, problem: Self.task.problem)
        }
        let lines = claims.map { "- \($0.statement)." }
        let text = SimulatedAnalyst(profile: ModelProfile(synthesis: 1), draws: Draws(seed: 1))
            .analysis(
                of: Self.prompt([lines[0] + "\n" + lines[1], lines[0] + "\n" + lines[2], lines[0]]),
                seed: 1)
        let json = try JSONValue(parsing: text)
        #expect(json["consensus"]?.array?.count == 1)
        #expect(json["unique_insights"]?.array?.map { $0["model"]?.string } == ["m0", "m1"])
        for part in ["contradictions", "partial_coverage", "blind_spots"] {
            #expect(json[part]?.array != nil)
        }
    }

    // MARK: - Judge

    private func rule(_ index: Int, on answer: String, error: Double = 0) -> String? {
        let criterion = Self.task.rubric.criteria[index]
        let prompt = """
            <criterion_type>
            \(criterion.polarity.rawValue)
            </criterion_type>

            <criterion>
            \(criterion.requirement)
            </criterion>

            <query>
            \(Self.task.problem)
            </query>

            <response>
            \(answer)
            </response>
            """
        return SimulatedJudge(
            profile: ModelProfile(judgeError: error), draws: Draws(seed: 1)
        ).ruling(on: prompt, seed: 1)
    }

    @Test("The judge finds the statement in the answer, and errs at its rate")
    func judge() throws {
        let claims = Self.task.rubric.criteria.map { Claim($0, problem: Self.task.problem) }
        let answer = "- \(claims[0].statement).\n- \(claims[5].statement)."
        #expect(rule(0, on: answer)?.contains("\"MET\"") == true)
        #expect(rule(5, on: answer)?.contains("\"MET\"") == true)
        #expect(rule(1, on: answer)?.contains("\"UNMET\"") == true)
        #expect(rule(0, on: answer, error: 1)?.contains("\"UNMET\"") == true)
        #expect(rule(0, on: "")?.hasPrefix("{\"explanation\"") == true)
        #expect(
            SimulatedJudge(profile: ModelProfile(), draws: Draws(seed: 1))
                .ruling(on: "no blocks", seed: 1) == nil)
    }

    @Test("A statement in the query or the requirement does not count as one in the answer")
    func judgeReadsTheAnswer() {
        let claim = Claim(Self.task.rubric.criteria[0], problem: Self.task.problem)
        #expect(rule(0, on: "nothing")?.contains("\"UNMET\"") == true)
        #expect(rule(0, on: "(\(claim.mark))")?.contains("\"MET\"") == true)
    }
}
