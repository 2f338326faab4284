import Statistics
import Testing

@Suite("What a comparison can see")
struct PowerTests {
    @Test("The detectable effect is found with just the wanted power", arguments: Draws.seeds)
    func detectable(seed: Int) throws {
        var draws = Draws(seed)
        let significance = [0.001, 0.01, 0.05, 0.2][draws.below(4)]
        let analysis = PowerAnalysis(
            significance: significance, power: 0.3 + 0.69 * draws.unit())
        let tasks = draws.count(2...400)
        let effect = try #require(analysis.detectableEffect(tasks: tasks))
        let power = analysis.power(standardizedEffect: effect, tasks: Double(tasks))
        #expect(agree(power, analysis.power, within: 1e-12))
    }

    @Test("The tasks needed find the difference with just the wanted power", arguments: Draws.seeds)
    func needed(seed: Int) throws {
        var draws = Draws(seed)
        let analysis = PowerAnalysis(power: 0.5 + 0.45 * draws.unit())
        let (difference, spread) = (0.02 + 0.1 * draws.unit(), 0.1 + 0.1 * draws.unit())
        let tasks = try #require(
            analysis.tasksNeeded(difference: difference, standardDeviation: spread))
        let power = analysis.power(standardizedEffect: difference / spread, tasks: tasks)
        #expect(agree(power, analysis.power, within: 1e-10))
        // The normal approximation asks for about two tasks fewer, never more.
        let approximate = try #require(
            analysis.approximateTasksNeeded(difference: difference, standardDeviation: spread))
        #expect((approximate...approximate + 3).contains(tasks))
    }

    @Test("Without a difference a test finds one as often as it errs", arguments: [2, 5, 100, 1e6])
    func level(tasks: Double) {
        let power = PowerAnalysis(significance: 0.03).power(standardizedEffect: 0, tasks: tasks)
        #expect(agree(power, 0.03, within: 1e-12))
    }

    @Test("Power is that of repeated trials")
    func simulated() throws {
        var draws = Draws(3)
        let trials = 1_500
        var found = 0
        for _ in 0..<trials {
            let difference = PairedDifference(differences: draws.normals(8).map { $0 + 1 })
            if try #require(difference?.pValue) < 0.05 { found += 1 }
        }
        let power = try #require(PowerAnalysis().power(standardizedEffect: 1, tasks: 8))
        #expect(abs(Double(found) / Double(trials) - power) < 0.035)
    }

    @Test("Two tasks need a great effect, many tasks a small one, and there is an answer for both")
    func extremes() throws {
        let strict = PowerAnalysis(significance: 1e-6, power: 0.99)
        let two = try #require(strict.detectableEffect(tasks: 2))
        #expect(two > 1e5 && two.isFinite)
        #expect(agree(strict.power(standardizedEffect: two, tasks: 2), 0.99, within: 1e-6))
        let many = try #require(PowerAnalysis().detectableEffect(tasks: 10_000_000))
        #expect(agree(many * 10_000_000.0.squareRoot(), 2.8015852, within: 1e-5))
    }

    @Test("What can't be said is nil")
    func undefined() {
        let analysis = PowerAnalysis()
        #expect(analysis.detectableEffect(tasks: 0) == nil)
        #expect(analysis.detectableEffect(tasks: 1) == nil)
        #expect(analysis.detectableDifference(standardDeviation: 1, tasks: 1) == nil)
        #expect(PowerAnalysis(power: 0.05).detectableEffect(tasks: 10) == nil)
        #expect(analysis.power(standardizedEffect: 1, tasks: 1) == nil)
        #expect(analysis.power(standardizedEffect: .nan, tasks: 10) == nil)
        #expect(analysis.power(standardizedEffect: 1, tasks: .infinity) == nil)
        for (difference, spread) in [(0.0, 1.0), (-1, 1), (1, 0), (.nan, 1), (1, .nan)] {
            #expect(
                analysis.tasksNeeded(difference: difference, standardDeviation: spread) == nil)
            #expect(
                analysis.approximateTasksNeeded(difference: difference, standardDeviation: spread)
                    == nil)
        }
        #expect(analysis.tasksNeeded(difference: 1e-9, standardDeviation: 1) == nil)
        #expect(analysis.tasksNeeded(difference: 1e9, standardDeviation: 1) == 2)
    }
}
