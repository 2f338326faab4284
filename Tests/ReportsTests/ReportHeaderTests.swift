import JSONText
import Testing
import Vocabulary

@testable import Reports

struct ReportHeaderTests {
    @Test("One task and one pass are said in the singular")
    func singular() {
        var run = SampleResults.run
        run.passes = 1
        let one = ReportHeader(
            results: SampleResults.results(run, tasks: [SampleResults.tasks[0]])
        ).markdown
        #expect(one.contains(", 1 task\n") && one.contains(", 1 pass\n"))
    }

    @Test("A judge without settings has no parentheses, a dataset without revision names none")
    func plain() {
        var run = SampleResults.run
        run.datasetRevision = nil
        var judge = SampleResults.judge
        judge.reasoning = nil
        judge.temperature = nil
        var results = SampleResults.simulated
        results.origin = .run(run, judge)
        let text = ReportHeader(results: results).markdown
        #expect(text.contains("- Judge: vendor/judge_model, one call per criterion"))
        #expect(text.contains("- Dataset: sample, sha256 "))
    }

    @Test("Verdict files are named with what they hold, and a judge that they do not state")
    func files() {
        var results = SampleResults.fromFiles
        #expect(
            ReportHeader(results: results).markdown.contains("a\\|b.jsonl (sha256 aa11aa11aa11)"))
        results.origin = .verdictFiles(
            VerdictFilesRecord(
                datasetName: "d", datasetSHA256: "0", files: [], judge: nil, passes: 1))
        #expect(ReportHeader(results: results).markdown.contains("not stated in the files"))
        #expect(results.headerJSON["judge"]?["model"] == .null)
    }

    @Test("The seed is text in JSON, since it may be larger than a number there can be")
    func seed() {
        var run = SampleResults.run
        run.seed = .max
        let json = SampleResults.results(run).headerJSON
        #expect(json["seed"] == "18446744073709551615" && json["complete"] == true)
        #expect(json["simulated"] == true && json["dataset"]?["tasks"] == 12)
    }
}
