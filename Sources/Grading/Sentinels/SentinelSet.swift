import Digests
import Vocabulary

/// Which sentinels to make, and how many.
package struct SentinelOptions: Sendable {
    /// Kinds to make.
    package var kinds: Set<SentinelKind>
    /// Most cases of one kind.
    package var casesPerKind: Int
    /// Most criteria checked in a case that could check a whole rubric. Each check is a verdict, or
    /// two with the one on the original.
    package var criteriaPerCase: Int
    /// Axes whose verdicts padding and another order may rightly change.
    package var layoutAxes: Set<Axis>
    /// Axes that an answer to another task may rightly satisfy: it may be well set out, and well
    /// sourced.
    package var sharedAxes: Set<Axis>

    package init(
        kinds: Set<SentinelKind> = Set(SentinelKind.allCases), casesPerKind: Int = 40,
        criteriaPerCase: Int = 8, layoutAxes: Set<Axis> = [.presentationQuality],
        sharedAxes: Set<Axis> = [.presentationQuality, .citationQuality]
    ) {
        self.kinds = kinds
        self.casesPerKind = casesPerKind
        self.criteriaPerCase = criteriaPerCase
        self.layoutAxes = layoutAxes
        self.sharedAxes = sharedAxes
    }
}

/// Sentinels made from answers: the same answers, options and seed make the same cases, in whatever
/// order the answers come.
///
/// Within a kind, no criterion of an answer is checked twice, so that checks are independent where
/// the judge's draws are.
package struct SentinelSet: Sendable {
    /// Kind by kind, in the order of `SentinelKind`.
    package let cases: [SentinelCase]
    /// Cases that evidence was given for and that could not be made.
    package let omissions: [SentinelOmission]

    /// - Parameters:
    ///   - sources: answers with different ids.
    ///   - seed: of every choice that is left to chance.
    package init(
        from sources: [SentinelSource], options: SentinelOptions = SentinelOptions(), seed: UInt64
    ) {
        let sources = sources.sorted { $0.answerID < $1.answerID }
        let maker = SentinelMaker(sources: sources, options: options, seed: seed)
        var cases: [SentinelCase] = []
        var omissions: [SentinelOmission] = []
        for kind in SentinelKind.allCases where options.kinds.contains(kind) {
            let made = maker.cases(of: kind)
            cases += maker.sample(made.cases, of: kind)
            omissions += made.omissions
        }
        self.cases = cases
        self.omissions = omissions
    }
}

/// Makes the cases of one kind after another.
struct SentinelMaker {
    let sources: [SentinelSource]
    let options: SentinelOptions
    let seed: UInt64

    typealias Made = (cases: [SentinelCase], omissions: [SentinelOmission])

    func cases(of kind: SentinelKind) -> Made {
        switch kind {
        case .emptyAnswer: (emptyAnswers(), [])
        case .otherTask: (otherTasks(), [])
        case .sentenceRemoved, .warnedAgainst, .wrongNumber:
            eachLabel(kind) { source, criterion, label in
                guard label.verdict == .met, !label.evidence.isEmpty else { return nil }
                return changed(kind, source, criterion, label)
            }
        case .sentenceInserted:
            eachLabel(kind) { source, criterion, label in
                guard label.verdict == .unmet else { return nil }
                return inserted(into: source, criterion)
            }
        case .padding: (sources.compactMap { padded($0) }, [])
        case .shuffle: (sources.compactMap { shuffled($0) }, [])
        case .injectedOrder, .injectedSystemMessage, .injectedClosingTag, .injectedVerdict,
            .injectedComment, .injectedLanguage:
            (
                SentinelInjection.all.filter { $0.kind == kind }.flatMap { injection in
                    sources.compactMap { injected(injection, into: $0) }
                }, []
            )
        }
    }

    /// At most as many cases as are wanted, of all answers and criteria alike.
    func sample(_ cases: [SentinelCase], of kind: SentinelKind) -> [SentinelCase] {
        guard cases.count > options.casesPerKind else { return cases }
        var draws = draws(kind, "sample", "")
        let kept = draws.shuffled(Array(cases.indices)).prefix(max(0, options.casesPerKind))
        return kept.sorted().map { cases[$0] }
    }

    func draws(_ kind: SentinelKind, _ answerID: String, _ criterionID: String) -> SentinelDraws {
        SentinelDraws(
            seed: SHA256.seed(fields: [String(seed), kind.rawValue, answerID, criterionID]))
    }

    // MARK: - Criteria

    /// Criteria of a case, at most as many as are wanted, in the order of the rubric. Those come
    /// first that `isTelling` holds for.
    func pick(
        _ criteria: [Criterion], using draws: inout SentinelDraws,
        first isTelling: (Criterion) -> Bool = { _ in false }
    ) -> [Criterion] {
        let mixed = draws.shuffled(criteria)
        let ordered = mixed.filter(isTelling) + mixed.filter { !isTelling($0) }
        let kept = Set(ordered.prefix(max(0, options.criteriaPerCase)).map(\.id))
        return criteria.filter { kept.contains($0.id) }
    }

    /// Whether a criterion describes that something is left out, which a text that says nothing of
    /// it does.
    static func describesOmission(_ criterion: Criterion) -> Bool {
        let words = criterion.requirement.lowercased().split { !$0.isLetter && $0 != "'" }
        guard let first = words.first else { return false }
        if omissions.contains(String(first)) { return true }
        return ["does", "do", "did"].contains(first) && words.dropFirst().first == "not"
    }

    private static let omissions: Set<String> = [
        "fails", "omits", "lacks", "ignores", "neglects", "overlooks", "misses", "missing",
        "doesn't", "no", "never", "leaves", "skips", "without",
    ]

    /// One case, or the reason for none, for every criterion that has a label.
    private func eachLabel(
        _ kind: SentinelKind,
        _ make: (SentinelSource, Criterion, SentinelSource.Label) -> Outcome?
    ) -> Made {
        var made: Made = ([], [])
        for source in sources {
            for criterion in source.task.rubric.criteria {
                guard let label = source.labels[criterion.id] else { continue }
                switch make(source, criterion, label) {
                case nil: break
                case .made(let sentinel): made.cases.append(sentinel)
                case .omitted(let reason):
                    made.omissions.append(
                        SentinelOmission(
                            kind: kind, answerID: source.answerID, criterionID: criterion.id,
                            reason: reason))
                }
            }
        }
        return made
    }

    enum Outcome {
        case made(SentinelCase)
        case omitted(SentinelOmission.Reason)
    }
}
