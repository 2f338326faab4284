import Inference
import Transport
import Vocabulary

/// What a run may spend, as a whole and on each configuration.
///
/// Twice it is asked. Before a unit is begun: whether what answering and judging it usually costs
/// fits beside the units under way, so that no answer is given up half paid for. And before every
/// attempt at a call: its worst case is set aside, and given back when the true cost is known. What
/// does not fit waits for what is in flight, and is turned down only when nothing is. So a cap is
/// passed only by what calls cost beyond their worst cases. For models without a known price there
/// is no worst case: what they billed counts, and the cap is passed by what is in flight.
package final class Budget: Sendable {
    private let state: Locked<BudgetState>
    /// Without a cap nothing is counted and nothing waits.
    private let isCapped: Bool
    /// Called when the run's own cap turns something down.
    private let onExhausted: @Sendable (_ cap: USD) -> Void

    /// - Parameters:
    ///   - cap: of the run; nil: none.
    ///   - configurations: caps on what answering by a configuration and judging its answers cost.
    package init(
        cap: USD?, configurations: [String: USD] = [:],
        onExhausted: @escaping @Sendable (_ cap: USD) -> Void = { _ in }
    ) {
        var caps = Dictionary(
            configurations.map { (BudgetState.Purse.configuration($0), $1) },
            uniquingKeysWith: { first, _ in first })
        caps[.run] = cap
        isCapped = !caps.isEmpty
        state = Locked(BudgetState(caps: caps))
        self.onExhausted = onExhausted
    }

    /// A budget without caps.
    package static let unlimited = Budget(cap: nil)

    /// Configurations whose cap turned something down.
    package var exhaustedConfigurations: [String] {
        state.withLock { state in
            state.exhausted.compactMap { purse in
                switch purse {
                case .run: nil
                case .configuration(let id): id
                }
            }.sorted()
        }
    }

    /// Counts what earlier executions paid.
    func begin(spent: [String: USD]) {
        state.withLock { state in
            for (id, amount) in spent { state.pay(amount, for: id) }
        }
    }

    // MARK: - Units

    /// Waits until a unit fits; false: it can't be paid for.
    func admit(_ unit: AnswerUnitRecord) async throws(CancellationError) -> Bool {
        guard isCapped else { return true }
        return try await wait(.unit(key: unit.key, configurationID: unit.configurationID))
    }

    /// Says that a unit needs no more money: it is graded, or nothing came of it.
    func close(_ unit: AnswerUnitRecord) {
        guard isCapped else { return }
        resolve(
            state.withLock { state in
                state.close(unit.key, of: unit.configurationID)
                return state.serve()
            })
    }

    // MARK: - Calls

    /// The gate through which the calls for a unit go.
    ///
    /// - Parameter outputAllowance: tokens that a completion is taken to have at most where its
    ///   request sets no limit.
    func gate(for unit: AnswerUnitRecord, outputAllowance: Int) -> SpendingGate {
        guard isCapped else { return .unlimited }
        return SpendingGate(
            outputAllowance: outputAllowance,
            reserve: { [self] worstCase async throws(CancellationError) in
                let isGranted = try await wait(
                    .call(configurationID: unit.configurationID, worstCase: worstCase))
                return isGranted ? SpendingGate.Reservation(amount: worstCase) : nil
            },
            settle: { [self] reservation, cost in
                resolve(
                    state.withLock { state in
                        state.release(reservation.amount, for: unit.configurationID)
                        state.pay(cost ?? .zero, for: unit.configurationID, unit: unit.key)
                        return state.serve()
                    })
            })
    }

    // MARK: - Waiting

    private func wait(_ wish: BudgetState.Wish) async throws(CancellationError) -> Bool {
        let id = state.withLock { $0.nextID() }
        let isGranted = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                resolve(
                    state.withLock { state in
                        if Task.isCancelled { return [(continuation, false)] }
                        state.waiters.append(
                            BudgetState.Waiter(id: id, wish: wish, continuation: continuation))
                        return state.serve()
                    })
            }
        } onCancel: {
            resolve(state.withLock { state in state.abandon(id) })
        }
        if !isGranted, Task.isCancelled { throw CancellationError() }
        if !isGranted, let cap = state.withLock({ $0.exhaustedCap }) { onExhausted(cap) }
        return isGranted
    }

    private func resolve(_ outcomes: [BudgetState.Outcome]) {
        for (continuation, isGranted) in outcomes { continuation.resume(returning: isGranted) }
    }
}

/// The books of a budget.
struct BudgetState {
    /// Whose money it is.
    enum Purse: Hashable {
        case run
        case configuration(String)
    }

    enum Wish {
        case unit(key: String, configurationID: String)
        case call(configurationID: String, worstCase: USD)

        var configurationID: String {
            switch self {
            case .unit(_, let id), .call(let id, _): id
            }
        }
    }

    struct Waiter {
        let id: Int
        let wish: Wish
        let continuation: CheckedContinuation<Bool, Never>
    }

    typealias Outcome = (CheckedContinuation<Bool, Never>, Bool)

    private struct Account {
        let cap: USD
        var spent = USD.zero
        /// Calls in flight that have a worst case, and the sum of these.
        var calls = 0
        var reserved = USD.zero
    }

