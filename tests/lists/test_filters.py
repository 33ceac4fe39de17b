"""The filters of a list stand in its address and show as chips."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict

from otoppath.lists.filters import Chip, FilterForm
from otoppath.places.models import Place
from otoppath.thai.forms import BuddhistDateField
from tests import factories


class PlaceFilter(FilterForm):
    SORTS = {"name": "sort_key", "new": "-updated_at"}
    SORT_LABELS = {"name": "ชื่อ", "new": "แก้ไขล่าสุด"}

    q = forms.CharField(label="ค้นหา", required=False)
    level = forms.TypedChoiceField(
        label="ระดับ", choices=[("", "ทุกระดับ"), *Place.Level.choices], coerce=int, required=False
    )
    kinds = forms.MultipleChoiceField(
        label="ประเภท", choices=[("a", "ทอผ้า"), ("กลุ่ม", [("b", "จักสาน")])], required=False
    )
    under = forms.ModelChoiceField(Place.objects.none(), label="ในพื้นที่", required=False)
    among = forms.ModelMultipleChoiceField(Place.objects.none(), label="พื้นที่", required=False)
    since = BuddhistDateField(label="ตั้งแต่", required=False)
    is_late = forms.BooleanField(label="เกินกำหนด", required=False)
    size = forms.IntegerField(label="จำนวน", required=False)
    step = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("under", "among"):
            self.fields[name].queryset = Place.objects.districts()

    def filtered(self, queryset):
        if level := self.picked.get("level"):
            queryset = queryset.filter(level=level)
        return queryset


def form_of(query=""):
    return PlaceFilter(QueryDict(query), user=None)


# --- Filtering ----------------------------------------------------------------------------


def test_what_is_picked_filters(db):
    village = factories.place(factories.VILLAGE)

    assert list(form_of("level=4").filtered(Place.objects.all())) == [village]


def test_without_a_pick_everything_is_listed(db):
    factories.place(factories.VILLAGE)

    assert form_of().filtered(Place.objects.all()).count() == 4


def test_a_value_that_is_not_valid_filters_nothing_and_is_told(db):
    factories.place(factories.VILLAGE)
    form = form_of("level=9&since=99/99/2569&q=ผัก")

    assert form.picked == {"q": "ผัก"}
    assert form.filtered(Place.objects.all()).count() == 4
    assert set(form.errors) == {"level", "since"}


def test_a_place_outside_the_choices_filters_nothing(db):
    factories.place(factories.VILLAGE)
    form = form_of(f"under={factories.VILLAGE}")

    assert form.picked == {}
    assert form.chips() == []


@pytest.mark.parametrize(
    ("query", "picked"),
    [
        ("", {}),
        ("q=&level=&kinds=&since=", {}),
        ("q=+%C2%A0+", {}),
        ("is_late=on", {"is_late": True}),
        ("is_late=", {}),
        ("size=0", {"size": 0}),
        ("sort=new&cursor=x&unknown=1", {}),
    ],
)
def test_blank_values_filter_nothing_and_zero_does(db, query, picked):
    form = form_of(query)

    assert form.picked == picked
    assert form.is_filtered is bool(picked)


# --- Order --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", "sort_key"),
        ("sort=name", "sort_key"),
        ("sort=new", "-updated_at"),
        ("sort=password", "sort_key"),
        ("sort=-sort_key", "sort_key"),
    ],
)
def test_only_a_declared_sort_orders_the_list(query, order):
    assert form_of(query).order == order


def test_each_sort_has_its_address_and_says_which_is_on():
    links = form_of("sort=new&q=ผัก&cursor=abc").sorts()

    assert [(link.label, link.is_current) for link in links] == [
        ("ชื่อ", False),
        ("แก้ไขล่าสุด", True),
    ]
    assert read(links[0].url) == {"sort": ["name"], "q": ["ผัก"]}


def test_a_list_without_declared_sorts_is_ordered_by_key():
    assert FilterForm(QueryDict("sort=x"), user=None).order == "pk"


# --- Chips --------------------------------------------------------------------------------


def read(url):
    assert url.startswith("?")
    return dict(QueryDict(url[1:]).lists())


@pytest.mark.parametrize(
    ("query", "label", "value"),
    [
        ("q=ผักปัง", "ค้นหา", "ผักปัง"),
        ("level=3", "ระดับ", "ตำบล"),
        ("kinds=b", "ประเภท", "จักสาน"),
        ("under=3610", "ในพื้นที่", "อ.ภูเขียว"),
        ("among=3610", "พื้นที่", "อ.ภูเขียว"),
        ("since=12/10/69", "ตั้งแต่", "12 ต.ค. 2569"),
        ("is_late=on", "เกินกำหนด", ""),
        ("size=0", "จำนวน", "0"),
    ],
)
def test_a_filter_shows_as_a_chip_in_the_words_of_its_field(db, query, label, value):
    district = factories.place(factories.DISTRICT)

    (chip,) = form_of(query).chips()

    shown = value.replace("อ.ภูเขียว", str(district))
    assert (chip.label, chip.value) == (label, shown)


def test_each_chip_takes_off_its_own_filter_and_goes_back_to_the_first_page(db):
    form = form_of("q=ผัก&level=4&sort=new&cursor=abc&kinds=a&kinds=b")

    without = {(chip.label, chip.value): read(chip.url_without) for chip in form.chips()}

    assert without == {
        ("ค้นหา", "ผัก"): {"level": ["4"], "sort": ["new"], "kinds": ["a", "b"]},
        ("ระดับ", "หมู่บ้าน"): {"q": ["ผัก"], "sort": ["new"], "kinds": ["a", "b"]},
        ("ประเภท", "ทอผ้า"): {"q": ["ผัก"], "level": ["4"], "sort": ["new"], "kinds": ["b"]},
        ("ประเภท", "จักสาน"): {"q": ["ผัก"], "level": ["4"], "sort": ["new"], "kinds": ["a"]},
    }


def test_one_of_several_places_is_taken_off_alone(db):
    factories.place(factories.DISTRICT)
    factories.place(factories.OUTSIDE_DISTRICT)
    form = form_of("among=3610&among=3611")

    assert [read(chip.url_without) for chip in form.chips()] == [
        {"among": ["3611"]},
        {"among": ["3610"]},
    ]


def test_the_last_chip_leads_to_the_plain_list(db):
    assert form_of("q=ผัก").chips() == [Chip("ค้นหา", "ผัก", "?")]


def test_hidden_filters_and_wrong_values_have_no_chip(db):
    assert form_of("step=3&sort=new&level=9").chips() == []


# --- Addresses ----------------------------------------------------------------------------


def test_the_address_keeps_what_was_typed_and_leaves_out_what_is_blank():
    form = form_of("q=ผัก&level=&since=12/10/69&step=3&unknown=1")

    assert read(form.querystring()) == {"q": ["ผัก"], "since": ["12/10/69"], "step": ["3"]}


def test_changes_replace_add_and_take_off():
    form = form_of("q=ผัก&level=4&cursor=abc")

    url = form.querystring(level=None, kinds=["a", "b"], q="ปัง", size=0)

    assert read(url) == {"q": ["ปัง"], "kinds": ["a", "b"], "size": ["0"]}


def test_the_place_in_the_list_is_in_the_address_only_when_asked_for():
    form = form_of("q=ผัก&cursor=abc")

    assert form.cursor == "abc"
    assert read(form.querystring()) == {"q": ["ผัก"]}
    assert read(form.querystring(cursor="next")) == {"q": ["ผัก"], "cursor": ["next"]}


def test_clearing_takes_off_every_filter_and_keeps_the_order(db):
    form = form_of("q=ผัก&kinds=a&kinds=b&step=3&sort=new&cursor=abc")

    assert read(form.url_cleared) == {"sort": ["new"]}


def test_a_plain_dict_serves_as_an_address(db):
    form = PlaceFilter({"q": "ผัก", "kinds": ["a", "b"]}, user=None)

    assert form.picked == {"q": "ผัก", "kinds": ["a", "b"]}
    assert read(form.querystring(q=None)) == {"kinds": ["a", "b"]}


def test_no_address_at_all_is_the_plain_list(db):
    form = PlaceFilter(user=None)

    assert (form.picked, form.querystring(), form.cursor) == ({}, "?", None)


def test_a_date_is_filtered_as_a_date(db):
    assert form_of("since=๑๒/๑๐/๒๕๖๙").picked == {"since": date(2026, 10, 12)}
