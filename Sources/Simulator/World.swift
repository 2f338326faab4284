import Vocabulary

/// A made-up web for a dataset: pages that carry the claims, a search engine over them, and, as in
/// reality, pages at known hosts that carry the answer key itself.
package struct World: Sendable {
    struct Page: Sendable {
        let host: String
        let path: String
        let title: String
        let html: String
        /// What the search engine shows of it.
        let excerpt: String

        var url: String { "http://\(host)\(path)" }
    }

    private let pages: [Page]
    /// Indices of `pages`, by task.
    private let pagesByTask: [Range<Int>]
    private let pageByAddress: [String: Int]
    /// By word, the tasks whose problem has it; words that most tasks have are left out.
    private let tasksByWord: [String: [Int]]
    private let draws: Draws

    /// - Parameter seed: moves claims to other pages and pages to other ranks.
    package init(tasks: [ResearchTask], seed: UInt64) {
        draws = Draws(seed: seed)
        var pages: [Page] = []
        var ranges: [Range<Int>] = []
        var words: [String: [Int]] = [:]
        for (number, task) in tasks.enumerated() {
            let start = pages.count
            pages += Self.pages(of: task, number: number, draws.with(task.id))
            ranges.append(start..<pages.count)
            for word in Set(Self.words(in: task.problem)) {
                words[word, default: []].append(number)
            }
        }
        self.pages = pages
        pagesByTask = ranges
        pageByAddress = Dictionary(
            pages.enumerated().map { ($0.element.host + $0.element.path, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        tasksByWord = words.filter { $0.value.count <= max(3, tasks.count / 4) }
    }

    func page(host: String, path: String) -> Page? {
        pageByAddress[host + path].map { pages[$0] }
    }

    /// The pages that a query finds, best first: those of the task whose problem shares the rarest
    /// words with it, in an order that depends on the query.
    func search(_ query: String) -> [Page] {
        var weights: [Int: Double] = [:]
        for word in Set(Self.words(in: query)) {
            let tasks = tasksByWord[word] ?? []
            for task in tasks { weights[task, default: 0] += 1 / Double(tasks.count) }
        }
        let best = weights.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
        guard let best else { return [] }
        let order = draws.with(query)
        return pagesByTask[best.key]
            .map { (index: $0, rank: order.with($0).bits) }
            .sorted { $0.rank < $1.rank }.prefix(10).map { pages[$0.index] }
    }

    private static func words(in text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 3 }
            .map(String.init)
    }
}

// MARK: - Pages

extension World {
    /// Claims that lie on one page, on average.
    private static let claimsPerPage = 4

    private static func pages(of task: ResearchTask, number: Int, _ draws: Draws) -> [Page] {
        let claims = task.rubric.criteria.map { Claim($0, problem: task.problem) }
        let count = max(3, claims.count / claimsPerPage)
        var byPage: [[Claim]] = Array(repeating: [], count: count)
        for claim in claims {
            let place = draws.with(claim.mark)
            let first = place.index(below: count)
            byPage[first].append(claim)
            // A third of the claims can be read in two places.
            let second = place.with(2).index(below: count)
            if place.with(1).uniform < 1 / 3, second != first { byPage[second].append(claim) }
        }
        let content = byPage.enumerated().map { index, claims in
            contentPage(task, number: number, index: index, claims)
        }
        return content + [answerKey(of: task, number: number)]
    }

    private static func contentPage(
        _ task: ResearchTask, number: Int, index: Int, _ claims: [Claim]
    ) -> Page {
        let sites = ["almanac", "gazette", "registry", "review", "survey", "bulletin", "notes"]
        let topic = task.problem.split(separator: " ").prefix(8).joined(separator: " ")
        let paragraphs = claims.map { claim in
            "<p>\(claim.kind.rawValue): \(escaped(claim.statement)).</p>"
        }
        let title = "\(topic) (\(sites[index % sites.count]) \(index + 1))"
        let html = """
            <!DOCTYPE html><html><head><title>\(escaped(title))</title>
            <style>body{max-width:40em}</style></head><body><nav>Home | Index</nav>
            <h1>\(escaped(title))</h1>
            \(paragraphs.joined(separator: "\n"))
            <footer>Every word on this page is made up.</footer></body></html>
            """
        let excerpt = claims.first.map { "\($0.kind.rawValue): \($0.statement)." } ?? title
        return Page(
            host: "\(sites[index % sites.count])-\(number).example", path: "/p/\(index + 1)",
            title: title, html: html, excerpt: excerpt)
    }

    /// The rubric itself, where copies of such rubrics are found.
    private static func answerKey(of task: ResearchTask, number: Int) -> Page {
        let lines = task.rubric.criteria.map { criterion in
            "<p>\(AnswerKey.label(criterion.polarity)): \(escaped(criterion.requirement))</p>"
        }
        let title = "Benchmark rubric \(number + 1)"
        return Page(
            host: "huggingface.co", path: "/datasets/perplexity-ai/draco/viewer/\(number)",
            title: title,
            html: """
                <html><head><title>\(title)</title></head><body>
                <p>\(escaped(task.problem))</p>
                \(lines.joined(separator: "\n"))</body></html>
                """,
            excerpt: "Requirements for: " + task.problem.prefix(120))
    }

    private static func escaped(_ text: some StringProtocol) -> String {
        String(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}

/// How a line of an answer key reads, for pages that carry one and models that come across it.
enum AnswerKey {
    static func label(_ polarity: Polarity) -> String { "Requirement (\(polarity.rawValue))" }

    /// The requirement in a line of an answer key.
    static func requirement(in line: Substring) -> (requirement: String, polarity: Polarity)? {
        for polarity in Polarity.allCases {
            let start = label(polarity) + ": "
            if line.hasPrefix(start) { return (String(line.dropFirst(start.count)), polarity) }
        }
        return nil
    }
}
