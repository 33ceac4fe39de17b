"""Measure this system and the peer in the same run and print a table with the ratios."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ITEMS = (
    ("start_up", "django.setup()", "django.setup()"),
    ("list", "list of households", "admin changelist"),
    ("search", "search by name", "admin search"),
    ("record", "record with checklist", "admin change form"),
    ("advance_500", "advance 500", "500 times check, save, event"),
    ("dashboard", "dashboard of a district", "dashboard of COUNTs"),
)


def main() -> None:
    """Run every asked combination and print markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", nargs="+", default=["district"])
    parser.add_argument("--database", nargs="+", default=["sqlite"])
    parser.add_argument("--import", dest="rows", type=int, help="bring in a file of so many rows")
    parser.add_argument("--lists", action="store_true", help="lists, filters and searches")
    parser.add_argument(
        "--keep", action="store_true", help="use databases that are there; leave them"
    )
    parser.add_argument("--export", action="store_true", help="take the households out as files")
    asked = parser.parse_args()
    print(f"{date.today():%Y-%m-%d}, {platform.platform()}, {os.cpu_count()} cores,")
    print(f"Python {platform.python_version()}\n")
    if asked.lists:
        for database in asked.database:
            lists(asked.scale, database, keep=asked.keep)
        return
    for scale in asked.scale:
        for database in asked.database:
            if asked.rows:
                imports(scale, database, asked.rows)
                continue
            if asked.export:
                exports(scale, database)
                continue
            ours, peer = measured(scale, database)
            table(scale, database, ours, peer)


