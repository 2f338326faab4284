import Foundation
import Testing
import Vocabulary

@testable import Catalog

@Suite("Published results that ship")
struct WorkspacePublishedResultsTests {
    private static func shipped() throws -> Workspace {
        try Workspace(home: Repository.path, currentDirectory: "/", executable: "/")
    }

    @Test("Two tables ship, and both read")
    func names() throws {
        let workspace = try Self.shipped()
        #expect(workspace.publishedResultsNames() == ["draco-paper", "openrouter-2026-06"])
        for name in workspace.publishedResultsNames() {
            #expect(try workspace.publishedResults(name).id == name)
        }
    }

    @Test(
        "An unknown name is refused with those that there are",
        arguments: ["openrouter", "", "../published/draco-paper", "draco-paper.yaml"])
    func unknown(name: String) throws {
        let error = try #require(throws: CatalogError.self) {
            try Self.shipped().publishedResults(name)
        }
        #expect(error.description.contains("use one of draco-paper, openrouter-2026-06"))
    }

    @Test("Where none ship, the place for them is named")
    func none() throws {
        try TemporaryFolder.with(["datasets/x": "", "rubrics/x": ""]) { folder in
            let workspace = try Workspace(
                home: folder.path, currentDirectory: "/", executable: "/")
            #expect(workspace.publishedResultsNames().isEmpty)
            let error = try #require(throws: CatalogError.self) {
                try workspace.publishedResults("x")
            }
            #expect(error.description.contains("results/published"))
        }
    }

    @Test("Every quoted figure comes out of the rows", arguments: ["openrouter-2026-06"])
    func claims(name: String) throws {
        let claims = try Self.shipped().publishedResults(name).recomputedClaims
        #expect(claims.map(\.claim.figure) == [3.7, 8.3, 7.6, 6.7, 4.4, 0.76, 60.7])
        for claim in claims { #expect(claim.agrees, "\(claim)") }
    }

    @Test("Every lift is over the best member of the panel")
    func bestMembers() throws {
        let results = try Self.shipped().publishedResults("openrouter-2026-06")
        var lifts = 0
        for claim in results.claims {
            guard case .lift(let of, let over) = claim.subject,
                case .fusion(let panel, _)? = results.row(of)?.system
            else { continue }
            let members = results.rows.filter { row in
                panel.contains { row.system == .solo(model: $0) }
            }
            #expect(members.count == Set(panel).count, "\(of)")
            #expect(members.max { $0.score < $1.score }?.id == over, "\(of)")
            lifts += 1
        }
        #expect(lifts == 5)
    }

    @Test("The twelve rows are the configurations of the frontier suite")
    func frontier() throws {
        let results = try Self.shipped().publishedResults("openrouter-2026-06")
        let suite = try SuiteReader.read(Repository.path + "/suites/frontier.yaml")
        #expect(results.rows.count == 12)
        #expect(Set(results.rows.map(\.id)) == Set(suite.configurations.map(\.id)))
        for configuration in suite.configurations {
            let expected: PublishedRow.System? =
                switch configuration.kind {
                case .solo(let model): .solo(model: model)
                case .fusion(let spec): .fusion(panel: spec.panel, synthesizer: spec.synthesizer)
                case .serverFusion, .escalation, .answers: nil
                }
            #expect(results.row(configuration.id)?.system == expected, "\(configuration.id)")
        }
    }

    @Test("Only the two rows with Fable are short of tasks")
    func coverage() throws {
        let results = try Self.shipped().publishedResults("openrouter-2026-06")
        let short = results.rows.filter { $0.completed < results.dataset.tasks }
        #expect(short.map(\.id) == ["fable-gpt", "fable-5"])
        #expect(short.allSatisfy { $0.completed == 93 })
    }

    @Test("The paper's seven systems have all their parts, and judges move them as it says")
    func paper() throws {
        let paper = try Self.shipped().publishedResults("draco-paper")
        #expect(paper.rows.count == 7)
        for row in paper.rows {
            #expect(row.axes.map(\.name) == Axis.allCases.map(\.rawValue))
            #expect(row.domains.count == 10)
            #expect(row.scoresByJudge.map(\.name) == paper.otherJudges.map(\.model))
            #expect(row.passDeviation != nil && row.inputTokens != nil)
            // Means over tasks by domain must lie on both sides of the mean over all.
            let scores = row.domains.map(\.score)
            #expect((scores.min() ?? 100) < row.score && (scores.max() ?? 0) > row.score)
        }
        // 67.2 by the main judge and 43.3 by another: the largest distance of all.
        let distances = paper.rows.flatMap { row in
            row.scoresByJudge.map { abs($0.score - row.score) }
        }
        #expect(abs((distances.max() ?? 0) - 23.9) < 1e-9)
    }
}
