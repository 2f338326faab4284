import Vocabulary

/// Finds a benchmark's material in what search and fetch bring, whatever address it came from.
///
/// Made once per run: it holds hashes of every rubric's words. A finding names what matched by
/// its ids and never repeats a rubric's text.
package struct ContentScreen: Sendable {
    let index: BenchmarkIndex
    private let markers: MarkerSearch
    private let canaries: CanarySearch

    /// - Parameter markers: names of the benchmark, such as its paper's number; see
    ///   `ignoredMarkers` for which are too common to use.
    package init(tasks: [ResearchTask], markers: [String]) {
        index = BenchmarkIndex(tasks)
        self.markers = MarkerSearch(markers)
        canaries = CanarySearch(tasks)
    }

    /// Markers that name too much to be looked for: single words, and fewer than 8 characters.
    package var ignoredMarkers: [String] { markers.ignored }

    /// Criteria too short or too common to be recognised by their words, as `task/criterion`.
    package var unscreenedCriteria: [String] { index.unscreened }

    /// What a page, or a search result's title and snippet, has of the benchmark.
    ///
    /// The text may be anything and of any size: the work grows with its bytes, and the findings
    /// with the benchmark's tasks.
    package func findings(in text: String, url: String? = nil) -> [LeakFinding] {
        var text = text
        return text.withUTF8 { findings(in: $0, url: url) }
    }

    /// Likewise of bytes that need not be valid UTF-8.
    package func findings(in bytes: [UInt8], url: String? = nil) -> [LeakFinding] {
        bytes.withUnsafeBufferPointer { findings(in: $0, url: url) }
    }

    private func findings(in bytes: UnsafeBufferPointer<UInt8>, url: String?) -> [LeakFinding] {
        markers.matches(in: bytes).map {
            LeakFinding(evidence: .marker, severity: .metadata, url: url, detail: "marker \($0)")
        } + canaryFindings(in: bytes, url: url) + runFindings(index.matches(in: bytes), url: url)
    }

    /// Ids of the benchmark's own files.
    func canaryFindings(in text: String) -> [LeakFinding] {
        var text = text
        return text.withUTF8 { canaryFindings(in: $0, url: nil) }
    }

    private func canaryFindings(in bytes: UnsafeBufferPointer<UInt8>, url: String?) -> [LeakFinding]
    {
        var named: Set<Int> = []
        var criteria: [Int: [String]] = [:]
        for canary in canaries.matches(in: bytes) {
            switch canary {
            case .task(let task): named.insert(task)
            case .criterion(let task, let id): criteria[task, default: []].append(id)
            }
        }
        return named.union(criteria.keys).sorted().map { task in
            let ids = criteria[task].map { " and criteria " + Self.list($0) } ?? ""
            return LeakFinding(
                evidence: .canary, severity: .explicitAnswer, url: url,
                detail: "ids of task \(index.taskIDs[task])\(ids)")
        }
    }

    private func runFindings(_ matches: BenchmarkMatches, url: String?) -> [LeakFinding] {
        var criteria: [Int: Set<Int>] = [:]
        var problems: [LeakFinding] = []
        for (passage, runs) in matches.runs {
            switch passage {
            case .criterion(let place):
                criteria[index.criteria[place].task, default: []].insert(place)
            case .problem(let task):
                problems.append(
                    LeakFinding(
                        evidence: .ngram, severity: .questionContext, url: url,
                        detail: "prompt of task \(index.taskIDs[task]), \(runs) long runs of words")
                )
            }
        }
        for (place, hits) in matches.eights {
            let entry = index.criteria[place]
            if Double(hits) >= Self.telling * Double(entry.eights) {
                criteria[entry.task, default: []].insert(place)
            }
        }
        let rubrics = criteria.sorted { $0.key < $1.key }.map { task, places in
            LeakFinding(
                evidence: .ngram, severity: .explicitAnswer, url: url,
                detail: "rubric of task \(index.taskIDs[task]), criteria "
                    + Self.list(places.sorted().map { index.criteria[$0].id }))
        }
        return rubrics + problems.sorted { $0.detail < $1.detail }
    }

    /// The share of a criterion's runs of 8 words that counts as having it (Chowdhery et al. 2022).
    private static let telling = 0.7
    private static let mostListed = 8

    private static func list(_ ids: [String]) -> String {
        let rest = ids.count - mostListed
        return ids.prefix(mostListed).joined(separator: ", ")
            + (rest > 0 ? " and \(rest) more" : "")
    }
}
