CREATE TABLE datasets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL, -- of the tasks file and of every rubric file read with it
    revision TEXT, -- as the dataset's source states it
    UNIQUE (name, sha256)
) STRICT;

CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    dataset INTEGER NOT NULL REFERENCES datasets (id),
    task_id TEXT NOT NULL,
    position INTEGER NOT NULL, -- 0-based, in the dataset
    domain TEXT NOT NULL,
    problem TEXT NOT NULL,
    UNIQUE (dataset, task_id)
) STRICT;

CREATE TABLE criteria ( -- what a judge is asked; the weight is no part of it
    id INTEGER PRIMARY KEY,
    criterion_key TEXT NOT NULL UNIQUE, -- digest of the three that follow
    criterion_id TEXT NOT NULL,
    polarity TEXT NOT NULL CHECK (polarity IN ('positive', 'negative')),
    requirement TEXT NOT NULL
) STRICT;

CREATE TABLE rubrics ( -- the criteria of a task with their weights
    task INTEGER NOT NULL REFERENCES tasks (id),
    criterion INTEGER NOT NULL REFERENCES criteria (id),
    position INTEGER NOT NULL, -- 0-based, in the rubric
    axis TEXT NOT NULL,
    weight INTEGER NOT NULL CHECK (weight <> 0), -- negative: MET is an error
    PRIMARY KEY (task, criterion)
) STRICT;

CREATE TABLE judges (
    id INTEGER PRIMARY KEY,
    judge_id TEXT NOT NULL UNIQUE, -- digest of all that follow
    model TEXT NOT NULL,
    prompt_name TEXT NOT NULL,
    prompt_version TEXT NOT NULL,
    prompt_sha256 TEXT NOT NULL,
    reasoning TEXT,
    temperature REAL,
    max_output_tokens INTEGER,
    endpoint TEXT NOT NULL -- base URL, or 'simulator'
, mode TEXT
    /* per-criterion, per-axis or per-rubric; NULL: per-criterion */) STRICT;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE, -- as commands take it
    name TEXT NOT NULL,
    dataset INTEGER NOT NULL REFERENCES datasets (id),
    suite_sha256 TEXT NOT NULL,
    judge INTEGER NOT NULL REFERENCES judges (id),
    passes INTEGER NOT NULL,
    generations INTEGER NOT NULL,
    exclusion_name TEXT NOT NULL,
    exclusion_sha256 TEXT NOT NULL,
    seed TEXT NOT NULL, -- unsigned 64 bits do not fit an INTEGER
    simulation TEXT, -- what the simulator was made of; NULL: a real run
    code_version TEXT NOT NULL,
    started_at REAL NOT NULL, -- the first start, in seconds since 1970
    finished_at REAL -- NULL while anything is missing
, max_truncated REAL
    /* share of answers, beyond which a configuration is invalid; NULL in each of these:
    the run was begun before they were stored */, max_empty REAL, max_refused REAL, max_without_search REAL, max_panel_incomplete REAL, min_verdict_coverage REAL
    /* share of the weight that must have a verdict */, offers_search INTEGER
    /* 1: research may search the web */) STRICT;

CREATE TABLE configurations (
    run INTEGER NOT NULL REFERENCES runs (id),
    configuration TEXT NOT NULL,
    position INTEGER NOT NULL, -- 0-based, in the suite
    kind TEXT NOT NULL, -- solo, fusion or answers
    models TEXT NOT NULL, -- one a line: the solo model, or the panel in order
    analyst TEXT,
    synthesizer TEXT,
    drafts TEXT, enforcement TEXT
    /* of the exclusion list: full, provider or off; NULL: full */, -- of a fusion: fresh or reuse
    PRIMARY KEY (run, configuration)
) STRICT;

CREATE TABLE units ( -- the answers that a run plans, whether they are there or not
    run INTEGER NOT NULL REFERENCES runs (id),
    position INTEGER NOT NULL, -- 0-based, in the plan
    answer_key TEXT NOT NULL,
    configuration TEXT NOT NULL,
    task_id TEXT NOT NULL,
    generation INTEGER NOT NULL, reused_from TEXT
    /* run_id that paid for the answer; NULL: this run did */, -- 0-based
    PRIMARY KEY (run, position)
) STRICT;

