import Foundation
import Testing
import Vocabulary

@testable import dracobench

@Suite("Metrics of a run")
struct RunMetricsTests {
    private static var tally: RunTally {
        var tally = RunTally()
        tally.take(
            .planned(
                PlanSummary(
                    answers: 12, storedAnswers: 3, verdicts: 120, storedVerdicts: 30,
                    spent: USD(0.25))), at: 1_000)
        tally.take(.judged(isMissing: false, cost: USD(0.125)), at: 1_001)
        return tally
    }

    @Test("They are Prometheus text, with labels escaped")
    func text() throws {
        var tally = Self.tally
        tally.take(.waiting(endpoint: "e.example", why: "rate limited", seconds: 12), at: 1_001)
        try GoldenFile.expect(
            RunMetrics.text(tally, run: "a \"b\" \\ c\nd", at: 1_002.5), "metrics.prom")
    }

    @Test("Every sample has a type and help, and a family without samples is left out")
    func families() {
        let lines = RunMetrics.text(Self.tally, run: "r", at: 1_002).split(separator: "\n")
        let samples = lines.filter { !$0.hasPrefix("#") }
        #expect(samples.count == 9)
        for sample in samples {
            let name = sample.prefix { $0 != "{" }
            #expect(lines.contains { $0.hasPrefix("# TYPE \(name) ") })
            #expect(lines.contains { $0.hasPrefix("# HELP \(name) ") })
        }
    }

    @Test("Before the plan stands there are none")
    func none() {
        #expect(RunMetrics.text(RunTally(), run: "r", at: 0) == "")
    }

    @Test("The file is replaced as a whole and can be read by others")
    func file() throws {
        try Program.withFolder { folder in
            let path = folder + "/run.prom"
            let file = try MetricsFile(path: path, run: "r")
            file.write(Self.tally, at: 1_002)
            let first = try String(contentsOfFile: path, encoding: .utf8)
            #expect(first == RunMetrics.text(Self.tally, run: "r", at: 1_002))
            file.write(Self.tally, at: 1_003)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["run.prom"])
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect((mode as? NSNumber).map { $0.intValue & 0o444 } == 0o444)
        }
    }
}
