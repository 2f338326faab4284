import Execution
import Vocabulary

extension PlanExplanation {
    /// One line for every unit: what becomes of its answer and its verdicts, and why.
    func text(judges: [JudgeRecord]) -> String {
        rows.map { row in
            let unit = row.unit
            let generation = unit.generation == 0 ? "" : " #\(unit.generation + 1)"
            let verdicts = zip(judges, row.verdicts).map { judge, count in
                let name = judges.count > 1 ? "\(judge.model) " : ""
                return "\(name)\(Self.sentence(for: count))"
            }
            return """
                \(unit.configurationID)  \(unit.taskID)\(generation)  \(Self.sentence(for: row.answer)); \
                verdicts: \(verdicts.joined(separator: "; "))
                """
        }.joined(separator: "\n")
    }

    /// How many answers are asked for again although the run had others, and why; nil where there
    /// are none.
    var changes: String? {
        var counts: [String: Int] = [:]
        for row in rows {
            guard case .changed(let names) = row.answer else { continue }
            counts[names.joined(separator: ", "), default: 0] += 1
        }
        guard !counts.isEmpty else { return nil }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { names, count in
            "\(count) \(count == 1 ? "answer" : "answers") again, because of another \(names)"
        }.joined(separator: "; ") + "."
    }

    private static func sentence(for reason: AnswerReason) -> String {
        switch reason {
        case .kept(let status): "kept (\(status.rawValue))"
        case .reused(let run): "kept, from run \(run)"
        case .imported: "read from its file"
        case .new: "asked, for the first time"
        case .changed(let names): "asked again: another \(names.joined(separator: ", "))"
        case .failedBefore(let error): "asked again: it failed (\(error))"
        }
    }

    private static func sentence(for count: VerdictCount) -> String {
        var parts: [String] = []
        if count.kept > 0 { parts.append("\(count.kept) kept") }
        if count.failedBefore > 0 { parts.append("\(count.failedBefore) again, could not be had") }
        if count.new > 0 { parts.append("\(count.new) asked") }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }
}
