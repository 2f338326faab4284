import Comparison
import JSONText
import Testing
import Vocabulary

@testable import Reports

struct EstimateReportTests {
    private static func row(
        _ configuration: String, _ role: CallRecord.Role, _ model: String, pieces: Int,
        measured: [WorkRecord] = [], price: ModelPrice?, fee: Double = 0
    ) -> RunEstimate.Row {
        RunEstimate.Row(
            configurationID: configuration, role: role, model: model, pieces: pieces,
            expectation: WorkExpectation(
                of: model, from: measured,
                else: WorkRecord(
                    role: role, model: model, calls: 2,
                    usage: TokenUsage(uncachedInput: 8_000, output: 2_000), seconds: 30)),
            price: price, feePercent: fee)
    }

    private static func estimate(unpriced: Bool = true, fee: Double = 5.5) -> RunEstimate {
        let measured = [7_000, 8_000, 9_000, 8_000, 8_000].map {
            WorkRecord(
                role: .researcher, model: "a/one", calls: 3,
                usage: TokenUsage(uncachedInput: $0, output: 2_000), seconds: 20)
        }
        let price = ModelPrice(inputPerMillion: 5, outputPerMillion: 25)
        return RunEstimate(
            rows: [
                row("solo", .researcher, "a/one", pieces: 10, measured: measured, price: price),
                row(
                    "x|y", .researcher, "b/*two*", pieces: 2, measured: measured,
                    price: unpriced ? nil : price, fee: fee),
                row("solo", .judge, "j", pieces: 100, price: price, fee: fee),
            ], missingAnswers: 12, missingVerdicts: 100, concurrency: 8,
            longestAnswer: EstimatedRange(low: 10, expected: 20, high: 40))
    }

    @Test("The estimate in Markdown is the one that was reviewed")
    func golden() throws {
        try GoldenFile.expect(
            EstimateReport(Self.estimate(), runID: "run-1").markdown(), "estimate.md")
    }

    @Test(
        "Totals are lower limits only where a price is missing, and a fee has a line only where one is"
    )
    func lines() {
        let partial = EstimateReport(Self.estimate(), runID: "r").markdown()
        #expect(partial.contains("**Total**: at least $") && partial.contains("Routing fee"))
        let whole = EstimateReport(Self.estimate(unpriced: false, fee: 0), runID: "r").markdown()
        #expect(!whole.contains("at least $") && !whole.contains("Routing fee"))
        #expect(!whole.contains("No price"))
    }

    @Test("Where nothing is missing there is no table")
    func nothing() {
        let done = RunEstimate(
            rows: [], missingAnswers: 0, missingVerdicts: 0, concurrency: 8,
            longestAnswer: .zero)
        #expect(
            EstimateReport(done, runID: "r").markdown()
                == "## Estimate\n\nRun r: 0 answers and 0 verdicts are missing.\n")
    }

    @Test("The keys are those that programs rely on, and an unknown cost is null")
    func json() throws {
        let json = EstimateReport(Self.estimate(), runID: "run-1").json()
        #expect(
            json.object?.keys == [
                "run", "missing_answers", "missing_verdicts", "rows", "system", "evaluation",
                "total", "duration_s", "concurrency",
            ])
        let rows = try #require(json["rows"]?.array)
        #expect(
            rows[0].object?.keys == [
                "configuration", "role", "model", "pieces", "basis", "basis_pieces", "calls",
                "input_tokens", "output_tokens", "cost_usd", "fee_usd",
            ])
        #expect(rows.map { $0["basis"] } == ["measured", "other_models", "assumed"])
        #expect(rows[1]["cost_usd"] == .null && rows[1]["fee_usd"] == .null)
        #expect(rows[0]["cost_usd"]?.object?.keys == ["low", "expected", "high"])
        #expect(json["total"]?["models_without_price"] == ["b/*two*"])
    }
}
