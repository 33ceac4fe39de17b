"""What is typed or pasted into a cell, read as the single forms read it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from households.grid.cells import Cells
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def cells():
    f.occupation("weaving", name="ทอผ้า", name_en="Weaving")
    return Cells.load()


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("total_income", "๑๒๐,๐๐๐", "120000.00"),
        ("total_income", " 1,500.50 บาท ", "1500.50"),
        ("expense", "", ""),
        ("expense", "\u200b ", ""),
        ("as_of", "12102569", "2026-10-12"),
        ("as_of", "12 ต.ค. 69", "2026-10-12"),
        ("channel", "ให้เอกสาร", "paper"),
        ("channel", "PAPER", "paper"),
        ("channel", "ให้ เอกสาร", "paper"),
        ("source", "บัญชีครัวเรือน", "household_account"),
        ("occupation", "ทอผ้า", "weaving"),
        ("occupation", "weaving", "weaving"),
        ("willing", "ใช่", "2"),
        ("willing", "✓", "2"),
        ("willing", "๑", "1"),
        ("willing", "0", "0"),
        ("willing", "ไม่มี", "0"),
        ("below_bmn_income", "x", "1"),
        ("below_bmn_income", "✓", "1"),
        ("below_bmn_income", "-", ""),
    ],
)
def test_a_cell_is_read_as_people_write_it(cells, name, typed, value):
    assert cells.read(name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("total_income", "1,50"),
        ("total_income", "-1"),
        ("total_income", "1234567890123"),
        ("as_of", "31/2/2569"),
        ("as_of", "12/10/2599"),
        ("channel", "โทรเลข"),
        ("occupation", "นักบิน"),
        ("willing", "3"),
        ("willing", "x"),
        ("below_bmn_income", "อาจจะ"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(cells, name, typed):
    with pytest.raises(ValidationError) as refused:
        cells.read(name, typed)

    assert all(
        "\u0e01" <= message[0] <= "\u0e5b" or "“" in message for message in refused.value.messages
    )


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_words_of_both_languages_are_read_whatever_the_page_speaks(cells, language):
    with translation.override(language):
        cells = Cells.load()

        assert (cells.read("willing", "Yes"), cells.read("willing", "ใช่")) == ("2", "2")
        assert cells.read("occupation", "ทอผ้า") == cells.read("occupation", "Weaving") == "weaving"


def test_what_is_shown_is_read_back_as_the_same(cells):
    for name, value in (("total_income", "1234.50"), ("as_of", "2026-10-12"), ("willing", "1")):
        assert cells.read(name, cells.shown(name, value)) == value
