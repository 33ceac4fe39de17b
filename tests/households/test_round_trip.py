"""What is taken out and brought in again changes nothing, whatever the households are."""

import io
import re
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from households.imports import batches, mapping, planning
from households.imports.columns import COLUMN_NAMES
from households.imports.planning import Reader
from households.imports.reading import read
from households.models import Sex
from otoppath.lists.spreadsheet import csv_lines, write_xlsx
from otoppath.thai.dates import format_birth
from otoppath.thai.text import split_title, tidy
from tests import factories as f
from tests.households.sheets.cases import FAR_VILLAGE, OTHER_VILLAGE, VILLAGE
from tests.households.test_exporting import content_of, taken_out
from tests.thai.test_ids import NUMBERS

DOUBLED = re.compile("([าะ])\\1")  # a repair is proposed of it
LETTERS = "กขคงจชดตนบปผพมยรลวสหอ"
NAME = st.builds(
    lambda first, vowel, tone, last: f"{first}{vowel}{tone}{last}",
    st.sampled_from(LETTERS),
    st.sampled_from(["", "ั", "ิ", "ี", "ุ", "ู", "ำ"]),
    st.sampled_from(["", "่", "้"]),
    st.text(LETTERS + "าะ", min_size=1, max_size=6).filter(lambda text: not DOUBLED.search(text)),
).map(tidy)
NAMES = st.one_of(NAME, st.sampled_from(["แมรี แอน", "-ใจ", "+ใจ", "=ใจ", "@ใจ", "John"]))
BIRTHS = st.one_of(
    st.none(),
    st.tuples(st.integers(1945, 2008), st.none(), st.none()),
    st.tuples(st.integers(1945, 2008), st.integers(1, 12), st.none()),
    st.tuples(st.integers(1945, 2008), st.integers(1, 12), st.integers(1, 28)),
)
HOUSEHOLDS = st.fixed_dictionaries(
    {
        "village_code": st.sampled_from([VILLAGE, OTHER_VILLAGE, FAR_VILLAGE]),
        "house_no": st.from_regex(r"[1-9][0-9]{0,2}(/[1-9][0-9]{0,2})?( ก)?", fullmatch=True),
        "house_code": st.one_of(st.just(""), st.from_regex(r"[0-9]{11}", fullmatch=True)),
        "title": st.sampled_from(["นาย", "นาง", "นางสาว", ""]),
        "first_name": NAMES.filter(lambda name: not split_title(name)[0]),
        "last_name": NAME,
        "sex": st.sampled_from(["", *Sex.values]),
        "birth": BIRTHS,
        "national_id": st.one_of(st.just(""), NUMBERS),
        "phone": st.one_of(st.just(""), st.from_regex(r"0[689][0-9]{8}", fullmatch=True)),
        "children_under_6": st.integers(0, 30),
        "children_6_to_14": st.integers(0, 30),
    }
)
# A file and a database are not made smaller a hundred times to show the smallest that fails.
SLOW = {
    "deadline": None,
    "phases": [Phase.generate],
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}
SHEETS = st.lists(HOUSEHOLDS, min_size=1, max_size=6)


def written(households, kind):
    """The households as a file of the template's columns."""
    names = list(households[0])
    rows = [[COLUMN_NAMES[name] for name in names]]
    rows += [[said(name, household[name]) for name in names] for household in households]
    if kind == "csv":
        return b"".join(csv_lines(rows))
    target = io.BytesIO()
    write_xlsx(rows, target, title="ครัวเรือน")
    return target.getvalue()


def said(name, value):
    if name == "birth":
        return format_birth(*value) if value else ""
    return str(Sex(value).label) if name == "sex" and value else value


def told(household):
    """What a reader finds of a household: no blanks."""
    return {name: value for name, value in household.items() if value not in ("", None)}


def read_back(content):
    sheet = read(content, mapping.weigh)
    proposed = mapping.propose(sheet.header, [])
    rows = list(Reader(proposed.columns, user=None).rows(sheet))
    return proposed, rows


@pytest.fixture
def anywhere(monkeypatch):
    """Villages without a database."""
    places = SimpleNamespace(words=frozenset(), code_of=lambda cells: cells["village_code"])
    monkeypatch.setattr(planning, "Villages", lambda user: places)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHEETS)
def test_every_cell_of_a_written_sheet_is_read_as_it_was(anywhere, households):
    proposed, rows = read_back(written(households, "csv"))

    assert proposed.is_certain
    assert [row.problems for row in rows] == [[] for _row in rows]
    assert [row.proposals for row in rows] == [[] for _row in rows]
    assert [told(row.cells) for row in rows] == [told(household) for household in households]
    assert not any(row.repaired for row in rows)


@settings(max_examples=3, **SLOW)
@given(SHEETS)
def test_a_workbook_says_the_same_as_the_text(anywhere, households):
    _mapping, rows = read_back(written(households, "xlsx"))

    assert [told(row.cells) for row in rows] == [told(household) for household in households]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=4, **SLOW)
@given(households=SHEETS)
def test_what_is_taken_out_changes_nothing_when_it_is_brought_in(
    client_of, officer, kind, households
):
    for code in (VILLAGE, OTHER_VILLAGE, FAR_VILLAGE):
        f.place(code)
    batch, _plan = batches.begin(written(households, kind), "list", by=officer)
    batches.finish(batch, by=officer)

    content = content_of(taken_out(client_of(officer), kind))
    again, plan = batches.begin(content, "again", by=officer)

    assert plan.errors() == []
    assert (again.new, again.changed, again.refused) == (0, 0, 0)
    assert again.repaired == again.proposed == 0
