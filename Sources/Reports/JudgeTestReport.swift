import Comparison
import Statistics
import Vocabulary

/// The test of one judge: what people and sentinels say of it, whether it says the same again, and
/// what it takes.
package struct JudgeTestReport: RenderedReport, Sendable {
    let quality: JudgeQuality
    let gold: GoldSource?
    let sentinels: [SentinelOutcome]
    let thresholds: [JudgeThreshold]
    /// In points, of the mean |error| of an answer's score; nil: none.
    let answerErrorLimit: Double?
    let annotators: AnnotatorAgreement?

    /// Where the labels come from.
    package struct GoldSource: Sendable {
        let name: String
        let sha256: String
        /// What a reader of figures from the set must know.
        let warnings: [String]

        package init(name: String, sha256: String, warnings: [String] = []) {
            self.name = name
            self.sha256 = sha256
            self.warnings = warnings
        }
    }

    package init(
        quality: JudgeQuality, gold: GoldSource?, sentinels: [SentinelOutcome] = [],
        thresholds: [JudgeThreshold] = [], answerErrorLimit: Double? = nil,
        annotators: AnnotatorAgreement? = nil
    ) {
        self.quality = quality
        self.gold = gold
        self.sentinels = sentinels
        self.thresholds = thresholds
        self.answerErrorLimit = answerErrorLimit
        self.annotators = annotators
    }

    /// Whether every limit that was set is kept, and every sentinel; true where none was set.
    package var isPassed: Bool { failures.isEmpty }

    var judge: JudgeRecord { quality.trial.judge }

    /// Everything that the test was held to.
    var checkCount: Int {
        sentinels.count { $0.obtained > 0 } + thresholds.count
            + (answerErrorLimit == nil ? 0 : quality.errors?.answers.count ?? 0)
    }

    /// What is not kept, a phrase each.
    var failures: [String] {
        let sentinels = sentinels.filter(\.isFailed).map { outcome in
            "sentinel \(outcome.kind): \(outcome.passed) of \(outcome.cases) passed"
        }
        let limits = thresholds.filter { !$0.check(quality).isKept }.map { $0.sentence(quality) }
        let beyond = (quality.errors?.answers ?? []).filter(isBeyondLimit)
        let answers = answerErrorLimit.flatMap { limit in
            beyond.isEmpty
                ? nil
                : "\(beyond.count) of \(quality.errors?.answers.count ?? 0) answers are scored more "
                    + "than \(Figures.fixed(limit, 1)) points off gold, or not at all"
        }
        return sentinels + limits + [answers].compactMap { $0 }
    }

    /// An answer without a verdict can't be within a limit.
    func isBeyondLimit(_ answer: AnswerScoreErrors.Answer) -> Bool {
        guard let answerErrorLimit else { return false }
        return answer.absolute.map { $0 > answerErrorLimit + 1e-9 } ?? true
    }
}

extension JudgeRecord {
    /// Whether the built-in simulator plays the judge.
    var isSimulated: Bool { endpoint.hasPrefix("simulator") || model.hasPrefix("sim/") }
}

extension JudgeThreshold {
    /// The words for a measure.
    var title: String {
        switch measure {
        case .agreement: "agreement"
        case .kappa: "κ"
        case .ac1: "AC1"
        case .balancedAccuracy: "balanced accuracy"
        case .youden: "J"
        case .scoreBias: "score bias"
        case .scoreError: "score error"
        case .misjudgedWeight: "misjudged weight"
        case .missingVerdicts: "missing verdicts"
        case .disagreement: "disagreement with itself"
        }
    }

    func figure(_ value: Double?) -> String {
        guard let value else { return "–" }
        if measure.isInPoints { return "\(Figures.fixed(value, 1)) points" }
        switch measure {
        case .kappa, .ac1, .youden: return Figures.fixed(value, 2)
        case .agreement, .balancedAccuracy, .scoreBias, .scoreError, .misjudgedWeight,
            .missingVerdicts, .disagreement:
            return "\(Figures.percent(value)) %"
        }
    }

    var rule: String { "\(measure.isAtLeast ? "at least" : "at most") \(figure(limit))" }

    func sentence(_ quality: JudgeQuality) -> String {
        let value = measure.value(in: quality)
        let found = value == nil ? "can't be told" : figure(value)
        return "\(title) \(found), \(rule) asked"
    }
}
