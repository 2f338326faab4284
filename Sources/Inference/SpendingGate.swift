import Vocabulary

/// Asked before every attempt whether it may be paid for, and told afterwards what it came to.
package struct SpendingGate: Sendable {
    /// An amount set aside for an attempt that is under way.
    package struct Reservation: Sendable {
        package let amount: USD
        /// For whoever keeps the books to tell reservations apart by.
        package let id: Int

        package init(amount: USD, id: Int = 0) {
            self.amount = amount
            self.id = id
        }
    }

    /// Tokens that a completion is taken to have at most where its request sets no limit.
    package let outputAllowance: Int
    /// Waits until the worst case fits beside what else is in flight; nil: it can't be paid for.
    package var reserve:
        @Sendable (_ worstCase: USD) async throws(CancellationError) -> Reservation?
    /// Called exactly once for every reservation. `cost` nil: unknown.
    package var settle: @Sendable (_ reservation: Reservation, _ cost: USD?) -> Void

    package init(
        outputAllowance: Int = 16_000,
        reserve:
            @escaping @Sendable (_ worstCase: USD) async throws(CancellationError)
            -> Reservation?,
        settle: @escaping @Sendable (_ reservation: Reservation, _ cost: USD?) -> Void
    ) {
        self.outputAllowance = outputAllowance
        self.reserve = reserve
        self.settle = settle
    }

    /// Everything may be paid for.
    package static let unlimited = SpendingGate(
        reserve: { worstCase async throws(CancellationError) in
            Reservation(amount: worstCase)
        }, settle: { _, _ in })
}