CREATE TABLE prices ( -- US dollars per million tokens, as the run assumed them
    run INTEGER NOT NULL REFERENCES runs (id),
    model TEXT NOT NULL,
    input_per_million REAL NOT NULL,
    output_per_million REAL NOT NULL,
    cache_read_per_million REAL,
    cache_write_per_million REAL,
    PRIMARY KEY (run, model)
) STRICT;

CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    answer_key TEXT NOT NULL UNIQUE, -- digest of all that changes the answer
    configuration TEXT NOT NULL,
    task_id TEXT NOT NULL,
    generation INTEGER NOT NULL, -- 0-based
    status TEXT NOT NULL,
    text TEXT NOT NULL, -- what is graded; empty where there is none
    error TEXT,
    finish_reason TEXT,
    model TEXT, -- that wrote the text, as the provider names it
    cost_usd REAL, -- of everything spent on it; NULL where any part is unknown
    latency_seconds REAL,
    analysis_status TEXT,
    analysis TEXT
, content_key TEXT
    /* digest of what the answer is made of, whichever run asks; NULL: not kept */, ingredients TEXT
    /* JSON: what it is made of, by name; long texts as the start of their SHA-256 */) STRICT;

CREATE TABLE drafts (
    answer INTEGER NOT NULL REFERENCES answers (id),
    position INTEGER NOT NULL, -- 0-based, in the panel
    model TEXT NOT NULL,
    status TEXT NOT NULL,
    text TEXT, -- NULL: the text of the answer that was reused
    error TEXT,
    finish_reason TEXT,
    cost_usd REAL,
    latency_seconds REAL,
    reused_key TEXT, -- answer_key of the answer that serves as this draft
    PRIMARY KEY (answer, position)
) STRICT;

CREATE TABLE tool_uses (
    id INTEGER PRIMARY KEY,
    answer INTEGER NOT NULL REFERENCES answers (id),
    member INTEGER, -- 0-based, in the panel; NULL: a solo
    position INTEGER NOT NULL, -- 0-based, in that model's research
    tool TEXT NOT NULL,
    argument TEXT NOT NULL, -- the query or the URL
    result_count INTEGER NOT NULL, -- results or bytes that the model was given
    error TEXT
, started_at REAL
    /* seconds since 1970; NULL: not kept */) STRICT;

CREATE INDEX tool_uses_by_answer ON tool_uses (answer);

CREATE TABLE leak_findings (
    id INTEGER PRIMARY KEY,
    answer INTEGER NOT NULL REFERENCES answers (id),
    tool_use INTEGER REFERENCES tool_uses (id),
    kind TEXT NOT NULL, -- 'blocked': the exclusion list kept it from the model
    url TEXT NOT NULL,
    rule TEXT NOT NULL -- as the exclusion list writes it
, evidence TEXT
    /* url, marker, canary, ngram, self_recognition, overlap or citation; NULL: url. Of kind
    there is 'blocked', kept from the model, and 'seen', which it got */, severity TEXT
    /* metadata, question_context or explicit_answer; NULL: metadata */, tier TEXT
    /* of the exclusion list's rule: A, B or C */, member INTEGER
    /* 0-based, in the panel; NULL: a solo, or the answer itself */) STRICT;

CREATE INDEX leak_findings_by_answer ON leak_findings (answer);

CREATE INDEX leak_findings_by_tool_use ON leak_findings (tool_use);

CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY,
    answer INTEGER NOT NULL REFERENCES answers (id),
    judge INTEGER NOT NULL REFERENCES judges (id),
    pass INTEGER NOT NULL, -- 0-based
    criterion INTEGER NOT NULL REFERENCES criteria (id),
    verdict TEXT CHECK (verdict IN ('MET', 'UNMET')), -- NULL: could not be had
    own_explanation TEXT, -- only where the raw reply is not JSON that has it
    raw_reply TEXT NOT NULL, -- the judge's last words
    error TEXT, -- why there is no verdict
    explanation TEXT GENERATED ALWAYS AS
        (coalesce(own_explanation, raw_reply ->> '$.explanation')) VIRTUAL, failure TEXT
    /* of a missing verdict: unreadable, refused, empty, timeout, judge_error or
    infra_error; NULL: not kept */,
    UNIQUE (answer, judge, pass, criterion)
) STRICT;

CREATE TABLE calls ( -- requests to models, failed and repeated ones included
    id INTEGER PRIMARY KEY,
    answer INTEGER REFERENCES answers (id),
    verdict INTEGER REFERENCES verdicts (id),
    role TEXT NOT NULL, -- researcher, member, analyst, synthesizer or judge
    member INTEGER, -- 0-based, in the panel
    model TEXT NOT NULL, -- that was asked for
    served_model TEXT, -- that answered, as the provider names it
    attempt INTEGER NOT NULL, -- 0-based, counts the retries of a request
    outcome TEXT NOT NULL, -- ok, refused or failed
    http_status INTEGER,
    uncached_input INTEGER, -- tokens, in disjoint buckets; NULL: not told
    cache_read INTEGER,
    cache_write INTEGER,
    output INTEGER, -- reasoning included
    reasoning INTEGER,
    billed_usd REAL, -- what the provider says it charged
    computed_usd REAL, -- tokens times price
    cost_usd REAL, -- the one that counts; NULL: unknown
    latency_seconds REAL NOT NULL,
    generation_id TEXT, -- the provider's id of the completion
    error TEXT,
    started_at REAL NOT NULL, paid_by INTEGER
    /* run that made the call; NULL: not kept, it is that of the unit */, -- seconds since 1970
    CHECK ((answer IS NULL) <> (verdict IS NULL))
) STRICT;

CREATE INDEX calls_by_answer ON calls (answer) WHERE answer IS NOT NULL;

CREATE INDEX calls_by_verdict ON calls (verdict) WHERE verdict IS NOT NULL;

CREATE TABLE scores ( -- shares, 0 to 1; one row for every complete pass of an answer
    run INTEGER NOT NULL REFERENCES runs (id),
    answer INTEGER NOT NULL REFERENCES answers (id),
    judge INTEGER NOT NULL REFERENCES judges (id),
    pass INTEGER NOT NULL, -- 0-based
    raw REAL NOT NULL, -- sum of the weights of MET criteria
    positive_weight REAL NOT NULL,
    normalized REAL NOT NULL, -- raw / positive_weight, held between 0 and 1
    unclamped REAL NOT NULL,
    pass_rate REAL NOT NULL,
    factual_score REAL, -- NULL: no positive weight on that axis
    factual_contribution REAL, -- NULL: no criteria on that axis
    breadth_score REAL,
    breadth_contribution REAL,
    presentation_score REAL,
    presentation_contribution REAL,
    citation_score REAL,
    citation_contribution REAL,
    PRIMARY KEY (run, answer, judge, pass)
) STRICT;

CREATE TABLE lifts (
    run INTEGER NOT NULL REFERENCES runs (id),
    configuration TEXT NOT NULL, -- the fusion
    position INTEGER NOT NULL,
    best_member TEXT NOT NULL, -- the solo configuration it is compared with
    common_tasks INTEGER NOT NULL, -- tasks that all of them have scores for
    fused_score REAL NOT NULL, -- shares, 0 to 1
    best_member_score REAL NOT NULL, lower_limit REAL
    /* 97.5 % limits of the lift over every member, shares; NULL: they can't be had */, upper_limit REAL, p_value REAL
    /* one-sided: that some member is as good as the fusion */,
    PRIMARY KEY (run, configuration)
) STRICT;

