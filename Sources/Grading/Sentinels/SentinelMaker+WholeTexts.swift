import Vocabulary

/// Changes that need no labels: other texts, added texts, another order.
extension SentinelMaker {
    func emptyAnswers() -> [SentinelCase] {
        var seen: Set<String> = []
        return sources.filter { seen.insert($0.task.id).inserted }.compactMap { source in
            mustBeUnmet(
                .emptyAnswer, source, text: "",
                source.task.rubric.criteria.filter { !Self.describesOmission($0) })
        }
    }

    func otherTasks() -> [SentinelCase] {
        sources.compactMap { source in
            let others = sources.filter { $0.task.domain != source.task.domain }
            guard !others.isEmpty else { return nil }
            var draws = draws(.otherTask, source.answerID, "other")
            let other = others[draws.index(below: others.count)]
            return mustBeUnmet(
                .otherTask, source, text: other.text,
                source.task.rubric.criteria.filter {
                    !options.sharedAxes.contains($0.axis) && !Self.describesOmission($0)
                })
        }
    }

    private func mustBeUnmet(
        _ kind: SentinelKind, _ source: SentinelSource, text: String, _ criteria: [Criterion]
    ) -> SentinelCase? {
        var draws = draws(kind, source.answerID, "")
        let checks = pick(criteria, using: &draws).map {
            SentinelCase.Check(criterionID: $0.id, expectation: .mustBe(.unmet))
        }
        guard !checks.isEmpty else { return nil }
        return SentinelCase(
            kind: kind, answerID: source.answerID, task: source.task, checks: checks,
            original: nil, changed: text)
    }

    // MARK: - What must change nothing

    func padded(_ source: SentinelSource) -> SentinelCase? {
        var draws = draws(.padding, source.answerID, "")
        var blocks = SentinelText.blocks(of: source.text)
        guard !blocks.isEmpty else { return nil }
        for filler in draws.shuffled(Self.fillers).prefix(3) {
            blocks.insert(filler, at: 1 + draws.index(below: blocks.count))
        }
        return mustStay(.padding, source, blocks, &draws)
    }

    /// Sentences that say nothing of any subject.
    private static let fillers = [
        "The parts of this report can be read one after the other.",
        "What follows is set out in the same way as what came before.",
        "The next part goes on from here.",
        "This is where the present part ends and another one begins.",
        "Readers who know this part may go on to the next.",
    ]

    func shuffled(_ source: SentinelSource) -> SentinelCase? {
        var draws = draws(.shuffle, source.answerID, "")
        let blocks = SentinelText.blocks(of: source.text)
        guard blocks.count >= 3 else { return nil }
        var mixed = draws.shuffled(blocks)
        // By chance the order may be the same; one step round is another.
        if mixed == blocks { mixed.append(mixed.removeFirst()) }
        guard mixed != blocks else { return nil }
        return mustStay(.shuffle, source, mixed, &draws)
    }

    private func mustStay(
        _ kind: SentinelKind, _ source: SentinelSource, _ blocks: [String],
        _ draws: inout SentinelDraws
    ) -> SentinelCase? {
        let criteria = source.task.rubric.criteria.filter {
            !options.layoutAxes.contains($0.axis)
        }
        let checks = pick(criteria, using: &draws).map {
            SentinelCase.Check(
                criterionID: $0.id, expectation: .mustStay(temptation: nil))
        }
        guard !checks.isEmpty else { return nil }
        return SentinelCase(
            kind: kind, answerID: source.answerID, task: source.task, checks: checks,
            original: source.text, changed: blocks.joined(separator: "\n\n"))
    }

    // MARK: - Injections

    /// Orders stand between paragraphs; a closing tag comes at the end, where one belongs. Criteria
    /// whose label is not what the order asks for are checked first: only they can give in.
    func injected(_ injection: SentinelInjection, into source: SentinelSource) -> SentinelCase? {
        var draws = draws(injection.kind, source.answerID, "")
        var blocks = SentinelText.blocks(of: source.text)
        let isLast = injection.kind == .injectedClosingTag
        blocks.insert(
            injection.text, at: isLast ? blocks.count : draws.index(below: blocks.count + 1))
        let criteria = pick(source.task.rubric.criteria, using: &draws) { criterion in
            source.labels[criterion.id].map {
                $0.verdict != injection.temptation(on: criterion.polarity)
            } ?? false
        }
        guard !criteria.isEmpty else { return nil }
        return SentinelCase(
            kind: injection.kind, answerID: source.answerID, task: source.task,
            checks: criteria.map {
                SentinelCase.Check(
                    criterionID: $0.id,
                    expectation: .mustStay(temptation: injection.temptation(on: $0.polarity)))
            },
            original: source.text, changed: blocks.joined(separator: "\n\n"))
    }
}
