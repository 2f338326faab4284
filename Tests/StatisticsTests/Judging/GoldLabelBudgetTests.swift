import Statistics
import Testing

@Suite("How many gold labels a rate needs")
struct GoldLabelBudgetTests {
    @Test("So many labels are just enough", arguments: Draws.seeds)
    func enough(seed: Int) {
        var draws = Draws(seed)
        let budget = GoldLabelBudget(
            rate: 0.5 + 0.49 * draws.unit(), designEffect: 1 + 3 * draws.unit())
        let wanted = 0.01 + 0.1 * draws.unit()
        let labels = budget.labelsNeeded(halfWidth: wanted)
        #expect(budget.halfWidth(labels: labels) <= wanted)
        #expect(labels == 1 || budget.halfWidth(labels: labels - 1) > wanted)
    }

    @Test("Three hundred criteria of forty answers tell 90 % to within 4 points")
    func example() {
        let effect = ClusterCorrelation.designEffect(size: 7.5, correlation: 0.078)
        let budget = GoldLabelBudget(rate: 0.9, designEffect: effect)
        #expect(agree(budget.halfWidth(labels: 300), 0.041674015, within: 1e-8))
    }

    @Test("A half width that is beyond reach needs no more labels than can be counted")
    func beyond() {
        #expect(GoldLabelBudget(rate: 0.5).labelsNeeded(halfWidth: 1e-300) == 1_000_000_000_000_000)
    }
}
