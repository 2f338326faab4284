/// What can be said of one configuration when not everything has a score.
///
/// An answer is scored, was lost (refused, empty, timed out: the system's own doing, worth 0), or is
/// unresolved (the network or the judge failed: nothing is known of it). A task's value is the mean
/// over its answers. A score that is no number says as little as none.
package struct Coverage: Sendable, Equatable {
    package enum Answer: Sendable, Equatable {
        case scored(Double)
        /// Scored by some of its passes; the others could have moved its score between these.
        case partlyScored(Double, low: Double, high: Double)
        case lost
        case unresolved

        fileprivate var score: Double? {
            switch self {
            case .scored(let score), .partlyScored(let score, _, _): score
            case .lost, .unresolved: nil
            }
        }

        fileprivate func bound(missing: Double) -> Double {
            switch self {
            case .scored(let score): score
            case .partlyScored(_, let low, let high): missing == 0 ? low : high
            case .lost, .unresolved: missing
            }
        }
    }

    /// By task, its answers.
    package let tasks: [[Answer]]

    package init(_ tasks: [[Answer]]) { self.tasks = tasks }

    /// Completed only: by task the mean of what is scored; nil where nothing is.
    package var completed: [Double?] {
        tasks.map { answers in Averages.mean(answers.compactMap(\.score)) }
    }

    /// Intention to treat, the primary policy: by task the mean with lost answers as 0, unresolved
    /// ones left out; nil where all are unresolved.
    package var intentionToTreat: [Double?] {
        tasks.map { answers in
            Averages.mean(answers.filter { $0 != .unresolved }.map { $0.score ?? 0 })
        }
    }

    /// Tasks with a scored answer ÷ all; nil without tasks.
    package var share: Double? {
        tasks.isEmpty
            ? nil : Double(completed.count { $0 != nil }) / Double(tasks.count)
    }

    /// Between which values the mean of all tasks lies, whatever the missing answers would have
    /// scored: they count 0, and 1 (Manski 1989). Nil without tasks.
    package var bounds: Interval? {
        func mean(missing: Double) -> Double? {
            Averages.mean(
                tasks.map { answers in
                    Averages.mean(answers.map { $0.bound(missing: missing) }) ?? missing
                })
        }
        guard let low = mean(missing: 0), let high = mean(missing: 1) else { return nil }
        return Interval(low: low, high: high)
    }
}

/// Means of several configurations over the tasks that suit the comparison.
package enum MatchedTasks {
    /// The places at which all rows have a value.
    package static func common(_ rows: [[Double?]]) -> [Int] {
        guard let first = rows.first else { return [] }
        precondition(rows.allSatisfy { $0.count == first.count }, "a row has a place per task")
        return first.indices.filter { task in rows.allSatisfy { $0[task] != nil } }
    }

    /// Least-squares means of y ~ configuration + task: what each configuration would have scored
    /// on all tasks if a task were as much harder for one as for another. A sensitivity check for
    /// unequal subsets. Nil where the rows hang together by no common task, and where a value is
    /// not finite. (Searle, Casella & McCulloch 1992.)
    package static func adjustedMeans(_ rows: [[Double?]]) -> [Double]? {
        guard let width = rows.first?.count,
            rows.allSatisfy({ $0.allSatisfy { $0?.isFinite ?? true } })
        else { return nil }
        precondition(rows.allSatisfy { $0.count == width }, "a row has a place per task")
        let tasks = (0..<width).filter { task in rows.contains { $0[task] != nil } }
        // With the task effects eliminated: Σ over its tasks of (y − mean of the task's y) equals
        // n·a − Σ over its tasks of the mean of a. The first effect is held at 0.
        var matrix = rows.map { _ in [Double](repeating: 0, count: rows.count) }
        var right = [Double](repeating: 0, count: rows.count)
        for task in tasks {
            let present = rows.indices.filter { rows[$0][task] != nil }
            let values = present.compactMap { rows[$0][task] }
            guard let mean = Averages.mean(values) else { continue }
            for (row, value) in zip(present, values) {
                matrix[row][row] += 1
                right[row] += value - mean
                for other in present { matrix[row][other] -= 1 / Double(present.count) }
            }
        }
        matrix[0] = rows.indices.map { $0 == 0 ? 1 : 0 }
        right[0] = 0
        guard let effects = LinearSystem.solve(matrix, right) else { return nil }
        let taskEffects = tasks.compactMap { task in
            Averages.mean(
                rows.indices.compactMap { row in rows[row][task].map { $0 - effects[row] } })
        }
        guard let level = Averages.mean(taskEffects) else { return nil }
        return effects.map { $0 + level }
    }
}

/// Small systems of linear equations.
enum LinearSystem {
    /// Gaussian elimination with row exchanges; nil where there is no single solution.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        var rows = zip(matrix, right).map { $0 + [$1] }
        for column in rows.indices {
            let pivot = (column..<rows.count).max {
                abs(rows[$0][column]) < abs(rows[$1][column])
            }
            guard let pivot, abs(rows[pivot][column]) > 1e-12 else { return nil }
            rows.swapAt(column, pivot)
            for row in rows.indices where row != column {
                let factor = rows[row][column] / rows[column][column]
                for place in column...rows.count {
                    rows[row][place] -= factor * rows[column][place]
                }
            }
        }
        return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
    }
}
