"""The page of all pieces and the worked pages."""

from pathlib import Path

import pytest
from django.urls import reverse

from otoppath.dashboards.components import EXAMPLES
from tests.conftest import DESKTOP, PHONE
from tests.looking import faults_of

PIECES = Path(__file__).resolve().parents[2] / "templates" / "components"
PATHS = [reverse("dashboards:components")] + [
    reverse("dashboards:example", args=[name]) for name in EXAMPLES
]


@pytest.fixture
def developing(settings):
    """The pages exist only while somebody develops."""
    settings.DEBUG = True


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_without_debug_the_pages_do_not_exist(client, officer, path):
    client.force_login(officer)

    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_an_unknown_example_is_not_found(client, officer, developing):
    client.force_login(officer)

    assert client.get(reverse("dashboards:example", args=["nothing"])).status_code == 404


@pytest.mark.django_db
def test_every_piece_is_drawn_somewhere(client, officer, developing):
    client.force_login(officer)
    drawn = set()
    for path in [*PATHS, f"{PATHS[0]}?errors"]:
        drawn |= {template.name for template in client.get(path).templates}
    drawn |= {template.name for template in client.get("/no-such-page/").templates}

    pieces = {f"components/{path.name}" for path in PIECES.glob("_*.html")}
    assert pieces - drawn == {"components/_request_id.html"}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", [*PATHS, f"{reverse('dashboards:example', args=['form'])}?errors"])
def test_a_page_keeps_the_rules_of_the_look(open_page, officer, developing, path):
    page = open_page(officer, size=DESKTOP)
    page.goto(path)

    assert faults_of(page) == []
    page.set_viewport_size(PHONE)
    assert faults_of(page, in_colour=False) == []
