import Comparison
import JSONText
import Testing
import Vocabulary

@testable import Reports

@Suite("The report on a judge change")
struct JudgeDiffReportTests {
    private static let hostile =
        "</details><script>x</script>\n# PASS | `a` [b](http://evil.example) @all \u{202E}"

    private static let criteria = [
        Criterion(id: "c0", axis: .factualAccuracy, weight: 10, requirement: "Names the rate"),
        Criterion(id: "c1", axis: .breadthAndDepth, weight: 8, requirement: "Weighs both sides"),
        Criterion(id: "c2", axis: .citationQuality, weight: -12, requirement: "Cites *nothing*"),
    ]

    /// Six tasks, two configurations and a fusion; the new judge takes every fault for there in the
    /// answers of s0 and reads the last task worse.
    private static func trial(
        _ name: String, isNew: Bool, explanation: String = "because", gold: Bool = true
    ) -> JudgeTrial {
        var questions: [JudgeTrial.Question] = []
        for id in ["s0", "s1", "s0+s1"] {
            for task in 0..<6 {
                for (place, criterion) in criteria.enumerated() {
                    let met = place == 0 || (place == 1 && id != "s1")
                    let turned = isNew && id != "s1" && (place == 2 || (place == 1 && task == 5))
                    let rulings = (0..<3).map { pass in
                        let isNoise = (task + place + pass).isMultiple(of: 7)
                        let isMissing = isNew && task == 2 && place == 1 && pass == 1
                        return JudgeTrial.Ruling(
                            verdict: isMissing
                                ? nil : (met != turned) != isNoise ? .met : .unmet,
                            explanation: "\(name): \(explanation)",
                            failure: isMissing ? .unreadable : nil)
                    }
                    questions.append(
                        JudgeTrial.Question(
                            answerID: "\(id)/t\(task)", taskID: "t\(task)", configurationID: id,
                            criterion: criterion, positiveWeight: 18,
                            gold: gold ? (met ? .met : .unmet) : nil, rulings: rulings))
                }
            }
        }
        return JudgeTrial(
            judge: JudgeRecord(
                id: name, model: "judge-model", promptName: name, promptVersion: "2",
                promptSHA256: "0123456789abcdef", reasoning: nil, temperature: nil,
                maxOutputTokens: nil, endpoint: "e"),
            repeats: 3, questions: questions,
            usage: .init(
                calls: 162, unreadableReplies: isNew ? 4 : 0, cost: isNew ? nil : USD(1.25),
                inputTokens: 1_000, cachedTokens: nil, outputTokens: 50, latencies: [1, 2]))
    }

    private static func report(
        explanation: String = "because", isSame: Bool = false, gold: Bool = true,
        thresholds: GateThresholds = GateThresholds(), limits: JudgeDiffReport.Limits = .init()
    ) -> JudgeDiffReport {
        let difference = JudgeDifference(
            from: trial("old-prompt", isNew: false, explanation: explanation, gold: gold),
            to: trial("new-prompt", isNew: !isSame, explanation: explanation, gold: gold),
            fusions: ["s0+s1": ["s0", "s1"]],
            precision: .init(replicates: 400, permutations: 999, seed: 1))
        let gate = JudgeGate(
            difference, sentinels: .init(count: 9, failed: isSame ? [] : ["warn_against"]),
            thresholds: thresholds)
        return JudgeDiffReport(difference: difference, gate: gate, limits: limits)
    }

    @Test("A failed gate is laid out as its golden files say")
    func failed() throws {
        let report = Self.report(explanation: Self.hostile, limits: .init(flips: 3))
        try GoldenFile.expect(report.markdown(), "judge-diff.md")
        try GoldenFile.expect(report.json().prettyText, "judge-diff.json")
    }

    @Test("Judges that are the same pass, without a flip")
    func passed() throws {
        let text = Self.report(isSame: true).markdown()
        try GoldenFile.expect(text, "judge-diff-same.md")
        #expect(text.hasPrefix("# Judge change: PASS\n") && !text.contains("<details>"))
    }

    @Test("What is required and could not be applied is said before all else")
    func undecided() throws {
        let report = Self.report(
            isSame: true, gold: false,
            thresholds: GateThresholds(leastRepeats: 4, required: [.gold, .scores]))
        let text = report.markdown()
        #expect(text.hasPrefix("# Judge change: CAN'T DECIDE\n\n- The rule 'gold' is required"))
        #expect(text.contains("3 times by a judge, and 4 times are needed"))
        #expect(report.json()["outcome"] == "undecided")
        #expect(report.json()["gold"] == .null)
    }

    @Test("Explanations stay in their line, and open no markup")
    func hostile() {
        let text = Self.report(explanation: Self.hostile).markdown()
        #expect(text.components(of: "</details>") == 1 && text.components(of: "<details>") == 1)
        #expect(!text.contains("<script") && !text.contains("\n# PASS"))
        #expect(!text.replacing("\\]", with: "").contains("](") && !text.contains("\u{202E}"))
    }

    @Test(
        "The list ends where the room does, and says how many are left out",
        arguments: [4_200, 8_000, 20_000, 900_000])
    func limited(bytes: Int) throws {
        let text = Self.report(
            explanation: String(repeating: "<é ", count: 4_000), limits: .init(bytes: bytes)
        ).markdown()
        let bare = Self.report(limits: .init(flips: 0)).markdown()
        #expect(text.utf8.count <= max(bytes, bare.utf8.count))
        let shown = text.components(of: "- Criterion: ")
        let all = Self.report().difference.flipped.count
        #expect(
            text.contains(shown == all ? "All \(all) are shown" : "\(shown) of \(all) are shown"))
        #expect(bytes < 900_000 ? shown < all : shown == all)
    }

    @Test("JSON has every flip with its whole explanation, and parses")
    func json() throws {
        let report = Self.report(
            explanation: String(repeating: "x", count: 5_000), limits: .init(flips: 1))
        let json = report.json()
        #expect(try JSONValue(parsing: json.text) == json)
        let flipped = try #require(json["flipped"]?.array)
        #expect(flipped.count == report.difference.flipped.count && flipped.count > 1)
        let explanation = try #require(flipped[0]["new"]?["explanation"]?.string)
        #expect(explanation.count > 5_000)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
