from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from otoppath.thai.dates import format_date, today
from products.models import Certificate, CostSheet, Product, ProductPhoto
from tests import factories
from tests.many import NUMBER, many

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIST = "/products/"


def listed(client, **query):
    return [product.name for product in client.get(LIST, query).context["page"].rows]


def typed(**fields):
    return {
        "once_key": str(uuid4()),
        "name": "ผ้าขิดลายขอ",
        "category": "textile",
        "unit": "ผืน",
        "retail_price": "๑,๒๕๐",
    } | fields


# --- List ---------------------------------------------------------------------------------


def test_the_list_stands_in_thai_order(officer, client_of):
    for name in ("ไหมพันคอ", "กล้วยฉาบ", "เกลือสินเธาว์", "ผ้าขิด"):
        factories.product(name=name)

    assert listed(client_of(officer)) == ["กล้วยฉาบ", "เกลือสินเธาว์", "ผ้าขิด", "ไหมพันคอ"]


def test_search_finds_a_name_typed_without_its_tone_marks(officer, client_of):
    factories.product(name="ผ้าขิด")
    factories.product(name="หม่ำเนื้อ")

    assert listed(client_of(officer), q="หมำ") == ["หม่ำเนื้อ"]


def test_the_list_is_narrowed_by_category_and_kind_of_producer(officer, client_of):
    alone = factories.producer(factories.household())
    factories.product(alone, name="หม่ำ", category="food")
    factories.product(name="กล้วยฉาบ", category="food")
    factories.product(alone, name="ผ้าขิด")

    assert listed(client_of(officer), category="food", kind="single_owner") == ["หม่ำ"]


def test_registered_and_not_registered_are_told_apart(officer, client_of):
    factories.registration(factories.product(name="ก"), status="registered")
    factories.registration(factories.product(name="ข"), status="submitted")
    factories.registration(factories.product(name="ค"), status="cancelled")

    client = client_of(officer)
    assert listed(client, registered="yes") == ["ก"]
    assert listed(client, registered="no") == ["ข", "ค"]


def test_an_expired_certificate_is_a_lacking_one(officer, client_of):
    factories.certificate(factories.product(name="ก"), days_left=0)
    factories.certificate(factories.product(name="ข"), days_left=-1)
    factories.certificate(factories.product(name="ค"), days_left=None)

    assert listed(client_of(officer), uncertified="on") == ["ข"]


def test_products_of_another_district_are_not_listed_or_counted(officer_other, client_of):
    factories.product()

    response = client_of(officer_other).get(LIST)

    assert (response.context["page"].rows, response.context["count"].value) == ([], 0)


def queries_of(client, url):
    client.get(url)  # names of places and the session are read once
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in captured if "products_" in q["sql"]]


def many_products(n):
    row = Product(
        producer=factories.producer(),
        name=f"ผ้า {NUMBER}",
        category="textile",
        unit="ผืน",
        retail_price=1,
    )
    row.rekey()
    many(row, n)


@pytest.mark.parametrize("query", ["", "?q=ผ้า&registered=no&uncertified=on&kind=community_group"])
def test_the_list_asks_at_most_five_queries_at_30_and_at_3000(officer, client_of, query):
    client = client_of(officer)
    many_products(30)
    at_30 = queries_of(client, LIST + query)
    many_products(2970)

    at_3000 = queries_of(client, LIST + query)

    assert len(at_30) == len(at_3000) <= 5


def test_the_next_page_goes_on_where_the_first_one_ended(officer, client_of):
    many_products(60)
    client = client_of(officer)
    first = client.get(LIST).context["page"]

    second = client.get(LIST, {"cursor": first.next_cursor}).context["page"]

    assert len(first.rows) == 50
    assert {p.pk for p in first.rows}.isdisjoint({p.pk for p in second.rows})
    assert len(second.rows) == 10


# --- Adding and correcting ----------------------------------------------------------------


def test_a_product_is_added_to_a_producer_of_the_area(officer, client_of):
    producer = factories.producer()

    response = client_of(officer).post(
        reverse("products:product_create"), typed(producer=producer.uuid)
    )

    product = Product.objects.get()
    assert response.url == product.get_absolute_url()
    assert (product.producer, product.retail_price) == (producer, Decimal(1250))
    assert (product.created_by, product.sort_key != "") == (officer, True)


def test_pressing_twice_makes_one_product(officer, client_of):
    client, sent = client_of(officer), typed(producer=factories.producer().uuid)
    first = client.post(reverse("products:product_create"), sent)

    second = client.post(reverse("products:product_create"), sent)

    assert Product.objects.count() == 1
    assert second.url == first.url


