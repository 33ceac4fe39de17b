"""An encrypted column: clear in Python, closed everywhere else."""

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.db.models import Q

from households.models import Person
from otoppath.privacy.cipher import DamagedValue, blind_index
from otoppath.privacy.fields import EncryptedTextField
from tests import factories

NATIONAL_ID = "1234567890121"


@pytest.fixture
def person(db):
    from households.models import Household

    household = Household.objects.create(village=factories.place(), house_no="1")
    return Person.objects.create(
        household=household,
        first_name="สมมุติ",
        national_id=NATIONAL_ID,
        national_id_index=blind_index(NATIONAL_ID),
    )


def column(person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT national_id FROM households_person WHERE id = %s", [person.pk])
        return bytes(cursor.fetchone()[0])


def stored(person):
    return Person.objects.get(pk=person.pk).national_id


def test_text_comes_back_and_the_column_is_closed(person):
    assert stored(person) == NATIONAL_ID
    assert NATIONAL_ID.encode() not in column(person)
    assert len(column(person)) == 42


def test_blank_stays_blank(person):
    person.national_id = ""
    person.save()

    assert stored(person) == ""
    assert column(person) == b""


def test_update_and_bulk_writes_are_closed_too(person):
    Person.objects.update(national_id="1111111111119")
    assert (stored(person), len(column(person))) == ("1111111111119", 42)

    person.national_id = "2222222222228"
    Person.objects.bulk_update([person], ["national_id"])
    assert (stored(person), len(column(person))) == ("2222222222228", 42)


def test_copied_into_another_row_it_opens_but_not_in_another_column(person):
    field = EncryptedTextField(context="groups.Member.national_id")

    with pytest.raises(DamagedValue):
        field.from_db_value(column(person), None, connection)


@pytest.mark.parametrize(
    "condition",
    [
        {"national_id": NATIONAL_ID},
        {"national_id": None},
        {"national_id__exact": NATIONAL_ID},
        {"national_id__in": [NATIONAL_ID]},
        {"national_id__contains": "123"},
        {"national_id__startswith": "1"},
        {"national_id__gt": "0"},
        {"national_id__regex": "1"},
    ],
)
def test_lookup_of_the_closed_text_is_refused(condition):
    with pytest.raises(FieldError, match="national_id"):
        Person.objects.filter(**condition)
    with pytest.raises(FieldError, match="national_id"):
        Person.objects.exclude(Q(**condition))


def test_lookup_through_a_relation_is_refused():
    with pytest.raises(FieldError, match="national_id"):
        Person.objects.filter(household__persons__national_id=NATIONAL_ID)


def test_absence_can_be_asked_for(person):
    assert Person.objects.filter(national_id__isnull=False).get() == person


def test_found_again_by_its_blind_index(person):
    assert Person.objects.get(national_id_index=blind_index(NATIONAL_ID)) == person


def test_repr_of_what_was_read_is_closed(person):
    read = Person.objects.values("first_name", "national_id").get()

    assert read["national_id"] == NATIONAL_ID
    assert NATIONAL_ID not in repr(read)
    assert NATIONAL_ID not in repr(Person.objects.get())


@pytest.mark.parametrize("kind", ["json", "jsonl", "xml", "python"])
def test_dump_is_closed_and_loads_again(person, kind):
    dump = serializers.serialize(kind, Person.objects.all())
    assert NATIONAL_ID not in str(dump)
    Person.objects.update(national_id="")

    for loaded in serializers.deserialize(kind, dump):
        loaded.save()

    assert stored(person) == NATIONAL_ID


def test_damaged_dump_is_refused(person):
    with pytest.raises(ValidationError):
        Person._meta.get_field("national_id").to_python("encrypted:AAAA")


def test_history_never_keeps_it(person):
    field = Person._meta.get_field("national_id")
    copied = [f for f in Person.history.model._meta.fields if isinstance(f, EncryptedTextField)]

    assert not field.is_history
    assert copied == []


def test_history_that_copies_the_column_keeps_it_blank():
    class PastNote(models.Model):
        instance_type = Person  # how simple-history marks its models
        secret = EncryptedTextField()

        class Meta:
            app_label = "privacy_tests"

    assert PastNote._meta.get_field("secret").get_prep_value(NATIONAL_ID) == b""


def test_form_made_from_the_model_leaves_it_out():
    from django.forms import modelform_factory

    with pytest.raises(FieldError, match="non-editable"):
        modelform_factory(Person, fields=["national_id"])


def test_explicit_context_survives_into_migrations():
    field = EncryptedTextField(context="old.Name.column", blank=True)

    _name, path, args, kwargs = field.deconstruct()

    assert path == "otoppath.privacy.fields.EncryptedTextField"
    assert EncryptedTextField(*args, **kwargs).context == "old.Name.column"


def test_context_is_not_in_migrations_unless_given():
    assert "context" not in Person._meta.get_field("national_id").deconstruct()[3]


@pytest.mark.parametrize("option", ["unique", "db_index"])
def test_unique_or_indexed_column_is_reported(option):
    class Wrong(models.Model):
        secret = EncryptedTextField(**{option: True})

        class Meta:
            app_label = f"privacy_tests_{option}"

    assert [e.id for e in Wrong._meta.get_field("secret").check()] == ["privacy.E001"]


def test_abstract_base_gives_each_child_its_own_context():
    class Base(models.Model):
        secret = EncryptedTextField()

        class Meta:
            abstract = True

    class Child(Base):
        class Meta:
            app_label = "privacy_tests_child"

    assert Child._meta.get_field("secret").context == "privacy_tests_child.Child.secret"
