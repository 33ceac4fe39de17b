"""Every broken sheet is read right, or refused with the row, the column and the reason."""

from itertools import islice

import pytest

from households.imports import batches, mapping
from households.imports.reading import UnreadableFile, read
from tests import factories as f
from tests.households.sheets.cases import CASES, LEFT_OVER

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def villages(db):
    return [f.place(code) for code in (f.VILLAGE, f.OTHER_VILLAGE, f.FAR_VILLAGE)]


def ids(cases):
    return [case.says.replace(" ", "_") for case in cases]


READ = [case for case in CASES if not case.unreadable]
UNREADABLE = [case for case in CASES if case.unreadable]


@pytest.mark.parametrize("case", READ, ids=ids(READ))
def test_a_sheet_is_read_as_its_sentence_says(case, officer):
    content = case.file()

    batch, plan = batches.begin(content, "list", by=officer)

    taken = plan.of("new")
    assert said_of(plan.errors()) == [(row, column) for row, column, _words in case.refused]
    for error, (_row, _column, words) in zip(plan.errors(), case.refused, strict=True):
        assert words in error["reason"]
    assert len(taken) == case.taken
    if taken:
        assert {n: taken[0].cells.get(n) for n in case.cells} == case.cells
        assert taken[0].village == case.village
    assert batch.repaired == case.repaired
    said = [said for row in plan.rows for said in row.proposals]
    assert [(s["before"], s["after"]) for s in said] == case.proposed


@pytest.mark.parametrize("case", READ, ids=ids(READ))
def test_what_is_no_household_is_named_and_columns_are_certain_or_asked(case):
    sheet = read(case.file(), mapping.weigh)
    rows = [cells for _number, cells in islice(sheet.rows, mapping.SAMPLES)]

    assert (sheet.left_out, sheet.others) == (case.left_out, case.others)
    assert mapping.propose(sheet.header, rows).is_certain == case.is_certain


def test_a_title_merged_right_above_the_headings_is_in_none_of_them():
    (case,) = (one for one in CASES if one.says.startswith("a title merged right above"))

    assert list(read(case.file(), mapping.weigh).header) == LEFT_OVER


@pytest.mark.parametrize("case", UNREADABLE, ids=ids(UNREADABLE))
def test_a_file_that_is_no_list_is_refused_with_a_sentence(case, officer):
    with pytest.raises(UnreadableFile, match=case.unreadable):
        batches.begin(case.file(), "list", by=officer)


def said_of(errors):
    return [(error["row"], error["column"]) for error in errors]
