"""What is in a results file, and whether it is what it must be."""
import collections, pathlib, shutil, sqlite3, tempfile

# What identifies a row, and everything in it that does not depend on the time of day.
ANSWER = "a.answer_key, a.configuration, a.task_id, a.generation"
VERDICT = "a.answer_key, j.judge_id, v.pass, c.criterion_key"
OF_VERDICTS = """verdicts v JOIN answers a ON a.id = v.answer JOIN judges j ON j.id = v.judge
    JOIN criteria c ON c.id = v.criterion"""
TABLES = {
    "answers": f"""SELECT {ANSWER}, status, text, error, finish_reason, model, round(cost_usd, 9),
        analysis_status, analysis FROM answers a""",
    "drafts": """SELECT a.answer_key, d.position, d.model, d.status, d.text, d.error,
        d.finish_reason, d.cost_usd, d.reused_key
        FROM drafts d JOIN answers a ON a.id = d.answer""",
    "searches and pages": """SELECT a.answer_key, u.member, u.position, u.tool, u.argument,
        u.result_count, u.error FROM tool_uses u JOIN answers a ON a.id = u.answer""",
    "verdicts": f"""SELECT {VERDICT}, v.verdict, v.raw_reply, v.error, v.explanation
        FROM {OF_VERDICTS}""",
    "calls": """SELECT role, member, model, served_model, attempt, outcome, http_status,
        uncached_input, cache_read, cache_write, output, reasoning, billed_usd, computed_usd,
        cost_usd, generation_id, error FROM calls""",
    "scores": """SELECT a.answer_key, s.pass, s.raw, s.positive_weight, s.normalized, s.unclamped,
        s.pass_rate, s.factual_score, s.factual_contribution, s.breadth_score,
        s.breadth_contribution, s.presentation_score, s.presentation_contribution,
        s.citation_score, s.citation_contribution
        FROM scores s JOIN answers a ON a.id = s.answer""",
    "lifts": """SELECT configuration, position, best_member, common_tasks, fused_score,
        best_member_score, lower_limit, upper_limit, p_value FROM lifts""",
}

# Completions, and the answers that must have been stored before they were asked for.
BUILT_ON = """
    SELECT k.generation_id, a.answer_key FROM calls k JOIN verdicts v ON v.id = k.verdict
        JOIN answers a ON a.id = v.answer
    UNION ALL SELECT k.generation_id, d.reused_key FROM calls k JOIN drafts d ON d.answer = k.answer
        WHERE d.reused_key IS NOT NULL"""


class Failure(Exception):
    """What was expected and did not happen."""


def require(holds, sentence):
    if not holds:
        raise Failure(sentence)


def rows(path):
    """Finished answers and verdicts in a file that a run writes to; neither is ever deleted."""
    try:
        with_uri = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return with_uri.execute("""
                SELECT (SELECT count(*) FROM answers WHERE status <> 'infra_error')
                    + (SELECT ifnull(max(id), 0) FROM verdicts)""").fetchone()[0]
        finally:
            with_uri.close()
    except sqlite3.OperationalError:
        return 0  # Not there yet.


def with_copy(path, read):
    """Reads a copy, so that it is the program that finds a killed run's journal, and not we."""
    with tempfile.TemporaryDirectory() as folder:
        for name in (path.name, path.name + "-wal"):
            if (path.parent / name).exists():
                shutil.copy(path.parent / name, folder)
        connection = sqlite3.connect(pathlib.Path(folder) / path.name)
        try:
            return read(connection)
        finally:
            connection.close()


def dump(connection):
    return {name: collections.Counter(connection.execute(sql)) for name, sql in TABLES.items()}


def stored(connection):
    """Answers and verdicts, for what must still be there later. An answer that is under way, with
    its drafts so far, is replaced by the finished one."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'verdicts'").fetchone():
        return set()
    finished = TABLES["answers"] + " WHERE status <> 'infra_error'"
    return set(connection.execute(finished)) | set(connection.execute(TABLES["verdicts"]))


def check_sound(connection):
    for pragma, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        found = connection.execute(f"PRAGMA {pragma}").fetchall()
        require(found == good, f"PRAGMA {pragma} says {found[:3]}")


def check_same(path, expected):
    found = with_copy(path, dump)
    for name in TABLES:
        only_here, only_there = found[name] - expected[name], expected[name] - found[name]
        require(not only_here and not only_there,
                f"{name}: {sum(only_here.values())} rows are other than undisturbed, such as "
                f"{next(iter(only_here), None)} for {next(iter(only_there), None)}")
    with_copy(path, check_sound)


def check_once(connection):
    """No answer, verdict or call is stored twice."""
    for sql, what in ((f"SELECT {ANSWER} FROM answers a", "answer"),
                      (f"SELECT {VERDICT} FROM {OF_VERDICTS}", "verdict"),
                      ("SELECT model, generation_id, attempt FROM calls", "call")):
        key, count = collections.Counter(connection.execute(sql)).most_common(1)[0]
        require(count == 1, f"the {what} {key} is stored {count} times")
