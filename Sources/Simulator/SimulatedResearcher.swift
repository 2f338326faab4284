import JSONText
import Vocabulary

/// A model that researches: it calls the tools it is offered, reads what comes back, and writes
/// from that and nothing else.
struct SimulatedResearcher {
    let profile: ModelProfile
    let draws: Draws
    let turn: ChatTurn

    init(_ turn: ChatTurn, profile: ModelProfile, draws: Draws) {
        self.turn = turn
        self.profile = profile
        let own = draws.with(turn.model)
        self.draws = profile.varies ? own.with(turn.seed) : own
    }

    func reply() -> ChatReply {
        let problem = turn.firstUserText
        // Whether a task is declined depends on model and task, not on luck at asking.
        if Draws(seed: 1).with(turn.model).with(problem).uniform < profile.refusal {
            return .refusal("I can't help with this request.")
        }
        if let calls = nextCalls(problem) { return .toolCalls(calls) }
        return .text(report(problem))
    }

    // MARK: - Research

    /// What to look up next; nil when it has seen enough or may not look up more.
    private func nextCalls(_ problem: String) -> [(name: String, arguments: JSONValue)]? {
        let made = turn.messages.flatMap(\.toolCalls)
        let searches = made.filter { $0.name == "web_search" }
        let opened = Set(made.filter { $0.name == "web_fetch" }.map(\.argument))
        let seen = turn.messages.filter { $0.role == "tool" }.flatMap { Self.addresses($0.content) }
        let unopened = seen.filter { !opened.contains($0) }
        let fetchesLeft = profile.fetches - opened.count
        // Two pages for every search, so that later queries find what earlier ones did not.
        let isDueToOpen = opened.count < 2 * searches.count || searches.count >= profile.searches
        if turn.tools.contains("web_fetch"), fetchesLeft > 0, isDueToOpen, !unopened.isEmpty {
            var choices = unopened
            var calls: [(String, JSONValue)] = []
            for place in 0..<min(2, fetchesLeft, choices.count) {
                let pick = draws.with(opened.count + place).index(below: choices.count)
                let url = choices.remove(at: pick)
                choices.removeAll { $0 == url }
                calls.append(("web_fetch", ["url": .string(url)]))
                if choices.isEmpty { break }
            }
            return calls
        }
        guard turn.tools.contains("web_search"), searches.count < profile.searches else {
            return nil
        }
        return [("web_search", ["query": .string(query(problem, number: searches.count))])]
    }

    /// The beginning of the problem, which names the subject, and a few words from all over it.
    private func query(_ problem: String, number: Int) -> String {
        let words = problem.split { $0.isWhitespace }
        let start = words.prefix(6)
        let extra = (0..<6).map { words[draws.with(number).with($0).index(below: words.count)] }
        return (start + extra).joined(separator: " ")
    }

    /// Addresses in a list of search results: lines of their own.
    private static func addresses(_ results: String) -> [String] {
        results.split(separator: "\n").filter {
            $0.hasPrefix("http://") || $0.hasPrefix("https://")
        }
        .map(String.init)
    }

    // MARK: - Writing

    /// A statement it has read, and where.
    private struct Note {
        let claim: Claim
        let source: String?
        /// Whether it comes from an answer key: whoever is shown one uses it.
        let isFromKey: Bool
    }

    private func report(_ problem: String) -> String {
        var lines: [Claim.Kind: [String]] = [:]
        for note in notes(problem) {
            let draw = draws.with(note.claim.mark)
            guard note.isFromKey || draw.uniform < profile.chance(of: note.claim.kind) else {
                continue
            }
            lines[note.claim.kind, default: []].append(line(note, draw))
        }
        return Self.report(on: problem, lines)
    }

    private func line(_ note: Note, _ draw: Draws) -> String {
        let cites = note.claim.kind == .sourceNote || draw.with(1).uniform < profile.citation
        guard cites, note.claim.kind != .hearsay, let source = note.source else {
            return "- \(note.claim.statement)."
        }
        return "- \(note.claim.statement) ([source](\(source)))."
    }

    /// Statements in what the tools brought, each once; requirements of an answer key become the
    /// statements they ask for.
    private func notes(_ problem: String) -> [Note] {
        var notes: [Note] = []
        var seen: Set<String> = []
        for message in turn.messages where message.role == "tool" {
            var source: String?
            for line in message.content.split(separator: "\n") {
                if line.hasPrefix("Source: ") { source = String(line.dropFirst(8)) }
                if line.hasPrefix("http") { source = String(line) }
                let key = Self.claim(inAnswerKey: line, problem)
                guard let claim = key ?? Self.claim(in: line), seen.insert(claim.mark).inserted
                else { continue }
                notes.append(Note(claim: claim, source: source, isFromKey: key != nil))
            }
        }
        return notes
    }

    /// The statement that a line of an answer key asks for. What it warns of is left out.
    private static func claim(inAnswerKey line: Substring, _ problem: String) -> Claim? {
        guard let (requirement, polarity) = AnswerKey.requirement(in: line), polarity == .positive
        else { return nil }
        return Claim(
            kind: .finding, problem: problem, requirement: requirement, polarity: polarity)
    }

    private static func claim(in line: Substring) -> Claim? {
        guard let colon = line.firstIndex(of: ":"),
            let kind = Claim.Kind(rawValue: String(line[..<colon])),
            let mark = Claim.mark(in: line)
        else { return nil }
        var statement = line[line.index(after: colon)...].drop { $0 == " " }
        if statement.last == "." { statement.removeLast() }
        return Claim(kind: kind, mark: mark, statement: String(statement))
    }

    /// The finished text: a heading for each kind of statement there is.
    static func report(on problem: String, _ lines: [Claim.Kind: [String]]) -> String {
        let title = problem.split { $0.isWhitespace }.prefix(10).joined(separator: " ")
        var parts = ["# \(title)"]
        let headings: [(Claim.Kind, String)] = [
            (.finding, "Findings"), (.hearsay, "Further findings"), (.context, "Context"),
            (.layout, "How it compares"), (.sourceNote, "Sources"),
        ]
        for (kind, heading) in headings {
            guard let found = lines[kind] else { continue }
            parts.append("## \(heading)\n\n" + found.joined(separator: "\n"))
        }
        if parts.count == 1 { parts.append("No source could be found that answers the request.") }
        return parts.joined(separator: "\n\n")
    }
}
