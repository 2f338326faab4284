import Catalog
import Foundation
import Testing
import Vocabulary

/// The published counts of the real dataset (DRACO paper, tables 5 to 7). The file is never part of
/// this repository; without a copy beside it these tests are skipped, and say so.
@Suite(
    "The real DRACO file", .enabled(if: DracoFile.isThere, "skipped: \(DracoFile.path) is absent"))
struct DracoTests {
    private func dataset() throws -> Dataset { try DatasetReader.read(tasksFile: DracoFile.path) }

    @Test("It is the pinned revision")
    func pinned() throws {
        let dataset = try dataset()
        #expect(dataset.name == "draco")
        #expect(dataset.sha256 == PinnedDataset.draco.sha256)
        #expect(dataset.revision == PinnedDataset.draco.revision)
    }

    @Test("Totals are as published")
    func totals() throws {
        let tasks = try dataset().tasks
        let criteria = tasks.flatMap(\.rubric.criteria)
        #expect(tasks.count == 100)
        #expect(criteria.count == 3_934)
        #expect(criteria.count { $0.weight > 0 } == 3_519)
        #expect(criteria.count { $0.weight < 0 } == 415)
        #expect(tasks.map(\.rubric.criteria.count).min() == 16)
        #expect(tasks.map(\.rubric.criteria.count).max() == 77)
        #expect(tasks.map(\.rubric.positiveWeight).min() == 108)
        #expect(tasks.map(\.rubric.positiveWeight).max() == 618)
        #expect(criteria.map(\.weight).min() == -500)
        #expect(criteria.map(\.weight).max() == 20)
    }

    @Test(
        "Counts by domain are as published",
        arguments: [
            ("Finance", 20, 875, 78), ("Shopping/Product Comparison", 16, 568, 67),
            ("Academic", 12, 449, 50), ("Technology", 10, 325, 42),
            ("General Knowledge", 9, 312, 41), ("UX Design", 9, 296, 36), ("Law", 6, 171, 28),
            ("Medicine", 6, 176, 26), ("Needle in a Haystack", 6, 159, 22),
            ("Personalized Assistant", 6, 188, 25),
        ])
    func domains(domain: String, tasks: Int, positive: Int, negative: Int) throws {
        let own = try dataset().tasks.filter { $0.domain == domain }
        let criteria = own.flatMap(\.rubric.criteria)
        #expect(own.count == tasks)
        #expect(criteria.count { $0.weight > 0 } == positive)
        #expect(criteria.count { $0.weight < 0 } == negative)
    }

    @Test(
        "Counts by axis are as published",
        arguments: [
            (Axis.factualAccuracy, 2_048, 40, 18_600), (.breadthAndDepth, 855, 108, 5_885),
            (.presentationQuality, 556, 178, 3_718), (.citationQuality, 475, 89, 2_521),
        ])
    func axes(axis: Axis, criteria: Int, negative: Int, weight: Int) throws {
        let own = try dataset().tasks.flatMap(\.rubric.criteria).filter { $0.axis == axis }
        #expect(own.count == criteria)
        #expect(own.count { $0.weight < 0 } == negative)
        #expect(own.reduce(0) { $0 + max(0, $1.weight) } == weight)
    }
}

enum DracoFile {
    static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/draco/test.jsonl").path

    static var isThere: Bool { FileManager.default.fileExists(atPath: path) }
}
