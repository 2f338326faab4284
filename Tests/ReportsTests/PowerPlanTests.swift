import Comparison
import JSONText
import Statistics
import Testing

@testable import Reports

struct PowerPlanTests {
    private static func plan(
        _ difference: Double = 3, task: Double = 12, answer: Double? = 8, pass: Double? = 3,
        cost: DesignCost? = DesignCost(answers: 1.85, pass: 1.03)
    ) -> PowerPlan {
        func square(_ points: Double) -> Double { points / 100 * points / 100 }
        return PowerPlan(
            difference: difference, analysis: PowerAnalysis(),
            variance: PilotVariance(
                task: square(task), answer: answer.map(square), pass: pass.map(square)),
            cost: cost, source: "what was stated")
    }

    @Test("The plan is the one that was reviewed")
    func golden() throws { try GoldenFile.expect(Self.plan().markdown(), "power-plan.md") }

    @Test("The plan of a pilot without repeats and costs is the one that was reviewed")
    func goldenPlain() throws {
        try GoldenFile.expect(
            Self.plan(task: 14.4, answer: nil, pass: nil, cost: nil).markdown(),
            "power-plan-plain.md")
    }

    @Test("To find 3 points at a standard deviation of 14.4, 183 tasks are needed")
    func tasks() throws {
        let design = try #require(
            Self.plan(task: 14.4, answer: nil, pass: nil, cost: nil).json()["designs"]?[0])
        // 181 by the normal approximation.
        #expect(design["tasks"] == 183 && design["cost_usd"] == .null)
        #expect(abs(try #require(design["sd"]?.number) - 14.4) < 1e-9)
    }

    @Test("More answers and more passes need fewer tasks, and cost what they cost")
    func designs() throws {
        let designs = try #require(Self.plan().json()["designs"]?.array)
        #expect(designs.count == 12)
        let tasks = designs.compactMap { $0["tasks"]?.integer }
        #expect(tasks.first == tasks.max() && tasks.last == tasks.min())
        let first = designs[0]
        let count = Double(try #require(first["tasks"]?.integer))
        #expect(abs(try #require(first["cost_usd"]?.number) - count * (1.85 + 1.03)) < 1e-9)
        let last = designs[11]
        let all = Double(try #require(last["tasks"]?.integer))
        #expect(abs(try #require(last["cost_usd"]?.number) - all * 5 * (1.85 + 5 * 1.03)) < 1e-9)
    }

    @Test(
        "Repeats are considered only where it is known what they buy",
        arguments: [(nil, nil, 1), (8, nil, 4), (nil, 3, 3), (8, 3, 12)]
            as [(Double?, Double?, Int)])
    func repeats(answer: Double?, pass: Double?, count: Int) {
        let plan = Self.plan(answer: answer, pass: pass)
        #expect(plan.json()["designs"]?.array?.count == count)
        let text = plan.markdown()
        #expect(text.contains("without repeats") == (count < 12))
        #expect(text.contains("with one answer per task") == (answer == nil))
        #expect(text.contains("one pass per answer are") == (pass == nil))
    }

    @Test("Without costs there is no cheapest design, and of one design none is called so")
    func cheapest() {
        #expect(Self.plan().markdown().contains("cheapest"))
        #expect(!Self.plan(cost: nil).markdown().contains("cheapest"))
        #expect(!Self.plan(answer: nil, pass: nil).markdown().contains("cheapest"))
    }

    @Test("JSON has the parts and every design; what is not known is null")
    func json() {
        let json = Self.plan(answer: nil, pass: nil, cost: nil).json()
        #expect(
            json.object?.keys == [
                "difference", "power", "significance", "source", "sd_task_difference",
                "sd_answer_difference",
                "sd_pass_difference", "optimal_passes", "designs",
            ])
        #expect(json["sd_answer_difference"] == .null && json["optimal_passes"] == .null)
        #expect(json.hasOnlyFiniteNumbers)
        #expect(Self.plan().json().hasOnlyFiniteNumbers)
    }
}
