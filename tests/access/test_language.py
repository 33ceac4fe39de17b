"""No Thai on an English page and no English on a Thai one, filled in or refused."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from tests import factories as f
from tests.access.table import PARTS
from tests.access.test_access import AREAS, ROLES, address
from tests.access.test_look_of_pages import pages
from tests.access.words import strangers, typed
from tests.access.world import world_at, year

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LANGUAGES = ("en", "th")
# Names of images that Django's admin writes in English, whatever the language.
OF_THE_ADMIN = {"True", "False", "None", "Search"}


def answers(client, url):
    """The page as it comes back from an empty form, and as it comes where it takes none.

    A form that comes back says all that it says at first, and its errors; nothing is kept.
    """
    is_list = url.startswith(reverse("admin:index")) and not url.endswith(("add/", "change/"))
    if not is_list:
        with transaction.atomic():
            again = client.post(url, {})
            transaction.set_rollback(True)
        yield again
        if again.status_code == 422:
            return
    yield client.get(url)


def said_strangely(client, url, language, known=None, but=()):
    return {
        piece
        for answer in answers(client, url)
        if answer.get("Content-Type", "").startswith("text/html")
        for piece in strangers(answer.getvalue().decode(), language, known, but=but)
    }


@pytest.fixture
def client_in(client_of):
    """A function from a user and a language to a client that has chosen the language."""

    def log_in(user, language):
        client = client_of(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client

    return log_in


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part or "frame")
def test_pages_speak_one_language(part, language, client_in):
    world = world_at(f.VILLAGE, f.user())
    clients = {
        letter: client_in(f.user(ROLES[letter], areas=AREAS.get(letter, [f.DISTRICT])), language)
        for letter in {letter for _name, _line, letter in pages(part)}
    }
    known = typed()  # with the users, whose names stand on every page
    found = {}

    for name, line, letter in pages(part):
        url = address(name, line, world)
        found[name] = said_strangely(clients[letter], url, language, known)

    assert {name: pieces for name, pieces in found.items() if pieces} == {}
    assert len(found) > 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ROLES)
def test_home_speaks_one_language_to_every_role(letter, language, client_in):
    world_at(f.VILLAGE, f.user())
    user = f.user(ROLES[letter], areas=AREAS.get(letter, [f.DISTRICT]))

    assert said_strangely(client_in(user, language), reverse("home"), language) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_admin_speaks_one_language(language, client_in, administrator):
    world_at(f.VILLAGE, f.user())
    changed = year()
    changed.visit_months = 4
    changed.save()
    client = client_in(administrator, language)
    names = [model._meta.label_lower.replace(".", "_") for model in admin.site._registry]
    urls = [reverse("admin:index")]
    urls += [reverse(f"admin:{name}_changelist") for name in names]
    urls += [
        reverse("admin:accounts_programmeyear_add"),
        *(
            reverse(f"admin:accounts_programmeyear_{page}", args=[changed.pk])
            for page in ("change", "history")
        ),
        reverse("admin:places_place_change", args=[f.VILLAGE]),
    ]

    known = typed()
    found = {url: said_strangely(client, url, language, known, OF_THE_ADMIN) for url in urls}

    assert {url: pieces for url, pieces in found.items() if pieces} == {}


@pytest.mark.parametrize("path", ["/login/", "/nowhere/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_entrance_speaks_one_language(path, language, client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    assert said_strangely(client, path, language) == set()


@pytest.mark.parametrize(
    ("html", "language", "found"),
    [
        ("<p>Save</p><p>บันทึก</p>", "en", {"บันทึก"}),
        ('<img alt="ภาพ"><input type="submit" value="ค้นหา">', "en", {"ภาพ", "ค้นหา"}),
        ('<p>Source: <span lang="th">ที่มา</span></p>', "en", set()),
        ("<p>บันทึก Save</p><p>OTOP</p>", "th", {"บันทึก Save"}),
        ("<script>let words</script><p>มาตรฐาน GMP</p>", "th", set()),
        ("<p>ตลาด<wbr>นัด</p>", "en", {"ตลาดนัด"}),
    ],
)
def test_strangers_are_noticed(html, language, found):
    assert strangers(html, language) == found


def test_what_people_typed_is_no_stranger():
    f.group(name="กลุ่มทอผ้าสมมุติ")

    assert strangers("<p>Group: กลุ่มทอผ้าสมมุติ</p>", "en") == set()
    assert strangers("<p>กลุ่ม: กลุ่มทอผ้าสมมุติ</p>", "en") == {"กลุ่ม: กลุ่มทอผ้าสมมุติ"}
