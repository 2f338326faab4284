import GRDB

@testable import Store

/// A results file as the first version of the schema had it, with a row in every table.
enum OldFile {
    static let tables = [
        "datasets", "tasks", "criteria", "rubrics", "judges", "runs", "configurations", "units",
        "prices", "answers", "drafts", "tool_uses", "leak_findings", "verdicts", "calls", "scores",
        "lifts",
    ]

    /// In WAL mode, as runs leave their files.
    static func write(to path: String) throws {
        let pool = try DatabasePool(path: path)
        try Schema.migrator.migrate(pool, upTo: "v1")
        try pool.write { try $0.execute(sql: rows) }
        pool.invalidateReadOnlyConnections()
        try pool.close()
    }

    /// One task with criteria of 10 and −5, two passes. The solo answer has both rulings of the
    /// first pass and one of the second; the fusion, which reuses it, was refused.
    private static let rows = """
        INSERT INTO datasets VALUES (1, 'sample', 'd', NULL);
        INSERT INTO tasks VALUES (1, 1, 't1', 0, 'Law', 'What?');
        INSERT INTO criteria VALUES
            (1, 'k1', 'good', 'positive', 'Says so.'), (2, 'k2', 'bad', 'negative', 'Errs.');
        INSERT INTO rubrics VALUES
            (1, 1, 0, 'factual-accuracy', 10), (1, 2, 1, 'citation-quality', -5);
        INSERT INTO judges VALUES (1, 'j', 'm', 'p', '1', 'h', NULL, NULL, NULL, 'simulator');
        INSERT INTO runs VALUES (1, 'old-run', 'old', 1, 's', 1, 2, 1, 'none', 'e', '7', NULL,
            '0.1.0', 100, 200);
        INSERT INTO configurations VALUES
            (1, 'solo', 0, 'solo', 'a/one', NULL, NULL, NULL),
            (1, 'fusion', 1, 'fusion', 'a/one', 'a/one', 'a/one', 'reuse');
        INSERT INTO units VALUES (1, 0, 'ks', 'solo', 't1', 0), (1, 1, 'kf', 'fusion', 't1', 0);
        INSERT INTO prices VALUES (1, 'a/one', 1, 2, NULL, NULL);
        INSERT INTO answers VALUES
            (1, 'ks', 'solo', 't1', 0, 'ok', 'So.', NULL, 'stop', 'a/one', 0.5, 9, NULL, NULL),
            (2, 'kf', 'fusion', 't1', 0, 'refused', '', 'No.', NULL, NULL, 0.75, 3, 'skipped', '');
        INSERT INTO drafts VALUES (2, 0, 'a/one', 'ok', NULL, NULL, 'stop', 0.5, 9, 'ks');
        INSERT INTO tool_uses VALUES
            (1, 1, NULL, 0, 'web_search', 'so', 3, NULL),
            (2, 1, NULL, 1, 'web_search', 'so?', 0, 'Down.');
        INSERT INTO leak_findings VALUES (1, 1, 1, 'blocked', 'https://a.example/x', 'a.example');
        INSERT INTO verdicts
            (id, answer, judge, pass, criterion, verdict, own_explanation, raw_reply, error)
        VALUES
            (1, 1, 1, 0, 1, 'MET', NULL, '{"explanation":"It does."}', NULL),
            (2, 1, 1, 0, 2, 'UNMET', NULL, '{}', NULL), (3, 1, 1, 1, 1, 'MET', NULL, '{}', NULL),
            (4, 1, 1, 1, 2, NULL, '', '', 'Cut off.');
        INSERT INTO calls (verdict, role, model, attempt, outcome, cost_usd, latency_seconds,
            started_at) VALUES (1, 'judge', 'm', 0, 'ok', 0.25, 1, 150);
        INSERT INTO scores (run, answer, judge, pass, raw, positive_weight, normalized, unclamped,
            pass_rate) VALUES (1, 1, 1, 0, 10, 10, 1, 1, 1);
        INSERT INTO lifts VALUES (1, 'fusion', 0, 'solo', 1, 0.5, 1);
        """
}