def measured(scale: str, database: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Make both databases, fill them, measure in turn."""
    found = []
    for kind in ("ours", "peer"):
        with made(kind, scale, database) as env:
            module = "benchmarks.measure" if kind == "ours" else "benchmarks.peer.measure"
            result = json.loads(python(env, "-m", module))
            result["start_up"] = start_up(env)
            found.append(result)
    return found[0], found[1]


IMPORTS = (
    ("ours", "this system", ("benchmarks.importing",)),
    ("ours", "raw: parsed and copied", ("benchmarks.importing", "--raw")),
    ("peer", "import-export", ("benchmarks.peer.importing",)),
)


def imports(scale: str, database: str, rows: int) -> None:
    """Bring the same file into fresh databases, one after the other, and print the ratios."""
    with tempfile.TemporaryDirectory(prefix="otop-bench-") as folder:
        file = Path(folder) / "list.xlsx"
        found = []
        for kind, name, (module, *options) in IMPORTS:
            with made(kind, scale, database) as env:
                if not file.exists():
                    code = "import django, pathlib; django.setup(); from benchmarks import sheet; "
                    python(env, "-c", f"{code}sheet.write(pathlib.Path({str(file)!r}), {rows})")
                if not options and kind == "ours":
                    python(env, "-m", module, str(file), "--keys")
                result = json.loads(python(env, "-m", module, str(file), *options))
            print(f"<!-- {name}, load {os.getloadavg()[0]:.1f}: {result} -->", flush=True)
            found.append((name, result))
    print(f"\n### {rows:,} rows into {scale}, {database}\n")
    print("| | seconds | rows a second | memory above idle, MiB | of this system |")
    print("|---|---:|---:|---:|---:|")
    ours = found[0][1]["seconds"]
    for name, result in found:
        seconds, more = result["seconds"], result["peak"] - result["idle"]
        rate, ratio = rows / seconds, seconds / ours
        print(f"| {name} | {seconds:,.2f} | {rate:,.0f} | {more:.0f} | {ratio:.2f} |")


def lists(scales: list[str], database: str, *, keep: bool) -> None:
    """Measure the lists of this system at each scale, and of the peer at the largest."""
    found = {}
    for kind, scale in [*(("ours", scale) for scale in scales), ("peer", scales[-1])]:
        with made(kind, scale, database, keep=keep) as env:
            module = "benchmarks.listing" if kind == "ours" else "benchmarks.peer.listing"
            found[kind, scale] = json.loads(python(env, "-m", module))
        print(
            f"<!-- load {os.getloadavg()[0]:.1f} {kind} {scale}: {found[kind, scale]} -->",
            flush=True,
        )
    print(f"\n### Lists, {database}, milliseconds\n")
    print(f"| | {' | '.join(scales)} | growth | own queries | KiB | admin, {scales[-1]} | ratio |")
    print(f"|---|{'---:|' * (len(scales) + 5)}")
    for name, last in found["ours", scales[-1]].items():
        times = [found["ours", scale][name]["ms"] for scale in scales]
        peer = found["peer", scales[-1]].get(name.removesuffix(", province"), {}).get("ms")
        growth, most = times[-1] / times[0], max(found["ours", s][name]["KiB"] for s in scales)
        beside = f"{peer:,.0f} | {peer / times[-1]:.1f}" if peer else "|"
        cells = " | ".join(f"{ms:,.1f}" for ms in times)
        print(f"| {name} | {cells} | {growth:.2f} | {last['own queries']} | {most} | {beside} |")
    print(f"\nPaginator list of the peer {found['peer', scales[-1]]['Paginator list']['ms']:,} ms.")


def exports(scale: str, database: str) -> None:
    """Take every household out as .csv and .xlsx, by this system and by import-export."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, module in (("ours", "benchmarks.exporting"), ("peer", "benchmarks.peer.exporting")):
        with made(kind, scale, database) as env:
            for file in ("csv", "xlsx"):
                found[kind, file] = json.loads(python(env, "-m", module, file))
                print(f"<!-- load {os.getloadavg()[0]:.1f} {kind} {file}: {found[kind, file]} -->")
    print(f"\n### Export of {scale}, {database}\n")
    print("| | seconds | first byte | cells a second | memory above idle, MiB | a cell, of it |")
    print("|---|---:|---:|---:|---:|---:|")
    for (kind, file), one in found.items():
        name = f"{'this system' if kind == 'ours' else 'import-export'} .{file}"
        rate = one["cells"] / one["seconds"]
        ours = found["ours", file]
        ratio = ours["cells"] / ours["seconds"] / rate
        more = one["peak"] - one["idle"]
        cells = f"{one['first']} | {rate:,.0f} | {more:.0f} | {ratio:.1f}"
        print(f"| {name} | {one['seconds']:,} | {cells} |")


SETUP = "import django; django.setup(); from django.core.management import call_command as c; "


def fill(kind: str, scale: str, env: dict[str, str]) -> None:
    """Migrate and generate; say how long it took."""
    began = perf_counter()
    if kind == "peer":
        python(env, "-c", SETUP + "c('makemigrations', 'peer', verbosity=0)")
    python(env, "-c", SETUP + "c('migrate', verbosity=0)")
    package = "benchmarks" if kind == "ours" else "benchmarks.peer"
    code = f"{SETUP} from {package}.generate import generate; print(generate({scale!r}))"
    rows = python(env, "-c", code)
    print(f"<!-- {kind} {scale}: {perf_counter() - began:.0f} s {rows.strip()} -->", flush=True)


def start_up(env: dict[str, str]) -> float:
    """Median milliseconds of a process that only sets Django up."""
    times = []
    for _ in range(5):
        began = perf_counter()
        python(env, "-c", "import django; django.setup()")
        times.append((perf_counter() - began) * 1000)
    return round(statistics.median(times), 1)


@contextmanager
def made(kind: str, scale: str, database: str, *, keep: bool = False) -> Iterator[dict[str, str]]:
    """Yield the environment of a filled database, and drop it afterwards.

    With `keep` one on PostgreSQL is left, and found again by its name.
    """
    with tempfile.TemporaryDirectory(prefix="otop-bench-") as folder:
        url = f"sqlite:///{folder}/{kind}.sqlite3"
        name = f"otop_bench_{kind}_{scale}"
        server = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
        if database == "postgres":
            url = server.rsplit("/", 1)[0] + f"/{name}"
        is_there = keep and database == "postgres" and exists(server, name)
        if database == "postgres" and not is_there:
            psql(server, f"DROP DATABASE IF EXISTS {name}")
            psql(server, f"CREATE DATABASE {name} TEMPLATE template0 LC_CTYPE 'C.UTF-8'")
        env = os.environ | {"VAR_DIR": folder, "HTTPS": "0", "REQUIRE_MFA": "0"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # a process starts with what was compiled once
        env |= {"DATABASE_URL": url, "PEER_DATABASE_URL": url}
        settings = "otoppath.settings" if kind == "ours" else "benchmarks.peer.settings"
        env["DJANGO_SETTINGS_MODULE"] = settings
        if not is_there:
            fill(kind, scale, env)
        if kind == "ours":
            python(env, "-c", SETUP + "c('migrate', verbosity=0)")  # of one that was kept
            python(env, "-c", SETUP + "c('collectstatic', verbosity=0, interactive=False)")
        yield env
        if database == "postgres" and not keep:
            psql(server, f"DROP DATABASE IF EXISTS {name}")


def psql(server: str, statement: str) -> int:
    """Run one statement on the server; return how many rows it found."""
    import psycopg2

    connection = psycopg2.connect(server)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(statement)
    rows = cursor.rowcount
    connection.close()
    return rows


def exists(server: str, name: str) -> bool:
    """Whether a database of this name is there."""
    return psql(server, f"SELECT 1 FROM pg_database WHERE datname = '{name}'") == 1


def python(env: dict[str, str], *arguments: str) -> str:
    """Run this Python in the project and return what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr[-3000:] or done.stdout[-3000:])
    return done.stdout


def table(scale: str, database: str, ours: dict[str, Any], peer: dict[str, Any]) -> None:
    """Print one markdown table."""
    print(f"\n### {scale}, {database}\n")
    print("| this system | ms | ordinary build | ms | ratio |\n|---|---:|---|---:|---:|")
    for item, name, other in ITEMS:
        ratio = peer[item] / ours[item]
        print(f"| {name} | {ours[item]:,} | {other} | {peer[item]:,} | {ratio:.1f} |")
    print(
        f"\nAdvanced {ours['moved']} of 500; "
        f"Paginator list of the peer {peer['list_paginator']} ms."
    )


if __name__ == "__main__":
    main()
