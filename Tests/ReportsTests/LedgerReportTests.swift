import JSONText
import Testing
import Vocabulary

@testable import Reports

struct LedgerReportTests {
    private static func row(
        _ configuration: String, _ role: CallRecord.Role, _ model: String, calls: Int = 4,
        usage: TokenUsage = TokenUsage(uncachedInput: 6_000, output: 2_000), cost: Double,
        _ change: (inout CallTotals) -> Void = { _ in }
    ) -> LedgerRow {
        var totals = CallTotals()
        totals.calls = calls
        totals.usage = usage
        totals.cost = USD(cost)
        totals.latencySeconds = 90
        change(&totals)
        return LedgerRow(configurationID: configuration, role: role, model: model, totals: totals)
    }

    /// Of the sample run: a row behind a cache, one that was billed too much, one with calls that
    /// say nothing, and a name that tries to be markup.
    static let ledger = Ledger(
        rows: [
            row(
                "opus", .researcher, "acme/opus", calls: 12,
                usage: TokenUsage(
                    uncachedInput: 6_000, cacheRead: 4_000, cacheWrite: 500, output: 3_000,
                    reasoning: 2_000), cost: 1.5
            ) {
                ($0.billed, $0.computed) = (USD(1.5), USD(1.49))
                ($0.billedOfBoth, $0.computedOfBoth) = (USD(1.5), USD(1.49))
                $0.costPutAside = USD(0.25)
            },
            row("opus", .judge, "vendor/judge_model", calls: 40, cost: 3),
            row("gpt", .researcher, "vendor/gpt", cost: 2) {
                ($0.failed, $0.retries) = (3, 2)
                ($0.unknownUsage, $0.unknownCosts) = (1, 1)
                ($0.billedOfBoth, $0.computedOfBoth) = (USD(2), USD(1.25))
            },
            row("trio", .member, "acme/absent", cost: 0.5),
            row("trio", .synthesizer, "acme/opus", cost: 0.75),
            row(
                SampleResults.hostileName, .researcher, "<b>|x",
                usage: TokenUsage(uncachedInput: 10, cacheRead: 90, output: 5), cost: 0.125),
        ],
        failures: [
            LedgerFailure(
                configurationID: "gpt", role: .researcher, outcome: .failed, httpStatus: 429,
                calls: 1),
            LedgerFailure(
                configurationID: "gpt", role: .researcher, outcome: .failed, httpStatus: 200,
                calls: 1),
            LedgerFailure(
                configurationID: "gpt", role: .researcher, outcome: .failed, httpStatus: nil,
                calls: 1),
            LedgerFailure(
                configurationID: "trio", role: .member, outcome: .refused, httpStatus: 200,
                calls: 2),
        ],
        prices: [
            "acme/opus": ModelPrice(
                inputPerMillion: 5, outputPerMillion: 25, cacheReadPerMillion: 0.5,
                cacheWritePerMillion: 6.25)
        ])

    private let report = LedgerReport(results: SampleResults.simulated, ledger: ledger)

    @Test("The ledger in Markdown is the one that was reviewed")
    func golden() throws { try GoldenFile.expect(report.markdown(), "ledger.md") }

    @Test("The ledger as CSV is the one that was reviewed")
    func csv() throws { try GoldenFile.expect(report.csv(), "ledger.csv") }

    @Test("Answering and judging are apart, and add up to what was spent")
    func apart() {
        #expect(report.system.cost == USD(4.875))
        #expect(report.evaluation.cost == USD(3))
        let opus = report.configurations[0]
        #expect(opus.system.cost == USD(1.5) && opus.evaluation.cost == USD(3))
        #expect(report.ledger.total().cost == report.system.cost + report.evaluation.cost)
        let parts = report.configurations.reduce(CallTotals()) { $0 + $1.system + $1.evaluation }
        #expect(parts == report.ledger.total())
    }

    @Test("What a cache saved is at list price, writing taken off")
    func cache() {
        // 4,000 read at 0.50 in place of 5, 500 written at 6.25 in place of 5 per million.
        let (saved, unpriced) = report.saving()
        #expect(abs(saved.dollars - (0.018 - 0.000625)) < 1e-12)
        #expect(unpriced == ["<b>|x"])
    }

    @Test(
        "A bill is flagged from one percent on, in either direction",
        arguments: [
            (1.009, false), (1.011, true), (0.989, true), (0.991, false),
        ])
    func departure(billed: Double, isFlagged: Bool) {
        var totals = CallTotals()
        #expect(!totals.billDeparts, "nothing to compare")
        (totals.billedOfBoth, totals.computedOfBoth) = (USD(billed), USD(1))
        #expect(totals.billDeparts == isFlagged)
    }

    @Test("A run that asked nothing yet has no calls, and says so")
    func empty() {
        let page = LedgerReport(results: SampleResults.simulated, ledger: Ledger(rows: []))
            .markdown()
        #expect(page.contains("No model was asked for anything yet."))
        #expect(!page.contains("## Cache") && !page.contains("came to nothing"))
    }

    @Test("The keys are those that programs rely on; what is not known is null or counted")
    func json() throws {
        let json = report.json()
        #expect(
            json.object?.keys == [
                "run", "progress", "calls", "configurations", "total", "cache", "failures",
            ])
        let gpt = try #require(json["calls"]?[2])
        #expect(
            gpt.object?.keys == [
                "configuration", "role", "model", "calls", "failed_calls", "retries",
                "uncached_input_tokens", "cache_read_tokens", "cache_write_tokens",
                "output_tokens", "reasoning_tokens", "calls_without_usage", "billed_usd",
                "computed_usd", "billed_departure_percent", "cost_usd", "cost_put_aside_usd",
                "calls_without_cost", "latency_s",
            ])
        #expect(gpt["calls_without_cost"] == 1 && gpt["reasoning_tokens"] == .null)
        #expect(gpt["billed_departure_percent"] == 60.0)
        #expect(json["calls"]?[0]?["reasoning_tokens"] == 2_000)
        #expect(json["failures"]?[2]?["http_status"] == .null)
        #expect(json["cache"]?["models_without_price"] == ["<b>|x"])
        #expect(json["configurations"]?.array?.count == 9)
    }
}
