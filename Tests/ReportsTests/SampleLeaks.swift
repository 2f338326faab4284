import Vocabulary

@testable import Reports

/// The made-up run with research that met the benchmark: every severity, some of it kept away, by
/// solo models, members and a synthesizer, on pages whose addresses try to be markup.
enum SampleLeaks {
    static let hostileURL =
        "https://key.example/a|b](javascript:alert(1))<img src=x>?\u{202E}\r\n|x|"
    /// A single character as Swift counts, and longer than a line.
    static let piledUp = "e" + String(repeating: "\u{301}", count: 500)

    static func finding(
        _ severity: LeakFinding.Severity, _ evidence: LeakFinding.Evidence,
        tier: ExclusionTier? = nil, url: String? = nil, detail: String = "t1/criterion-1",
        keptAway: Bool = false, member: Int? = nil
    ) -> TextFinding {
        TextFinding(
            member: member,
            finding: LeakFinding(
                evidence: evidence, severity: severity, tier: tier, url: url, detail: detail,
                wasKeptAway: keptAway))
    }

    /// By "configuration task".
    static let met: [String: [TextFinding]] = {
        let key = "https://key.example/datasets/draco"
        var met = [
            "opus t1": [
                finding(.metadata, .url, tier: .results, url: key, detail: "key.example"),
                finding(.explicitAnswer, .ngram, url: key),
                finding(.explicitAnswer, .ngram, url: key, detail: "t1/criterion-2"),
                finding(.metadata, .marker, detail: "draco-benchmark"),
            ],
            "opus t2": [
                finding(
                    .explicitAnswer, .url, tier: .answerKey, url: key, detail: "key.example",
                    keptAway: true)
            ],
            "gpt t3": [finding(.questionContext, .selfRecognition, detail: "grading criteria")],
            // Not scored.
            "gpt t10": [finding(.explicitAnswer, .citation, tier: .answerKey, url: key)],
            "opus-gpt t1": [
                finding(
                    .explicitAnswer, .canary, url: hostileURL, detail: "a|b\r\n# `c`", member: 1),
                finding(.questionContext, .ngram, url: hostileURL, member: 0),
            ],
            "trio t4": [
                finding(.explicitAnswer, .overlap, detail: "41 % of t4"),
                finding(
                    .explicitAnswer, .overlap, url: "https://long.example/" + piledUp,
                    detail: piledUp),
            ],
            "\(SampleResults.importedName) t5": [
                finding(.explicitAnswer, .citation, tier: .answerKey, url: key)
            ],
        ]
        for task in 1...9 {
            met["opus-opus t\(task)"] = (0..<8).map { page in
                finding(
                    .metadata, .marker, tier: .wrapper, url: "https://news.example/\(page)",
                    detail: "arxiv 2602", member: page % 2)
            }
        }
        return met
    }()

    static let results: RunResults = {
        var results = SampleResults.simulated
        for place in results.units.indices {
            let unit = results.units[place].unit
            results.units[place].leaks = met["\(unit.configurationID) \(unit.taskID)"] ?? []
        }
        return results
    }()

    static let audit = AuditReport(results: results, answers: answers(of: results))
    /// Made once, since its resamples take a while.
    static let leaderboard = Leaderboard(results: results)

    static func answers(of results: RunResults) -> [AuditReport.Answer] {
        results.units.filter { $0.status != nil }.map {
            AuditReport.Answer(unit: $0.unit, isScored: !$0.scores.isEmpty, findings: $0.leaks)
        }
    }
}
