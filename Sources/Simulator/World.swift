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
        /// Where it is an answer key, or leads to one.
        var keyPlace: KeyPlace?

        var url: String { "http://\(host)\(path)" }
    }

    /// What somebody gets who opens an address.
    enum Visit: Sendable {
        case page(Page)
        case redirect(to: String)
    }

    let tasks: [ResearchTask]
    /// By task, in the order of its criteria.
    let claims: [[Claim]]
    /// What stands on which page; the text is written when somebody reads it.
    let outlines: [PageOutline]
    /// Indices of `outlines`, by task.
    private let pagesByTask: [Range<Int>]
    private let pageByAddress: [String: Int]
    private let keyLinks: KeyLinks
    /// By task, the words of its problem.
    let wordsByTask: [Set<String>]
    /// By word, the tasks whose problem has it; words that most tasks have are left out.
    let tasksByWord: [String: [Int]]
    private let draws: Draws

    /// - Parameters:
    ///   - seed: moves claims to other pages and pages to other ranks.
    ///   - keyPages: where answer keys lie. All other pages are the same in every case, and
    ///     searches find them in the same order.
    package init(tasks: [ResearchTask], seed: UInt64, keyPages: KeyPages = .listed) {
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
        keyLinks = KeyLinks(keyPages, tasks, draws)
    }

    /// What lies at an address.
    func visit(host: String, path: String) -> Visit? {
        if let index = pageByAddress[host + path] { return .page(page(index)) }
        guard let (link, stop) = keyLinks[KeyLink.Address(host: host, path: path)] else {
            return nil
        }
        let next = link.way.dropFirst(stop + 1).first
        return next.map { .redirect(to: $0.url) } ?? .page(page(link, at: stop))
    }

    /// The pages that a query finds, best first.
    ///
    /// - Parameter text: may have `-site:` in it.
    func search(_ text: String) -> [Page] { search(text) { _ in true } }

    /// The same, of the pages whose address is admitted.
    func search(_ text: String, where admits: (KeyLink.Address) -> Bool) -> [Page] {
        let query = SearchQuery(parsing: text)
        guard let task = task(foundBy: query.words) else { return [] }
        let order = draws.with(query.words)
        func isAdmitted(_ address: KeyLink.Address) -> Bool {
            query.admits(address.host) && admits(address)
        }
        let found = results(of: query.words, on: task) { isAdmitted(outlines[$0].address) }
            .map { (rank: order.with($0).bits, page: page($0)) }
        let links = keyLinks.found(on: task, order).filter { isAdmitted($0.link.way[0]) }
            .map { (rank: $0.rank, page: page($0.link, at: 0)) }
        return (found + links).sorted { $0.rank < $1.rank }.map(\.page)
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

    /// Indices of a task's pages, in an order that depends on the query. Key links have none.
    ///
    /// - Parameter isAdmitted: whether a page may be among them, by index.
    func results(
        of query: String, on task: Int, where isAdmitted: (Int) -> Bool = { _ in true }
    ) -> [Int] {
        let order = draws.with(query)
        return pagesByTask[task].filter(isAdmitted).map { (index: $0, rank: order.with($0).bits) }
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

    /// A task's answer key at an address on the way of a link to it. What the search engine shows
    /// gives nothing away, so that only the address, where it leads or the text can.
    private func page(_ link: KeyLink, at stop: Int) -> Page {
        let key = PageOutline(task: link.task, content: .answerKey)
            .page(of: tasks[link.task], claims[link.task])
        let address = link.way[stop]
        let topic = PageOutline.topic(of: tasks[link.task])
        return Page(
            host: address.host, path: address.path, title: "\(topic) (collected notes)",
            html: key.html, excerpt: "Notes on: \(topic)", keyPlace: link.place)
    }
}
