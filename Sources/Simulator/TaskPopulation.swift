import Vocabulary

/// Invented research tasks without end, each drawn on its own from one distribution: the kind of
/// population that a benchmark's tasks are taken to be a sample of.
///
/// Rubrics have the measures of DRACO's (16 to 77 criteria, a tenth of them negative, four axes,
/// weights mostly 8 and 10, seldom a very heavy mistake). Tasks differ in difficulty: a longer
/// rubric lies on more pages than a model opens, and a task's weight leans to some axes, in which
/// models differ in strength. Every word is made up.
package struct TaskPopulation: Sendable {
    private let draws: Draws

    package init(seed: UInt64) { draws = Draws(seed: seed).with("population") }

    /// The tasks of a stretch of the population.
    package func tasks(_ numbers: Range<Int>) -> [ResearchTask] { numbers.map(task) }

    /// A task; the same number always gives the same one.
    package func task(_ number: Int) -> ResearchTask {
        let draws = draws.with(number)
        let domain = Self.domains[draws.with("domain").index(below: Self.domains.count)]
        return ResearchTask(
            id: "drawn-\(draws.with("id").index(below: 1 << 40))-\(number)",
            problem: Self.problem(draws.with("problem"), domain), domain: domain,
            rubric: Rubric(id: "rubric-\(number)", criteria: Self.criteria(draws, domain)))
    }

    private static let domains = [
        "Finance", "Shopping", "Academic", "Technology", "General Knowledge", "UX Design", "Law",
        "Medicine", "Needle in a Haystack", "Personal Assistant",
    ]

    // MARK: - Rubric

    private static func criteria(_ draws: Draws, _ domain: String) -> [Criterion] {
        let count = criterionCount(draws, domain)
        let negatives = 3 + draws.with("negatives").with(1).index(below: 4)
        // Some tasks are about facts, others about how to lay out what everybody knows.
        let lean = draws.with("lean").uniform
        return (0..<count).map { index in
            let draws = draws.with("criterion").with(index)
            let isNegative = index >= count - negatives
            return Criterion(
                id: "criterion-\(index + 1)", axis: axis(draws, lean: lean),
                weight: isNegative ? -mistake(draws.with(2)) : weight(draws.with(2)),
                requirement: requirement(draws.with(3), index))
        }
    }

    /// 16 to 77, with a mean of about 39: some tasks are small, some large, and some domains ask
    /// for more than others.
    private static func criterionCount(_ draws: Draws, _ domain: String) -> Int {
        let place = Double(domains.firstIndex(of: domain) ?? 0) / Double(domains.count - 1)
        let isLarge = draws.with("size").uniform < 0.25 + 0.25 * place
        let within = draws.with("size").with(1).uniform
        return 16 + Int(isLarge ? 35 + 26 * within : 20 * within)
    }

    private static func axis(_ draws: Draws, lean: Double) -> Axis {
        let draw = draws.with(1).uniform
        let facts = 0.17 + 0.7 * lean
        let rest = (draw - facts) / (1 - facts)
        return draw < facts
            ? .factualAccuracy
            : rest < 0.46
                ? .breadthAndDepth : rest < 0.75 ? .presentationQuality : .citationQuality
    }

    private static func weight(_ draws: Draws) -> Int {
        pick([(10, 0.45), (8, 0.41), (5, 0.08), (6, 0.04), (20, 0.02)], draws)
    }

    private static func mistake(_ draws: Draws) -> Int {
        pick(
            [
                (10, 0.64), (15, 0.13), (20, 0.15), (25, 0.03), (50, 0.03), (100, 0.015),
                (200, 0.005),
            ],
            draws)
    }

    private static func pick(_ choices: [(value: Int, share: Double)], _ draws: Draws) -> Int {
        var rest = draws.uniform
        for choice in choices {
            rest -= choice.share
            if rest < 0 { return choice.value }
        }
        return choices[0].value
    }

    // MARK: - Words

    /// The first words name a subject that no other task has, as real requests do.
    private static func problem(_ draws: Draws, _ domain: String) -> String {
        let names = (0..<4).map { name(draws.with($0)) }
        return """
            \(names[0]) \(names[1]) and the \(names[2]) \(names[3]): please write a report on this \
            matter of \(domain) with figures, background and sources, say which \
            claims do not hold, and set out what follows for somebody who has to decide soon.
            """
    }

    private static func requirement(_ draws: Draws, _ index: Int) -> String {
        "States figure \(index + 1) of the \(name(draws)) report as "
            + "\(2 + draws.with(1).index(below: 9800))"
    }

    private static func name(_ draws: Draws) -> String {
        var name = (0..<3).map { syllables[draws.with($0).index(below: syllables.count)] }.joined()
        name.replaceSubrange(...name.startIndex, with: name.prefix(1).uppercased())
        return name
    }

    private static let syllables = [
        "ba", "bel", "bor", "cal", "dan", "dor", "fen", "fir", "gal", "gor", "hal", "hem", "jor",
        "kal", "kem", "lan", "lor", "mar", "mel", "nor", "oss", "pel", "quin", "ran", "ros", "sel",
        "sun", "tal", "tor", "ull", "van", "ver", "wen", "yar", "zan", "zor",
    ]
}
