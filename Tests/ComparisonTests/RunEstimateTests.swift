import Testing
import Vocabulary

@testable import Comparison

/// Estimates on arithmetic that is worked out by hand.
struct RunEstimateTests {
    private static let gpt = ModelPrice(inputPerMillion: 5, outputPerMillion: 30)
    private static let opus = ModelPrice(inputPerMillion: 5, outputPerMillion: 25)
    private static let flash = ModelPrice(inputPerMillion: 0.3, outputPerMillion: 2.5)

    private static func work(
        _ input: Int = 8_000, _ output: Int = 2_000, role: CallRecord.Role = .researcher,
        model: String = "m", seconds: Double = 10
    ) -> WorkRecord {
        WorkRecord(
            role: role, model: model, calls: 1,
            usage: TokenUsage(uncachedInput: input, output: output), seconds: seconds)
    }

    private static func row(
        _ price: ModelPrice?, role: CallRecord.Role = .researcher, model: String = "m",
        pieces: Int = 1, fee: Double = 0, of records: [WorkRecord] = [work()]
    ) -> RunEstimate.Row {
        RunEstimate.Row(
            configurationID: "c", role: role, model: model, pieces: pieces,
            expectation: WorkExpectation(of: model, from: records, else: work()), price: price,
            feePercent: fee)
    }

    private static func estimate(
        _ rows: [RunEstimate.Row], concurrency: Int = 1, longest: EstimatedRange = .zero
    ) -> RunEstimate {
        RunEstimate(
            rows: rows, missingAnswers: 1, missingVerdicts: 0, concurrency: concurrency,
            longestAnswer: longest)
    }

    private func close(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-9 } ?? false }

    @Test(
        "8,000 tokens in and 2,000 out cost what the price list says",
        arguments: [(gpt, 0.10), (opus, 0.09), (flash, 0.0074)])
    func single(_ price: ModelPrice, _ dollars: Double) {
        #expect(close(Self.row(price).cost?.expected, dollars))
    }

    @Test("A panel of two with a synthesizer costs 0.29, 3.2 times the solo")
    func preset() {
        let solo = Self.estimate([Self.row(Self.opus)]).total().cost.expected
        let fused = Self.estimate([
            Self.row(Self.gpt, role: .member), Self.row(Self.opus, role: .member),
            Self.row(Self.gpt, role: .synthesizer),
        ]).total().cost.expected
        #expect(close(fused, 0.29))
        #expect((fused / solo * 10).rounded() == 32)
    }

    @Test("A routing fee comes on top and is apart")
    func fee() {
        let total = Self.estimate([Self.row(Self.opus, fee: 5.5)]).total()
        #expect(close(total.cost.expected, 0.09))
        #expect(close(total.fee.expected, 0.00495))
        #expect(close(total.costWithFee.expected, 0.09495))  // $0.095
        #expect(close(total.costWithFee.high, 0.09495 * 2))
    }

    @Test("Without a price a cost is unknown, and a total is without it and says so")
    func unpriced() {
        let total = Self.estimate([
            Self.row(Self.opus), Self.row(nil, model: "z"), Self.row(nil, model: "b"),
            Self.row(nil, model: "z"), Self.row(nil, model: "idle", pieces: 0),
        ]).total()
        #expect(Self.row(nil).cost == nil && Self.row(nil, fee: 5).fee == nil)
        #expect(close(total.cost.expected, 0.09))
        #expect(total.unpricedModels == ["b", "z"])
        #expect(close(total.inputTokens.expected, 32_000))
    }

    @Test("A total of no rows is nothing")
    func empty() {
        #expect(Self.estimate([]).total() == RunEstimate.Total())
        #expect(Self.estimate([]).duration == .zero)
    }

    // MARK: - What an expectation rests on

    @Test("The same model's own work comes first, then that of others, then the assumption")
    func basis() {
        let records = [Self.work(100, model: "a"), Self.work(300, model: "b")]
        func expectation(_ model: String, _ records: [WorkRecord]) -> WorkExpectation {
            WorkExpectation(of: model, from: records, else: Self.work(7))
        }
        let own = expectation("a", records)
        #expect(own.basis == .measured(pieces: 1))
        #expect(own.total(of: 1) { Double($0.usage.input) }.expected == 100)
        let others = expectation("c", records)
        #expect(others.basis == .otherModels(pieces: 2))
        #expect(
            others.total(of: 2) { Double($0.usage.input) }
                == EstimatedRange(low: 200, expected: 400, high: 800))
        let assumed = expectation("c", [])
        #expect(assumed.basis == .assumed)
        #expect(
            assumed.total(of: 3) { Double($0.usage.input) }
                == EstimatedRange(low: 7, expected: 21, high: 63))
    }

    @Test("The range of measured work is the prediction interval of a sum")
    func prediction() {
        // Mean 30, s² = 250, n = 5, t(0.975; 4) = 2.776445: 10 further pieces take
        // 300 ± 2.776445 · 15.811388 · √(10 · 3).
        let records = [10, 20, 30, 40, 50].map { Self.work($0) }
        let range = WorkExpectation(of: "m", from: records, else: Self.work())
            .total(of: 10) { Double($0.usage.input) }
        let reach = 2.776445105 * 15.8113883 * 5.477225575
        #expect(abs(range.expected - 300) < 1e-9)
        #expect(abs(range.low - (300 - reach)) < 1e-4)
        #expect(abs(range.high - (300 + reach)) < 1e-4)
        let even = WorkExpectation(
            of: "m", from: Array(repeating: Self.work(10), count: 5), else: Self.work())
        #expect(
            even.total(of: 4) { Double($0.usage.input) }
                == EstimatedRange(low: 40, expected: 40, high: 40))
    }

    // MARK: - Time

    @Test("Answers and verdicts go on side by side within the concurrency")
    func duration() {
        let answers = Self.row(Self.opus, pieces: 8)
        let verdicts = Self.row(Self.flash, role: .judge, pieces: 40)
        // 80 and 400 seconds of calls, four at a time; one measured piece: half to twice as much.
        let duration = Self.estimate([answers, verdicts], concurrency: 4).duration
        #expect(duration == EstimatedRange(low: 50, expected: 100, high: 40 + 200))
        let longest = EstimatedRange(low: 5, expected: 10, high: 20)
        #expect(Self.estimate([answers], concurrency: 100, longest: longest).duration == longest)
    }
}
