"""The settings under test: the real ones, in a folder and databases of this run alone.

What the environment says wins, so that a run can be tried with REQUIRE_MFA=1 or another
DATABASE_URL.
"""

import atexit
import base64
import hashlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path

# Every process of a run, so every worker of xdist too, has its own folder, gone at its end.
_FOLDER = tempfile.mkdtemp(prefix="otoppath-test-")
_OWNER = os.getpid()


def _tidy_up() -> None:
    # A test may fork; only the process that made the folder removes it.
    if os.getpid() == _OWNER:
        shutil.rmtree(_FOLDER, ignore_errors=True)


atexit.register(_tidy_up)

os.environ["VAR_DIR"] = _FOLDER


def _key(name: str) -> str:
    return base64.b64encode(hashlib.sha256(name.encode()).digest()).decode()


os.environ["SECRET_KEY"] = _key("secret of the tests") + _key("and nothing else")
os.environ["ID_KEYS"] = f"1:{_key('national IDs of the tests')}"
os.environ["BLIND_INDEX_KEY"] = _key("blind index of the tests")
for _name, _value in {"DEBUG": "0", "DEMO": "0", "HTTPS": "0", "REQUIRE_MFA": "0"}.items():
    os.environ.setdefault(_name, _value)

from otoppath.settings import *  # noqa: E402, F403
from otoppath.settings import DATABASES, STORAGES  # noqa: E402

# A file, not memory: only a file has the write-ahead log and real locks. On PostgreSQL a name
# of its own, so that two runs on one server do not meet.
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["TEST"] = {"NAME": str(Path(_FOLDER) / "test.sqlite3")}
else:
    _database["TEST"] = {"NAME": f"test_{_database['NAME']}_{secrets.token_hex(4)}"}
    # Nothing of a test has to outlive a power cut: a commit need not wait for the disk.
    _database["OPTIONS"]["options"] += " -c synchronous_commit=off"
# Tables that tests/migrated.py has built for all workers of a run; without them each migrates.
_database["TEST"]["TEMPLATE"] = os.environ.get("MIGRATED")

# Files under their plain names; tests/test_deploy.py builds the hashed ones.
(Path(_FOLDER) / "static").mkdir()
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each worker of a run for itself; tests/accounts/test_caching.py tries the files.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
