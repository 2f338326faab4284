import JSONText
import Vocabulary

extension AuditReport {
    /// The audit for programs, with every single finding.
    package func json() -> JSONValue {
        func list(_ rows: [Row], _ key: String) -> JSONValue {
            .array(
                rows.map { row in
                    [
                        key: .string(row.name), "answers": .integer(row.answers),
                        "tainted": .integer(row.tainted), "kept_away": .integer(row.keptAway),
                        "seen": .object(
                            JSONObject(
                                pairs: LeakFinding.Severity.allCases.map {
                                    ($0.rawValue, .integer(row.seen[$0] ?? 0))
                                })),
                        "unseen_research": .integer(row.unseen),
                    ]
                })
        }
        return [
            "run": results.headerJSON, "tainted": .bool(isTainted),
            "configurations": list(configurations, "configuration"),
            "models": list(models, "model"),
            "findings": .array(
                answers.flatMap { answer in
                    answer.findings.map { found in
                        [
                            "configuration": .string(answer.unit.configurationID),
                            "task_id": .string(answer.unit.taskID),
                            "generation": .integer(answer.unit.generation),
                            "member": found.member.map { .integer($0) } ?? .null,
                            "scored": .bool(answer.isScored),
                            "kept_away": .bool(found.finding.wasKeptAway),
                            "evidence": .string(found.finding.evidence.rawValue),
                            "severity": .string(found.finding.severity.rawValue),
                            "tier": (found.finding.tier?.rawValue).json,
                            "url": found.finding.url.json, "detail": .string(found.finding.detail),
                        ]
                    }
                }),
        ]
    }
}