CREATE VIEW verdict_sheet AS -- one row for every verdict of a run's judge
SELECT
    r.run_id AS run,
    u.configuration,
    u.task_id,
    t.domain,
    u.generation, -- 0-based
    v.pass, -- 0-based
    c.criterion_id,
    w.axis,
    w.weight,
    c.polarity, -- positive or negative; MET on a negative one is an error
    c.requirement,
    v.verdict, -- MET or UNMET; NULL: could not be had, which is not UNMET
    v.explanation,
    v.error -- why there is no verdict
FROM units u
JOIN runs r ON r.id = u.run
JOIN answers a ON a.answer_key = u.answer_key
JOIN verdicts v ON v.answer = a.id AND v.judge = r.judge
JOIN tasks t ON t.dataset = r.dataset AND t.task_id = u.task_id
JOIN rubrics w ON w.task = t.id AND w.criterion = v.criterion
JOIN criteria c ON c.id = v.criterion
ORDER BY u.run, u.position, v.pass, w.position;

CREATE VIEW lift AS -- one row for every fusion that can be compared with its best member
SELECT
    r.run_id AS run,
    l.configuration AS fused,
    100 * l.fused_score AS fused_score, -- mean over the common tasks, in percent
    l.best_member, -- the solo configuration with the highest mean on these tasks
    100 * l.best_member_score AS best_member_score,
    100 * (l.fused_score - l.best_member_score) AS lift, -- in points
    100 * l.lower_limit AS lower_limit, -- of the lift over every member, in points
    100 * l.upper_limit AS upper_limit,
    l.p_value, -- one-sided: that some member is as good as the fusion
    l.common_tasks -- tasks that the fusion and all of its members have scores for
FROM lifts l JOIN runs r ON r.id = l.run
ORDER BY r.run_id, l.position;

CREATE VIEW leaks AS -- what research and answers have to do with the benchmark
SELECT
    r.run_id AS run,
    u.configuration,
    u.task_id,
    u.generation, -- 0-based
    coalesce(l.member, o.member) AS member, -- 0-based, in the panel; NULL: a solo, or
        -- the answer itself
    l.kind, -- 'blocked': kept from the model; 'seen': it got through
    coalesce(l.evidence, 'url') AS evidence, -- url, marker, canary, ngram,
        -- self_recognition, overlap or citation
    coalesce(l.severity, 'metadata') AS severity, -- metadata, question_context or
        -- explicit_answer
    l.tier, -- of the rule: A answer key, B paper and results, C wrapper
    l.url, -- empty for a query or an answer
    l.rule, -- the rule, the marker, or the ids that matched
    o.started_at AS at -- of the search or fetch, in seconds since 1970
FROM units u
JOIN runs r ON r.id = u.run
JOIN answers a ON a.answer_key = u.answer_key
JOIN leak_findings l ON l.answer = a.id
LEFT JOIN tool_uses o ON o.id = l.tool_use
ORDER BY u.run, u.position, l.id;

CREATE TABLE run_judges ( -- the judges of a run; the first one is that of 'runs'
    run INTEGER NOT NULL REFERENCES runs (id),
    position INTEGER NOT NULL, -- 0-based, in the suite
    judge INTEGER NOT NULL REFERENCES judges (id),
    passes INTEGER NOT NULL,
    PRIMARY KEY (run, position),
    UNIQUE (run, judge)
) STRICT;

CREATE INDEX answers_by_content ON answers (content_key) WHERE content_key IS NOT NULL;

