import JSONText
import Vocabulary

/// A model that researches: it calls the tools it is offered, reads what comes back, and writes
/// from that and nothing else.
struct SimulatedResearcher {
    private let problem: String
    private let messages: [ChatTurn.Message]
    private let tools: Set<String>
    private let habits: ResearchHabits

    init(_ turn: ChatTurn, profile: ModelProfile, draws: Draws) {
        self.init(
            on: turn.firstUserText, messages: turn.messages, tools: turn.tools,
            habits: ResearchHabits(profile, model: turn.model, seed: turn.seed, draws: draws))
    }

    /// - Parameters:
    ///   - messages: all of the conversation, with what its tools brought.
    ///   - tools: names of those that it may call now.
    init(
        on problem: String, messages: [ChatTurn.Message], tools: Set<String>,
        habits: ResearchHabits
    ) {
        self.problem = problem
        self.messages = messages
        self.tools = tools
        self.habits = habits
    }

    func reply() -> ChatReply {
        if habits.declines(problem) { return .refusal("I can't help with this request.") }
        let step = habits.step(
            after: progress, problem: problem.split { $0.isWhitespace },
            maySearch: tools.contains("web_search"),
            mayOpen: tools.contains("web_fetch"))
        return switch step {
        case .search(let query): .toolCalls([("web_search", ["query": .string(query)])])
        case .open(let urls):
            .toolCalls(urls.map { ("web_fetch", ["url": .string($0)]) })
        case .write: .text(report())
        }
    }

    // MARK: - Research

    /// What the messages tell of the research so far.
    private var progress: ResearchHabits.Progress<String> {
        let made = messages.flatMap(\.toolCalls)
        return ResearchHabits.Progress(
            searches: made.count { $0.name == "web_search" },
            opened: Set(made.filter { $0.name == "web_fetch" }.map(\.argument)),
            found: messages.filter { $0.role == "tool" }
                .flatMap { Self.addresses($0.content) })
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
        /// As it was read.
        let statement: String
        let source: String?
        /// Whether it comes from an answer key: whoever is shown one uses it.
        var isFromKey: Bool
    }

    private func report() -> String {
        var lines: [Claim.Kind: [String]] = [:]
        for note in notes() where note.isFromKey || habits.passesOn(note.claim) {
            lines[note.claim.kind, default: []].append(line(note))
        }
        return Self.report(on: problem, lines)
    }

    private func line(_ note: Note) -> String {
        guard habits.cites(note.claim), let source = note.source else {
            return "- \(note.statement)."
        }
        return "- \(note.statement) ([source](\(source)))."
    }

    /// Statements in what the tools brought, each once; requirements of an answer key become the
    /// statements they ask for.
    private func notes() -> [Note] {
        var notes: [Note] = []
        var places: [String: Int] = [:]
        for message in messages where message.role == "tool" {
            var source: String?
            for line in message.content.split(separator: "\n") {
                if line.hasPrefix("Source: ") { source = String(line.dropFirst(8)) }
                if line.hasPrefix("http") { source = String(line) }
                let key = Self.claim(inAnswerKey: line, problem)
                guard let read = key.map({ ($0, $0.statement) }) ?? Self.claim(in: line) else {
                    continue
                }
                if let place = places[read.0.mark] {
                    // Known from a page before, and now as something that is asked for.
                    if key != nil { notes[place].isFromKey = true }
                    continue
                }
                places[read.0.mark] = notes.count
                notes.append(
                    Note(
                        claim: read.0, statement: read.1, source: source, isFromKey: key != nil))
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

    private static func claim(in line: Substring) -> (Claim, statement: String)? {
        guard let colon = line.firstIndex(of: ":"),
            let kind = Claim.Kind(rawValue: String(line[..<colon])),
            let mark = Claim.mark(in: line)
        else { return nil }
        var statement = line[line.index(after: colon)...].drop { $0 == " " }
        if statement.last == "." { statement.removeLast() }
        return (Claim(kind: kind, mark: mark), String(statement))
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
        if parts.count == 1 { parts.append(emptyHanded) }
        return parts.joined(separator: "\n\n")
    }

    /// What stands in a report without a statement.
    static let emptyHanded = "No source could be found that answers the request."
}