def test_a_producer_of_another_district_is_no_choice_and_its_key_is_refused(officer, client_of):
    outside = factories.producer(village=factories.OUTSIDE_VILLAGE)
    own = factories.producer()
    client = client_of(officer)

    page = client.get(reverse("products:product_create"))
    response = client.post(reverse("products:product_create"), typed(producer=outside.uuid))

    assert list(page.context["form"].fields["producer"].queryset) == [own]
    assert list(response.context["form"].errors) == ["producer"]
    assert Product.objects.count() == 0


def test_what_was_typed_stays_when_the_form_is_refused(officer, client_of):
    sent = typed(producer=factories.producer().uuid, name="", story="ลายของแม่", retail_price="แพง")

    response = client_of(officer).post(reverse("products:product_create"), sent)

    assert set(response.context["form"].errors) == {"name", "retail_price"}
    assert "ลายของแม่" in response.content.decode()
    assert 'value="แพง"' in response.content.decode()


def test_the_same_name_twice_with_one_producer_is_refused_in_words(officer, client_of):
    product = factories.product(name="ผ้าขิดลายขอ")

    response = client_of(officer).post(
        reverse("products:product_create"), typed(producer=product.producer.uuid)
    )

    assert response.context["form"].non_field_errors() == ["ผู้ผลิตรายนี้มีผลิตภัณฑ์ชื่อนี้อยู่แล้ว"]


def test_a_wholesale_price_above_the_retail_price_is_refused(officer, client_of):
    sent = typed(producer=factories.producer().uuid, wholesale_price="1300")

    response = client_of(officer).post(reverse("products:product_create"), sent)

    assert list(response.context["form"].errors) == ["wholesale_price"]


def test_a_correction_keeps_the_wisdom_and_changes_the_name(officer, client_of):
    product = factories.product(wisdom=factories.wisdom())
    url = reverse("products:product_change", args=[product.uuid])
    client = client_of(officer)
    page = client.get(url)

    client.post(url, typed(name="ผ้าขิดลายใหม่", wisdom=product.wisdom.uuid))

    assert f'value="{product.wisdom.uuid}" selected' in page.content.decode()
    product.refresh_from_db()
    assert (product.name, product.wisdom_id is not None) == ("ผ้าขิดลายใหม่", True)


def test_a_product_given_up_is_marked_and_can_be_made_again(officer, client_of):
    product = factories.product()
    url = reverse("products:product_stop", args=[product.uuid])
    client = client_of(officer)

    client.post(url, {"stopped_on": format_date(today(), "digits"), "once_key": uuid4()})
    product.refresh_from_db()
    stopped = product.stopped_on
    client.post(url, {"stopped_on": "", "once_key": uuid4()})

    product.refresh_from_db()
    assert (stopped, product.stopped_on) == (today(), None)


# --- Page ---------------------------------------------------------------------------------


def test_the_page_says_what_one_costs_and_what_is_left(officer, client_of):
    sheet = factories.cost_sheet(factories.product(retail_price=400))

    text = client_of(officer).get(sheet.product.get_absolute_url()).content.decode()

    assert "250 บาท/ผืน (ค่าแรง 100 บาท)" in text
    assert "150 บาท (ร้อยละ 37.5 ของราคาปลีก)" in text


def test_a_price_below_its_cost_is_said_with_a_true_minus(officer, client_of):
    sheet = factories.cost_sheet(factories.product(retail_price=200))

    text = client_of(officer).get(sheet.product.get_absolute_url()).content.decode()

    assert "−50 บาท (ร้อยละ −25 ของราคาปลีก)" in text
    assert "ราคาปลีกต่ำกว่าต้นทุน" in text


def test_the_latest_cost_counts_and_earlier_ones_stay(officer, client_of):
    product = factories.product()
    factories.cost_sheet(product, as_of=today() - timedelta(days=90), labour=9000)
    url = reverse("products:cost_create", args=[product.uuid])
    sent = {
        "once_key": uuid4(),
        "as_of": format_date(today(), "digits"),
        "batch_units": "10",
        "materials": "1,000",
        "labour": "500",
    }

    response = client_of(officer).post(url, sent)

    assert response.url == product.get_absolute_url()
    assert product.cost_sheets.count() == 2
    assert product.cost_sheets.first().unit_cost == Decimal("150.00")


