"""Set-up that every test shares: clean caches, and a browser that notices trouble.

The databases are arranged in tests/settings.py, the people and rows in tests/factories.py.
"""

import gc
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import handlers
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.management.commands import flush
from django.core.servers.basehttp import WSGIRequestHandler
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.sqlite3.base import DatabaseWrapper as Sqlite
from django.db.backends.sqlite3.creation import DatabaseCreation
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from otoppath.frames import in_one_piece
from otoppath.places import names
from otoppath.thai import dates
from tests import factories
from tests.run_suite import chromium

# A loaded machine is no failure, and the database of a test serves all its examples.
hypothesis.settings.register_profile(
    "otoppath",
    deadline=None,
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,
        hypothesis.HealthCheck.too_slow,
    ],
)
hypothesis.settings.load_profile("otoppath")

pytest_plugins = ["tests.cast"]

CHROMIUM = chromium()
CHROMIUM_FLAGS = [
    "--no-sandbox",  # it runs as root in CI, and opens nothing but this test's own server
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--of-the-database`: what a second database can answer otherwise, and nothing else."""
    parser.addoption("--of-the-database", action="store_true", help="leave out what asks none")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose the tests of this run."""
    if config.getoption("--of-the-database"):
        kept = [item for item in items if asks_the_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
    leave_out_browser_tests(items)
    # The walk takes longest: begun last, it would keep one worker busy and the others waiting.
    items.sort(key=lambda item: item.get_closest_marker("both_databases") is None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what was collected out of the search for garbage, which is a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    """Call a test as pytest does, below a frame with room for its own: see `otoppath.frames`."""
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    in_one_piece(partial(pyfuncitem.obj, **arguments))
    return True


def asks_the_database(item: pytest.Item) -> bool:
    """Whether the answer of a test can depend on the database; most pages look the same on any."""
    if item.get_closest_marker("both_databases"):
        return True
    if item.get_closest_marker("browser") or item.get_closest_marker("any_database"):
        return False
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db"))


def leave_out_browser_tests(items: list[pytest.Item]) -> None:
    """Skip them where there is no Chromium, unless the run requires it."""
    browser_tests = [item for item in items if item.get_closest_marker("browser")]
    if CHROMIUM or not browser_tests:
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        raise pytest.UsageError("REQUIRE_BROWSER=1, but no chromium is on the path")
    for item in browser_tests:
        item.add_marker(pytest.mark.skip(reason="LEFT OUT: no chromium is on the path"))


# What a migration writes at its end of the models, and no test changes: making it anew after each
# test that commits takes ten times as long as the emptying.
OF_THE_MODELS = {"django_content_type", "auth_permission"}


def delete_every_row(
    self: BaseDatabaseOperations, style: object, tables: list[str], **_options: object
) -> list[str]:
    """Return what empties the tables after a test that commits.

    TRUNCATE of all tables takes PostgreSQL seconds; DELETE, where a test wrote some dozen rows,
    milliseconds. Foreign keys are checked at the commit, so the order does not matter.
    """
    emptied = [self.quote_name(table) for table in tables if table not in OF_THE_MODELS]
    return [f"DELETE FROM {table};" for table in emptied]


DatabaseOperations.sql_flush = delete_every_row
Sqlite.ops_class.sql_flush = delete_every_row
emit_post_migrate = flush.emit_post_migrate_signal


def emit_where_it_is_missing(*arguments: object, **options: object) -> None:
    """Make the permissions anew only where a test has brought a database without them."""
    from django.contrib.auth.models import Permission

    if not Permission.objects.exists():
        emit_post_migrate(*arguments, **options)


flush.emit_post_migrate_signal = emit_where_it_is_missing


create_empty = DatabaseCreation._create_test_db


def create_with_tables(self: DatabaseCreation, *args: object, **options: object) -> str:
    """SQLite's way to begin with the tables of another database; PostgreSQL has one."""
    name = create_empty(self, *args, **options)
    if template := self.connection.settings_dict["TEST"]["TEMPLATE"]:
        shutil.copyfile(template, name)
    return name


DatabaseCreation._create_test_db = create_with_tables


class DayOfTheRun:
    """Django's clock, on which it stays the day on which this run began.

    Tests work out dates when they are collected, and a run may pass midnight in Bangkok.
    """

    day = timezone.localdate()

    def localdate(self) -> date:
        """The one question of `otoppath.thai.dates.today`."""
        return self.day

    def __getattr__(self, name: str) -> object:
        return getattr(timezone, name)


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch) -> Iterator[None]:
    """What a process keeps between requests must not pass from one test to the next."""
    monkeypatch.setattr(dates, "timezone", DayOfTheRun())
    names.forget()
    factories.forget()
    # Nor may a slow machine let them grow old in the middle of a test that counts queries.
    monkeypatch.setattr(names, "FRESH_SECONDS", 24 * 3600)
    cache.clear()
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


# --- Browser ------------------------------------------------------------------------------


@dataclass
class Trouble:
    """What went wrong in the pages of one test; a test that expects some of it clears it."""

    seen: list[str] = field(default_factory=list)

    def watch(self, page, host: str) -> None:
        """Note each error of the page, refused resource and request to another host."""
        page.on("pageerror", lambda error: self.seen.append(f"script error: {error}"))
        page.on("console", self._console)
        page.on("request", lambda request: self._request(request, host))
        page.on("response", self._response)

    def _console(self, message) -> None:
        # A refused resource is reported by its response, with its address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.seen.append(f"console: {message.text}")

    def _request(self, request, host: str) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != host:
            self.seen.append(f"request to another host: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.seen.append(f"{response.status}: {response.url}")


class KeptStaticFiles(StaticFilesHandler):
    """Static files that a browser keeps: asking for all of them again is half of a page's time."""

    def __call__(self, *request: object) -> Iterable[bytes]:
        """Answer as `otoppath.wsgi` does, in one piece."""
        return in_one_piece(super().__call__, *request)

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        """Serve as ever, to be kept for the length of a test."""
        response = super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response


def whole_page_after(click: Callable, page_of: Callable) -> Callable:
    """Have a click end when the page it leads to is there.

    Playwright's ends when the answer begins: what is counted or measured then may be half a page.
    """

    def click_and_wait(clicked: object, *args: object, **options: object) -> None:
        click(clicked, *args, **options)
        if not options.get("no_wait_after"):
            page_of(clicked).wait_for_load_state()

    return click_and_wait


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for the whole run."""
    handlers.StaticFilesHandler = KeptStaticFiles  # what pytest-django's live_server serves with
    # Headers and page go in two pieces: without this the second waits for the first, 40 ms.
    WSGIRequestHandler.disable_nagle_algorithm = True
    from playwright.sync_api import Locator, Page, expect, sync_playwright

    expect.set_options(timeout=30_000)  # a loaded machine is no failure
    Page.click = whole_page_after(Page.click, lambda page: page)
    Locator.click = whole_page_after(Locator.click, lambda locator: locator.page)

    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def trouble() -> Iterator[Trouble]:
    """Fail the test at its end for every trouble its pages had and it did not clear."""
    found = Trouble()
    yield found
    assert found.seen == []


@pytest.fixture
def open_page(browser, live_server, trouble) -> Iterator[Callable]:
    """A function that opens a page of the live server, logged in when it is given a user.

    `open_page(officer)`, `open_page(volunteer, size=PHONE)`; each call has its own cookies.
    """
    contexts = []

    def open_one(user=None, *, size=DESKTOP, **options):
        context = browser.new_context(
            base_url=live_server.url, viewport=size, locale="th-TH", **options
        )
        contexts.append(context)
        context.set_default_timeout(30_000)  # a loaded machine is no failure
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        trouble.watch(page, urlsplit(live_server.url).netloc)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    """A page of the live server, nobody logged in."""
    return open_page()


def session_cookie(user, url: str) -> dict[str, str]:
    """The cookie of a session in which `user` is logged in, without passing the login form."""
    from tests.cast import session_of  # a plugin: pytest has to be the first to import it

    return {"name": django_settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": url}
