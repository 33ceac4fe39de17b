"""The filters are in every template without a load tag."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation

DAY = date(2026, 10, 12)
MOMENT = datetime(2026, 11, 5, 3, 24, tzinfo=UTC)


def drawn(expression, value):
    template = engines["django"].from_string(f"{{{{ value|{expression} }}}}")
    return template.render({"value": value})


@pytest.mark.parametrize(
    ("expression", "value", "thai", "english"),
    [
        ("thai_date", DAY, "12 ต.ค. 2569", "12 Oct 2569"),
        ("thai_date", MOMENT, "5 พ.ย. 2569", "5 Nov 2569"),
        ("thai_date_long", DAY, "12 ตุลาคม 2569", "12 October 2569"),
        ("thai_date_full", DAY, "วันจันทร์ที่ 12 ตุลาคม 2569", "Monday 12 October 2569"),
        ("thai_month", DAY, "ต.ค. 2569", "Oct 2569"),
        ("thai_datetime", MOMENT, "5 พ.ย. 2569 เวลา 10.24 น.", "5 Nov 2569, 10:24"),
        ("fiscal_year", DAY, "2570", "2570"),
        ("fiscal_year", 2570, "2570", "2570"),
        ("baht", Decimal("-1234.50"), "\u22121,234.50", "\u22121,234.50"),
        ("number", 1234567, "1,234,567", "1,234,567"),
        ("phone", "0812345678", "081-234-5678", "081-234-5678"),
    ],
)
def test_a_value_is_shown_in_both_languages(expression, value, thai, english):
    assert drawn(expression, value) == thai
    with translation.override("en"):
        assert drawn(expression, value) == english


@pytest.mark.parametrize(
    "expression",
    [
        "thai_date",
        "thai_date_long",
        "thai_date_full",
        "thai_month",
        "thai_datetime",
        "fiscal_year",
        "baht",
        "number",
        "phone",
    ],
)
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_shown_as_nothing(expression, nothing):
    assert drawn(expression, nothing) == ""


def test_a_number_without_a_filter_has_no_comma_in_either_language():
    # A year or a key in an attribute must not become 2,570.
    assert drawn("default:''", 2570) == "2570"
    with translation.override("en"):
        assert drawn("default:''", 2570) == "2570"
