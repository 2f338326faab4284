import Comparison
import JSONText
import Testing
import Vocabulary

@testable import Reports

struct LeaderboardServerFusionTests {
    private static let hostile = "evil|<b>\n# x"

    /// A solo row, the same model with an offer, and two fusions that the provider ran.
    private static let results: RunResults = {
        let configurations = [
            ConfigurationSummary(id: "opus", kind: "solo", models: ["acme/opus"]),
            ConfigurationSummary(id: "opus-offered", kind: "escalation", models: ["acme/opus"]),
            ConfigurationSummary(
                id: "outside", kind: "server_fusion", models: ["acme/opus", "vendor/gpt"],
                synthesizer: "acme/opus"),
            ConfigurationSummary(id: "preset", kind: "server_fusion", models: []),
        ]
        let scores: [[Double]] = [
            [60, 50, 40, 70, 65, 55], [75, 50, 60, 70, 80, 50], [82, 70, 66, 78, 81, 60],
            [70, 66, 60, 71, 74, 58],
        ]
        let statuses: [ServerFusionRecord.Status] = [
            .complete, .notRun, .complete, .notRun, .partial, .capped,
        ]
        let tasks = Array(SampleResults.tasks.prefix(6))
        var results = SampleResults.results(
            SampleResults.run,
            units: configurations.enumerated().flatMap { row, configuration in
                tasks.enumerated().map { place, task in
                    var unit = SampleResults.unit(
                        configuration.id, task.id, .ok, cost: row == 0 ? 0.5 : 1.5,
                        percent: scores[row][place])
                    guard row > 0 else { return unit }
                    let status = row == 1 ? statuses[place] : place == 4 ? .otherPanel : .complete
                    let record = ServerFusionRecord(
                        status: status,
                        panel: status == .otherPanel
                            ? ["acme/opus", hostile] : ["acme/opus", "vendor/gpt"])
                    unit.serverFusion = record
                    unit.analysis = place == 2 ? .invalid : record.ran ? .valid : nil
                    return unit
                }
            }, tasks: tasks)
        results.configurations = configurations
        results.omissions = [
            Omission(model: "acme/opus", parameter: "temperature"),
            Omission(model: "vendor/gpt", parameter: "seed"),
            Omission(model: "vendor/gpt", parameter: "temperature"),
        ]
        return results
    }()

    private static let leaderboard = Leaderboard(results: results, includeInvalid: true)

    @Test("The sections on the provider's fusions are those that were reviewed")
    func golden() throws {
        try GoldenFile.expect(
            [
                ReportHeader(results: Self.results).markdown,
                Self.leaderboard.serverFusionSection, Self.leaderboard.escalationSection,
                Self.leaderboard.liftSection,
            ].joined(separator: "\n\n") + "\n", "leaderboard-server-fusion.md")
    }

    @Test("The leaderboard has the sections, and none of them where no provider ran anything")
    func presence() {
        for heading in ["## Fusion by the provider", "## Escalation"] {
            #expect(Self.leaderboard.markdown().contains(heading))
            #expect(!SampleResults.text.contains(heading))
        }
        #expect(!SampleResults.text.contains("Not sent"))
    }

    @Test("For programs there are the same numbers")
    func json() throws {
        let json = Self.leaderboard.json()
        let outside = try #require(json["server_fusion"]?[1])
        #expect(outside["statuses"]?["other_panel"]?.integer == 1)
        #expect(outside["without_analysis"]?.integer == 1)
        let offered = try #require(json["escalation"]?[0])
        #expect(offered["called"]?["answers"]?.integer == 3)
        #expect(offered["not_called"]?["answers"]?.integer == 3)
        #expect(json["run"]?["not_sent"]?.array?.count == 3)
    }
}
