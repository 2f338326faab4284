/// How much of a score's noise comes from tasks, from generations and from judging.
///
/// Balanced nested analysis of variance with n tasks, k generations a task, m passes a generation:
///
///     σ_J² = MS_J     σ_G² = (MS_G − MS_J) ÷ m     σ_T² = (MS_T − MS_G) ÷ km
///
/// A component that comes out negative is held at 0 and flagged. With m = 1 the judging part, with
/// k = 1 the generation part can't be told apart and is nil; its noise is in the part above it.
/// (Searle, Casella & McCulloch 1992.)
package struct VarianceComponents: Sendable, Equatable {
    package let tasks: Int
    package let generations: Int
    package let passes: Int
    package let mean: Double
    package let meanSquareTask: Double
    package let meanSquareGeneration: Double?
    package let meanSquarePass: Double?
    package let task: Double
    package let generation: Double?
    package let pass: Double?
    /// Whether an estimate came out below 0 and was held there.
    package let isTruncated: Bool
    /// √(Σ_t s_t² ÷ k) ÷ n with s_t² the variance of a task's generation means: would a run on the
    /// very same tasks come out alike? Nil for one generation.
    package let fixedBenchmarkError: Double?

    /// - Parameter scores: by task, generation and pass; every task has as many generations, every
    ///   generation as many passes.
    /// - Returns: nil for fewer than two tasks, for an unbalanced design, and where a score is not
    ///   finite.
    package init?(_ scores: [[[Double]]]) {
        guard scores.count > 1, let k = scores.first?.count, k > 0,
            let m = scores.first?.first?.count, m > 0,
            scores.allSatisfy({ $0.count == k && $0.allSatisfy { $0.count == m } }),
            case let all = scores.flatMap({ $0.flatMap { $0 } }), all.allSatisfy(\.isFinite)
        else { return nil }
        let n = scores.count
        let generationMeans = scores.map { task in
            task.map { Averages.sum($0) / Double(m) }
        }
        let taskMeans = generationMeans.map { Averages.sum($0) / Double(k) }
        let grand = Averages.sum(taskMeans) / Double(n)
        func squares(_ pairs: [(Double, Double)]) -> Double {
            let sum = Averages.sum(pairs.map { ($0 - $1) * ($0 - $1) })
            return Moments.withoutRounding(sum, of: all)
        }
        let betweenTasks = squares(taskMeans.map { ($0, grand) }) * Double(k * m)
        let betweenGenerations =
            squares(
                zip(generationMeans, taskMeans).flatMap { means, own in means.map { ($0, own) } })
            * Double(m)
        let betweenPasses = squares(
            zip(scores, generationMeans).flatMap { own, means in
                zip(own, means).flatMap { scores, own in scores.map { ($0, own) } }
            })
        meanSquareTask = betweenTasks / Double(n - 1)
        meanSquareGeneration = k > 1 ? betweenGenerations / Double(n * (k - 1)) : nil
        let passSquare = m > 1 ? betweenPasses / Double(n * k * (m - 1)) : nil
        meanSquarePass = passSquare
        let rawGeneration = meanSquareGeneration.map { ($0 - (passSquare ?? 0)) / Double(m) }
        let below = meanSquareGeneration ?? passSquare ?? 0
        let rawTask = (meanSquareTask - below) / Double(k * m)
        tasks = n
        generations = k
        passes = m
        mean = grand
        task = max(0, rawTask)
        generation = rawGeneration.map { max(0, $0) }
        pass = passSquare
        isTruncated = rawTask < 0 || (rawGeneration ?? 0) < 0
        let within = generationMeans.compactMap { Moments.variance($0) }
        fixedBenchmarkError =
            k > 1
            ? (Averages.sum(within) / Double(k)).squareRoot() / Double(n) : nil
    }

    /// Share of the variance of task means that is the tasks' own; nil where they do not vary.
    package var reliability: Double? {
        let whole = meanSquareTask / Double(generations * passes)
        return whole > 0 ? task / whole : nil
    }

    /// The standard error of the mean in this design, √(MS_T ÷ nkm): sd(task means) ÷ √n.
    package var populationError: Double {
        (meanSquareTask / Double(tasks * generations * passes)).squareRoot()
    }
}

/// What a design of n tasks, k generations and m passes would do, with variance components that
/// were estimated before (Brennan 2001).
package struct StudyDesign: Sendable, Equatable {
    package let tasks: Int
    package let generations: Int
    package let passes: Int

    package init(tasks: Int, generations: Int, passes: Int) {
        precondition(tasks > 0 && generations > 0 && passes > 0, "a design has some of each")
        self.tasks = tasks
        self.generations = generations
        self.passes = passes
    }

    /// √(σ_T²/n + σ_G²/nk + σ_J²/nkm): over tasks of this kind.
    package func populationError(task: Double, generation: Double, pass: Double) -> Double {
        let n = Double(tasks)
        let fixed = fixedBenchmarkError(generation: generation, pass: pass)
        return (task / n + fixed * fixed).squareRoot()
    }

    /// √(σ_G²/nk + σ_J²/nkm): over re-runs of these very tasks.
    package func fixedBenchmarkError(generation: Double, pass: Double) -> Double {
        let nk = Double(tasks * generations)
        return (generation / nk + pass / (nk * Double(passes))).squareRoot()
    }

    /// Standard error of a paired difference, √((σ_TS² + 2σ_G²/k + 2σ_J²/km) ÷ n), with σ_TS² the
    /// variance of the true difference between tasks.
    package func differenceError(
        taskBySystem: Double, generation: Double, pass: Double
    ) -> Double {
        let k = Double(generations)
        let m = Double(passes)
        return ((taskBySystem + 2 * generation / k + 2 * pass / (k * m)) / Double(tasks))
            .squareRoot()
    }

    /// Passes per generation that buy most precision for the money,
    /// m* = √(σ_J²/σ_G² · cost of a generation ÷ cost of a pass). Nil where a term is not above 0.
    package static func optimalPasses(
        generation: Double, pass: Double, generationCost: Double, passCost: Double
    ) -> Double? {
        guard generation > 0, pass > 0, generationCost > 0, passCost > 0 else { return nil }
        let passes = (pass / generation * generationCost / passCost).squareRoot()
        return passes.isFinite ? passes : nil
    }
}
