import Vocabulary

/// The simulated models without server, requests or text: what they look up, pass on, merge and
/// rule, drawn by the same decisions as over HTTP.
///
/// With the seeds that a run sends, its verdicts are those of the run, one by one; a test and
/// `dracobench calibrate` hold it to that. It takes tens of microseconds for an answer, where the
/// way over HTTP takes milliseconds, and so serves for experiments with thousands of benchmarks.
///
/// It stands in for a run whose exclusion list keeps the answer keys away, and in which no request
/// fails. Links to keys in other places than the listed one don't exist for it.
package struct InProcessSimulator: Sendable {
    private let world: World
    private let seed: UInt64
    private let profiles: [String: ModelProfile]
    private let research: ResearchSpec
    private let problems: [Problem]

    /// What is looked at again and again of a task.
    private struct Problem: Sendable {
        let words: [Substring]
        /// Whether its first words alone lead every search to it.
        let isUnmistakable: Bool
        /// By claim, the first claim with the same mark: itself, unless a rubric asks twice for
        /// one thing.
        let firstOfMark: [Int]
    }

    /// - Parameters:
    ///   - seed: the simulator's.
    ///   - profiles: in place of what the names stand for.
    package init(
        world: World, seed: UInt64, profiles: [String: ModelProfile] = [:],
        research: ResearchSpec = ResearchSpec()
    ) {
        self.world = world
        self.seed = seed
        self.profiles = profiles
        self.research = research
        problems = world.tasks.indices.map { Self.problem($0, in: world) }
    }

    // MARK: - Research

    /// What a model makes of a task; nil where it declines.
    ///
    /// - Parameters:
    ///   - task: its place in the world's dataset.
    ///   - seed: of the request.
    package func draft(of task: Int, by model: String, seed: UInt64) -> SimulatedAnswer? {
        let problem = problems[task]
        let habits = ResearchHabits(
            profile(of: model), model: model, seed: seed, draws: draws(of: model, .researcher))
        guard !habits.declines(world.tasks[task].problem) else { return nil }
        var notes = Notes(count: world.claims[task].count)
        var progress = ResearchHabits.Progress<Int>()
        var budget = research.tools.isEmpty ? 0 : research.maxToolCalls
        let maySearch = research.tools.contains(.webSearch)
        let mayOpen = research.tools.contains(.webFetch)
        turns: while budget > 0 {
            let step = habits.step(
                after: progress, problem: problem.words, maySearch: maySearch, mayOpen: mayOpen)
            switch step {
            case .write: break turns
            case .search(let query):
                progress.searches += 1
                budget -= 1
                for page in results(of: query, on: task) {
                    progress.found.append(page)
                    // The excerpt.
                    notes.take(claims(on: page, of: task).prefix(1), problem.firstOfMark)
                }
            case .open(let pages):
                progress.opened.formUnion(pages)
                for page in pages.prefix(budget) {
                    notes.take(claims(on: page, of: task)[...], problem.firstOfMark)
                }
                budget -= min(budget, pages.count)
            }
        }
        return answer(task, notes, habits)
    }

    /// What the search tool shows of a search: pages that the exclusion list lets through.
    private func results(of query: String, on task: Int) -> ArraySlice<Int> {
        let found = problems[task].isUnmistakable ? task : world.task(foundBy: query)
        guard let found else { return [] }
        return world.results(of: query, on: found)
            .filter { world.outlines[$0].content != .answerKey }
            .prefix(research.search.maxResults)
    }

    /// The task's claims that can be read on a page, by index. What other tasks ask for makes no
    /// difference to this one.
    private func claims(on page: Int, of task: Int) -> [Int] {
        let outline = world.outlines[page]
        guard outline.task == task, case .claims(let indices, _) = outline.content else {
            return []
        }
        return indices
    }

    private func answer(_ task: Int, _ notes: Notes, _ habits: ResearchHabits) -> SimulatedAnswer {
        var answer = SimulatedAnswer(count: notes.read.count)
        for (place, claim) in notes.read.enumerated() {
            guard let claim = claim.map({ world.claims[task][$0] }), habits.passesOn(claim)
            else { continue }
            answer.statements[place] = habits.cites(claim) ? .sourced : .bare
        }
        return answer
    }

    /// The statements that a model has read.
    private struct Notes {
        /// By mark, the claim as which it was first read.
        private(set) var read: [Int?]

        init(count: Int) { read = Array(repeating: nil, count: count) }

        mutating func take(_ claims: ArraySlice<Int>, _ firstOfMark: [Int]) {
            for claim in claims where read[firstOfMark[claim]] == nil {
                read[firstOfMark[claim]] = claim
            }
        }
    }

    // MARK: - Fusion

    /// What analyst and synthesizer make of the drafts of a task; nil where there is none.
    ///
    /// - Parameter drafts: in panel order, nil for members that declined.
    package func fusion(
        of drafts: [SimulatedAnswer?], on task: Int, analyst: String, analystSeed: UInt64,
        synthesizer: String, synthesizerSeed: UInt64
    ) -> SimulatedAnswer? {
        let drafts = drafts.compactMap { $0 }
        guard let first = drafts.first else { return nil }
        let reader = SimulatedAnalyst(
            profile: profile(of: analyst), draws: draws(of: analyst, .analyst))
        let writer = SimulatedSynthesizer(
            profile: profile(of: synthesizer), draws: draws(of: synthesizer, .synthesizer))
        var answer = SimulatedAnswer(count: first.statements.count)
        for place in answer.statements.indices {
            let made = drafts.map { $0.statements[place] }.filter { $0 != .absent }
            guard let kept = made.first else { continue }
            let mark = world.claims[task][place].mark
            let support = SimulatedSynthesizer.Support(
                drafts: made.count, hasSource: made.contains(.sourced),
                // A single draft is not compared with anything.
                isPointedOut: drafts.count > 1 && reader.notices(mark, seed: analystSeed))
            if writer.keeps(mark, support, of: drafts.count, seed: synthesizerSeed) {
                answer.statements[place] = kept
            }
        }
        return answer
    }

    // MARK: - Judging

    /// The verdicts on an answer, in the order of the task's criteria.
    ///
    /// - Parameter seed: of the request for one criterion, by the criterion's place.
    package func verdicts(
        on answer: SimulatedAnswer, task: Int, by model: String, seed: (Int) -> UInt64
    ) -> [Verdict] {
        let judge = SimulatedJudge(profile: profile(of: model), draws: draws(of: model, .judge))
        return world.claims[task].indices.map { index in
            let isPresent = answer.statements[problems[task].firstOfMark[index]] != .absent
            let mark = world.claims[task][index].mark
            return judge.rulesMet(on: mark, isPresent: isPresent, seed: seed(index))
                ? .met : .unmet
        }
    }

    private func profile(of model: String) -> ModelProfile {
        profiles[model] ?? ModelProfile.named(model)
    }

    private func draws(of model: String, _ role: SimulatedProvider.Role) -> Draws {
        SimulatedProvider.draws(seed: seed, model: model, role)
    }
}

