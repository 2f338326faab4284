"""The program, its simulator and its suite, as the crash test starts them."""
import os, pathlib, socket, subprocess, tempfile, time

from crashing.results import require, rows

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CONCURRENCY = 8


class Simulator:
    """'dracobench simulate' in a process of its own; the port stays when it is started again."""

    def __init__(self, program, journal, seed, latency_scale):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.command = [program, "simulate", "--port", str(self.port), "--seed", str(seed),
                        "--latency-scale", str(latency_scale), "--journal", str(journal)]
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, cwd=ROOT)
        require(self.process.stdout.readline(), "the simulator does not start")

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()


class Run:
    """One execution of the suite."""

    def __init__(self, program, suite, database, port, prefix=(), **options):
        self.database = pathlib.Path(database)
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [*prefix, program, "run", str(suite), "--db", str(database), "--simulator",
             f"127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL, stderr=self.log, cwd=ROOT, **options)

    def said(self):
        # Without moving the place at which the program goes on writing, which it shares with us.
        return os.pread(self.log.fileno(), 1 << 20, 0).decode()

    def wait_for_start(self):
        """Returns before the first request, or when the run is over."""
        while self.process.poll() is None and "To do:" not in self.said():
            time.sleep(0.002)

    def wait_for_rows(self, count):
        """Returns once so many answers and verdicts are stored, or the run is over."""
        self.wait_for_start()
        while self.process.poll() is None and rows(self.database) < count:
            time.sleep(0.002)

    def ends_with(self, code, *sentences):
        found = self.process.wait()
        said = self.said()
        require(found == code, f"exit code {found} in place of {code}:\n{said}")
        for sentence in sentences:
            require(sentence in said, f"'{sentence}' is missing in:\n{said}")


def write_suite(folder, tasks, passes, seed):
    path = folder / "crash.yaml"
    path.write_text(f"""
name: crash
dataset: sample
tasks: {{limit: {tasks}}}
endpoint: {{base_url: "http://unused.example/v1", dialect: openai}}
research: {{max_tool_calls: 4}}
configurations:
  - {{id: birch, solo: sim/birch}}
  - {{id: cedar, solo: sim/cedar}}
  - id: both
    fusion:
      {{panel: [sim/birch, sim/cedar], analyst: sim/cedar, synthesizer: sim/cedar, drafts: reuse}}
  - id: twice
    fusion:
      {{panel: [sim/cedar, sim/cedar], analyst: sim/cedar, synthesizer: sim/cedar, drafts: fresh}}
judge: {{model: sim/judge, passes: {passes}}}
limits: {{concurrency: {CONCURRENCY}}}
seed: {seed}
""")
    return path
