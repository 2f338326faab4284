import Vocabulary

/// What the missing part of a run will ask for, use and cost, before anything is asked.
package struct RunEstimate: Sendable, Equatable {
    /// Configurations in suite order, roles as the work goes.
    package let rows: [Row]
    /// Answers that are missing, and verdicts on what is there and what will come.
    package let missingAnswers: Int
    package let missingVerdicts: Int
    /// Requests in flight at most, to answering models and to the judge each.
    package let concurrency: Int
    /// Seconds of the answer that takes longest.
    package let longestAnswer: EstimatedRange

    package init(
        rows: [Row], missingAnswers: Int, missingVerdicts: Int, concurrency: Int,
        longestAnswer: EstimatedRange
    ) {
        self.rows = rows
        self.missingAnswers = missingAnswers
        self.missingVerdicts = missingVerdicts
        self.concurrency = concurrency
        self.longestAnswer = longestAnswer
    }

    /// The same work by the same model.
    package struct Row: Sendable, Equatable {
        package let configurationID: String
        package let role: CallRecord.Role
        package let model: String
        /// Texts to research, analyses, syntheses or verdicts.
        package let pieces: Int
        package let basis: WorkExpectation.Basis
        package let calls: EstimatedRange
        package let inputTokens: EstimatedRange
        package let outputTokens: EstimatedRange
        /// Of its calls, one after the other.
        package let seconds: EstimatedRange
        /// In US dollars at list price, the fee not included; nil without a known price.
        package let cost: EstimatedRange?
        /// What the endpoint takes on top; nil likewise.
        package let fee: EstimatedRange?

        /// - Parameters:
        ///   - price: nil where it is not known.
        ///   - feePercent: what the endpoint takes on top of the models' prices.
        package init(
            configurationID: String, role: CallRecord.Role, model: String, pieces: Int,
            expectation: WorkExpectation, price: ModelPrice?, feePercent: Double = 0
        ) {
            self.configurationID = configurationID
            self.role = role
            self.model = model
            self.pieces = pieces
            basis = expectation.basis
            calls = expectation.total(of: pieces) { Double($0.calls) }
            inputTokens = expectation.total(of: pieces) { Double($0.usage.input) }
            outputTokens = expectation.total(of: pieces) { Double($0.usage.output) }
            seconds = expectation.total(of: pieces, \.seconds)
            cost = price.map { price in
                expectation.total(of: pieces) {
                    price.cost(of: $0.usage, inCalls: $0.calls).dollars
                }
            }
            fee = cost.map { $0 * (feePercent / 100) }
        }
    }
}

extension RunEstimate {
    /// A sum over rows. Rows without a known price are missing in the cost, which then is a lower
    /// limit.
    package struct Total: Sendable, Equatable {
        package var calls = EstimatedRange.zero
        package var inputTokens = EstimatedRange.zero
        package var outputTokens = EstimatedRange.zero
        package var seconds = EstimatedRange.zero
        /// In US dollars, fees not included.
        package var cost = EstimatedRange.zero
        package var fee = EstimatedRange.zero
        /// Models of the rows whose price is not known, by name.
        package var unpricedModels: [String] = []

        /// With fees.
        package var costWithFee: EstimatedRange { cost + fee }
    }

    package func total(where isWanted: (Row) -> Bool = { _ in true }) -> Total {
        var total = Total()
        for row in rows where isWanted(row) {
            total.calls = total.calls + row.calls
            total.inputTokens = total.inputTokens + row.inputTokens
            total.outputTokens = total.outputTokens + row.outputTokens
            total.seconds = total.seconds + row.seconds
            total.cost = total.cost + (row.cost ?? .zero)
            total.fee = total.fee + (row.fee ?? .zero)
            if row.cost == nil, row.pieces > 0, !total.unpricedModels.contains(row.model) {
                total.unpricedModels.append(row.model)
            }
        }
        total.unpricedModels.sort()
        return total
    }

    /// Seconds that the run takes within its concurrency; retries, waiting for a rate limit and
    /// tools not included.
    ///
    /// Answers take A = max(Σ seconds of their calls ÷ concurrency, the longest answer), verdicts
    /// J = Σ ÷ concurrency. Both go on side by side, and the last answer is judged when it has
    /// come: max(A, J) is expected, and A + J is the most.
    package var duration: EstimatedRange {
        let answering = EstimatedRange.max(
            total { !$0.role.isEvaluation }.seconds * (1 / Double(concurrency)), longestAnswer)
        let judging = total { $0.role.isEvaluation }.seconds * (1 / Double(concurrency))
        let larger = EstimatedRange.max(answering, judging)
        return EstimatedRange(
            low: larger.low, expected: larger.expected, high: answering.high + judging.high)
    }
}
