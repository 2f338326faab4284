import GRDB
import Testing
import Vocabulary

@testable import Store

/// The ledger of a run on numbers that are worked out by hand, and against what was spent for plans,
/// retries and redone answers drawn at random.
@Suite struct LedgerTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    let unit = Sample.unit("solo", "t1")

    init() async throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(Sample.plan())
    }

    private static func call(
        _ role: CallRecord.Role, _ model: String = "a/one", attempt: Int = 0,
        outcome: CallRecord.Outcome = .ok, status: Int? = 200, usage: TokenUsage? = nil,
        billed: Double? = nil, computed: Double? = nil
    ) -> CallRecord {
        CallRecord(
            role: role, model: model, attempt: attempt, outcome: outcome, httpStatus: status,
            usage: usage, billedCost: billed.map { USD($0) },
            computedCost: computed.map { USD($0) }, latencySeconds: 2, startedAt: 7)
    }

    @Test("Rows add up calls by configuration, role and model, and count what is unknown")
    func rows() async throws {
        let tokens = TokenUsage(uncachedInput: 100, cacheRead: 20, cacheWrite: 3, output: 40)
        try await database.store(
            Sample.answer(
                unit,
                calls: [
                    Self.call(.researcher, outcome: .failed, status: 429),
                    Self.call(
                        .researcher, attempt: 1, usage: tokens, billed: 0.5, computed: 0.25),
                    Self.call(.researcher, outcome: .failed, status: nil),
                    Self.call(.researcher, "b/two", outcome: .refused, computed: 0.125),
                ]))
        try await database.store([
            Sample.verdict(on: unit, calls: [Sample.call(cost: 0.5), Sample.call(cost: 0.25)])
        ])
        let ledger = try await database.ledger(runID: "run-1")
        #expect(
            ledger.rows.map { "\($0.configurationID) \($0.role) \($0.model)" } == [
                "solo researcher a/one", "solo researcher b/two", "solo judge judge/model",
            ])
        var expected = CallTotals()
        expected.calls = 3
        expected.failed = 2
        expected.retries = 1
        expected.usage = tokens
        expected.unknownUsage = 1  // The one without a reply; a 429 used nothing.
        expected.unknownCosts = 1
        expected.billed = USD(0.5)
        expected.computed = USD(0.25)
        expected.billedOfBoth = USD(0.5)
        expected.computedOfBoth = USD(0.25)
        expected.cost = USD(0.5)
        expected.latencySeconds = 6
        #expect(ledger.rows[0].totals == expected)
        #expect(ledger.rows[1].totals.unknownUsage == 1 && ledger.rows[1].totals.failed == 1)
        #expect(ledger.rows[2].totals.cost == USD(0.75))
        #expect(
            ledger.failures == [
                LedgerFailure(
                    configurationID: "solo", role: .researcher, outcome: .failed, httpStatus: nil,
                    calls: 1),
                LedgerFailure(
                    configurationID: "solo", role: .researcher, outcome: .failed, httpStatus: 429,
                    calls: 1),
                LedgerFailure(
                    configurationID: "solo", role: .researcher, outcome: .refused,
                    httpStatus: 200, calls: 1),
            ])
        #expect(ledger.prices == ["a/one": ModelPrice(inputPerMillion: 5, outputPerMillion: 30)])
        #expect(try await database.ledger(runID: "unknown") == Ledger(rows: []))
    }

    @Test("Answers that were put aside and the verdicts on them stay in the ledger, marked")
    func putAside() async throws {
        try await database.store(Sample.answer(unit, calls: [Sample.call(.researcher, cost: 1)]))
        try await database.store([Sample.verdict(on: unit, calls: [Sample.call(cost: 2)])])
        try await database.setAside(answerKeys: [unit.key])
        try await database.store(Sample.answer(unit, calls: [Sample.call(.researcher, cost: 4)]))
        let rows = try await database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT role, put_aside, sum(cost_usd) FROM ledger
                    WHERE run = 'run-1' GROUP BY role, put_aside
                    """
            ).map { "\($0[0] as String) \($0[1] as Int) \($0[2] as Double)" }
        }
        #expect(rows == ["judge 1 2.0", "researcher 0 4.0", "researcher 1 1.0"])
        let ledger = try await database.ledger(runID: "run-1")
        #expect(ledger.total().cost == USD(7))
        #expect(ledger.total().costPutAside == USD(3))
        let byRole = try await database.read { db in
            try Double.fetchOne(
                db, sql: "SELECT sum(cost_usd) FROM cost_by_role WHERE run = 'run-1'")
        }
        #expect(byRole == 7)
        #expect(try await database.spent(runID: "run-1") == USD(7))
    }

    @Test("Whatever was answered, judged and redone, the ledger adds up to what was spent")
    func addsUp() async throws {
        var draws = SeededRandom(state: 11)
        let units = ["t1", "t2"].flatMap { [Sample.unit("solo", $0), Sample.unit("fusion", $0)] }
        var paid = 0.0
        func calls(_ role: CallRecord.Role) -> [CallRecord] {
            (0..<Int.random(in: 1...3, using: &draws)).map { attempt in
                let cents = Double.random(in: 0...3, using: &draws)
                let isKnown = Bool.random(using: &draws)
                paid += isKnown ? cents / 100 : 0
                return Self.call(
                    role, attempt: attempt, outcome: attempt == 0 ? .ok : .failed,
                    billed: isKnown ? cents / 100 : nil)
            }
        }
        for round in 0..<60 {
            let unit = units[Int.random(in: 0..<units.count, using: &draws)]
            switch round % 3 {
            case 0:
                let status: AnswerStatus = Bool.random(using: &draws) ? .ok : .infraError
                try await database.store(
                    Sample.answer(unit, status, calls: calls(.researcher) + calls(.member)))
            case 1 where try await database.answer(key: unit.key) != nil:
                try await database.store([Sample.verdict(on: unit, calls: calls(.judge))])
            case 2 where round % 4 == 2: try await database.setAside(answerKeys: [unit.key])
            default: break
            }
            let ledger = try await database.ledger(runID: "run-1")
            #expect(abs(ledger.total().cost.dollars - paid) < 1e-9)
            #expect(abs(try await database.spent(runID: "run-1").dollars - paid) < 1e-9)
        }
        #expect(paid > 0.1)
    }

    @Test("Pieces of work are texts, analyses and verdicts whose tokens are known")
    func work() async throws {
        let tokens = TokenUsage(uncachedInput: 10, cacheRead: 5, output: 2)
        var second = Self.call(.member, usage: tokens)
        second.member = 1
        var first = second
        first.member = 0
        try await database.store(
            Sample.answer(
                Sample.unit("fusion", "t1"),
                calls: [
                    first, first, second, Self.call(.analyst, usage: nil),
                    Self.call(.synthesizer, outcome: .failed, status: 500),
                    Self.call(.synthesizer, attempt: 1, usage: tokens),
                ]))
        try await database.store(
            Sample.answer(unit, .infraError, calls: [Self.call(.researcher, usage: tokens)]))
        try await database.store([Sample.verdict(on: Sample.unit("fusion", "t1"))])
        let work = try await database.work(isSimulated: true)
            .sorted { ($0.role.rawValue, $0.calls) < ($1.role.rawValue, $1.calls) }
        let twice = TokenUsage(uncachedInput: 20, cacheRead: 10, output: 4)
        #expect(
            work == [
                WorkRecord(
                    role: .judge, model: "judge/model", calls: 1,
                    usage: TokenUsage(uncachedInput: 100, cacheRead: 20, cacheWrite: 3, output: 40),
                    seconds: 1.5),
                WorkRecord(role: .member, model: "a/one", calls: 1, usage: tokens, seconds: 2),
                WorkRecord(role: .member, model: "a/one", calls: 2, usage: twice, seconds: 4),
                WorkRecord(role: .synthesizer, model: "a/one", calls: 2, usage: tokens, seconds: 4),
            ])
        #expect(try await database.work(isSimulated: false) == [])
    }

    @Test("Answer states are found by key, whatever run planned them")
    func states() async throws {
        try await database.store(Sample.answer(unit))
        #expect(
            try await database.answerStates(keys: [unit.key, "nobody/knows"])
                == [unit.key: .ok])
    }
}

/// SplitMix64, so that every run of the tests draws the same.
private struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
