"""What `make test` runs: the whole suite on SQLite in a file, and beside it on PostgreSQL.

PostgreSQL is looked for at TEST_DATABASE_URL, else at the local socket and at 127.0.0.1. What
this machine lacks is left out and said so at the end; REQUIRE_POSTGRES=1 and REQUIRE_BROWSER=1
make its absence a failure. Every run makes databases of its own, so two runs do not meet.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import environ

ROOT = Path(__file__).resolve().parent.parent
CANDIDATES = (
    "postgres:///postgres",
    "postgres://postgres@/postgres",
    "postgres://postgres@127.0.0.1:5432/postgres",
)
SUMMARY = re.compile(r"=+ .*\b(passed|failed|error|errors|no tests ran)\b.* =+")


def main(arguments: list[str]) -> int:
    """Run the suite on each database; 0 when everything that had to run has passed."""
    left_out, summaries, worst = [], {}, 0
    if not chromium():
        left_out.append("browser tests: no chromium on the path (apt-get install chromium)")
    database = postgresql()
    if database is None:
        left_out.append("PostgreSQL: nothing answered at TEST_DATABASE_URL or locally")
    if refusal := missing(database):
        print(f"\n{refusal}\n", file=sys.stderr)
        return 1
    runs = [("SQLite", {}, [])]
    if database is not None:
        runs.append(("PostgreSQL", {"DATABASE_URL": database}, ["--of-the-database"]))
    with migrated([variables for _name, variables, _options in runs]):
        begun = [
            (name, Run([*options, *arguments], variables, workers(name, len(runs))))
            for name, variables, options in runs
        ]
        for name, run in begun:
            print(f"\n=== {name} ===\n", flush=True)
            status, summaries[name] = run.shown()
            worst = worst or status
    report(summaries, left_out)
    return worst


@contextmanager
def migrated(databases: list[dict[str, str]]) -> Iterator[None]:
    """Build the tables of each database, all at once, and say in its variables where they are."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="otoppath-migrated-"))
        building = []
        first = None if compiled_before() else compiling()
        for variables in databases:
            is_server = "DATABASE_URL" in variables
            name = f"test_{secrets.token_hex(4)}" if is_server else f"{folder}/migrated.sqlite3"
            building.append(tables("build", name, variables))
            if is_server:
                stack.callback(lambda *drop: tables(*drop).wait(), "drop", name, dict(variables))
            variables["MIGRATED"] = name
        if max(build.wait() for build in building):
            raise SystemExit("the migrations do not run")
        if first:
            first.wait()  # what cannot be read is told by the run itself
        yield


def tables(verb: str, name: str, variables: dict[str, str]) -> subprocess.Popen:
    """Begin to build or to drop the tables that the workers copy."""
    command = [sys.executable, "-m", "tests.migrated", verb, name]
    return subprocess.Popen(command, cwd=ROOT, env=plain_environment() | variables)


def compiled_before() -> bool:
    """Whether a run has left compiled tests here: where one has, the workers compile the rest."""
    return any(ROOT.glob("tests/__pycache__/test_*-pytest-*.pyc"))


def compiling() -> subprocess.Popen:
    """Begin to compile the tests once; in a new clone each worker would do it for itself."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-qqq"]
    return subprocess.Popen(command, cwd=ROOT, env=plain_environment(), stdout=subprocess.DEVNULL)


def plain_environment() -> dict[str, str]:
    """The environment without a database of its own: SQLite, unless more is said.

    And with compiled modules: where they are not kept, every process compiles all tests anew.
    """
    left = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in left}


def chromium() -> str | None:
    """The browser of the tests: the one that draws no windows is a quarter faster."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next(filter(None, map(shutil.which, names)), None)


def postgresql() -> str | None:
    """URL of a PostgreSQL that answers and lets us make databases, None when there is none."""
    given = os.environ.get("TEST_DATABASE_URL")
    return next((url for url in ([given] if given else CANDIDATES) if answers(url)), None)


def answers(url: str) -> bool:
    """Whether a database server is there and lets us make databases on it."""
    import psycopg2

    settings = environ.Env.db_url_config(url)
    try:
        connection = psycopg2.connect(
            dbname="postgres",
            user=settings["USER"] or None,
            password=settings["PASSWORD"] or None,
            host=settings["HOST"] or None,
            port=settings["PORT"] or None,
            connect_timeout=3,
        )
    except psycopg2.OperationalError:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        may_create = cursor.fetchone()[0]
    connection.close()
    return may_create


def missing(database: str | None) -> str:
    """What is required and not there; blank when all is."""
    required = {
        "REQUIRE_BROWSER": ("chromium", bool(chromium())),
        "REQUIRE_POSTGRES": ("PostgreSQL", database is not None),
    }
    lacking = [
        f"{variable}=1, but there is no {what}"
        for variable, (what, is_there) in required.items()
        if os.environ.get(variable) == "1" and not is_there
    ]
    return "; ".join(lacking)


class Run:
    """One run of pytest beside others: its output is kept until it is its turn to be shown."""

    def __init__(self, options: list[str], variables: dict[str, str], workers: int) -> None:
        environment = plain_environment()
        # The workers of xdist must name the cases of a set in one order.
        environment.setdefault("PYTHONHASHSEED", "0")
        # Tests take from milliseconds to a minute: a worker that is done takes over from another.
        spread = ["-n", str(workers), "--dist", "worksteal"]
        command = [sys.executable, "-m", "pytest", "--migrations", *spread, *options]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment | variables, stdout=subprocess.PIPE, text=True
        )
        self.lines: SimpleQueue[str | None] = SimpleQueue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        # Read at once: a pipe that is full would stop the run.
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def shown(self) -> tuple[int, str]:
        """Pass the output on until the end; return the status and the line of its sums."""
        summary = "pytest ended without a summary"
        for line in iter(self.lines.get, None):
            print(line, end="", flush=True)
            if SUMMARY.fullmatch(line.strip()):
                summary = line.strip()
        return self.process.wait(), summary


def workers(name: str, runs: int) -> int:
    """Three workers for two cores over all runs, because browsers wait; four a run at most.

    PostgreSQL is asked a third of the tests, and computes in a process of its own beside.
    """
    cores = os.cpu_count() or 1
    if name == "PostgreSQL":
        return min(max(cores // 2, 1), 4)
    return min(cores + (runs == 1), 4)


def report(summaries: dict[str, str], left_out: list[str]) -> None:
    """Repeat the sums at the end, and say loudly what did not run."""
    print()
    for name, summary in summaries.items():
        print(f"{name:11}{summary}")
    for what in left_out:
        print(f"!!! LEFT OUT  {what}")
    if not left_out:
        print("Nothing was left out: both databases, browser included.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
