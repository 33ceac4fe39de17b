"""One copy of the database in one file, and back: SQLite and PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

# Filled by `migrate` itself, so a system that holds nothing else is empty. A list of the domain
# that a migration begins says so on its model: FILLED_BY_MIGRATE = True.
FILLED_BY_MIGRATE = {"contenttypes.contenttype", "auth.permission"}


class BackupError(Exception):
    """A backup or a restore cannot go on; the sentence says why and what to do."""


def dump(path: Path) -> None:
    """Write a consistent copy of the database, taken while people work, to the new file `path`."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        path.chmod(0o600)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def check_dump(path: Path) -> None:
    """Raise BackupError when the copy cannot be read as a database of this engine."""
    if connection.vendor == "sqlite":
        _check_sqlite(path)
    else:
        _run("pg_restore", "--list", str(path), connect=False)


def load(path: Path) -> None:
    """Put the copy in the place of this database, which must be empty."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        source = sqlite3.connect(path)
        try:
            source.backup(connection.connection)
        finally:
            source.close()
    else:
        _drop_tables()
        _run(
            *("pg_restore", "--no-owner", "--no-privileges", "--single-transaction"),
            *("--exit-on-error", f"--dbname={connection.settings_dict['NAME']}", str(path)),
        )
    connection.close()


def is_empty() -> bool:
    """Return whether no table holds a row, but what `migrate` itself writes."""
    existing = set(connection.introspection.table_names())
    return not any(
        model._base_manager.exists()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and model._meta.db_table in existing
        and model._meta.label_lower not in FILLED_BY_MIGRATE
        and not getattr(model, "FILLED_BY_MIGRATE", False)
    )


def _check_sqlite(path: Path) -> None:
    try:
        copy = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            copy.close()
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise BackupError(_("ฐานข้อมูลในไฟล์สำรองเสียหาย (%(reason)s)") % {"reason": answer})


def _drop_tables() -> None:
    """Drop the empty tables of this system: those of a newer version would be in the way."""
    names = set(connection.introspection.django_table_names(only_existing=True))
    names |= {"django_migrations"} & set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")


def _run(program: str, *arguments: str, connect: bool = True) -> None:
    """Run a program of PostgreSQL with this connection's server, user and password."""
    executable = shutil.which(program)
    if executable is None:
        raise BackupError(
            _("ไม่พบโปรแกรม %(program)s ให้ติดตั้งชุด postgresql-client รุ่นเดียวกับฐานข้อมูลก่อน")
            % {"program": program}
        )
    client, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    server, name = client[1:-1], client[-1]
    if connect:
        arguments = (*server, *arguments, *([name] if program == "pg_dump" else []))
    done = subprocess.run(  # noqa: S603 - a fixed program; the arguments are the settings' own
        [executable, *arguments],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(
            _("%(program)s ทำงานไม่สำเร็จ: %(reason)s")
            % {"program": program, "reason": done.stderr.strip() or done.returncode}
        )
