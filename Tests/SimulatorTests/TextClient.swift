import JSONText
import Vocabulary

@testable import Simulator

/// Plays a run's part against the simulated provider, in full text: requests with messages and
/// tools, drafts in tags, prompts for the judge.
struct TextClient {
    let provider: SimulatedProvider
    let world: World
    let research: ResearchSpec

    init(world: World, seed: UInt64, profiles: [String: ModelProfile], research: ResearchSpec) {
        provider = SimulatedProvider(
            seed: seed, profiles: profiles, faults: [], latencyScale: 0)
        self.world = world
        self.research = research
    }

    /// The report of a model that researches; nil where it declines.
    func draft(of task: ResearchTask, by model: String, seed: UInt64) throws -> String? {
        var messages: [JSONValue] = [
            ["role": "system", "content": "You are a research analyst."],
            ["role": "user", "content": .string(task.problem)],
        ]
        var budget = research.maxToolCalls
        for _ in 0...research.maxToolCalls {
            let message = try ask(
                model, messages, seed: seed,
                [
                    (
                        "tools",
                        .array(research.tools.map { ["function": ["name": .string($0.rawValue)]] })
                    ), ("tool_choice", budget > 0 ? "auto" : "none"),
                ])
            guard let calls = message["tool_calls"]?.array else {
                return message["content"]?.string
            }
            messages.append(message)
            for (index, call) in calls.enumerated() {
                let result =
                    index < budget
                    ? try perform(call) : "Error: the tool calls are used up."
                messages.append(["role": "tool", "content": .string(result)])
            }
            budget -= min(budget, calls.count)
        }
        return nil
    }

    private func perform(_ call: JSONValue) throws -> String {
        let function = call["function"]
        let arguments = try JSONValue(parsing: function?["arguments"]?.string ?? "")
        if let query = arguments["query"]?.string {
            return world.search(query).filter { $0.host != "huggingface.co" }
                .prefix(research.search.maxResults).enumerated()
                .map { "\($0 + 1). \($1.title)\n\($1.url)\n\($1.excerpt)" }
                .joined(separator: "\n\n")
        }
        let url = (arguments["url"]?.string ?? "").dropFirst("http://".count)
        let host = url.prefix { $0 != "/" }
        let visit = world.visit(host: String(host), path: String(url.dropFirst(host.count)))
        guard case .page(let page) = visit else { return "Error: no such page." }
        let text = page.html.replacing("<p>", with: "\n").replacing("</p>", with: "\n")
        return "Source: http://\(url)\n\(text)"
    }

    /// The report that analyst and synthesizer make of drafts.
    func fusion(
        of drafts: [String], on task: ResearchTask, by model: String, analystSeed: UInt64,
        synthesizerSeed: UInt64
    ) throws -> String? {
        let blocks = drafts.enumerated().map {
            "<draft number=\"\($0 + 1)\" model=\"m\($0)\">\n\($1)\n</draft>"
        }
        var prompt = (["<task>\n\(task.problem)\n</task>"] + blocks).joined(separator: "\n\n")
        if drafts.count > 1 {
            let analysis = try ask(
                model, [["role": "user", "content": .string(prompt)]], seed: analystSeed,
                [("response_format", ["json_schema": ["name": "panel_analysis"]])])
            prompt += "\n\n<analysis>\n\(analysis["content"]?.string ?? "")\n</analysis>"
        }
        return try ask(
            model, [["role": "user", "content": .string(prompt)]], seed: synthesizerSeed)[
                "content"]?.string
    }

    func verdict(
        on criterion: Criterion, of answer: String, task: ResearchTask, by model: String,
        seed: UInt64
    ) throws -> Verdict? {
        let prompt = """
            <criterion_type>\n\(criterion.polarity.rawValue)\n</criterion_type>

            <criterion>\n\(criterion.requirement)\n</criterion>

            <query>\n\(task.problem)\n</query>

            <response>\n\(answer)\n</response>
            """
        let reply = try ask(
            model, [["role": "user", "content": .string(prompt)]], seed: seed,
            [("response_format", ["json_schema": ["name": "verdict"]])])
        return try JSONValue(parsing: reply["content"]?.string ?? "")["criterion_status"]?.string
            .flatMap(Verdict.init(rawValue:))
    }

    private func ask(
        _ model: String, _ messages: [JSONValue], seed: UInt64,
        _ options: [(String, JSONValue)] = []
    ) throws -> JSONValue {
        var body = JSONObject(pairs: options)
        body["model"] = .string(model)
        body["seed"] = .integer(Int(seed))
        body["messages"] = .array(messages)
        let response = provider.respond(to: Array(JSONValue.object(body).text.utf8), attempt: 0)
        return try JSONValue(parsing: response.body)["choices"]?.array?.first?["message"] ?? .null
    }
}
