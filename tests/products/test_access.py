"""Each page of the app against somebody of another district, and against other roles."""

from uuid import uuid4

import pytest
from django.urls import reverse

from products.models import Certificate, CostSheet, Product, ProductPhoto, Registration
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def record():
    """A group's product with everything that hangs on it."""
    product = factories.product()
    factories.enrolment(factories.membership(product.producer.group).person.household)
    factories.registration(product, status="district_endorsed")
    factories.certificate(product, document="certificates/a.pdf")
    ProductPhoto.objects.create(product=product, image="products/a.jpg")
    return product


def pages(product):
    """Every address with a record in it, by the name of its view."""
    group = product.producer.group
    enrolment = group.memberships.get().person.household.enrolments.get()
    certificate, photo = product.certificates.get(), product.photos.get()
    registration = product.registrations.get()
    keys = {
        **dict.fromkeys(["product_detail", "product_change", "product_stop"], product),
        **dict.fromkeys(["cost_create", "certificate_create", "photo_create"], product),
        **dict.fromkeys(["certificate_change", "certificate_file"], certificate),
        "photo_detail": photo,
        **dict.fromkeys(["producer_detail", "producer_change"], product.producer),
        **dict.fromkeys(["registration_detail", "registration_documents"], registration),
        "group_products": group,
        "enrolment_products": enrolment,
    }
    addresses = {
        name: reverse(f"products:{name}", args=[record.uuid]) for name, record in keys.items()
    }
    addresses["registration_move"] = reverse(
        "products:registration_move", args=[registration.uuid, "province_endorsed"]
    )
    return addresses


READ = {"product_detail", "producer_detail", "registration_detail"}
# Where a checklist leads: read by all who may read, sent only by who may change.
LEADS = {"group_products", "enrolment_products"}
FILES = {"certificate_file", "photo_detail"}


def test_nothing_of_another_district_is_found(record, officer_other, client_of):
    client = client_of(officer_other)

    found = {name: client.get(url).status_code for name, url in pages(record).items()}

    assert set(found.values()) == {404}


def test_nothing_of_another_district_is_changed(record, officer_other, client_of):
    client = client_of(officer_other)
    before = counts()
    sent = {"once_key": uuid4(), "since": "district_endorsed", "name": "ใหม่"}

    posted = {n: client.post(url, sent).status_code for n, url in pages(record).items()}
    begun = client.post(reverse("products:registration_create", args=[record.uuid]), sent)

    assert {posted[name] for name in posted.keys() - READ - FILES} == {404}
    assert begun.status_code == 404
    assert counts() == before


def counts():
    models = (Product, CostSheet, Certificate, ProductPhoto, Registration)
    return [model.history.count() for model in models]


def test_an_auditor_reads_and_changes_nothing(record, auditor, client_of):
    client = client_of(auditor)

    found = {name: client.get(url).status_code for name, url in pages(record).items()}

    assert {name for name, status in found.items() if status == 200} == READ | LEADS
    # The files of this record do not exist: they are looked for, and not refused.
    assert {name for name, status in found.items() if status == 404} == FILES
    assert {found[name] for name in found.keys() - READ - LEADS - FILES} == {403}


def test_an_auditor_sends_nothing(record, auditor, client_of):
    client = client_of(auditor)

    sent = {name: client.post(url).status_code for name, url in pages(record).items()}

    assert {sent[name] for name in sent.keys() - READ - FILES} == {403}


def test_a_supervisor_reads_and_records_the_result_of_the_province(record, supervisor, client_of):
    client = client_of(supervisor)

    found = {name: client.get(url).status_code for name, url in pages(record).items()}

    opened = {name for name, status in found.items() if status == 200}
    # What is about a group or a household is closed to a supervisor.
    assert opened == READ | {"registration_move"}


@pytest.mark.parametrize("who", ["volunteer", "administrator"])
def test_products_are_not_shown_to(cast, client_of, record, who):
    client = client_of(cast[who])

    found = [client.get(url).status_code for url in ["/products/", *pages(record).values()]]

    assert set(found) == {403}


def test_nobody_sees_a_product_without_logging_in(record, client):
    found = {client.get(url).status_code for url in ["/products/", *pages(record).values()]}

    assert found == {302}


def test_the_pages_open_for_an_officer(record, officer, client_of):
    client = client_of(officer)

    found = {name: client.get(url).status_code for name, url in pages(record).items()}

    not_shown = FILES | {"registration_documents"}  # closed since the district endorsed
    assert {found[name] for name in found.keys() - not_shown} == {200}


# --- Names of persons ---------------------------------------------------------------------

OWNER = "นางเสมอ ลับเฉพาะ"


@pytest.fixture
def of_single_owner():
    """A registration of a household that makes its product alone, corrected once."""
    owner = factories.producer(factories.household(), name=OWNER)
    owner.phone = "0812345678"
    owner.save()
    return factories.registration(factories.product(owner), status="district_endorsed")


def pages_of_owner(registration):
    product = registration.product
    return [
        "/producers/",
        "/products/",
        "/registrations/",
        product.producer.get_absolute_url(),
        product.get_absolute_url(),
        registration.get_absolute_url(),
        reverse("products:registration_move", args=[registration.uuid, "province_endorsed"]),
    ]


def test_a_supervisor_reads_a_single_owner_by_initials(client_of, supervisor, of_single_owner):
    client = client_of(supervisor)

    read = [client.get(url).content.decode() for url in pages_of_owner(of_single_owner)]

    assert ["ลับเฉพาะ" in html for html in read] == [False] * 7
    assert ["ส.ล." in html for html in read] == [True] * 7


def test_an_officer_and_an_auditor_read_a_single_owner_by_name(
    client_of, officer, auditor, of_single_owner
):
    for user in (officer, auditor):
        client = client_of(user)
        read = [client.get(url).content.decode() for url in pages_of_owner(of_single_owner)[:6]]
        assert [OWNER in html for html in read] == [True] * 6


def test_a_supervisor_does_not_find_by_a_name_that_is_not_shown(
    client_of, supervisor, officer, of_single_owner
):
    search = "/producers/?q=ลับเฉพาะ"

    assert "ส.ล." not in client_of(supervisor).get(search).content.decode()
    assert OWNER in client_of(officer).get(search).content.decode()
