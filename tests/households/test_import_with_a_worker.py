"""An import whose worker is not there, and whose worker is killed: real processes, both databases.

The worker is `manage.py work` in a process of its own, on the database of the test. Only where it
stops is chosen here: `HELD` runs it with one statement more, at which it says so and waits.
"""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import expect

from households.models import Household, ImportBatch, Person
from otoppath.jobs.worker import Heart
from tests import factories as f
from tests.households.sheets.cases import text
from tests.households.test_import_in_the_browser import choose
from tests.messages import ROOT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
]

# The households are written by then, and their history is not.
HELD = """
import signal, sys
from django.core.management import execute_from_command_line
from django.db.backends.signals import connection_created
from django.dispatch import receiver

def hold(execute, sql, *rest):
    if sql.startswith("INSERT INTO") and "households_historicalhousehold" in sql:
        print("held", flush=True)
        signal.pause()
    return execute(sql, *rest)

@receiver(connection_created)
def watch(connection, **_):
    connection.execute_wrappers.append(hold)

execute_from_command_line(["manage.py", "work", "--batch"])
"""
ROWS = [["ผักปัง", "1", f"{n}/1", f"นางสมมุติ{n} ตัวอย่างดี"] for n in range(1, 4)]


@pytest.fixture
def environment(settings, tmp_path):
    """What a process of its own needs to be of this office: the database, the cache, the files."""
    shared = tmp_path / "cache"
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(shared)}}
    name = str(connection.settings_dict["NAME"])
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "otoppath.settings",
        "DATABASE_URL": url,
        "CACHE_URL": f"filecache://{shared}",
    }


def test_a_file_waits_for_a_worker_and_outlives_one_that_is_killed_in_the_middle(
    open_page, officer, environment
):
    f.place(f.VILLAGE)
    page = open_page(officer)
    waiting = page.locator("[data-waiting]")

    # Nobody works: the file waits, and the page says so and what to do.
    choose(page, text(*ROWS)(), "list.csv")
    expect(waiting).to_contain_text("โปรแกรมทำงานเบื้องหลังยังไม่เปิด แฟ้มนี้รออยู่")
    expect(waiting).to_contain_text("แจ้งผู้ดูแลระบบให้เปิดโปรแกรม")

    # A worker comes: the page goes on by itself.
    work = [sys.executable, "manage.py", "work", "--batch"]
    subprocess.run(work, cwd=ROOT, env=environment, check=True)
    page.click("text=ยืนยันนำเข้า")
    expect(waiting).to_contain_text("ยืนยันแล้ว รอบันทึก")

    # Another is killed while it writes: nothing is written, and the page says so.
    command = [sys.executable, "-c", HELD]
    pipe = {"stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipe) as worker:
        try:
            assert next(line for line in worker.stdout if line == "held\n")
            expect(waiting).to_contain_text("กำลังบันทึก")
        finally:
            worker.kill()
    Heart().stop()  # what fifteen seconds without a sign of life do
    expect(waiting).to_contain_text("หยุดกลางคัน ยังไม่มีอะไรเปลี่ยน เมื่อเปิดอีกครั้งจะทำต่อเอง")
    assert ImportBatch.objects.get().state == "writing"
    assert not Household.objects.exists()

    # The next worker takes it up: everything is written, once.
    subprocess.run(work, cwd=ROOT, env=environment, check=True)
    expect(page.locator(".page-lead")).to_contain_text(f"โดย {officer.display_name}")
    assert ImportBatch.objects.get().state == "committed"
    assert Household.objects.count() == Person.objects.count() == len(ROWS)
    assert Household.history.count() == len(ROWS)
    assert cache.get("worker-is-there") is None
