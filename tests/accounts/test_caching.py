"""What one worker adds, the others see; of all that add the same, one does."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from otoppath import settings as real_settings
from otoppath.accounts.caching import SharedFileCache

ADD = """
import sys
from django.conf import settings
settings.configure()
from otoppath.accounts.caching import SharedFileCache
print(SharedFileCache(sys.argv[1], {}).add("code", "y", timeout=30))
"""


def add_in_another_process(folder):
    command = [sys.executable, "-c", ADD, str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR)
    return ran.stdout.strip()


def test_what_one_worker_added_no_other_adds(tmp_path):
    assert [add_in_another_process(tmp_path / "cache") for _ in range(3)] == [
        "True",
        "False",
        "False",
    ]


def test_of_many_that_add_at_once_one_does(tmp_path):
    for turn in range(20):
        workers = [SharedFileCache(str(tmp_path), {}) for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            added = list(pool.map(lambda worker, key=turn: worker.add(key, "y"), workers))

        assert sum(added) == 1


def test_the_folder_is_of_the_owner_alone(tmp_path):
    SharedFileCache(str(tmp_path / "cache"), {}).add("code", "y")

    folder = tmp_path / "cache"
    assert {path.stat().st_mode & 0o77 for path in (folder, *folder.iterdir())} == {0}


def test_an_installation_shares_its_cache_without_being_told():
    assert real_settings.CACHES["default"]["BACKEND"].endswith("SharedFileCache")
