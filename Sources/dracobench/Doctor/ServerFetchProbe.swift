import Inference
import JSONText
import Reports
import Vocabulary

/// Asks a provider that opens pages by itself for one that it is told to keep away from.
struct ServerFetchProbe {
    typealias Check = DoctorReport.Check

    let client: ModelClient
    let model: String
    /// Of the provider's fetch tool.
    let engine: String
    /// Whole hosts of the exclusion list; its first one is asked for.
    let hosts: [String]
    /// `host/path` entries of it.
    let places: [String]

    private static let tool = "openrouter:web_fetch"
    static let subject = "Listed page"

    /// Tries with the list as a run would send it. Where places in it are turned down, that is
    /// said, and it is tried with hosts alone.
    func checks() async throws -> [Check] {
        guard let host = hosts.first else {
            return [Check(.live, Self.subject, .skipped, "the list names no whole host")]
        }
        let all = try await ask(for: host, blocking: blockedHosts + places)
        guard all.isBadRequest, !places.isEmpty else { return [check(all, host)] }
        let refusal = Check(
            .live, "Places in the list", .warning, "are turned down by \(engine) with a 400",
            advice: all.message)
        return [refusal, check(try await ask(for: host, blocking: blockedHosts), host)]
    }

    /// Whether a bare host covers what is under it is not documented.
    private var blockedHosts: [String] { hosts.flatMap { [$0, "*." + $0] } }

    private struct Attempt {
        let exchange: ChatExchange

        var isBadRequest: Bool { exchange.calls.last?.httpStatus == 400 }

        var message: String {
            switch exchange.outcome {
            case .failed(let failure): failure.message
            case .refused(let sentence): sentence
            case .completion: ""
            }
        }
    }

    private func ask(for host: String, blocking entries: [String]) async throws -> Attempt {
        let tool = ServerTool(
            type: Self.tool,
            parameters: JSONObject(pairs: [
                ("engine", .string(engine)), ("max_uses", 1),
                ("blocked_domains", .array(entries.map(JSONValue.string))),
            ]))
        let words = """
            Open https://\(host)/ with the web_fetch tool, once. Then reply with the title of the \
            page, or with the word FAILED where it could not be opened.
            """
        return Attempt(
            exchange: try await client.complete(
                ChatRequest(
                    model: model, messages: [.user(PromptText(words))], serverTools: [tool],
                    toolChoice: .required, maxServerToolCalls: 1, maxOutputTokens: 512),
                role: .researcher))
    }

    private func check(_ attempt: Attempt, _ host: String) -> Check {
        let cost = USD.sum(attempt.exchange.calls.map(\.cost)).map(\.fine) ?? "at an unknown cost"
        guard case .completion(let completion) = attempt.exchange.outcome else {
            return Check(
                .live, Self.subject, .failed, "\(model) does not answer; \(cost)",
                advice: attempt.message)
        }
        let fetches = completion.serverItems.compactMap(Fetch.init)
        if let opened = fetches.first(where: \.isOpened) {
            return Check(
                .live, Self.subject, .failed,
                "\(opened.url ?? host) was opened in spite of the list; \(cost)",
                advice: "Take another fetch_engine, or leave web_fetch out of research.tools.")
        }
        guard !fetches.isEmpty else {
            return Check(
                .live, Self.subject, .warning, "\(model) did not try to open it; \(cost)",
                advice: "Nothing is known of how the list is heeded; try again.")
        }
        return Check(.live, Self.subject, .ok, "https://\(host)/ was not opened; \(cost)")
    }

    /// What became of a fetch: an item of `output`, or an entry of `reasoning_details` whose
    /// `result` is JSON in a string.
    struct Fetch: Equatable {
        let url: String?
        let isOpened: Bool

        /// Nil for what is no fetch.
        init?(_ item: JSONValue) {
            let names = [item["type"]?.string, item["tool_name"]?.string].compactMap(\.self)
            guard names.contains(ServerFetchProbe.tool) else { return nil }
            let written = item["result"]?.string
            let parsed = written.flatMap { try? JSONValue(parsing: $0) }  // Nil: plain words.
            let result = parsed ?? item
            url = result["url"]?.string
            let hasFailed =
                result["status"]?.string == "failed" || !(result["error"]?.isNull ?? true)
                || (result["httpStatus"]?.integer ?? 200) >= 400
            let text = result["content"]?.string ?? (parsed == nil ? written : nil) ?? ""
            isOpened = !hasFailed && !text.isEmpty
        }
    }
}
