"""What the database must be able to do with Thai text before the system starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.utils.translation import gettext as _

# With these PostgreSQL knows no letter beyond ASCII: a Thai word has no trigrams, and a search
# by index finds nothing, without an error.
LETTERLESS = {"C", "POSIX"}


# "start": run by the server itself (wsgi.py), not only by `migrate`.
@checks.register(checks.Tags.database, "start")
def check_letters(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse a PostgreSQL database that does not know what a Thai letter is."""
    return [
        problem
        for alias in databases or ()
        if connections[alias].vendor == "postgresql"
        for problem in _problems(*_character_set(alias))
    ]


def _character_set(alias: str) -> tuple[str, str]:
    """LC_CTYPE and encoding of a database."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT datctype, pg_encoding_to_char(encoding) FROM pg_database"
            " WHERE datname = current_database()"
        )
        return cursor.fetchone()


def _problems(ctype: str, encoding: str) -> list[checks.CheckMessage]:
    if ctype not in LETTERLESS and encoding == "UTF8":
        return []
    return [
        checks.Error(
            _(
                "ฐานข้อมูล PostgreSQL นี้มี LC_CTYPE %(ctype)s และรหัสอักขระ %(encoding)s "
                "จึงค้นหาข้อความภาษาไทยไม่ได้"
            )
            % {"ctype": ctype, "encoding": encoding},
            hint=_("สร้างฐานข้อมูลใหม่ด้วยคำสั่ง %(command)s")
            % {"command": "createdb -T template0 -E UTF8 --locale=C.UTF-8 otoppath"},
            id="thai.E001",
        )
    ]
