import GRDB
import Vocabulary

/// Reads all units of a run with what the store has of them, in a handful of queries.
struct UnitReader {
    private let run: Int64
    private let judge: Int
    private let db: Database

    /// - Parameter judge: the position of one of the run's judges.
    init(run: Int64, judge: Int, _ db: Database) {
        self.run = run
        self.judge = judge
        self.db = db
    }

    /// In plan order.
    func units() throws -> [UnitResult] {
        let scores = try scores()
        let judgeCosts = try judgeCosts()
        let verdicts = try verdictCounts()
        let plannedWeights = try plannedWeights()
        let research = try ResearchReader(run: run, db)
        let leaks = try LeakReader(run: run, db)
        return try Row.fetchAll(
            db,
            sql: """
                SELECT u.answer_key, u.configuration, u.task_id, u.generation, u.reused_from,
                    a.id, a.status,
                    a.error, a.finish_reason, a.cost_usd, a.latency_seconds, a.analysis_status,
                    a.fusion_status, a.fusion_panel, a.fusion_failure,
                    a.text <> '' AS has_text, r.passes,
                    (SELECT count(*) FROM answers b
                        WHERE b.answer_key > u.answer_key || :mark
                            AND b.answer_key < u.answer_key || :mark || ':') AS aside,
                    (SELECT count(DISTINCT coalesce(l.tool_use, '') || ' ' || l.url)
                        FROM leak_findings l
                        WHERE l.answer = a.id AND l.kind = 'blocked') AS blocked
                FROM units u JOIN run_judges r ON r.run = u.run AND r.position = :judge
                LEFT JOIN answers a ON a.answer_key = u.answer_key
                WHERE u.run = :run ORDER BY u.position
                """,
            arguments: ["run": run, "judge": judge, "mark": ResultsDatabase.asideMark]
        ).map { row in
            let unit = AnswerUnitRecord(
                key: row["answer_key"], configurationID: row["configuration"],
                taskID: row["task_id"], generation: row["generation"],
                reusedFrom: row["reused_from"])
            guard let answer = row["id"] as Int64? else {
                return UnitResult(
                    unit: unit, status: nil, judgeCost: .zero, answersPutAside: row["aside"])
            }
            let status: AnswerStatus = try StoredWord.read(row["status"])
            let isGradable = status.isGradable && row["has_text"]
            let found = verdicts[answer] ?? VerdictCounts()
            return UnitResult(
                unit: unit, status: status, error: row["error"],
                finishReason: row["finish_reason"], cost: USD(row["cost_usd"]),
                latencySeconds: row["latency_seconds"], blockedURLs: row["blocked"],
                leaks: leaks.leaks(of: answer),
                drafts: research.drafts(of: answer),
                research: research.research(
                    of: answer, configuration: unit.configurationID),
                analysis: try StoredWord.readIfPresent(row["analysis_status"]),
                serverFusion: try ServerFusionRecord(row),
                judgeCost: USD.sum(judgeCosts[answer] ?? []), missingVerdicts: found.missing,
                plannedVerdictWeight: isGradable ? plannedWeights[unit.taskID] ?? 0 : 0,
                obtainedVerdictWeight: isGradable ? found.obtainedWeight : 0,
                incompletePasses: isGradable
                    ? max(0, row["passes"] - (scores[answer] ?? []).count) : 0,
                answersPutAside: row["aside"], scores: scores[answer] ?? [])
        }
    }

    /// By answer, the costs of all calls of the run's judge, nil where unknown. They come in order
    /// of size: a sum depends on the order in its last digits, and that of writing is by chance.
    private func judgeCosts() throws -> [Int64: [USD?]] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT a.id, k.cost_usd FROM units u JOIN run_judges r ON r.run = u.run AND r.position = :judge
                JOIN answers a ON a.answer_key = u.answer_key
                JOIN verdicts v ON v.answer = a.id AND v.judge = r.judge
                JOIN calls k ON k.verdict = v.id
                WHERE u.run = :run ORDER BY k.cost_usd
                """, arguments: ["run": run, "judge": judge])
        var costs: [Int64: [USD?]] = [:]
        while let row = try rows.next() { costs[row[0], default: []].append(USD(row[1])) }
        return costs
    }

    /// Of the verdicts that the scores of an answer need.
    private struct VerdictCounts {
        /// That could not be had.
        var missing = 0
        /// Σ |weight| of those that are there.
        var obtainedWeight = 0
    }

    private func verdictCounts() throws -> [Int64: VerdictCounts] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT v.answer, sum(v.verdict IS NULL),
                    sum(CASE WHEN v.verdict IS NULL THEN 0 ELSE abs(w.weight) END)
                FROM units u JOIN run_judges r ON r.run = u.run AND r.position = :judge
                JOIN answers a ON a.answer_key = u.answer_key
                JOIN verdicts v ON v.answer = a.id AND v.judge = r.judge AND v.pass < r.passes
                JOIN runs d ON d.id = u.run
                JOIN tasks t ON t.dataset = d.dataset AND t.task_id = u.task_id
                JOIN rubrics w ON w.task = t.id AND w.criterion = v.criterion
                WHERE u.run = :run GROUP BY v.answer
                """, arguments: ["run": run, "judge": judge])
        var counts: [Int64: VerdictCounts] = [:]
        while let row = try rows.next() {
            counts[row[0]] = VerdictCounts(missing: row[1], obtainedWeight: row[2])
        }
        return counts
    }

    /// By task, Σ |weight| of its rubric in all passes of the run.
    private func plannedWeights() throws -> [String: Int] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT t.task_id, r.passes * sum(abs(w.weight))
                FROM runs d JOIN run_judges r ON r.run = d.id AND r.position = :judge
                JOIN tasks t ON t.dataset = d.dataset JOIN rubrics w ON w.task = t.id
                WHERE d.id = :run GROUP BY t.id
                """, arguments: ["run": run, "judge": judge])
        return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    }

    /// By answer, in pass order.
    private func scores() throws -> [Int64: [ScoreRecord]] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT s.*, a.answer_key, j.judge_id FROM scores s
                JOIN run_judges g ON g.run = s.run AND g.judge = s.judge AND g.position = :judge
                JOIN answers a ON a.id = s.answer JOIN judges j ON j.id = s.judge
                WHERE s.run = :run ORDER BY s.pass
                """, arguments: ["run": run, "judge": judge])
        var scores: [Int64: [ScoreRecord]] = [:]
        for row in rows { scores[row["answer"], default: []].append(ScoreRecord(row)) }
        return scores
    }
}

extension ScoreRecord {
    fileprivate init(_ row: Row) {
        let columns: [(axis: Axis, name: String)] = [
            (.factualAccuracy, "factual"), (.breadthAndDepth, "breadth"),
            (.presentationQuality, "presentation"), (.citationQuality, "citation"),
        ]
        let axes = columns.compactMap { axis, name -> AxisScore? in
            (row["\(name)_contribution"] as Double?).map {
                AxisScore(axis: axis, score: row["\(name)_score"], contribution: $0)
            }
        }
        self.init(
            answerKey: row["answer_key"], judgeID: row["judge_id"], pass: row["pass"],
            raw: row["raw"], positiveWeight: row["positive_weight"],
            normalized: row["normalized"], unclamped: row["unclamped"],
            passRate: row["pass_rate"], axes: axes)
    }
}
