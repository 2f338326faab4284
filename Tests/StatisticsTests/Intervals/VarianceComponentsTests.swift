import Statistics
import Testing

@Suite("Where the noise comes from")
struct VarianceComponentsTests {
    private static func table(
        _ draws: inout Draws, tasks: Int, generations: Int, passes: Int,
        spreads: (task: Double, generation: Double, pass: Double) = (0.2, 0.1, 0.05)
    ) -> [[[Double]]] {
        (0..<tasks).map { _ in
            let task = spreads.task * draws.normal()
            return (0..<generations).map { _ in
                let generation = task + spreads.generation * draws.normal()
                return (0..<passes).map { _ in generation + spreads.pass * draws.normal() }
            }
        }
    }

    @Test("The population error is that of the task means", arguments: Draws.seeds)
    func identity(seed: Int) throws {
        var draws = Draws(seed)
        let (k, m) = (draws.count(1...4), draws.count(1...4))
        let scores = Self.table(&draws, tasks: draws.count(2...12), generations: k, passes: m)
        let parts = try #require(VarianceComponents(scores))
        let means = scores.compactMap { Averages.mean($0.flatMap { $0 }) }
        #expect(agree(parts.populationError, MeanEstimate(means)?.standardError))
        #expect(agree(parts.mean, Averages.mean(means)))
        if let generation = parts.generation, let pass = parts.pass, !parts.isTruncated {
            let design = StudyDesign(tasks: parts.tasks, generations: k, passes: m)
            let planned = design.populationError(
                task: parts.task, generation: generation, pass: pass)
            #expect(agree(planned, parts.populationError))
            let fixed = design.fixedBenchmarkError(generation: generation, pass: pass)
            #expect(agree(fixed, parts.fixedBenchmarkError))
        }
    }

    @Test("Components of simulated scores come out again")
    func recovery() throws {
        var draws = Draws(5)
        let scores = Self.table(&draws, tasks: 800, generations: 4, passes: 3)
        let parts = try #require(VarianceComponents(scores))
        #expect(abs(parts.task.squareRoot() - 0.2) < 0.02)
        #expect(abs(try #require(parts.generation).squareRoot() - 0.1) < 0.005)
        #expect(abs(try #require(parts.pass).squareRoot() - 0.05) < 0.002)
        let reliability = 0.04 / (0.04 + 0.01 / 4 + 0.0025 / 12)
        #expect(abs(try #require(parts.reliability) - reliability) < 0.03)
        #expect(!parts.isTruncated)
    }

    @Test("A part that can't be told apart is nil", arguments: [(1, 1), (1, 3), (3, 1), (3, 3)])
    func single(generations: Int, passes: Int) throws {
        var draws = Draws(6)
        let scores = Self.table(&draws, tasks: 5, generations: generations, passes: passes)
        let parts = try #require(VarianceComponents(scores))
        #expect((parts.generation != nil) == (generations > 1))
        #expect((parts.meanSquareGeneration != nil) == (generations > 1))
        #expect((parts.fixedBenchmarkError != nil) == (generations > 1))
        #expect((parts.pass != nil) == (passes > 1))
        #expect((parts.meanSquarePass != nil) == (passes > 1))
    }

    @Test("A negative part is held at 0 and flagged")
    func truncated() throws {
        let parts = try #require(VarianceComponents([[[0], [1]], [[1], [0]], [[0.5], [0.5]]]))
        #expect(parts.task == 0)
        #expect(parts.isTruncated)
        let inner = try #require(VarianceComponents([[[0, 1], [1, 0]], [[5, 6], [6, 5]]]))
        #expect(inner.generation == 0)
        #expect(inner.isTruncated)
    }

    @Test("Equal scores have no variance, not even that of rounding")
    func equal() throws {
        let scores = (0..<5).map { _ in [[0.1, 0.1, 0.1], [0.1, 0.1, 0.1]] }
        let parts = try #require(VarianceComponents(scores))
        #expect(parts.task == 0 && parts.generation == 0 && parts.pass == 0)
        #expect(parts.populationError == 0)
        #expect(parts.reliability == nil)
        #expect(!parts.isTruncated)
    }

    @Test(
        "No design, an unbalanced one and what is no number give nothing",
        arguments: [
            [], [[[1]]], [[], []], [[[]], [[]]], [[[1], [2]], [[1]]], [[[1, 2]], [[1]]],
            [[[1]], [[.nan]]], [[[1]], [[.infinity]]],
        ] as [[[[Double]]]])
    func undefined(scores: [[[Double]]]) { #expect(VarianceComponents(scores) == nil) }

    @Test("The error of a difference holds both systems' noise")
    func difference() {
        let design = StudyDesign(tasks: 50, generations: 2, passes: 4)
        let error = design.differenceError(taskBySystem: 3, generation: 8, pass: 16)
        #expect(agree(error, ((3 + 8 + 4) / 50.0).squareRoot()))
    }

    @Test("The best number of passes costs least for what it brings", arguments: Draws.seeds)
    func passes(seed: Int) throws {
        var draws = Draws(seed)
        let (generation, pass) = (0.1 + draws.unit(), 0.1 + draws.unit())
        let (dear, cheap) = (0.1 + draws.unit(), 0.1 + draws.unit())
        let best = try #require(
            StudyDesign.optimalPasses(
                generation: generation, pass: pass, generationCost: dear, passCost: cheap))
        func price(_ m: Double) -> Double { (generation + pass / m) * (dear + cheap * m) }
        #expect(price(best) <= price(best * 1.01) && price(best) <= price(best / 1.01))
    }

    @Test(
        "Without noise or price there is no best number of passes",
        arguments: [(0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0), (.nan, 1, 1, 1)]
            as [(Double, Double, Double, Double)])
    func noPasses(generation: Double, pass: Double, dear: Double, cheap: Double) {
        let best = StudyDesign.optimalPasses(
            generation: generation, pass: pass, generationCost: dear, passCost: cheap)
        #expect(best == nil)
    }
}
