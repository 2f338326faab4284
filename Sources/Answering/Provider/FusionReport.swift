import JSONText
import Vocabulary

/// A fusion as its provider tells of it: the item among a response's output, or the result of the
/// tool call on chat completions.
struct FusionReport: Sendable {
    /// Whether the provider says that it came to its end.
    var isCompleted: Bool
    var responses: [(model: String, text: String)] = []
    var failures: [(model: String, error: String)] = []
    /// Nil where there is none.
    var analysis: JSONValue?
    var sources: [SourceRecord] = []
    var failureReason: String?
    var error: String?
    /// Models that are named as its panel where no responses are shown.
    private var named: [String] = []

    init(_ json: JSONValue) {
        failureReason = json["failure_reason"]?.string
        error = json["error"]?.string ?? json["error"]?["message"]?.string
        responses = (json["responses"]?.array ?? []).map {
            ($0["model"]?.string ?? "", $0["content"]?.string ?? "")
        }
        failures = (json["failed_models"]?.array ?? []).map { failed in
            let status = failed["status_code"]?.integer.map { " (\($0))" } ?? ""
            let words = failed["error"]?.string ?? "no reason given"
            return (failed["model"]?.string ?? failed.string ?? "", "\(words)\(status)")
        }
        named = (json["models"]?.array ?? []).compactMap { $0.string ?? $0["model"]?.string }
        if let given = json["analysis"], !given.isNull { analysis = given }
        sources = (json["sources"]?.array ?? []).compactMap { source in
            (source["url"]?.string ?? source.string).map {
                SourceRecord(url: $0, title: source["title"]?.string, kind: .fusion)
            }
        }
        switch json["status"]?.string {
        case "completed", "ok": isCompleted = true
        case nil: isCompleted = !responses.isEmpty
        case _?: isCompleted = false
        }
    }

    /// Whether it brought anything that the outer model could use.
    var isUsable: Bool { isCompleted && !(responses.isEmpty && named.isEmpty) }

    /// A second call in one turn is turned down.
    var isCapped: Bool { failureReason == "fusion_invocation_capped" }

    /// The models that took part, those that failed last.
    var panel: [String] {
        (responses.isEmpty ? named : responses.map(\.model)) + failures.map(\.model)
    }
}

extension FusionReport {
    /// What counts of the reports on one answer: the first that brought something, else the first
    /// that was not turned down for being the second.
    static func best(of reports: [FusionReport]) -> FusionReport? {
        reports.first(where: \.isUsable) ?? reports.first { !$0.isCapped } ?? reports.first
    }

    /// What became of the fusion, checked against what was asked for.
    ///
    /// - Parameters:
    ///   - panel: the models that were asked for, compared as they were sent and in any order;
    ///     empty: any.
    ///   - isAnswered: whether the outer model wrote an answer; else nothing is known of its choice.
    static func record(
        of reports: [FusionReport], panel asked: [String], isAnswered: Bool
    ) -> ServerFusionRecord {
        guard let report = best(of: reports) else {
            return ServerFusionRecord(status: isAnswered ? .notRun : .failed)
        }
        let panel = report.panel
        guard report.isUsable else {
            return ServerFusionRecord(
                status: reports.contains(where: \.isCapped) ? .capped : .failed, panel: panel,
                failureReason: report.failureReason ?? report.error.map { String($0.prefix(300)) })
        }
        let isAsked = asked.isEmpty || asked.sorted() == panel.sorted()
        let status: ServerFusionRecord.Status =
            isAsked ? (report.failures.isEmpty ? .complete : .partial) : .otherPanel
        return ServerFusionRecord(
            status: status, panel: panel, failureReason: report.failureReason)
    }

    /// The panel's answers, each at its place in the panel that was asked for; what was not asked
    /// for comes after it. What a member cost is not told, so it is unknown.
    func drafts(panel asked: [String]) -> [DraftRecord] {
        var free = Array(asked.enumerated())
        var next = asked.count
        func place(of model: String) -> Int {
            if let index = free.firstIndex(where: { $0.element == model }) {
                return free.remove(at: index).offset
            }
            defer { next += 1 }
            return next
        }
        let answered = responses.map { model, text in
            let isEmpty = text.allSatisfy(\.isWhitespace)
            return DraftRecord(
                position: place(of: model), model: model, status: isEmpty ? .empty : .ok,
                text: isEmpty ? "" : text,
                error: isEmpty ? "The provider shows no text of it." : nil)
        }
        let failed = failures.map { model, error in
            DraftRecord(
                position: place(of: model), model: model,
                status: Self.isRefusal(error) ? .refused : .modelError, text: "",
                error: String(error.prefix(300)))
        }
        return (answered + failed).sorted { $0.position < $1.position }
    }

    /// The words in which providers say that a model or its moderation declined.
    private static func isRefusal(_ error: String) -> Bool {
        let words = error.lowercased()
        return [
            "refus", "content polic", "content_polic", "content filter", "content_filter",
            "moderation",
        ]
        .contains { words.contains($0) }
    }

    /// The comparison, held to the shape that it should have: analysts send texts where objects
    /// belong, or leave parts out.
    var analysisRecord: AnalysisRecord? {
        guard isUsable else { return nil }
        guard let analysis else {
            return AnalysisRecord(
                status: .failed, text: error ?? failureReason ?? "The provider shows no analysis.")
        }
        // As JSON in a string it is as good.
        let object = analysis.string.flatMap { JSONValue.lastObject(in: $0) } ?? analysis
        return PanelAnalysis.hasItsShape(object)
            ? AnalysisRecord(status: .valid, text: object.text)
            : AnalysisRecord(status: .invalid, text: analysis.string ?? analysis.text)
    }
}

extension PanelAnalysis {
    /// Whether all five parts are there with elements of their kind.
    fileprivate static func hasItsShape(_ analysis: JSONValue) -> Bool {
        let ofTexts = ["consensus", "blind_spots"]
        return parts.allSatisfy { part in
            guard let elements = analysis[part]?.array else { return false }
            return elements.allSatisfy {
                ofTexts.contains(part) ? $0.string != nil : $0.object != nil
            }
        }
    }
}
