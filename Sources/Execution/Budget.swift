import Inference
import Transport
import Vocabulary

/// What a run may spend, as a whole and on each configuration.
///
/// Before every attempt at a call its worst case is set aside, and given back when the true cost is
/// known; an attempt that does not fit beside what is in flight waits for that. So the limit is
/// never passed by more than what one call costs beyond its worst case. Calls without a known price
/// can't be counted and are let through.
package final class Budget: Sendable {
    /// Whose money it is.
    private enum Purse: Hashable {
        case run
        case configuration(String)
    }

    private struct Account {
        let cap: USD?
        var spent = USD.zero
        var reserved = USD.zero

        func fits(_ amount: USD) -> Bool {
            cap.map { spent + reserved + amount <= $0 } ?? true
        }
    }

    private struct Waiter {
        let id: Int
        let purses: [Purse]
        let amount: USD
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var accounts: [Purse: Account]
        var waiters: [Waiter] = []
        var nextID = 0
        /// Set once a reservation was turned down.
        var isExhausted: Set<Purse> = []
    }

    private let state: Locked<State>
    /// Called once, when the run's own cap turns a call down.
    private let onExhausted: @Sendable (_ spent: USD, _ cap: USD) -> Void

    /// - Parameters:
    ///   - cap: of the run; nil: none.
    ///   - configurations: caps on what answering by a configuration and judging its answers cost.
    package init(
        cap: USD?, configurations: [String: USD] = [:],
        onExhausted: @escaping @Sendable (_ spent: USD, _ cap: USD) -> Void = { _, _ in }
    ) {
        var accounts: [Purse: Account] = [.run: Account(cap: cap)]
        for (id, cap) in configurations { accounts[.configuration(id)] = Account(cap: cap) }
        state = Locked(State(accounts: accounts))
        self.onExhausted = onExhausted
    }

    /// Known costs of the run, those of earlier executions included.
    package var spent: USD { state.withLock { $0.accounts[.run]?.spent ?? .zero } }

    /// Adds what was paid before this execution.
    package func begin(spent: USD, byConfiguration: [String: USD]) {
        state.withLock { state in
            state.accounts[.run]?.spent += spent
            for (id, amount) in byConfiguration {
                state.accounts[.configuration(id)]?.spent += amount
            }
        }
    }

    /// Whether a configuration may begin further work.
    package func mayBegin(_ configurationID: String) -> Bool {
        state.withLock { state in
            let purses: [Purse] = [.run, .configuration(configurationID)]
            return purses.allSatisfy { purse in
                guard let account = state.accounts[purse], let cap = account.cap else {
                    return true
                }
                return account.spent < cap && !state.isExhausted.contains(purse)
            }
        }
    }

    /// The gate through which all calls for a configuration go.
    ///
    /// - Parameter outputAllowance: tokens that a completion is taken to have at most where its
    ///   request sets no limit.
    package func gate(for configurationID: String, outputAllowance: Int) -> SpendingGate {
        let purses = state.withLock { state in
            [Purse.run, .configuration(configurationID)].filter { state.accounts[$0] != nil }
        }
        let isCapped = state.withLock { state in purses.contains { state.accounts[$0]?.cap != nil } }
        return SpendingGate(
            outputAllowance: outputAllowance,
            reserve: { [self] worstCase throws(CancellationError) in
                guard isCapped else { return SpendingGate.Reservation(amount: .zero, id: 0) }
                return try await reserve(worstCase, purses)
            },
            settle: { [self] reservation, cost in
                settle(reservation, cost ?? .zero, purses)
            })
    }

    // MARK: - Reserving

    private func reserve(
        _ amount: USD, _ purses: [Purse]
    ) async throws(CancellationError) -> SpendingGate.Reservation? {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let isGranted = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = Waiter(
                    id: id, purses: purses, amount: amount, continuation: continuation)
                resolve(
                    state.withLock { state in
                        if Task.isCancelled { return [(continuation, false)] }
                        state.waiters.append(waiter)
                        return state.serve()
                    })
            }
        } onCancel: {
            resolve(
                state.withLock { state in
                    guard let place = state.waiters.firstIndex(where: { $0.id == id }) else {
                        return []
                    }
                    return [(state.waiters.remove(at: place).continuation, false)]
                })
        }
        if isGranted { return SpendingGate.Reservation(amount: amount, id: id) }
        if Task.isCancelled { throw CancellationError() }
        announce(purses)
        return nil
    }

    private func settle(
        _ reservation: SpendingGate.Reservation, _ cost: USD, _ purses: [Purse]
    ) {
        resolve(
            state.withLock { state in
                for purse in purses {
                    state.accounts[purse]?.spent += cost
                    state.accounts[purse]?.reserved -= reservation.amount
                }
                return state.serve()
            })
    }

    private func resolve(_ outcomes: [(CheckedContinuation<Bool, Never>, Bool)]) {
        for (continuation, isGranted) in outcomes { continuation.resume(returning: isGranted) }
    }

    private func announce(_ purses: [Purse]) {
        let news = state.withLock { state -> (USD, USD)? in
            guard state.isExhausted.contains(.run), let account = state.accounts[.run],
                let cap = account.cap
            else { return nil }
            return (account.spent, cap)
        }
        if let (spent, cap) = news { onExhausted(spent, cap) }
    }
}

extension Budget.State {
    /// Grants what fits, in order; turns down what does not fit although nothing is in flight whose
    /// end could make room.
    fileprivate mutating func serve() -> [(CheckedContinuation<Bool, Never>, Bool)] {
        var outcomes: [(CheckedContinuation<Bool, Never>, Bool)] = []
        var waiting: [Budget.Waiter] = []
        for waiter in waiters {
            let tight = waiter.purses.filter { accounts[$0]?.fits(waiter.amount) == false }
            if tight.isEmpty {
                for purse in waiter.purses { accounts[purse]?.reserved += waiter.amount }
                outcomes.append((waiter.continuation, true))
            } else if tight.contains(where: { accounts[$0].map { $0.reserved <= .zero } ?? false }) {
                isExhausted.formUnion(tight)
                outcomes.append((waiter.continuation, false))
            } else {
                waiting.append(waiter)
            }
        }
        waiters = waiting
        return outcomes
    }
}
