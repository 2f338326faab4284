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

    let tasks: [ResearchTask]
    /// By task, in the order of its criteria.
    let claims: [[Claim]]
    /// What stands on which page; the text is written when somebody reads it.
    let outlines: [PageOutline]
    /// Indices of `outlines`, by task.
    private let pagesByTask: [Range<Int>]
    private let pageByAddress: [String: Int]
    /// By task, the words of its problem.
    let wordsByTask: [Set<String>]
    /// By word, the tasks whose problem has it; words that most tasks have are left out.
    let tasksByWord: [String: [Int]]
    private let draws: Draws

    /// - Parameter seed: moves claims to other pages and pages to other ranks.
    package init(tasks: [ResearchTask], seed: UInt64) {
        draws = Draws(seed: seed)
        var claims: [[Claim]] = []
        var outlines: [PageOutline] = []
        var ranges: [Range<Int>] = []
        var words: [String: [Int]] = [:]
        wordsByTask = tasks.map { Set(Self.words(in: $0.problem)) }
        for (number, task) in tasks.enumerated() {
            let start = outlines.count
            claims.append(task.rubric.criteria.map { Claim($0, problem: task.problem) })
            outlines += PageOutline.all(of: number, claims[number], draws.with(task.id))
            ranges.append(start..<outlines.count)
            for word in wordsByTask[number] { words[word, default: []].append(number) }
        }
        self.tasks = tasks
        self.claims = claims
        self.outlines = outlines
        pagesByTask = ranges
        pageByAddress = Dictionary(
            outlines.enumerated().map { ($0.element.host + $0.element.path, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        tasksByWord = words.filter { $0.value.count <= max(3, tasks.count / 4) }
    }

    func page(host: String, path: String) -> Page? {
        pageByAddress[host + path].map { page($0) }
    }

    /// The pages that a query finds, best first.
    func search(_ query: String) -> [Page] {
        guard let task = task(foundBy: query) else { return [] }
        return results(of: query, on: task).map { page($0) }
    }

    /// The task whose problem shares the rarest words with a query.
    func task(foundBy query: String) -> Int? {
        var weights: [Int: Double] = [:]
        for word in Set(Self.words(in: query)) {
            let tasks = tasksByWord[word] ?? []
            for task in tasks { weights[task, default: 0] += 1 / Double(tasks.count) }
        }
        return weights.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
    }

    /// Indices of a task's pages, in an order that depends on the query.
    func results(of query: String, on task: Int) -> [Int] {
        let order = draws.with(query)
        return pagesByTask[task].map { (index: $0, rank: order.with($0).bits) }
            .sorted { $0.rank < $1.rank }.prefix(10).map(\.index)
    }

    static func words(in text: some StringProtocol) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 3 }
            .map(String.init)
    }

    private func page(_ index: Int) -> Page {
        let outline = outlines[index]
        return outline.page(of: tasks[outline.task], claims[outline.task])
    }
}
