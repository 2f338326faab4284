import Foundation
import Testing
import Vocabulary

@testable import Catalog

@Suite("The bundled gold set")
struct BundledGoldSetTests {
    private let workspace: Workspace
    private let set: GoldSet

    init() throws {
        workspace = try Workspace(home: Repository.path, currentDirectory: "/", executable: "/")
        set = try workspace.goldSet("sample", tasks: try workspace.dataset("sample").tasks)
    }

    @Test("It is large enough to give no warning")
    func large() {
        #expect(set.warnings == [])
        #expect(set.labels.count == 517)
        #expect(set.answerCount == 40)
    }

    @Test("It has four answers to one task of each domain")
    func tasks() throws {
        let answers = Dictionary(grouping: set.labels, by: \.taskID).mapValues {
            Set($0.map(\.answerID)).count
        }
        #expect(answers.count == 10)
        #expect(answers.values.allSatisfy { $0 == 4 })
        let tasks = try workspace.dataset("sample").tasks.filter { answers[$0.id] != nil }
        #expect(Set(tasks.map(\.domain)).count == 10)
    }

    @Test(
        "Both verdicts are well represented in each polarity",
        arguments: [
            (Polarity.positive, Verdict.met, 234), (.positive, .unmet, 175),
            (.negative, .met, 44), (.negative, .unmet, 64),
        ])
    func classes(polarity: Polarity, verdict: Verdict, count: Int) {
        #expect(set.labels.count { $0.polarity == polarity && $0.gold == verdict } == count)
    }

    @Test(
        "Every hard case is there, with the verdicts that it can have",
        arguments: [
            ("plain", 241, [.met, .unmet]), ("paraphrase", 95, [.met]), ("implicit", 21, [.met]),
            ("negation", 39, [.met, .unmet]), ("near_miss", 42, [.unmet]),
            ("partial", 28, [.unmet]), ("conditional", 22, [.unmet]), ("warning", 29, [.unmet]),
        ] as [(String, Int, Set<Verdict>)])
    func cases(name: String, count: Int, verdicts: Set<Verdict>) {
        let labels = set.labels.filter { $0.difficulty == name }
        #expect(labels.count == count)
        #expect(Set(labels.map(\.gold)) == verdicts)
    }

    @Test("No label is without its case, and warnings are on negative criteria only")
    func casesAreNamed() {
        #expect(set.labels.allSatisfy { $0.difficulty != nil })
        let warnings = set.labels.filter { $0.difficulty == "warning" }
        #expect(warnings.allSatisfy { $0.polarity == .negative })
    }

    @Test("Every MET label has evidence, and no piece of it is in the answer twice")
    func evidence() {
        for label in set.labels {
            #expect(label.evidence.isEmpty == (label.gold == .unmet), "\(label.criterionID)")
            for piece in label.evidence {
                #expect(label.answer.ranges(of: piece).count == 1, "\(label.answerID): \(piece)")
            }
        }
    }

    @Test("Answers have the length of a short report")
    func lengths() {
        for answer in Set(set.labels.map(\.answer)) {
            let words = answer.split { $0.isWhitespace }.count
            #expect((120...350).contains(words), "\(answer.prefix(60))")
        }
    }

    @Test("It lies there in the canonical form, and its source names its digest")
    func canonical() throws {
        let folder = workspace.gold
        let labels = try String(contentsOfFile: folder + "/sample.jsonl", encoding: .utf8)
        let answers = try String(contentsOfFile: folder + "/sample.answers.jsonl", encoding: .utf8)
        #expect(labels == GoldSetWriter.labels(of: set))
        #expect(answers == GoldSetWriter.answers(of: set))
        let source = try String(contentsOfFile: folder + "/SOURCE.md", encoding: .utf8)
        #expect(source.contains("sha256: \(set.sha256)\n"))
    }
}
