import ArgumentParser
import Execution
import Store
import Vocabulary

/// Which stored answers are asked for again.
enum Redo: String, ExpressibleByArgument, CaseIterable {
    /// Their research met the benchmark.
    case tainted
    case refused
    case empty
    case truncated
    /// The model failed or took too long.
    case failed
    /// Not there: asked for in any case.
    case missing

    func applies(to unit: UnitResult) -> Bool {
        switch self {
        case .tainted: unit.leaks.contains { $0.finding.taints }
        case .refused: unit.status == .refused
        case .empty: unit.status == .empty
        case .truncated: unit.status == .truncated
        case .missing: false
        case .failed: unit.status == .modelError || unit.status == .timeout
        }
    }

    func sentence(onPuttingAside count: Int) -> String {
        count == 0
            ? "No stored answer is \(rawValue)."
            : "\(count) answers are put aside, the fusions that used them included."
    }
}

extension RunSession {
    /// Puts stored answers of a plan aside, and with them the fusions that took them as drafts.
    /// Imported answers stay: to ask for them again gives the same text.
    ///
    /// - Returns: how many.
    @discardableResult
    func putAside(
        _ redo: Redo, of plan: RunPlan, in database: ResultsDatabase
    ) async throws -> Int {
        if redo == .missing { return 0 }
        let keys = try await keys(of: redo, in: plan, database)
        try await database.setAside(answerKeys: keys)
        return keys.count
    }

    /// The keys of the answers that would be put aside.
    func keys(
        of redo: Redo, in plan: RunPlan, _ database: ResultsDatabase
    ) async throws -> [String] {
        guard let results = try await database.results(runID: plan.run.id) else { return [] }
        let stored = Set(results.units.filter { $0.status != nil }.map(\.unit.key))
        let hit = Set(results.units.filter(redo.applies).map(\.unit.key))
        return plan.units.filter { unit in
            unit.imported == nil && stored.contains(unit.record.key)
                && (hit.contains(unit.record.key)
                    || unit.reusedDrafts.values.contains(where: hit.contains))
        }.map(\.record.key)
    }
}