CREATE VIEW leaderboard AS -- one row for every configuration of a run
WITH answer_scores AS ( -- means over the passes that are complete
    SELECT run, answer, avg(normalized) AS normalized, avg(pass_rate) AS pass_rate,
        avg(factual_score) AS factual, avg(breadth_score) AS breadth,
        avg(presentation_score) AS presentation, avg(citation_score) AS citation
    FROM (SELECT s.* FROM scores s JOIN runs r ON r.id = s.run AND r.judge = s.judge) GROUP BY run, answer
),
planned AS ( -- imported answers with every task of the run, also those not handed in
    SELECT c.run, c.configuration, t.task_id, u.answer_key IS NULL AS is_not_handed_in,
        a.id, a.status, a.cost_usd, a.latency_seconds,
        a.status IN ('ok', 'truncated') AND a.latency_seconds IS NOT NULL AS is_timed
    FROM configurations c
    JOIN (SELECT DISTINCT run, task_id FROM units) t ON t.run = c.run
    LEFT JOIN units u ON u.run = c.run AND u.configuration = c.configuration
        AND u.task_id = t.task_id
    LEFT JOIN answers a ON a.answer_key = u.answer_key
    WHERE u.answer_key IS NOT NULL OR c.kind = 'answers'
),
valued AS ( -- a failure of the model's counts 0, and so does a task that an answer file
        -- leaves out; what is not known yet, or says nothing about the model, has no value
    SELECT p.*, s.normalized, s.pass_rate, s.factual, s.breadth, s.presentation,
        s.citation,
        CASE
            WHEN p.is_not_handed_in THEN 0.0
            WHEN p.status IN ('refused', 'empty', 'timeout', 'model_error') THEN 0.0
            ELSE s.normalized
        END AS value
    FROM planned p
    LEFT JOIN answer_scores s ON s.answer = p.id AND s.run = p.run
),
task_scores AS ( -- means over the answers to a task
    SELECT run, configuration, task_id, avg(value) AS value,
        avg(normalized) AS normalized, avg(pass_rate) AS pass_rate,
        avg(factual) AS factual, avg(breadth) AS breadth,
        avg(presentation) AS presentation, avg(citation) AS citation
    FROM valued GROUP BY run, configuration, task_id
),
deviations AS ( -- of the tasks' values from their mean
    SELECT *, value - avg(value) OVER (PARTITION BY run, configuration) AS deviation
    FROM task_scores
),
costs AS (
    SELECT run, configuration, CASE WHEN count(cost_usd) = count(id)
        THEN sum(cost_usd) / count(id) END AS cost_per_answer
    FROM planned GROUP BY run, configuration
),
latencies AS (
    SELECT run, configuration, latency_seconds,
        row_number() OVER (PARTITION BY run, configuration ORDER BY latency_seconds)
            AS place,
        count(*) OVER (PARTITION BY run, configuration) AS answers
    FROM planned WHERE is_timed
),
medians AS ( -- of an even number, the mean of the middle two
    SELECT run, configuration, avg(latency_seconds) AS median FROM latencies
    WHERE place IN ((answers + 1) / 2, (answers + 2) / 2) GROUP BY run, configuration
)
SELECT
    r.run_id AS run,
    c.configuration,
    c.kind, -- solo, fusion or answers
    100 * avg(t.value) AS score, -- mean over the resolved tasks, in percent: answers that
        -- the model refused or failed to give count 0
    100 * sqrt(sum(t.deviation * t.deviation) / (count(t.value) - 1) / count(t.value))
        AS standard_error, -- of the score, over the tasks; NULL for fewer than two, as
        -- SQLite has it where one divides by 0
    100 * avg(t.normalized) AS completed_score, -- mean over the scored tasks: answers that
        -- were not given are left out
    100 * avg(t.pass_rate) AS pass_rate, -- likewise
    count(t.value) AS resolved_tasks, -- that count in the score
    count(t.normalized) AS scored_tasks,
    count(*) AS tasks, -- planned, those without a score included
    100 * avg(t.factual) AS factual, -- mean axis scores, in percent
    100 * avg(t.breadth) AS breadth,
    100 * avg(t.presentation) AS presentation,
    100 * avg(t.citation) AS citation,
    k.cost_per_answer AS cost_per_task_usd, -- mean over the answers, failed ones
        -- included; NULL where the cost of any is unknown
    m.median AS median_latency_seconds, -- over the answers that came
    r.simulation IS NOT NULL AS simulated -- 1: the simulator played the provider
FROM deviations t
JOIN runs r ON r.id = t.run
JOIN configurations c ON c.run = t.run AND c.configuration = t.configuration
JOIN costs k ON k.run = t.run AND k.configuration = t.configuration
LEFT JOIN medians m ON m.run = t.run AND m.configuration = t.configuration
GROUP BY t.run, t.configuration
ORDER BY r.run_id, score DESC, c.position;

