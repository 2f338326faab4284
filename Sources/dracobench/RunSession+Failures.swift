import Execution
import Store
import Vocabulary

extension RunSession {
    /// Why most of the answers that are missing are so, in a sentence; nil where none has failed.
    func mostFrequentFailure(of plan: RunPlan) async throws -> String? {
        let database = try ResultsDatabase(path: databasePath, mode: .read)
        defer { try? database.close() }  // It was only read from.
        let units = try await database.results(runID: plan.run.id)?.units ?? []
        let reasons = units.filter { $0.status?.isToBeRedone ?? false }.compactMap(\.error)
        let most = Dictionary(grouping: reasons) { $0 }.mapValues(\.count)
            .max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard let most else { return nil }
        let count = most.value == 1 ? "One answer has" : "\(most.value) answers have"
        return "\(count) failed for this reason: \(most.key)"
    }
}
