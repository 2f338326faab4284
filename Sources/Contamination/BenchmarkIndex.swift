import Vocabulary

/// The runs of words by which a dataset's rubrics and prompts are recognised in any text.
///
/// A criterion is known by its runs of 13 and of 8 words, without those that stand in its task's
/// prompt and those that the rubrics of two tasks have. One of 5 to 7 words is known by all of
/// them in a row. Fewer words are not looked for: honest pages have them too.
struct BenchmarkIndex: Sendable {
    let taskIDs: [String]
    private(set) var criteria: [Entry] = []
    private(set) var eights = OwnedGrams<Int>()
    private(set) var thirteens = OwnedGrams<Passage>()
    /// What is looked for word by word from first to last, by its last five words and by all.
    private(set) var endings = OwnedGrams<Int>()
    private(set) var wholes: [UInt64: [Passage]] = [:]

    /// One criterion, with how many runs of 8 words tell of it.
    struct Entry: Sendable {
        let task: Int
        let id: String
        let eights: Int
        let isScreened: Bool
    }

    /// What a run of words was taken from.
    enum Passage: Hashable, Sendable {
        case criterion(Int)
        case problem(task: Int)
    }

    static let longRun = 13
    static let shortRun = 8
    static let shortestCriterion = 5

    init(_ tasks: [ResearchTask]) {
        taskIDs = tasks.map(\.id)
        let texts = tasks.map(TaskText.init)
        let shared = SharedRuns(texts)
        for (task, text) in texts.enumerated() {
            insert(problem: text.problem, of: task, without: shared)
            for (criterion, runs) in zip(tasks[task].rubric.criteria, text.criteria) {
                let isScreened = insert(runs, besides: text.problem, without: shared)
                let own = runs.eights.count { text.problem.tells($0, of: shared) }
                criteria.append(
                    Entry(task: task, id: criterion.id, eights: own, isScreened: isScreened))
            }
        }
    }

    /// By task, how many distinct runs of 8 words tell of its rubric.
    var eightsByTask: [Int] {
        var counts = taskIDs.map { _ in 0 }
        for serial in 0..<eights.count {
            if let first = eights.owners(of: serial).first { counts[criteria[first].task] += 1 }
        }
        return counts
    }

    /// Criteria that no run of words gives away, as `task/criterion`.
    var unscreened: [String] {
        criteria.filter { !$0.isScreened }.map { "\(taskIDs[$0.task])/\($0.id)" }
    }

    /// Adds the next criterion.
    ///
    /// - Returns: whether anything is left to know it by.
    private mutating func insert(
        _ runs: TextRuns, besides problem: TextRuns, without shared: SharedRuns
    ) -> Bool {
        let own = Passage.criterion(criteria.count)
        var isScreened = false
        for hash in runs.eights {
            let tells = problem.tells(hash, of: shared)
            // A long run is looked for only where its last eight words are known.
            eights.insert(hash, of: tells ? criteria.count : nil)
            isScreened = isScreened || tells
        }
        for hash in runs.thirteens
        where !problem.thirteens.contains(hash) && !shared.thirteens.contains(hash) {
            thirteens.insert(hash, of: own)
            isScreened = true
        }
        let isShort = (Self.shortestCriterion..<Self.shortRun).contains(runs.words.count)
        if isShort, !shared.wholes.contains(runs.hash), !problem.contains(runs.words) {
            insert(whole: runs, of: own)
            isScreened = true
        }
        return isScreened
    }

    private mutating func insert(
        problem: TextRuns, of task: Int, without shared: SharedRuns
    ) {
        for hash in problem.eights { eights.insert(hash, of: nil) }
        for hash in problem.thirteens where !shared.problems.contains(hash) {
            thirteens.insert(hash, of: .problem(task: task))
        }
        if (Self.shortRun..<Self.longRun).contains(problem.words.count) {
            insert(whole: problem, of: .problem(task: task))
        }
    }

    private mutating func insert(whole runs: TextRuns, of passage: Passage) {
        let ending = runs.words.suffix(Self.shortestCriterion)
        endings.insert(Grams.hash(of: ending), of: runs.words.count)
        wholes[runs.hash, default: []].append(passage)
    }
}

/// A text's words and its distinct runs of them.
private struct TextRuns {
    let words: [UInt64]
    let eights: Set<UInt64>
    let thirteens: Set<UInt64>

    init(_ text: String) {
        words = Grams.wordHashes(in: text)
        eights = Set(Grams.hashes(of: words, count: BenchmarkIndex.shortRun))
        thirteens = Set(Grams.hashes(of: words, count: BenchmarkIndex.longRun))
    }

    /// Of all words.
    var hash: UInt64 { Grams.hash(of: words) }

    func contains(_ run: [UInt64]) -> Bool {
        Grams.hashes(of: words, count: run.count).contains(Grams.hash(of: run))
    }

    /// Whether a run of eight words tells of a rubric, where this is the task's prompt.
    func tells(_ eight: UInt64, of shared: SharedRuns) -> Bool {
        !eights.contains(eight) && !shared.eights.contains(eight)
    }
}

private struct TaskText {
    let problem: TextRuns
    let criteria: [TextRuns]

    init(_ task: ResearchTask) {
        problem = TextRuns(task.problem)
        criteria = task.rubric.criteria.map { TextRuns($0.requirement) }
    }
}

/// The runs that more than one task has: they tell of none.
private struct SharedRuns {
    let eights: Set<UInt64>
    let thirteens: Set<UInt64>
    let wholes: Set<UInt64>
    let problems: Set<UInt64>

    init(_ texts: [TaskText]) {
        eights = Self.shared(texts) { $0.criteria.map(\.eights) }
        thirteens = Self.shared(texts) { $0.criteria.map(\.thirteens) }
        wholes = Self.shared(texts) { [Set($0.criteria.map(\.hash))] }
        problems = Self.shared(texts) { [$0.problem.thirteens] }
    }

    private static func shared(
        _ texts: [TaskText], _ sets: (TaskText) -> [Set<UInt64>]
    ) -> Set<UInt64> {
        var first: [UInt64: Int] = [:]
        var shared: Set<UInt64> = []
        for (task, text) in texts.enumerated() {
            for hash in sets(text).joined() {
                if let other = first[hash] {
                    if other != task { shared.insert(hash) }
                } else {
                    first[hash] = task
                }
            }
        }
        return shared
    }
}
