"""Tables built by the migrations once, for every worker of a run to copy.

`python -m tests.migrated build NAME` makes the database, `drop NAME` removes it; on SQLite the
name is the path of a file. Migrating takes a quarter of a minute, a copy less than a second.
"""

import gc
import os
import sys

import django


def main(verb: str, name: str) -> None:
    """Build or drop one database of tables and what the migrations put into them."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = name
    if verb == "drop":
        connection.settings_dict["NAME"] = name
        connection.creation.destroy_test_db(verbosity=0)
        return
    gc.disable()  # the models of every migration are garbage: looking for it takes a third
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
