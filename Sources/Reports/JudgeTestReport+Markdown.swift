import Comparison
import Statistics
import Vocabulary

extension JudgeTestReport {
    package func markdown() -> String {
        [
            header, verdict, limitSection, goldSection, confusionSection, scoreSection,
            repeatSection, stabilitySection, sentinelSection, annotatorSection, effortSection,
            precisionSection, mistakeSection, method,
        ].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    // MARK: - What it is

    private var header: String {
        let simulated =
            judge.isSimulated
            ? """
            **Simulated.** The judge is made up by the built-in simulator. Nothing here is \
            about a real model, whatever names appear.


            """ : ""
        let settings = [
            judge.reasoning.map { "reasoning \(Escape.markdown($0))" },
            judge.temperature.map { "temperature \($0)" },
        ].compactMap { $0 }.joined(separator: ", ")
        let labels = gold.map {
            "\(Escape.markdown($0.name)), sha256 \($0.sha256.prefix(12))"
        }
        return """
            # Test of the judge \(Escape.markdown(judge.model))

            \(simulated)- Judge: \(Escape.markdown(judge.model))\(settings.isEmpty ? "" : " (\(settings))"), \
            \(Self.count(quality.trial.repeats, "judging")) of every answer
            - Judge prompt: \(Escape.markdown(judge.promptName)) version \
            \(Escape.markdown(judge.promptVersion)), sha256 \(judge.promptSHA256.prefix(12))
            - Gold set: \(labels ?? "none")
            """
    }

    /// The test in a few sentences.
    private var verdict: String {
        let failures = failures
        let outcome =
            failures.isEmpty
            ? (checkCount == 0
                ? "**No limit was set**, so the test neither passes nor fails."
                : "**Passed:** \(Self.count(checkCount, "check")).")
            : "**Failed:** \(failures.map(Escape.markdown).joined(separator: "; "))."
        return [outcome, agreementSentence, scoreSentence].compactMap { $0 }
            .joined(separator: " ")
    }

    private var agreementSentence: String? {
        guard let overall = quality.overall else {
            return "Without gold labels nothing can be said of whether the judge is right."
        }
        let constant = overall.constantVerdict
        let within =
            overall.interval(.agreement).map { " (95 % interval \(Figures.percents($0)))" } ?? ""
        return """
            On \(Self.count(overall.labels, "label")) of \(Self.count(overall.answers, "answer")) \
            the judge agrees with gold on \(Figures.percent(overall.value(.agreement))) %\(within); \
            always saying \(constant.verdict.rawValue) would agree on \
            \(Figures.percent(constant.agreement)) %. κ is \
            \(Self.coefficient(overall.value(.kappa))), AC1 \
            \(Self.coefficient(overall.value(.ac1))), J \
            \(Self.coefficient(overall.value(.youden))).
            """
    }

    private var scoreSentence: String? {
        guard let bias = quality.errors?.bias, let absolute = quality.errors?.absolute else {
            return nil
        }
        let within =
            bias.interval().map { " (95 % interval \(Self.points($0)))" } ?? ""
        return """
            Its errors move the score of an answer by \(Self.points(bias.mean)) points in the \
            mean\(within), and by \(Figures.fixed(absolute.mean, 1)) points up or down on average.
            """
    }

    private var limitSection: String {
        guard !thresholds.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Measure", .left), ("Limit", .left), ("Found", .right), ("Kept", .left),
        ])
        for threshold in thresholds {
            let (value, isKept) = threshold.check(quality)
            table.add([
                threshold.title, threshold.rule, threshold.figure(value), isKept ? "yes" : "NO",
            ])
        }
        return "## Limits\n\n\(table.text)"
    }

    // MARK: - Sentinels, costs, mistakes

    private var sentinelSection: String {
        guard !sentinels.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Sentinel", .left), ("Cases", .right), ("With verdict", .right), ("Passed", .right),
            ("Outcome", .left), ("Fails when", .left),
        ])
        for outcome in sentinels {
            table.add([
                Escape.markdown(outcome.kind), "\(outcome.cases)", "\(outcome.obtained)",
                "\(outcome.passed)",
                outcome.isFailed ? "FAILED" : outcome.obtained == 0 ? "–" : "passed",
                Escape.markdown(outcome.rule),
            ])
        }
        let examples = sentinels.flatMap { outcome in
            outcome.examples.prefix(3).map {
                "- \(Escape.markdown(outcome.kind)): \(Self.cut($0))"
            }
        }
        let list = examples.isEmpty ? "" : "\n\n" + examples.joined(separator: "\n")
        return "## Sentinels\n\n\(table.text)\(list)"
    }

    private var effortSection: String {
        let effort = quality.effort
        let missing = VerdictRecord.Failure.allCases.compactMap { failure in
            effort.missing[failure].map { "\($0) \(failure.words)" }
        }
        let unexplained =
            effort.missingWithoutReason > 0 ? ["\(effort.missingWithoutReason) unexplained"] : []
        let reasons = (missing + unexplained).joined(separator: ", ")
        let usage = effort.usage
        let tokens = [
            usage.inputTokens.map { "\($0) in" }, usage.cachedTokens.map { "\($0) of them cached" },
            usage.outputTokens.map { "\($0) out" },
        ].compactMap { $0 }.joined(separator: ", ")
        let latencies = [0.5, 0.9, 0.99].map { Figures.duration(effort.latency($0)?.value) }
        return """
            ## What it took

            - Verdicts: \(effort.obtained) of \(effort.planned) asked for; missing: \
            \(effort.missingCount)\(reasons.isEmpty ? "" : " (\(reasons))"). A missing verdict is \
            left out, never taken for UNMET.
            - Replies that were no verdict, those included that were asked for again: \
            \(usage.unreadableReplies) of \(Self.count(usage.calls, "call"))
            - Cost: \(Figures.dollars(usage.cost)), for 1,000 verdicts \
            \(Figures.dollars(effort.costPerThousand)); tokens: \(tokens.isEmpty ? "?" : tokens)
            - Latency of a call, p50, p90, p99: \(latencies.joined(separator: ", "))
            """
    }

    /// Rows of the table of mistakes.
    static let shownMistakes = 10

    private var mistakeSection: String {
        guard !quality.mistakes.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Answer", .left), ("Criterion", .left), ("Weight", .right), ("Gold", .left),
            ("Wrong", .right), ("Points", .right), ("Requirement", .left),
            ("What the judge said", .left),
        ])
        for mistake in quality.mistakes.prefix(Self.shownMistakes) {
            let criterion = mistake.question.criterion
            table.add([
                Escape.markdown(mistake.question.answerID), Escape.markdown(criterion.id),
                "\(criterion.weight)", mistake.gold.rawValue,
                "\(mistake.wrong)/\(mistake.judged)", Figures.fixed(mistake.points, 1),
                Self.cut(criterion.requirement), Self.cut(mistake.explanation),
            ])
        }
        let rest = quality.mistakes.count - Self.shownMistakes
        let more = rest > 0 ? " \(rest) more cost less; the JSON has them all." : ""
        return """
            ## The costliest mistakes

            \(table.text)

            Points: of the answer's score, averaged over the judgings.\(more)

            \(RubricCanary.line)
            """
    }

    private var method: String {
        guard quality.overall != nil else { return "" }
        return """
            MET is the positive class: on a negative criterion it means that the fault was found. \
            Every judging counts alike. Intervals: 95 %, from resampled answers with all their \
            labels, Student's t for scores; none where it can't be said. κ collapses where nearly \
            all labels are the same, AC1 does not: read both with J (sensitivity + specificity − 1). \
            Bias: the judge's MET rate less gold's.
            """
    }
}

extension JudgeTestReport {
    static func count(_ number: Int, _ thing: String) -> String {
        number == 1 ? "1 \(thing)" : "\(number) \(thing)s"
    }

    static func coefficient(_ value: Double?) -> String {
        value.map { Figures.fixed($0, 2) } ?? "–"
    }

    /// Points that are points already, with their sign.
    static func points(_ value: Double?) -> String { Figures.points(value.map { $0 / 100 }) }
    static func points(_ interval: Interval?) -> String {
        Figures.points(interval?.scaled(by: 0.01))
    }

    /// Text from elsewhere for a cell, cut where it is long.
    static func cut(_ text: String) -> String {
        let longest = 200
        return Escape.markdown(text.count > longest ? text.prefix(longest) + "…" : text)
    }
}

extension VerdictRecord.Failure {
    /// What became of the verdict.
    fileprivate var words: String {
        switch self {
        case .unreadable: "unreadable"
        case .refused: "refused"
        case .empty: "empty"
        case .timeout: "timed out"
        case .judge: "failed by the judge"
        case .infrastructure: "failed by the network, the endpoint or the budget"
        }
    }
}
