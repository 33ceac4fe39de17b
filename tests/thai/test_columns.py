"""Columns that are read in the Thai way are so in every model."""

from django.apps import apps
from django.forms import modelform_factory

from otoppath.thai import forms
from otoppath.thai.fields import PhoneField


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
