import Catalog
import Foundation
import Testing
import Vocabulary

/// The published counts of the real dataset (DRACO paper, tables 5 to 7). The file is never part of
/// this repository; without a copy beside it these tests are skipped, and say so.
@Suite(
    "The real DRACO file", .enabled(if: DracoFile.isThere, "skipped: \(DracoFile.path) is absent"))
struct DracoTests {
    private func dataset() throws -> Dataset { try DracoFile.dataset.get() }

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
            DomainCounts("Finance", 20, 875, 78, [554, 192, 118, 89], 7_410, -1_125, -25),
            DomainCounts(
                "Shopping/Product Comparison", 16, 568, 67, [327, 136, 88, 84], 5_142, -845, -20),
            DomainCounts("Academic", 12, 449, 50, [261, 103, 65, 70], 3_943, -575, -20),
            DomainCounts("Technology", 10, 325, 42, [164, 90, 60, 53], 2_737, -485, -20),
            DomainCounts("General Knowledge", 9, 312, 41, [184, 78, 52, 39], 2_853, -490, -20),
            DomainCounts("UX Design", 9, 296, 36, [159, 74, 49, 50], 2_690, -525, -60),
            DomainCounts("Law", 6, 171, 28, [89, 59, 31, 20], 1_451, -355, -20),
            DomainCounts("Medicine", 6, 176, 26, [124, 31, 29, 18], 1_443, -2_550, -500),
            DomainCounts("Needle in a Haystack", 6, 159, 22, [86, 41, 32, 22], 1_301, -255, -20),
            DomainCounts(
                "Personalized Assistant", 6, 188, 25, [100, 51, 32, 30], 1_754, -320, -30),
        ])
    func domains(expected: DomainCounts) throws {
        let own = try dataset().tasks.filter { $0.domain == expected.domain }
        let criteria = own.flatMap(\.rubric.criteria)
        let weights = criteria.map(\.weight)
        #expect(
            DomainCounts(
                expected.domain, own.count, weights.count { $0 > 0 }, weights.count { $0 < 0 },
                Axis.allCases.map { axis in criteria.count { $0.axis == axis } },
                weights.reduce(0) { $0 + max(0, $1) }, weights.reduce(0) { $0 + min(0, $1) },
                weights.min() ?? 0) == expected)
    }

    @Test(
        "Counts by axis are as published",
        arguments: [
            (Axis.factualAccuracy, 2_048, 40, 18_600, -500...20),
            (.breadthAndDepth, 855, 108, 5_885, -100...10),
            (.presentationQuality, 556, 178, 3_718, -50...20),
            (.citationQuality, 475, 89, 2_521, -150...10),
        ])
    func axes(
        axis: Axis, criteria: Int, negative: Int, weight: Int, range: ClosedRange<Int>
    ) throws {
        let own = try dataset().tasks.flatMap(\.rubric.criteria).filter { $0.axis == axis }
        #expect(own.count == criteria)
        #expect(own.count { $0.weight < 0 } == negative)
        #expect(own.reduce(0) { $0 + max(0, $1.weight) } == weight)
        #expect(own.map(\.weight).min() == range.lowerBound)
        #expect(own.map(\.weight).max() == range.upperBound)
    }
}

/// A row of the paper's table of domains.
struct DomainCounts: Sendable, Equatable {
    let domain: String
    let tasks: Int
    let positive: Int
    let negative: Int
    /// Criteria in the order of `Axis.allCases`.
    let axes: [Int]
    let positiveWeight: Int
    let negativeWeight: Int
    let lowestWeight: Int

    init(
        _ domain: String, _ tasks: Int, _ positive: Int, _ negative: Int, _ axes: [Int],
        _ positiveWeight: Int, _ negativeWeight: Int, _ lowestWeight: Int
    ) {
        self.domain = domain
        self.tasks = tasks
        self.positive = positive
        self.negative = negative
        self.axes = axes
        self.positiveWeight = positiveWeight
        self.negativeWeight = negativeWeight
        self.lowestWeight = lowestWeight
    }
}

enum DracoFile {
    static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/draco/test.jsonl").path

    /// Read once for all tests.
    static let dataset = Result { try DatasetReader.read(tasksFile: path) }

    static var isThere: Bool { FileManager.default.fileExists(atPath: path) }
}