@pytest.mark.parametrize("labour", ["", "0"])
def test_a_cost_without_own_labour_is_refused_and_says_why(officer, client_of, labour):
    product = factories.product()
    url = reverse("products:cost_create", args=[product.uuid])

    response = client_of(officer).post(
        url, {"once_key": uuid4(), "as_of": "1/10/2569", "batch_units": 1, "labour": labour}
    )

    assert "แรงงานของตนเอง" in response.context["form"].errors["labour"][0]
    assert CostSheet.objects.count() == 0


@pytest.mark.parametrize(
    ("days_left", "words"),
    [
        (30, "หมดอายุในอีก 30 วัน"),
        (0, "หมดอายุวันนี้"),
        (-3, "หมดอายุแล้ว 3 วัน"),
        (None, "ไม่มีวันหมดอายุ"),
    ],
)
def test_the_expiry_of_a_certificate_is_said_in_words(officer, client_of, days_left, words):
    certificate = factories.certificate(days_left=days_left)

    response = client_of(officer).get(certificate.product.get_absolute_url())

    assert words in response.content.decode().replace('<span class="term">', "").replace(
        "</span>", ""
    )


# --- Files --------------------------------------------------------------------------------


def picture(name="photo.png"):
    content = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")


def test_a_photo_is_added_written_anew_and_sent_with_its_product(officer, client_of):
    product = factories.product()
    client = client_of(officer)

    client.post(
        reverse("products:photo_create", args=[product.uuid]),
        {"once_key": uuid4(), "image": picture(), "caption": "ลายขอ"},
    )

    photo = ProductPhoto.objects.get(product=product)
    response = client.get(reverse("products:photo_detail", args=[photo.uuid]))
    assert response["Content-Type"] == "image/jpeg"
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")


def test_what_is_no_photo_is_refused(officer, client_of):
    product = factories.product()
    fake = SimpleUploadedFile("photo.jpg", b"<script>alert(1)</script>")

    response = client_of(officer).post(
        reverse("products:photo_create", args=[product.uuid]),
        {"once_key": uuid4(), "image": fake},
    )

    assert list(response.context["form"].errors) == ["image"]
    assert ProductPhoto.objects.count() == 0


def test_a_certificate_with_its_paper_is_added_and_the_paper_is_a_private_file(
    officer, officer_other, client_of
):
    product = factories.product()
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.4 test %%EOF", content_type="application/pdf")
    sent = {
        "once_key": uuid4(),
        "kind": "tcps",
        "number": "มผช. 17/2569",
        "issuer": "สมอ.",
        "issued_on": "1/10/2568",
        "expires_on": "30/9/2571",
        "document": paper,
    }

    client_of(officer).post(reverse("products:certificate_create", args=[product.uuid]), sent)

    certificate = Certificate.objects.get(product=product)
    url = reverse("products:certificate_file", args=[certificate.uuid])
    assert client_of(officer).get(url)["Content-Disposition"].startswith("attachment")
    assert client_of(officer_other).get(url).status_code == 404


def test_a_correction_of_a_certificate_keeps_its_paper(officer, client_of):
    certificate = factories.certificate(document="certificates/a.pdf")
    url = reverse("products:certificate_change", args=[certificate.uuid])
    sent = {"once_key": uuid4(), "kind": "tcps", "number": "1", "issuer": "สมอ."}

    client_of(officer).post(url, sent | {"issued_on": "1/10/2568", "expires_on": ""})

    certificate.refresh_from_db()
    assert (certificate.number, certificate.document.name) == ("1", "certificates/a.pdf")


def test_a_certificate_that_expires_before_it_was_issued_is_refused(officer, client_of):
    product = factories.product()
    sent = {"once_key": uuid4(), "kind": "tcps", "number": "1", "issuer": "สมอ."}

    response = client_of(officer).post(
        reverse("products:certificate_create", args=[product.uuid]),
        sent | {"issued_on": "1/10/2568", "expires_on": "30/9/2568"},
    )

    assert list(response.context["form"].errors) == ["expires_on"]


def test_a_lapsed_certificate_is_followed_by_a_new_one_of_its_kind():
    product = factories.product()
    lapsed = factories.certificate(product, days_left=-1)
    before = list(Certificate.objects.lapsed_on(today()))

    factories.certificate(product, kind="halal")
    other_kind = list(Certificate.objects.lapsed_on(today()))
    factories.certificate(product)

    assert before == other_kind == [lapsed]
    assert list(Certificate.objects.lapsed_on(today())) == []