    /// The units of one configuration.
    private struct Units {
        /// By key, what each unit that is under way has cost so far.
        var open: [String: USD] = [:]
        /// Those of them that have asked for anything.
        var asking: Set<String> = []
        var closed = 0
        var closedCost = USD.zero

        /// Nil until one is closed.
        var usualCost: USD? { closed == 0 ? nil : USD(closedCost.dollars / Double(closed)) }

        /// What the units under way are still to cost.
        var outstanding: USD {
            let usual = usualCost ?? .zero
            return open.values.reduce(.zero) { $0 + max(.zero, usual - $1) }
        }
    }

    private var accounts: [Purse: Account]
    private var units: [String: Units] = [:]
    var waiters: [Waiter] = []
    private(set) var exhausted: Set<Purse> = []
    private var lastID = 0

    /// Units of a configuration under way at most until it is known what one costs.
    private static let firstLook = 4

    init(caps: [Purse: USD]) { accounts = caps.mapValues { Account(cap: $0) } }

    /// The run's cap, once it has turned something down.
    var exhaustedCap: USD? { exhausted.contains(.run) ? accounts[.run]?.cap : nil }

    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    mutating func pay(_ amount: USD, for configurationID: String, unit key: String? = nil) {
        for purse in purses(of: configurationID) { accounts[purse]?.spent += amount }
        guard let key, units[configurationID]?.open[key] != nil else { return }
        units[configurationID]?.open[key]? += amount
        units[configurationID]?.asking.insert(key)
    }

    mutating func release(_ amount: USD, for configurationID: String) {
        guard amount > .zero else { return }
        for purse in purses(of: configurationID) {
            accounts[purse]?.calls -= 1
            accounts[purse]?.reserved -= amount
            // What rounding leaves of many sums is not money that anybody holds.
            if accounts[purse]?.calls == 0 { accounts[purse]?.reserved = .zero }
        }
    }

    mutating func close(_ key: String, of configurationID: String) {
        guard let cost = units[configurationID]?.open.removeValue(forKey: key),
            units[configurationID]?.asking.remove(key) != nil
        else { return }
        units[configurationID]?.closed += 1
        units[configurationID]?.closedCost += cost
    }

    mutating func abandon(_ id: Int) -> [Outcome] {
        guard let place = waiters.firstIndex(where: { $0.id == id }) else { return [] }
        return [(waiters.remove(at: place).continuation, false)]
    }

    /// Grants what fits, in order, and turns down what does not although nothing is under way whose
    /// end could make room.
    mutating func serve() -> [Outcome] {
        var outcomes: [Outcome] = []
        var waiting: [Waiter] = []
        for waiter in waiters {
            switch decision(on: waiter.wish) {
            case .granted:
                grant(waiter.wish)
                outcomes.append((waiter.continuation, true))
            case .waits: waiting.append(waiter)
            case .turnedDown(let purses):
                exhausted.formUnion(purses)
                outcomes.append((waiter.continuation, false))
            }
        }
        waiters = waiting
        return outcomes
    }

    // MARK: - Deciding

    private enum Decision {
        case granted
        case waits
        case turnedDown([Purse])
    }

    private func purses(of configurationID: String) -> [Purse] {
        [.run, .configuration(configurationID)].filter { accounts[$0] != nil }
    }

    private func decision(on wish: Wish) -> Decision {
        let purses = purses(of: wish.configurationID)
        switch wish {
        case .call(_, let worstCase):
            // Where no price is known, what was billed so far still counts.
            let tight = purses.filter { purse in
                room(in: purse) < worstCase || room(in: purse) <= .zero
            }
            if tight.isEmpty { return .granted }
            let stuck = tight.filter { (accounts[$0]?.calls ?? 0) == 0 }
            return stuck.isEmpty ? .waits : .turnedDown(stuck)
        case .unit(_, let id):
            let own = units[id] ?? Units()
            let tight = purses.filter { purse in
                let free = room(in: purse) - outstanding(in: purse)
                return exhausted.contains(purse) || free < (own.usualCost ?? .zero)
                    || free <= .zero
            }
            if tight.isEmpty {
                return own.usualCost == nil && own.open.count >= Self.firstLook
                    ? .waits : .granted
            }
            let stuck = tight.filter { exhausted.contains($0) || openCount(in: $0) == 0 }
            return stuck.isEmpty ? .waits : .turnedDown(stuck)
        }
    }

    private mutating func grant(_ wish: Wish) {
        switch wish {
        case .call(let id, let worstCase):
            guard worstCase > .zero else { return }
            for purse in purses(of: id) {
                accounts[purse]?.calls += 1
                accounts[purse]?.reserved += worstCase
            }
        case .unit(let key, let id): units[id, default: Units()].open[key] = .zero
        }
    }

    private func room(in purse: Purse) -> USD {
        accounts[purse].map { $0.cap - $0.spent - $0.reserved } ?? .zero
    }

    private func outstanding(in purse: Purse) -> USD {
        switch purse {
        case .run: units.values.reduce(.zero) { $0 + $1.outstanding }
        case .configuration(let id): units[id]?.outstanding ?? .zero
        }
    }

    private func openCount(in purse: Purse) -> Int {
        switch purse {
        case .run: units.values.reduce(0) { $0 + $1.open.count }
        case .configuration(let id): units[id]?.open.count ?? 0
        }
    }
}