/// Which statements an answer makes, without the words.
package struct SimulatedAnswer: Sendable, Equatable {
    /// By the place of the first criterion that asks for the statement.
    var statements: [Statement]

    enum Statement: Sendable {
        case absent
        case bare
        /// With the address of a source.
        case sourced
    }

    init(count: Int) { statements = Array(repeating: .absent, count: count) }
}

// MARK: - Preparation

extension InProcessSimulator {
    private static func problem(_ task: Int, in world: World) -> Problem {
        var places: [String: Int] = [:]
        let firstOfMark = world.claims[task].enumerated().map { index, claim in
            let first = places[claim.mark] ?? index
            places[claim.mark] = first
            return first
        }
        let words = world.tasks[task].problem.split { $0.isWhitespace }
        return Problem(
            words: words, isUnmistakable: isUnmistakable(task, words, in: world),
            firstOfMark: firstOfMark)
    }

    /// Whether the words that every query has weigh more for this task than all words of its
    /// problem can weigh for any other one.
    private static func isUnmistakable(
        _ task: Int, _ words: [Substring], in world: World
    ) -> Bool {
        func weight(_ word: String) -> Double { 1 / Double(world.tasksByWord[word]?.count ?? 1) }
        let subject = words.prefix(ResearchHabits.subjectLength).joined(separator: " ")
        let own = Set(World.words(in: subject)).filter { world.tasksByWord[$0] != nil }
            .reduce(0) { $0 + weight($1) }
        var others: [Int: Double] = [:]
        for word in world.wordsByTask[task] {
            for other in world.tasksByWord[word] ?? [] where other != task {
                others[other, default: 0] += weight(word)
            }
        }
        // The slack covers the rounding of sums taken in another order.
        return own > (others.values.max() ?? 0) + 1e-6
    }
}
