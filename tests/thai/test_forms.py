"""Fields read what is typed in a Thai office and show it again as it was typed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from otoppath.thai.dates import format_date, today
from otoppath.thai.forms import (
    BahtField,
    BirthField,
    BuddhistDateField,
    NationalIdField,
    PastDateField,
    PhoneField,
    ThaiDecimalField,
    ThaiIntegerField,
    TidyCharField,
    TidyForm,
    thai_formfield,
)

MONDAY = date(2026, 10, 12)


class Card(TidyForm):
    held_on = PastDateField(required=False)
    starts_on = BuddhistDateField(required=False)
    born = BirthField(required=False)
    national_id = NationalIdField(required=False)
    phone = PhoneField(required=False)
    income = BahtField(required=False)
    area = ThaiDecimalField(required=False)
    plots = ThaiIntegerField(required=False)
    name = TidyCharField(required=False)
    label = forms.CharField(required=False)
    minutes = forms.CharField(required=False, widget=forms.Textarea)


def read(**typed):
    form = Card(typed)
    assert form.errors == {}
    return form.cleaned_data


def errors_of(**typed):
    return Card(typed).errors


def shown(form, name):
    """The value in the input of a field, as the browser gets it."""
    return form[name].as_widget().partition('value="')[2].partition('"')[0]


# --- Shown again --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("starts_on", "31 กุมภา 69"),
        ("starts_on", "12 ต.ค. 24"),
        ("held_on", "๓๒/๑๓/๒๕๖๙"),
        ("born", "12/3/12"),
        ("national_id", "1-1000-00000-01-7"),
        ("phone", "๐๘๑-๒๓"),
        ("income", "พันห้า"),
        ("area", "1,50"),
        ("plots", "สาม"),
    ],
)
def test_what_is_refused_is_shown_exactly_as_it_was_typed(name, typed):
    form = Card({name: typed})

    assert list(form.errors) == [name]
    assert shown(form, name) == typed


def test_what_was_right_is_shown_as_typed_beside_what_was_wrong():
    form = Card({"starts_on": "12 ต.ค. 69", "phone": "1"})

    assert not form.is_valid()
    assert shown(form, "starts_on") == "12 ต.ค. 69"


@pytest.mark.parametrize(
    ("name", "stored", "expected"),
    [
        ("starts_on", MONDAY, "12/10/2569"),
        ("born", (1947, None, None), "2490"),
        ("born", (1969, 3, 12), "12 มี.ค. 2512"),
        ("phone", "0812345678", "081-234-5678"),
        ("income", Decimal("142000.00"), "142,000"),
        ("income", Decimal("1234.5"), "1,234.50"),
        ("area", Decimal("-12.50"), "-12.5"),
        ("plots", 1200, "1,200"),
    ],
)
def test_what_is_stored_is_shown_in_the_way_it_is_typed(name, stored, expected):
    form = Card(initial={name: stored})

    assert shown(form, name) == expected
    assert Card({name: shown(form, name)}).fields[name].clean(expected) == stored


@pytest.mark.parametrize(
    ("name", "stored", "typed"),
    [
        ("starts_on", MONDAY, "12 ต.ค. 69"),
        ("born", (1947, None, None), "00/00/2490"),
        ("phone", "0812345678", "081 234 5678"),
        ("income", Decimal("142000.00"), "142000"),
    ],
)
def test_another_way_of_writing_the_same_is_no_change(name, stored, typed):
    assert Card({name: typed}, initial={name: stored}).has_changed() is False
    assert Card({name: "?"}, initial={name: stored}).has_changed() is True


def test_an_empty_field_is_drawn_without_a_value():
    assert "value=" not in Card()["starts_on"].as_widget()
    assert "value=" not in Card({"starts_on": ""})["starts_on"].as_widget()


def test_a_date_brings_up_digits_on_a_phone_and_says_how_it_is_written():
    drawn = Card()["starts_on"].as_widget()

    assert 'inputmode="numeric"' in drawn
    assert 'type="text"' in drawn
    assert "12/10/2569" in str(Card()["starts_on"].help_text)


# --- Dates and births ---------------------------------------------------------------------


def test_a_date_is_read_and_nothing_typed_is_no_date():
    assert read(starts_on="๑๒/๑๐/๒๕๖๙")["starts_on"] == MONDAY
    assert read(starts_on=" \u200b")["starts_on"] is None


def test_an_ambiguous_year_is_refused_with_the_question():
    assert "พ.ศ. 2524 หรือ ค.ศ. 2024" in errors_of(starts_on="1/1/24")["starts_on"][0]


def test_a_required_date_that_is_missing_is_asked_for():
    with pytest.raises(ValidationError) as caught:
        BuddhistDateField().clean(" ")

    assert caught.value.code == "required"


def test_a_day_that_has_not_come_is_refused_and_named():
    tomorrow = today() + timedelta(days=1)

    errors = errors_of(held_on=format_date(tomorrow, "digits"))

    assert format_date(tomorrow) in errors["held_on"][0]


def test_today_has_come():
    assert errors_of(held_on=format_date(today(), "digits")) == {}


def test_a_birth_is_read_as_far_as_it_is_known():
    assert read(born="00/00/2490")["born"] == (1947, None, None)
    assert read()["born"] is None


# --- Identity and telephone ---------------------------------------------------------------


def test_an_id_and_a_telephone_number_are_kept_as_digits():
    data = read(national_id="1-1000-00000-01-6", phone="๐๘๑-๒๓๔ ๕๖๗๘")

    assert data["national_id"] == "1100000000016"
    assert data["phone"] == "0812345678"


def test_an_id_and_a_telephone_number_left_out_are_empty_texts():
    data = read(national_id=" ", phone="")

    assert (data["national_id"], data["phone"]) == ("", "")


def test_what_is_no_telephone_number_is_refused():
    assert list(errors_of(phone="12345")) == ["phone"]


# --- Text ---------------------------------------------------------------------------------


def test_a_text_is_tidied_and_a_text_area_keeps_its_lines():
    data = read(label=" กลุ่ม   ทอผ้า ", name="น\u0e4d\u0e49\u0e32", minutes="มติ  1\nมติ\u00a02")

    assert data["label"] == "กลุ่ม ทอผ้า"
    assert data["name"] == "น้ำ"
    assert data["minutes"] == "มติ 1\nมติ 2"


def test_invisible_characters_alone_are_nothing_typed():
    with pytest.raises(ValidationError) as caught:
        TidyCharField().clean("\u200b\u00a0\u200c")

    assert caught.value.code == "required"


# --- Money and numbers --------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["142000", "142,000", "๑๔๒,๐๐๐", "142 000 บาท", "142000.00"])
def test_money_is_read_however_it_is_written(typed):
    assert BahtField().clean(typed) == Decimal(142000)


@pytest.mark.parametrize("typed", ["-1", "1.234", "สองพัน", "1e15", "1,50"])
def test_money_below_zero_or_unreadable_is_refused(typed):
    with pytest.raises(ValidationError):
        BahtField().clean(typed)


@pytest.mark.parametrize(("typed", "number"), [("๑,๒๐๐", 1200), ("3", 3), ("3.0", 3)])
def test_a_whole_number_is_read_in_any_digits(typed, number):
    assert ThaiIntegerField().clean(typed) == number


def test_half_a_piece_is_no_whole_number():
    with pytest.raises(ValidationError):
        ThaiIntegerField().clean("1.5")


# --- Forms of models ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "typed", "stored"),
    [
        (models.DateField(), "12 ต.ค. 69", MONDAY),
        (models.CharField(max_length=20), "น\u0e4d\u0e49\u0e32", "น้ำ"),
        (models.TextField(), "มติ  1\nมติ 2", "มติ 1\nมติ 2"),
        (models.DecimalField(max_digits=12, decimal_places=2), "๑,๕๐๐", Decimal(1500)),
        (models.PositiveSmallIntegerField(), "๑๒", 12),
        (models.PositiveSmallIntegerField(choices=[(1, "หนึ่ง"), (2, "สอง")]), "2", 2),
        (models.SlugField(), "otop", "otop"),
        (models.BooleanField(), "on", True),
    ],
)
def test_a_column_gets_the_field_of_its_kind(column, typed, stored):
    assert thai_formfield(column).clean(typed) == stored


def test_a_column_keeps_its_own_rules():
    field = thai_formfield(models.PositiveIntegerField("จำนวน", help_text="ชิ้น"))

    assert (field.label, field.help_text, field.min_value) == ("จำนวน", "ชิ้น", 0)


def test_the_hint_of_a_date_stays_where_the_column_has_no_help_text():
    assert "12/10/2569" in thai_formfield(models.DateField()).help_text


def test_a_refusal_follows_the_language_of_the_screen():
    with translation.override("en"):
        told = Card({"starts_on": format_date(MONDAY, "full").replace("Monday", "Tuesday")}).errors

    assert "Monday 12 October 2569" in told["starts_on"][0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-5", "จำนวนเงินติดลบไม่ได้ พิมพ์ 0 หรือมากกว่า"),
        ("99999999999999", "จำนวนเงินมากเกินไป ตรวจจำนวนศูนย์อีกครั้ง"),
        ("99999999999", "จำนวนเงินมากเกินไป ตรวจจำนวนศูนย์อีกครั้ง"),
        ("10.555", "สตางค์มีได้ไม่เกิน 2 ตำแหน่ง พิมพ์เช่น 1,500.50"),
        ("", "ยังไม่ได้กรอก"),
    ],
)
def test_a_refused_amount_is_told_how_to_put_it_right(typed, said):
    with pytest.raises(ValidationError) as refused:
        BahtField().clean(typed)

    assert refused.value.messages == [said]


@pytest.mark.parametrize(
    ("field", "keys"),
    [(ThaiIntegerField, "numeric"), (BahtField, "decimal"), (BuddhistDateField, "numeric")],
)
def test_a_phone_is_asked_for_the_keys_that_are_needed(field, keys):
    assert field().widget.attrs["inputmode"] == keys


def test_what_is_pasted_is_never_cut_off_by_the_browser():
    class Named(forms.Form):
        name = TidyCharField(max_length=5)

    form = Named({"name": "ยาวกว่าห้า"})

    assert "maxlength" not in str(form["name"])
    assert "ยาวกว่าห้า" in str(form["name"])
    assert "5" in form.errors["name"][0]
