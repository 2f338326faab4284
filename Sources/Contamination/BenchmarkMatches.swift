/// What a text has of a benchmark's rubrics and prompts.
struct BenchmarkMatches {
    /// By criterion, how many of its distinct runs of 8 words the text has.
    private(set) var eights: [Int: Int] = [:]
    /// Likewise by task; a run that two of its criteria have counts once.
    private(set) var eightsByTask: [Int: Int] = [:]
    /// The passages of which the text has a run of 13 words, or all of a short one.
    private(set) var runs: [BenchmarkIndex.Passage: Int] = [:]

    fileprivate mutating func countEight(of criteria: [Int], task: Int) {
        for criterion in criteria { eights[criterion, default: 0] += 1 }
        eightsByTask[task, default: 0] += 1
    }
    fileprivate mutating func countRun(of passage: BenchmarkIndex.Passage) {
        runs[passage, default: 0] += 1
    }
}

extension BenchmarkIndex {
    func matches(in text: String) -> BenchmarkMatches {
        var text = text
        return text.withUTF8 { matches(in: $0) }
    }

    func matches(in bytes: UnsafeBufferPointer<UInt8>) -> BenchmarkMatches {
        Grams.scan(bytes, into: RunFinder(self)).matches
    }
}

/// Looks up the runs that end at each word of a text.
private struct RunFinder: WordSink {
    private(set) var matches = BenchmarkMatches()
    private let index: BenchmarkIndex
    private var word = WordHash()
    private var wordCount = 0
    /// The last words, round and round.
    private var last = [UInt64](repeating: 0, count: 16)
    private var five = RollingRun(length: BenchmarkIndex.shortestCriterion)
    private var eight = RollingRun(length: BenchmarkIndex.shortRun)
    private var thirteen = RollingRun(length: BenchmarkIndex.longRun)
    /// Runs count once, however often a text repeats them.
    private var seenEights: Set<Int> = []
    private var seenThirteens: Set<Int> = []

    init(_ index: BenchmarkIndex) { self.index = index }

    @inline(__always)
    mutating func append(_ scalar: UInt32) { word.append(scalar) }

    mutating func endWord() {
        let hash = word.finish()
        five.roll(in: hash, out: last[(wordCount &- 5) & 15])
        eight.roll(in: hash, out: last[(wordCount &- 8) & 15])
        thirteen.roll(in: hash, out: last[(wordCount &- 13) & 15])
        last[wordCount & 15] = hash
        wordCount += 1
        if let ending = index.endings.serial(of: five.hash) { findWholes(ending: ending) }
        if let run = index.eights.serial(of: eight.hash) { found(eight: run) }
    }

    private mutating func found(eight run: Int) {
        if seenEights.insert(run).inserted {
            let criteria = index.eights.owners(of: run)
            // Runs that two tasks have are not in the index, so one criterion tells the task.
            if let first = criteria.first {
                matches.countEight(of: criteria, task: index.criteria[first].task)
            }
        }
        guard let long = index.thirteens.serial(of: thirteen.hash),
            seenThirteens.insert(long).inserted
        else { return }
        for passage in index.thirteens.owners(of: long) { matches.countRun(of: passage) }
    }

    private mutating func findWholes(ending: Int) {
        for count in index.endings.owners(of: ending) where count <= wordCount {
            let words = ((wordCount - count)..<wordCount).lazy.map { [last] in last[$0 & 15] }
            for passage in index.wholes[Grams.hash(of: words)] ?? [] {
                matches.countRun(of: passage)
            }
        }
    }
}
