import Foundation
import Testing
import Vocabulary

@testable import Catalog

@Suite("What holds of every gold set")
struct GoldSetPropertyTests {
    /// A set with texts that are hard on files: quotes, commas, line ends, brackets, letters of
    /// several bytes.
    private func set(seed: UInt64) -> GoldSet {
        var random = SplitMix64(state: seed)
        let pieces = ["a", "\"", ",", "\n", "\r\n", "é", "[x](y)", "日", " ", "\\", "|", "{}", "\t"]
        func text(_ count: Int) -> String {
            (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
                .joined()
        }
        var labels: [GoldLabel] = []
        for index in 0..<Int.random(in: 2...8, using: &random) {
            let task = GoldExample.tasks[index % 2]
            let before = text(Int.random(in: 0...6, using: &random))
            let marked = text(Int.random(in: 1...4, using: &random)) + "m"
            let answer = "\(index)" + before + marked
            for criterion in task.rubric.criteria {
                let gold: Verdict = (index + labels.count) % 3 == 0 ? .met : .unmet
                let says: [(String, Verdict)] = ["ann", "bo, \"B\"", "日"].compactMap {
                    Bool.random(using: &random) ? ($0, .met) : nil
                }
                labels.append(
                    GoldLabel(
                        taskID: task.id, criterionID: criterion.id, answerID: "answer-\(index)",
                        answer: answer, gold: gold, polarity: criterion.polarity,
                        weight: criterion.weight,
                        annotators: Dictionary(uniqueKeysWithValues: says),
                        evidence: gold == .met ? [marked, answer] : [],
                        difficulty: Bool.random(using: &random) ? text(2) : nil))
            }
        }
        return GoldSet(name: "g", sha256: "", labels: labels)
    }

    @Test("From JSONL to CSV and back to JSONL a set stays as it is", arguments: 0..<UInt64(60))
    func roundTrip(seed: UInt64) throws {
        let set = set(seed: seed)
        try TemporaryFolder.with { folder in
            let paths = try GoldSetWriter.write(set, as: "g", to: folder.path)
            let first = try GoldSetReader.read(paths.labels, tasks: GoldExample.tasks)
            #expect(first.labels == set.labels)

            try folder.write(GoldExample.csv(first), to: "table.csv")
            let second = try GoldSetReader.read(folder["table.csv"], tasks: GoldExample.tasks)
            // Only the ids of the answers are not in the table: they come from the texts.
            #expect(Set(second.labels.map(\.answerID)).count == first.answerCount)
            let renamed = GoldSet(
                name: "g", sha256: "",
                labels: zip(second.labels, first.labels).map { $0.renamed($1.answerID) })
            #expect(GoldSetWriter.labels(of: renamed) == GoldSetWriter.labels(of: first))
            #expect(GoldSetWriter.answers(of: renamed) == GoldSetWriter.answers(of: first))
        }
    }

    @Test("A set with derived ids is the same after it is written and read")
    func derivedIDs() throws {
        try TemporaryFolder.with(["g.jsonl": GoldExample.met + "\n" + GoldExample.unmet]) {
            folder in
            let set = try GoldSetReader.read(folder["g.jsonl"], tasks: GoldExample.tasks)
            let paths = try GoldSetWriter.write(set, as: "canonical", to: folder.path)
            let again = try GoldSetReader.read(paths.labels, tasks: GoldExample.tasks)
            #expect(again.labels == set.labels)
            #expect(again.name == "canonical")
        }
    }

    @Test("Damaged rows are read or refused by their line", arguments: [".jsonl", ".csv"])
    func damaged(ending: String) throws {
        var random = SplitMix64(state: 7)
        var refused = 0
        try TemporaryFolder.with { folder in
            let file = folder["g" + ending]
            for seed in 0..<UInt64(150) {
                let set = set(seed: seed)
                try folder.write(GoldSetWriter.answers(of: set), to: "g.answers.jsonl")
                let whole = ending == ".csv" ? GoldExample.csv(set) : GoldSetWriter.labels(of: set)
                let bytes = damage(Array(whole.utf8), &random)
                try folder.write(Data(bytes), to: "g" + ending)
                do throws(CatalogError) {
                    _ = try GoldSetReader.read(file, tasks: GoldExample.tasks)
                } catch {
                    refused += 1
                    #expect(error.file == file)
                    let lines = bytes.count { $0 == 0x0A } + 1
                    #expect(error.line.map { (1...lines).contains($0) } == true, "\(error)")
                }
            }
        }
        // Else the damage would be too slight to show anything.
        #expect(refused > 75)
    }

    /// Changes, takes out or puts in a few bytes.
    private func damage(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2:
                let signs = Array("\",{}\n".utf8).shuffled(using: &random)
                bytes.insert(contentsOf: signs, at: place)
            default: bytes.removeSubrange(place..<min(bytes.count, place + 9))
            }
        }
        return bytes
    }
}

extension GoldLabel {
    fileprivate func renamed(_ id: String) -> GoldLabel {
        GoldLabel(
            taskID: taskID, criterionID: criterionID, answerID: id, answer: answer, gold: gold,
            polarity: polarity, weight: weight, annotators: annotators, evidence: evidence,
            difficulty: difficulty)
    }
}
