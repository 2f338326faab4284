import Comparison
import Execution
import Store
import Vocabulary

extension RunSession {
    /// What the missing part of a plan will take. Nothing is asked and nothing is written.
    ///
    /// - Parameter redo: stored answers that would be asked for again.
    func estimate(_ plan: RunPlan, redo: Redo? = nil) async throws -> RunEstimate {
        guard let database = try existingDatabase() else {
            return RunEstimate(plan, missing: try await plan.missing(in: nil), work: [])
        }
        defer { try? database.close() }  // It was only read from.
        var redone: [String] = []
        if let redo { redone = try await keys(of: redo, in: plan, database) }
        let missing = try await plan.missing(in: database, redone: Set(redone))
        let work = try await database.work(isSimulated: simulation != nil)
        return RunEstimate(plan, missing: missing, work: work)
    }

    /// Nil where no run has stored anything yet.
    private func existingDatabase() throws -> ResultsDatabase? {
        do {
            return try ResultsDatabase(path: databasePath, mode: .read)
        } catch StoreError.missing {
            return nil
        }
    }
}
