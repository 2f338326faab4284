import JSONText
import Testing
import Vocabulary

@testable import Reports

struct AuditReportTests {
    private let audit = SampleLeaks.audit
    private let text = SampleLeaks.audit.markdown()

    private func keys(_ value: JSONValue?) -> [String]? { value?.object?.keys }

    /// An audit of one solo model's answers.
    private static func small(
        _ findings: [TextFinding], isScored: Bool = true
    ) -> AuditReport {
        var results = SampleResults.simulated
        results.configurations = [results.configurations[0]]
        results.units = [results.units[0]]
        return AuditReport(
            results: results,
            answers: [
                .init(unit: results.units[0].unit, isScored: isScored, findings: findings)
            ])
    }

    // MARK: - For people

    @Test("The audit in Markdown is the one that was reviewed")
    func golden() throws { try GoldenFile.expect(text, "audit.md") }

    @Test(
        "A scored answer is tainted by what got through and shows a question or an answer",
        arguments: [
            (SampleLeaks.finding(.questionContext, .ngram), true, true),
            (SampleLeaks.finding(.explicitAnswer, .url), true, true),
            (SampleLeaks.finding(.explicitAnswer, .url, keptAway: true), true, false),
            (SampleLeaks.finding(.explicitAnswer, .overlap), true, false),
            (SampleLeaks.finding(.metadata, .marker), true, false),
            (SampleLeaks.finding(.explicitAnswer, .url), false, false),
        ])
    func tainted(finding: TextFinding, isScored: Bool, isTainted: Bool) {
        let audit = Self.small([finding], isScored: isScored)
        #expect(audit.isTainted == isTainted && audit.json()["tainted"] == .bool(isTainted))
        #expect(audit.configurations.map(\.tainted) == [isTainted ? 1 : 0])
        let verdict =
            !isScored
            ? "No answer is scored" : isTainted ? "**1 of 1 scored" : "0 of 1 scored answers are"
        #expect(audit.markdown().contains(verdict))
    }

    @Test("A model's row counts its own answers and drafts, wherever it took part")
    func models() throws {
        let gpt = try #require(audit.models.first { $0.name == "vendor/gpt" })
        // Twelve alone, twice twelve in its self-panel, twelve in each mixed panel.
        #expect(gpt.answers == 60 && gpt.tainted == 2)
        #expect(gpt.seen[.questionContext] == 1 && gpt.seen[.explicitAnswer] == 2)
        let opus = try #require(audit.models.first { $0.name == "acme/opus" })
        #expect(opus.tainted == 2 && opus.keptAway == 1)
        // What a synthesizer wrote is no member's.
        let absent = try #require(audit.models.first { $0.name == "acme/absent" })
        #expect(absent.answers == 12 && absent.seen.isEmpty)
    }

    @Test("The chance of a panel starts from the mean over all models, clean ones too")
    func exposure() {
        // 2 of 60 and 2 of 60, and nothing of silent, absent and x: 1.33 %.
        #expect(text.contains("1.3 % of a model's answers and drafts"))
        #expect(text.contains("2.6 % of panels of 2, 3.9 % of panels of 3"))
        #expect(!Self.small([]).markdown().contains("panels of"))
    }

    @Test("Findings of one page for one task share a line that shows the gravest, and counts them")
    func grouped() throws {
        let line = try #require(
            text.split(separator: "\n").first {
                $0.hasPrefix("| opus ") && $0.contains("| t1 ") && $0.contains("key.example")
            })
        let cells = line.split(separator: "|").map { $0.drop { $0 == " " }.prefix { $0 != " " } }
        #expect(cells[3] == "answer" && line.contains("url, ngram") && cells[6] == "3")
        #expect(line.contains("t1/criterion-1") && !line.contains("t1/criterion-2"))
    }

    @Test("What shows most comes first, at most 60 lines, and the rest is counted")
    func limited() throws {
        let section = try #require(text.split(separator: "## Evidence that got through").last)
        let lines = section.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
        #expect(lines.count == 60)
        let shown = lines.map { line in
            ["answer key", "question", "metadata"].firstIndex { line.contains("| \($0) ") } ?? -1
        }
        #expect(shown == shown.sorted() && !shown.contains(-1))
        // 72 pages of news, 7 others of which one is two lines' worth: 80 − 60.
        #expect(text.contains("20 more lines with 20 findings are left out"))
        #expect(!Self.small([SampleLeaks.finding(.metadata, .url)]).markdown().contains("left out"))
    }

    @Test("An address or a detail that tries to be markup stays in its cell, and is cut")
    func hostile() throws {
        for part in ["](", "<img", "\r", "\u{202E}", "\n|x|", "\n# `c`"] {
            #expect(!text.replacing("\\]", with: "").contains(part), "\(part)")
        }
        let longest = text.unicodeScalars.split(separator: "\n").map { line in
            line.count { $0 == "\u{301}" }
        }.max()
        #expect(longest == 98 + 119)
    }

    @Test("What was kept away is counted, and is no evidence that got through")
    func keptAway() {
        let text = Self.small([
            SampleLeaks.finding(.explicitAnswer, .url, url: "https://k.example", keptAway: true)
        ]).markdown()
        #expect(!text.contains("## Evidence") && !text.contains("k.example"))
        #expect(text.contains("| opus          |       1 |       0 |         1 |"))
    }

    @Test("Texts from elsewhere are said to hide their research; others are not")
    func imported() {
        #expect(text.contains("How 東京, imported came by its answers can't be seen"))
        #expect(!Self.small([]).markdown().contains("can't be seen"))
    }

    // MARK: - For programs

    @Test("The keys are those that programs rely on, and every finding is there")
    func json() throws {
        let json = audit.json()
        #expect(keys(json) == ["run", "tainted", "configurations", "models", "findings"])
        let counts = ["answers", "tainted", "kept_away", "seen", "unseen_research"]
        #expect(keys(json["configurations"]?[0]) == ["configuration"] + counts)
        #expect(keys(json["models"]?[0]) == ["model"] + counts)
        #expect(
            keys(json["models"]?[0]?["seen"])
                == ["metadata", "question_context", "explicit_answer"])
        let findings = try #require(json["findings"]?.array)
        #expect(findings.count == SampleLeaks.met.values.joined().count)
        #expect(
            keys(findings[0]) == [
                "configuration", "task_id", "generation", "member", "scored", "kept_away",
                "evidence", "severity", "tier", "url", "detail",
            ])
        let hostile = findings.filter { $0["configuration"] == "opus-gpt" }
        #expect(
            hostile.map { $0["url"] } == Array(repeating: .string(SampleLeaks.hostileURL), count: 2)
        )
        #expect(hostile.map { $0["member"] } == [1, 0])
        #expect(findings[0]["member"] == .null && findings[0]["tier"] == "B")
        #expect(
            findings.contains { $0["kept_away"] == true }
                && findings.contains { $0["scored"] == false })
    }
}
