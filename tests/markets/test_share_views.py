from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from markets.forms.shares import name_of
from markets.models import Share
from otoppath.thai.dates import format_date, today
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TODAY = format_date(today(), "digits")


@pytest.fixture
def group():
    group = factories.group()
    for _member in range(3):
        factories.membership(group)
    return group


@pytest.fixture
def day(group):
    """A day on which the group sold for 1,000 baht, and somebody else for 500."""
    market = factories.market()
    day = factories.market_day(market)
    factories.sale(
        factories.vendor(market, producer=factories.producer(group)), on=day, amount=1000
    )
    factories.sale(factories.vendor(market), on=day, amount=500)
    return day


def url_of(day, group):
    return reverse("markets:share_create", args=[day.uuid, group.uuid])


def paying(*amounts, group, **fields):
    persons = [m.person for m in group.memberships.order_by("pk")]
    typed = dict(zip(map(name_of, persons), amounts, strict=False))
    return {"once_key": str(uuid4()), "kind": "wage", "paid_on": TODAY} | typed | fields


def messages_of(response):
    return [(m.level_tag, str(m)) for m in response.context["messages"]]


def test_many_members_are_paid_in_one_form_and_blank_lines_are_skipped(
    officer, client_of, day, group
):
    client, sent = client_of(officer), paying("300", "", "๔๐๐", group=group)

    first, second = client.post(url_of(day, group), sent), client.post(url_of(day, group), sent)

    assert first.url == second.url == day.get_absolute_url()
    assert list(Share.objects.order_by("amount").values_list("amount", flat=True)) == [300, 400]
    share = Share.objects.order_by("pk")[0]
    assert (share.group, share.market_day, share.created_by) == (group, day, officer)
    assert share.history.get().history_user == officer


def test_the_form_shows_what_this_group_sold_and_paid_on_the_day(officer, client_of, day, group):
    paid = group.memberships.order_by("pk")[0].person
    factories.share(group, paid, amount=250, market_day=day)

    form = client_of(officer).get(url_of(day, group)).context["form"]

    assert (form.sold, form.paid) == (1000, 250)
    assert {person: before for person, _field, before in form.lines()}[paid] == 250


def sure_of(response):
    """What the tick that is drawn stands for."""
    return response.context["form"]["sure"].field.widget.attrs["value"]


def test_paying_more_than_was_sold_is_asked_about_before_it_is_saved(
    officer, client_of, day, group
):
    factories.share(group, market_day=day, amount=600)
    client, sent = client_of(officer), paying("500", group=group)

    asked = client.post(url_of(day, group), sent)

    assert "ขายได้ในวันนั้น 1,000 บาท แต่จ่ายส่วนแบ่งรวม 1,100 บาท" in asked.content.decode()
    assert f'value="{sure_of(asked)}"' in asked.content.decode()
    assert Share.objects.count() == 1


def test_what_was_confirmed_is_saved_and_stays_marked_on_the_day(officer, client_of, day, group):
    client, sent = client_of(officer), paying("1500", group=group)
    asked = client.post(url_of(day, group), sent)

    saved = client.post(url_of(day, group), sent | {"sure": sure_of(asked)}, follow=True)

    assert Share.objects.get().amount == 1500
    assert "จ่ายเกินที่ขายได้" in saved.content.decode()


def test_a_tick_stands_for_its_own_figures(officer, client_of, day, group):
    client = client_of(officer)
    asked = client.post(url_of(day, group), paying("1500", group=group))

    again = client.post(
        url_of(day, group), paying("99999999", group=group, sure=sure_of(asked)), follow=True
    )

    assert Share.objects.count() == 0
    assert "99,999,999 บาท" in again.content.decode()
    assert "checked" not in str(again.context["form"]["sure"])


def test_paying_exactly_what_was_sold_warns_of_nothing(officer, client_of, day, group):
    response = client_of(officer).post(
        url_of(day, group), paying("600", "400", group=group), follow=True
    )

    assert [level for level, _text in messages_of(response)] == ["success"]


def test_a_form_without_any_amount_is_refused(officer, client_of, day, group):
    response = client_of(officer).post(url_of(day, group), paying(group=group))

    assert response.context["form"].non_field_errors() == ["กรอกจำนวนเงินของสมาชิกอย่างน้อยหนึ่งคน"]


def test_nothing_typed_is_lost_when_one_amount_is_wrong(officer, client_of, day, group):
    response = client_of(officer).post(url_of(day, group), paying("300", "มาก", group=group))

    text = response.content.decode()
    assert 'value="300"' in text
    assert 'value="มาก"' in text
    assert Share.objects.count() == 0


def test_nobody_is_paid_before_the_goods_were_sold(officer, client_of, day, group):
    yesterday = format_date(today() - timedelta(days=1), "digits")

    response = client_of(officer).post(
        url_of(day, group), paying("100", group=group, paid_on=yesterday)
    )

    assert list(response.context["form"].errors) == ["paid_on"]


def test_who_left_before_the_day_or_joined_after_it_is_not_paid(officer, client_of, day, group):
    factories.membership(group, left_on=today() - timedelta(days=1))
    factories.membership(group, joined_on=today() + timedelta(days=1))

    form = client_of(officer).get(url_of(day, group)).context["form"]

    assert len(form.members) == 3


def test_the_key_of_somebody_who_is_no_member_pays_nobody(officer, client_of, day, group):
    stranger = factories.person()

    response = client_of(officer).post(
        url_of(day, group), paying(group=group) | {name_of(stranger): "500"}
    )

    assert response.status_code == 200
    assert Share.objects.count() == 0


def test_a_group_of_another_district_is_not_found(officer, client_of, day):
    outside = factories.group(factories.OUTSIDE_VILLAGE)

    assert client_of(officer).get(url_of(day, outside)).status_code == 404


def test_a_share_is_withdrawn_with_its_reason_and_counts_no_more(officer, client_of, day, group):
    share = factories.share(group, market_day=day, amount=600)
    client = client_of(officer)

    response = client.post(
        reverse("markets:share_withdraw", args=[share.uuid]), {"reason": "จ่ายผิดคน"}
    )

    assert response.url == day.get_absolute_url()
    assert client.get(url_of(day, group)).context["form"].paid == 0
    assert Share.everything.get().withdrawn_reason == "จ่ายผิดคน"
