"""Columns that are read in the Thai way are so in every model."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.forms import DecimalField, IntegerField, ModelForm, modelform_factory
from django.urls import get_resolver

from groups.models import Meeting
from households.models import Household, SelectionMeeting
from markets.models import Sale, Share
from otoppath.accounts.models import ActingAppointment as Acting
from otoppath.thai import forms
from otoppath.thai.fields import PhoneField
from products.models import Certificate, Producer, Registration

OURS = ("places", "accounts", "households", "groups", "products", "markets")


def columns(name):
    return [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name == name and not hasattr(model, "instance_type")
    ]


def test_every_telephone_is_a_column_of_telephones():
    found = columns("phone")

    assert len(found) >= 6
    assert {type(field) for field in found} == {PhoneField}


def test_any_form_of_a_telephone_reads_it_with_its_dashes():
    model = columns("phone")[0].model

    field = modelform_factory(model, fields=["phone"])().fields["phone"]

    assert isinstance(field, forms.PhoneField)
    assert field.clean("081-234-5678") == "0812345678"


# --- Numbers ------------------------------------------------------------------------------


def integers():
    """Every whole number that a form may ask for, of every model."""
    return [
        pytest.param(column, id=str(column))
        for model in apps.get_models()
        if model._meta.app_label in OURS and not hasattr(model, "instance_type")
        for column in model._meta.concrete_fields
        if isinstance(column, models.IntegerField) and not column.primary_key
        if column.editable and not column.choices
    ]


@pytest.mark.parametrize("column", integers())
def test_a_form_refuses_a_number_that_postgresql_could_not_hold(column):
    most = BaseDatabaseOperations.integer_field_ranges[column.get_internal_type()][1]
    field = forms.thai_formfield(column)

    assert field.clean(str(most)) == most
    with pytest.raises(ValidationError, match="มากเกินไป"):
        field.clean(str(most + 1))
    with pytest.raises(ValidationError):
        field.clean("99,999,999,999,999,999,999")


def every_form(base=ModelForm):
    return {base, *(found for below in base.__subclasses__() for found in every_form(below))}


def test_no_form_of_a_record_asks_for_more_than_its_column_holds():
    get_resolver().url_patterns  # noqa: B018 - imports every page, and with it its forms
    ours = [f for f in every_form() if f.__module__.split(".")[0] in (*OURS, "otoppath")]
    too_wide = [
        (form.__name__, name)
        for form in ours
        if form._meta.model
        for name, field in form.base_fields.items()
        if (column := known(form._meta.model, name)) and is_wider(field, column)
    ]

    assert len(ours) > 40
    assert too_wide == []


def known(model, name):
    return next((column for column in model._meta.concrete_fields if column.name == name), None)


def is_wider(field, column):
    if isinstance(column, models.IntegerField) and isinstance(field, IntegerField):
        most = BaseDatabaseOperations.integer_field_ranges[column.get_internal_type()][1]
        return not field.widget.is_hidden and (field.max_value or most + 1) > most
    if isinstance(column, models.DecimalField) and isinstance(field, DecimalField):
        return field.max_digits is None or field.max_digits > column.max_digits
    return False


def test_the_tables_of_a_market_day_ask_for_no_more_baht_than_is_kept():
    for column in (Sale._meta.get_field("amount"), Share._meta.get_field("amount")):
        assert column.max_digits >= forms.BahtField().max_digits


# --- Numbers of papers --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (SelectionMeeting, "number"),
        (Meeting, "number"),
        (Certificate, "number"),
        (Registration, "number"),
        (Producer, "producer_no"),
        (Household, "house_no"),
        (Acting, "order_no"),
    ],
)
def test_a_number_of_a_paper_is_kept_in_one_way(model, name):
    field = modelform_factory(model, fields=[name])().fields[name]

    assert field.clean("\u200b๑ / ๒๕๗๐ ") == "1/2570"
