"""The pieces of a list page: chips, pager, count, and why it is empty."""

from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.template import engines
from django.utils import translation

from otoppath.lists.counts import BoundedCount
from otoppath.lists.pager import Page
from tests.lists.test_filters import PlaceFilter

pytestmark = pytest.mark.any_database


class Links(HTMLParser):
    """The links of a page and the text on it."""

    def __init__(self, html):
        super().__init__()
        self.links, self.text = {}, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            found = dict(attrs)
            self.links[found.get("rel") or found["class"].split()[-1]] = found

    def handle_data(self, data):
        self.text.append(data)

    def query(self, name):
        """The address of a link, read apart."""
        return dict(QueryDict(self.links[name]["href"].partition("?")[2]).lists())


def draw(rf, piece, query="", **context):
    """A piece as a page includes it, with nothing but what it asks for."""
    given = " ".join(f"{name}={name}" for name in context)
    template = engines["django"].from_string(f'{{% include "lists/{piece}" with {given} only %}}')
    html = template.render(context, rf.get(f"/?{query}"))
    found = Links(html)
    found.text = " ".join("".join(found.text).split())
    return found


def filters(query=""):
    return PlaceFilter(QueryDict(query), user=None)


@pytest.fixture(autouse=True)
def plain_frame(settings):
    """The pieces need nothing of the frame around the page."""
    processors = settings.TEMPLATES[0]["OPTIONS"]["context_processors"]
    only_request = [name for name in processors if name.endswith(".request")]
    options = settings.TEMPLATES[0]["OPTIONS"] | {"context_processors": only_request}
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": options}]


# --- Chips --------------------------------------------------------------------------------


def test_a_chip_is_a_link_that_says_what_it_takes_off(rf, db):
    page = draw(rf, "_chips.html", form=filters("q=ผัก&level=4"))

    assert "ระดับ หมู่บ้าน" in page.text
    assert page.links["chip-remove"]["aria-label"] == "เอาตัวกรอง ระดับ หมู่บ้าน ออก"
    assert page.query("chip-remove") == {"q": ["ผัก"]}
    assert page.query("chips-clear") == {}


def test_what_was_typed_is_escaped_in_a_chip(rf, db):
    page = draw(rf, "_chips.html", form=filters("q=%3Cscript%3E%22x"))

    assert page.links["chip-remove"]["aria-label"] == 'เอาตัวกรอง ค้นหา <script>"x ออก'
    assert '<script>"x' in page.text


def test_without_filters_no_list_of_chips_is_drawn(rf, db):
    assert draw(rf, "_chips.html", form=filters("sort=new")).text == ""


def test_one_chip_needs_no_link_that_clears_all(rf, db):
    assert "chips-clear" not in draw(rf, "_chips.html", form=filters("q=ผัก")).links


# --- Pager --------------------------------------------------------------------------------


def test_the_pager_keeps_the_filters_and_moves_the_cursor(rf):
    page = Page(rows=[1], next_cursor="further", previous_cursor="back")

    drawn = draw(rf, "_pager.html", "q=ผัก&kinds=a&kinds=b&cursor=here", page=page)

    assert drawn.query("next") == {"q": ["ผัก"], "kinds": ["a", "b"], "cursor": ["further"]}
    assert drawn.query("prev") == {"q": ["ผัก"], "kinds": ["a", "b"], "cursor": ["back"]}


def test_the_first_page_has_no_link_back_and_the_only_page_no_pager(rf):
    first = Page(rows=[1], next_cursor="further", previous_cursor=None)
    only = Page(rows=[1], next_cursor=None, previous_cursor=None)

    assert list(draw(rf, "_pager.html", page=first).links) == ["next"]
    assert draw(rf, "_pager.html", page=only).text == ""


# --- Count --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (BoundedCount(0), "0 รายการ"),
        (BoundedCount(1000), "1,000 รายการ"),
        (BoundedCount(1000, is_more=True), "มากกว่า 1,000 รายการ"),
    ],
)
def test_the_count_is_a_sentence(rf, count, text):
    assert draw(rf, "_count.html", count=count).text == text


def test_the_count_keeps_its_comma_in_english_too(rf):
    with translation.override("en"):
        assert "1,000" in draw(rf, "_count.html", count=BoundedCount(1000)).text


# --- Empty --------------------------------------------------------------------------------


def test_an_empty_list_says_what_to_do(rf, db):
    page = draw(
        rf,
        "_empty.html",
        form=filters(),
        title="ยังไม่มีครัวเรือน",
        hint="นำเข้าจากไฟล์ก็ได้",
        action_url="/new/",
        action_label="เพิ่มครัวเรือน",
    )

    assert page.text == "ยังไม่มีครัวเรือน นำเข้าจากไฟล์ก็ได้ เพิ่มครัวเรือน"
    assert page.links["btn-primary"]["href"] == "/new/"


def test_a_list_emptied_by_its_filters_offers_to_clear_them(rf, db):
    page = draw(rf, "_empty.html", form=filters("q=ผัก&sort=new"), title="ยังไม่มีครัวเรือน")

    assert "ไม่พบรายการที่ตรงกับตัวกรอง" in page.text
    assert "ยังไม่มีครัวเรือน" not in page.text
    assert page.query("btn-outline-primary") == {"sort": ["new"]}