CREATE VIEW ledger AS -- one row for every call that was made for a run's units
WITH run_calls AS ( -- CROSS JOIN keeps SQLite to this order, which reads one run's alone
    SELECT r.run_id AS run, u.configuration, u.task_id, u.generation, 0 AS put_aside,
        r.id AS run_row, k.id AS call
    FROM runs r CROSS JOIN units u ON u.run = r.id
    CROSS JOIN answers a ON a.answer_key = u.answer_key
    CROSS JOIN calls k ON k.answer = a.id
    UNION ALL
    SELECT r.run_id, u.configuration, u.task_id, u.generation, 0, r.id, k.id
    FROM runs r CROSS JOIN units u ON u.run = r.id
    CROSS JOIN answers a ON a.answer_key = u.answer_key
    CROSS JOIN run_judges g ON g.run = r.id
    CROSS JOIN verdicts v ON v.answer = a.id AND v.judge = g.judge
    CROSS JOIN calls k ON k.verdict = v.id
    UNION ALL
    SELECT r.run_id, u.configuration, u.task_id, u.generation, 1, r.id, k.id
    FROM runs r CROSS JOIN units u ON u.run = r.id
    CROSS JOIN answers a ON a.answer_key > u.answer_key || ' put aside '
        AND a.answer_key < u.answer_key || ' put aside :'
    CROSS JOIN calls k ON k.answer = a.id
    UNION ALL
    SELECT r.run_id, u.configuration, u.task_id, u.generation, 1, r.id, k.id
    FROM runs r CROSS JOIN units u ON u.run = r.id
    CROSS JOIN answers a ON a.answer_key > u.answer_key || ' put aside '
        AND a.answer_key < u.answer_key || ' put aside :'
    CROSS JOIN run_judges g ON g.run = r.id
    CROSS JOIN verdicts v ON v.answer = a.id AND v.judge = g.judge
    CROSS JOIN calls k ON k.verdict = v.id
)
SELECT
    x.run,
    x.configuration,
    x.task_id,
    x.generation, -- 0-based
    k.role, -- researcher, member, analyst, synthesizer or judge
    k.member, -- 0-based, in the panel
    k.model, -- that was asked for
    k.served_model, -- that answered, as the provider names it
    k.attempt, -- 0-based, counts the retries of a request
    k.outcome, -- ok, refused (or empty) or failed
    k.http_status, -- NULL: no reply came
    k.uncached_input, -- tokens, in disjoint buckets; NULL: not told
    k.cache_read,
    k.cache_write,
    k.output, -- reasoning included
    k.reasoning,
    k.billed_usd, -- what the provider says it charged
    k.computed_usd, -- tokens times list price
    k.cost_usd, -- billed before computed; NULL: unknown
    k.latency_seconds,
    k.started_at, -- seconds since 1970
    x.put_aside, -- 1: for an answer that was put aside and asked for again
    coalesce(k.paid_by <> x.run_row, 0) AS paid_elsewhere, -- 1: another run made the call,
        -- for an answer that the two share
    k.error
FROM run_calls x CROSS JOIN calls k ON k.id = x.call;

CREATE VIEW cost_by_role AS -- what a run's models were asked to be, and what that took
SELECT
    run,
    configuration,
    role, -- researcher, member, analyst, synthesizer or judge
    count(*) AS calls, -- those for answers that were put aside included
    sum(outcome <> 'ok') AS failed_calls, -- refusals included
    sum(uncached_input + cache_read + cache_write) AS input_tokens,
    sum(output) AS output_tokens, -- reasoning included
    coalesce(sum(cost_usd), 0) AS cost_usd, -- of the calls whose cost is known
    sum(cost_usd IS NULL) AS unknown_costs -- calls whose cost is not
FROM ledger WHERE NOT paid_elsewhere
GROUP BY run, configuration, role;
