import Foundation
import JSONText
import ScriptedServer
import Testing

/// What the command says and how it ends, of suites that are fine and of ones that are not.
@Suite("The doctor")
struct DoctorTests {
    private static let key = "sk-or-v1-0123456789abcdef"

    private struct Finding {
        var ending: Program.Ending
        var json: JSONValue?

        /// The state and the words of the check on something.
        func check(_ subject: String) -> (state: String, words: String)? {
            let found = json?["checks"]?.array?.first { $0["check"]?.string == subject }
            guard let found, let state = found["state"]?.string else { return nil }
            return (
                state, (found["found"]?.string ?? "") + " " + (found["advice"]?.string ?? "")
            )
        }

        func state(_ subject: String) -> String? { check(subject)?.state }
    }

    /// Runs it and sees to it that no key is in what it says.
    private func doctor(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Finding {
        let ending = try Program.run(
            ["doctor"] + arguments + ["--format", "json"], environment: environment)
        #expect(!ending.out.contains(Self.key) && !ending.err.contains(Self.key))
        return Finding(ending: ending, json: try? JSONValue(parsing: ending.out))
    }

    private func withSuite(
        _ text: String, _ body: (_ file: String, _ folder: String) throws -> Void
    ) throws {
        try Program.withFolder { folder in
            let file = folder + "/suite.yaml"
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            try body(file, folder)
        }
    }

    // MARK: - Without a suite

    @Test("Without a suite it looks at the machine, and tells keys by name alone")
    func machine() throws {
        try Program.withFolder { folder in
            let found = try doctor(
                ["--db", folder + "/r.sqlite"],
                environment: [
                    "OPENROUTER_API_KEY": Self.key, "EXA_API_KEY": "",
                    "HTTPS_PROXY": "http://someone:\(Self.key)@proxy.example:3128",
                ])
            #expect(found.ending.code == 0, "\(found.ending.err)")
            #expect(found.check("OPENROUTER_API_KEY")?.words == "set ")
            #expect(found.state("EXA_API_KEY") == "skipped")
            #expect(found.check("HTTPS_PROXY")?.words == "http://•••@proxy.example:3128 ")
            #expect(found.check("libcurl")?.words.contains("version ") == true)
            #expect(found.state("Results file") == "ok")
            #expect(found.state("Free disk") != nil)
            #expect(found.check("Dataset sample")?.words.contains("readable") == true)
        }
    }

    @Test("A place that can't be written to is a failed check, and exit code 1")
    func unwritable() throws {
        let found = try doctor(["--db", "/dev/null/nowhere/r.sqlite"])
        #expect(found.ending.code == 1)
        #expect(found.state("Results file") == "failed")
        #expect(found.ending.err.contains("1 of the checks failed"))
    }

    @Test(
        "What can't be understood is bad usage",
        arguments: [["--live"], ["--simulate"], ["no-such-file.yaml"]])
    func badUsage(arguments: [String]) throws {
        #expect(try doctor(arguments).ending.code == 2)
    }

    // MARK: - On the simulator

    @Test("The demo's suite is fine on the simulator, live calls included")
    func simulated() throws {
        try Program.withFolder { folder in
            let suite = Program.home + "/suites/demo.yaml"
            let found = try doctor(
                [suite, "--simulate", "--live", "--db", folder + "/r.sqlite"])
            #expect(found.ending.code == 0, "\(found.ending.err)\n\(found.ending.out)")
            #expect(found.check("Dataset sample")?.words.contains("readable") == true)
            #expect(found.state("https://example.com/v1") == "ok")
            #expect(found.check("sim/atlas")?.words.hasPrefix("is there") == true)
            #expect(found.state("Search by searxng") == "ok")
            #expect(found.check("Cost of calls to https://example.com/v1")?.state == "ok")
            #expect(!FileManager.default.fileExists(atPath: folder + "/r.sqlite"))
        }
    }

    // MARK: - Against endpoints that have something wrong

    /// A suite at a server, with a judge and two models.
    private func suite(_ url: String, dialect: String = "openrouter", extra: String = "") -> String
    {
        """
        name: examined
        dataset: sample
        tasks: {limit: 1}
        endpoint: {base_url: "\(url)/api/v1", api_key_env: TEST_KEY, dialect: \(dialect)}
        research: {search: {base_url: "\(url)"}}
        configurations: [{id: a, solo: openai/gpt-5.5}, {id: b, solo: anthropic/claude-opus-48}]
        judge: {model: openai/gpt-5.5, temperature: 0.2}
        \(extra)
        """
    }

    private static let models = #"""
        {"data":[{"id":"openai/gpt-5.5","context_length":20000,
        "pricing":{"prompt":"0.000005","completion":"0.00003"},
        "top_provider":{"max_completion_tokens":100},
        "supported_parameters":["tools","response_format","seed"],"expiration_date":"2199-01-01"},
        {"id":"anthropic/claude-opus-4.8","pricing":{"prompt":"-1","completion":"-1"},
        "supported_parameters":["temperature"]}]}
        """#

    private func examine(
        dialect: String = "openrouter", live: Bool = false,
        _ reply: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply,
        _ body: (Finding, ScriptedServer) throws -> Void
    ) throws {
        let server = try ScriptedServer(reply)
        defer { server.stop() }
        try withSuite(suite(server.url, dialect: dialect)) { file, folder in
            let found = try doctor(
                [file, "--db", folder + "/r.sqlite"] + (live ? ["--live"] : []),
                environment: ["TEST_KEY": Self.key])
            try body(found, server)
        }
    }

    @Test("Models that are missing or unfit are told with what to do")
    func models() throws {
        try examine { request in
            switch request.target {
            case "/api/v1/models": .json(Self.models)
            case "/api/v1/key": .json(#"{"data":{"limit_remaining":null,"usage":1}}"#)
            case "/api/v1/credits": .json(#"{"data":{"total_credits":5000,"total_usage":4}}"#)
            default: .json("{}", status: 404)
            }
        } _: { found, server in
            #expect(found.ending.code == 1)
            let base = server.url + "/api/v1"
            #expect(found.state("Key of \(base)") == "ok")
            #expect(found.state("Key at \(base)") == "ok")
            #expect(found.check("Credit at \(base)")?.words.hasPrefix("$4996.00 left") == true)
            let words = found.json?["checks"]?.array?.compactMap { check -> String? in
                guard check["area"]?.string == "models" else { return nil }
                return [check["state"], check["check"], check["found"], check["advice"]]
                    .compactMap { $0?.string }.joined(separator: " | ")
            }
            #expect(
                words == [
                    "warning | openai/gpt-5.5 | is there, until 2199-01-01 | "
                        + "Finish before that day.",
                    "warning | openai/gpt-5.5 | does not take temperature | "
                        + "It is left out of requests; leave it out of the suite too.",
                    "warning | openai/gpt-5.5 | holds 20000 tokens; a call may need about 57000 | "
                        + "Lower research.max_tool_calls, or take a model that holds more.",
                    "failed | anthropic/claude-opus-48 | is not there | \(base) has no model "
                        + "anthropic/claude-opus-48; did you mean anthropic/claude-opus-4.8?",
                ])
            #expect(server.requests.allSatisfy { $0.method == "GET" })
        }
    }

    @Test("A key that is not accepted, and one that is not set, are told by their names")
    func keys() throws {
        try examine { _ in
            .json(#"{"error":{"code":401,"message":"No auth \#(Self.key)"}}"#, status: 401)
        } _: { found, server in
            #expect(found.ending.code == 1)
            let check = try #require(found.check("Key at \(server.url)/api/v1"))
            #expect(check.state == "failed")
            #expect(check.words.contains("TEST_KEY"))
        }
        let server = try ScriptedServer { _ in .json(Self.models) }
        defer { server.stop() }
        try withSuite(suite(server.url)) { file, folder in
            let found = try doctor([file, "--db", folder + "/r.sqlite"])
            #expect(found.ending.code == 1)
            #expect(
                found.check("Key of \(server.url)/api/v1")?.words.hasPrefix("TEST_KEY is not set")
                    == true)
        }
    }

    @Test("Without credit it says so before a run finds out")
    func credit() throws {
        for (left, state) in [("0", "failed"), ("0.01", "warning")] {
            try examine { request in
                switch request.target {
                case "/api/v1/models": .json(Self.models)
                case "/api/v1/key": .json(#"{"data":{"limit":5,"limit_remaining":\#(left)}}"#)
                default: .json("{}", status: 404)
                }
            } _: { found, server in
                #expect(found.state("Credit at \(server.url)/api/v1") == state)
            }
        }
    }

    @Test("A web page in place of a list means that the address is wrong")
    func webPage() throws {
        try examine { _ in
            .response(
                status: 200, headers: [("Content-Type", "text/html")],
                body: Array("<!doctype html><html>Welcome</html>".utf8))
        } _: { found, server in
            let check = try #require(found.check("List of \(server.url)/api/v1"))
            #expect(check.state == "failed")
            #expect(check.words.contains("a web page"))
        }
    }

    @Test("An endpoint without a list is a warning")
    func noList() throws {
        try examine(dialect: "openai") { _ in
            .json(#"{"error":{"message":"not found"}}"#, status: 404)
        } _: { found, server in
            #expect(found.state("List of \(server.url)/api/v1") == "warning")
            #expect(found.check("openai/gpt-5.5") == nil)
            #expect(found.ending.code == 0, "\(found.ending.out)")
        }
    }

    @Test("An endpoint at which nothing listens is told")
    func nobodyThere() throws {
        // Port 1 belongs to a service that nobody runs.
        try withSuite(suite("http://127.0.0.1:1")) { file, folder in
            let found = try doctor(
                [file, "--db", folder + "/r.sqlite"], environment: ["TEST_KEY": Self.key])
            #expect(found.ending.code == 1)
            #expect(found.state("http://127.0.0.1:1/api/v1") == "failed")
        }
    }

    @Test("What a suite is made of is looked at, whatever else is wrong")
    func suiteFiles() throws {
        let text = """
            name: examined
            dataset: nowhere
            endpoint: {base_url: "http://127.0.0.1:1/v1"}
            exclusion: none
            configurations: [{id: a, solo: m}]
            judge: {model: m, prompt: no-such-prompt}
            """
        try withSuite(text) { file, folder in
            let found = try doctor([file, "--db", folder + "/r.sqlite"])
            #expect(found.ending.code == 1)
            #expect(found.state("Dataset nowhere") == "failed")
            #expect(found.state("Judge prompt no-such-prompt") == "failed")
            #expect(found.state("Exclusion list") == "warning")
            #expect(found.state("Search engine") == "failed")
            #expect(found.state("Estimate") == "failed")
        }
    }

    // MARK: - What is kept away

    /// What it says of a suite whose endpoint has a list of models and nothing else.
    private func exclusionChecks(
        dialect: String = "openrouter", search: String, _ configurations: String,
        live: Bool = false, _ body: (Finding) throws -> Void
    ) throws {
        let server = try ScriptedServer { request in
            request.method == "GET" && request.target.hasPrefix("/api/v1/models")
                ? .json(#"{"data":[{"id":"claude-opus-4-8"}]}"#) : .json("{}", status: 404)
        }
        defer { server.stop() }
        let text = """
            name: examined
            dataset: sample
            tasks: {limit: 1}
            endpoint: {base_url: "\(server.url)/api/v1", dialect: \(dialect)}
            exclusion: draco
            research: {search: {\(search)}}
            configurations: [\(configurations)]
            judge:
              model: anthropic/claude-opus-4.8
              endpoint: {base_url: "\(server.url)/judge", dialect: openai}
            """
        try withSuite(text) { file, folder in
            try body(try doctor([file, "--db", folder + "/r.sqlite"] + (live ? ["--live"] : [])))
        }
    }

    @Test("A configuration that can't be kept from the list is a failed check, as a run has it")
    func objections() throws {
        try exclusionChecks(
            search: "engine: server, provider_engine: native, fetch_engine: native",
            "{id: a, solo: google/gemini-3.1-pro}, {id: b, solo: anthropic/claude-opus-4.8}"
        ) { found in
            let check = try #require(found.check("Configuration a"))
            #expect(check.state == "failed")
            #expect(check.words.contains("with provider_engine 'native', google/gemini-3.1-pro"))
            #expect(found.check("Configuration b") == nil)
            // Though it judges as well.
            #expect(found.state("anthropic/claude-opus-4.8 searching by native") == "ok")
            #expect(found.state("google/gemini-3.1-pro opening pages by native") == "failed")
        }
    }

    @Test("A fusion of the provider's alone is one whose models have tools")
    func fusionAlone() throws {
        try exclusionChecks(
            search: "engine: server, provider_engine: auto, fetch_engine: exa",
            "{id: f, server_fusion: openrouter/fusion}"
        ) { found in
            #expect(found.state("Configuration f") == "failed")
            #expect(found.check("Search") == nil)
        }
        try exclusionChecks(
            search: "engine: server", "{id: f, server_fusion: openrouter/fusion}"
        ) { found in
            #expect(found.check("Configuration f") == nil)
            #expect(found.state("the provider's panel searching by exa") == "ok")
            #expect(found.state("the provider's panel opening pages by exa") == "ok")
        }
    }

    @Test("Anthropic's own search has a sentence of its own, and is not asked for a page")
    func anthropicSearch() throws {
        try exclusionChecks(
            dialect: "anthropic", search: "engine: server", "{id: a, solo: claude-opus-4-8}",
            live: true
        ) { found in
            let page = try #require(found.check("Listed page"))
            #expect(page.state == "skipped")
            #expect(page.words.contains("opens no pages by itself"))
            let check = try #require(found.check("claude-opus-4-8 searching by Anthropic's own"))
            #expect(check.state == "ok")
            #expect(check.words.contains("blocked_domains"))
            #expect(!found.ending.out.contains("provider_engine"))
        }
    }

    @Test("What a run would refuse, its dry run and its estimate refuse as well")
    func dryRun() throws {
        let text = """
            name: examined
            dataset: sample
            tasks: {limit: 1}
            endpoint: {base_url: "http://127.0.0.1:1/v1", dialect: openrouter}
            exclusion: draco
            research: {search: {engine: server, provider_engine: native}}
            configurations: [{id: a, solo: google/gemini-3.1-pro}]
            judge: {model: m}
            """
        try withSuite(text) { file, folder in
            for words in [
                ["run", file, "--dry-run", "--db", folder + "/r.sqlite"],
                ["estimate", file, "--db", folder + "/r.sqlite"],
            ] {
                let ending = try Program.run(words)
                #expect(ending.code == 2)
                #expect(ending.err.contains("takes no list of addresses to leave out"))
            }
        }
    }

    // MARK: - Live

    @Test("A live call has 16 tokens at most, one for each model, and its cost is told")
    func liveCalls() throws {
        try examine(live: true) { request in
            switch request.target {
            case "/api/v1/models": .json(Self.models)
            case "/api/v1/chat/completions":
                .json(
                    #"""
                    {"model":"openai/gpt-5.5","choices":[{"index":0,"finish_reason":"stop",
                    "message":{"role":"assistant","content":"OK"}}],
                    "usage":{"prompt_tokens":10,"completion_tokens":1,"cost":0.00008}}
                    """#)
            case let target where target.hasPrefix("/search"):
                .json(
                    #"""
                    {"results":[{"url":"https://huggingface.co/datasets/x","title":"t","content":"c"},
                    {"url":"https://example.com/","title":"t","content":"c"}]}
                    """#)
            default: .json("{}", status: 404)
            }
        } _: { found, server in
            let calls = server.requests.filter { $0.method == "POST" }
            #expect(calls.count == 2)
            for call in calls {
                let body = try JSONValue(parsing: call.body)
                let cap = body["max_completion_tokens"] ?? body["max_tokens"]
                #expect(cap?.integer == 16)
                #expect(body["tools"] == nil)
            }
            let cost = found.check("Cost of calls to \(server.url)/api/v1")
            #expect(cost?.words == "$0.000160 ")
            let search = try #require(found.check("Search by searxng"))
            #expect(search.state == "warning")
            #expect(search.words.hasPrefix("brings 1 listed of 2 results"))
        }
    }
}
