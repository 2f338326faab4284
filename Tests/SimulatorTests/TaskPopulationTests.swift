import Testing
import Vocabulary

@testable import Simulator

@Suite("Task population")
struct TaskPopulationTests {
    @Test("A number always gives the same task, in any stretch; other numbers and seeds others")
    func seeded() {
        let population = TaskPopulation(seed: 1)
        #expect(population.tasks(3..<6)[1] == population.task(4))
        #expect(population.task(4) != population.task(5))
        #expect(TaskPopulation(seed: 2).task(4) != population.task(4))
    }

    @Test("Rubrics have the measures of DRACO's")
    func rubrics() {
        let tasks = TaskPopulation(seed: 1).tasks(0..<400)
        let counts = tasks.map(\.rubric.criteria.count)
        let criteria = tasks.flatMap(\.rubric.criteria)
        #expect(counts.allSatisfy { (16...77).contains($0) })
        #expect((36.0...43.0).contains(Double(criteria.count) / Double(tasks.count)))
        let negatives = criteria.filter { $0.weight < 0 }
        #expect((0.09...0.13).contains(Double(negatives.count) / Double(criteria.count)))
        #expect((45.0...100.0).contains(Double(-negatives.map(\.weight).reduce(0, +)) / 400))
        #expect(tasks.allSatisfy { $0.rubric.positiveWeight > 0 })
        let facts = criteria.count { $0.axis == .factualAccuracy }
        #expect((0.47...0.57).contains(Double(facts) / Double(criteria.count)))
        #expect(Set(tasks.map(\.domain)).count == 10)
    }

    @Test("Every task is one of its own, and searches for it lead to it")
    func distinct() {
        let tasks = TaskPopulation(seed: 1).tasks(0..<100)
        #expect(Set(tasks.map(\.id)).count == 100)
        #expect(Set(tasks.map(\.problem)).count == 100)
        let world = World(tasks: tasks, seed: 1)
        for (place, task) in tasks.enumerated() {
            let subject = task.problem.split(separator: " ").prefix(6).joined(separator: " ")
            #expect(world.task(foundBy: subject) == place)
            let requirements = task.rubric.criteria.map(\.requirement)
            #expect(Set(requirements).count == requirements.count)
        }
    }
}
