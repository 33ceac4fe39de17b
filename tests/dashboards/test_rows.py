"""Every number opens its rows; who may not see names sees initials, and none under five."""

import re

import pytest

from otoppath.pipeline import moves
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f

pytestmark = pytest.mark.django_db
YEAR = fiscal_year(today())


def started(n):
    rows = [f.enrolment(f.household(head=f"ลับเฉพาะ{i}")) for i in range(n)]
    moves.start(rows, by=None)
    return rows


def linked_numbers(html):
    """(number, address of its rows) for every number of a dashboard that is a link."""
    pairs = re.findall(r'href="([^"]*/dashboards/\d+/[a-z_]+/[^"]*)">([\d,]+)</a>', html)
    return [(int(n.replace(",", "")), url.replace("&amp;", "&")) for url, n in pairs]


def test_every_count_of_a_dashboard_opens_as_many_rows(client_of, officer):
    started(3)
    group = f.group()
    moves.start([group], by=officer)
    f.sale(amount=300)
    client = client_of(officer)

    html = client.get(f"/dashboards/{f.DISTRICT}/").content.decode()

    counted = [(n, u) for n, u in linked_numbers(html) if "/sales/" not in u]
    assert len(counted) >= 12
    for number, url in counted:
        lines = client.get(url).context["lines"]
        assert (url, len(lines)) == (url, number)


def test_who_may_not_see_rows_is_offered_none(client_of, administrator):
    started(3)
    f.sale(amount=300)

    html = client_of(administrator).get(f"/dashboards/{f.DISTRICT}/").content.decode()

    assert linked_numbers(html) == []
    assert "3</td>" in html


def test_a_supervisor_sees_initials_and_village(client_of, supervisor):
    started(5)

    html = client_of(supervisor).get(f"/dashboards/{f.DISTRICT}/enrolments/").content.decode()

    assert "บ้านสมมุติเหนือ" in html
    assert "ลับเฉพาะ" not in html


def test_rows_without_names_come_by_village_not_in_the_order_of_the_names(client_of, supervisor):
    heads = [("ฮ", f.VILLAGE), ("ก", f.OTHER_VILLAGE), ("ค", f.VILLAGE), ("ง", f.VILLAGE)]
    heads.append(("ข", f.OTHER_VILLAGE))
    moves.start([f.enrolment(f.household(v, head=name)) for name, v in heads], by=None)

    response = client_of(supervisor).get(f"/dashboards/{f.DISTRICT}/enrolments/")

    shown = [line["title"][0] for line, _row in response.context["lines"]]
    assert shown == ["ฮ", "ค", "ง", "ก", "ข"]


def test_a_supervisor_sees_sellers_who_are_persons_by_initials(client_of, supervisor):
    owner = f.household(head="ลับเฉพาะ")
    f.sale(f.vendor(producer=f.producer(owner)))
    f.sale(f.vendor(name="นางเสมอ ลับเฉพาะกว่า"))
    for n in range(3):
        f.sale(f.vendor(producer=f.producer(f.group(name=f"กลุ่มเปิดเผย {n}"))))

    html = client_of(supervisor).get(f"/dashboards/{f.DISTRICT}/sales/").content.decode()

    assert "ลับเฉพาะ" not in html
    assert "ส.ล." in html
    assert "กลุ่มเปิดเผย" in html


def test_an_officer_sees_sellers_by_name(client_of, officer):
    f.sale(f.vendor(name="นางเสมอ ลับเฉพาะกว่า"))

    html = client_of(officer).get(f"/dashboards/{f.DISTRICT}/sales/").content.decode()

    assert "นางเสมอ ลับเฉพาะกว่า" in html


def test_a_supervisor_sees_no_rows_under_five(client_of, supervisor):
    started(4)

    response = client_of(supervisor).get(f"/dashboards/{f.DISTRICT}/enrolments/")

    assert response.context["is_suppressed"]
    assert response.context["lines"] == []


@pytest.mark.parametrize("path", ["", "enrolments/", "groups/", "sales/"])
def test_a_place_outside_the_area_is_not_found(path, client_of, officer_other):
    started(1)

    response = client_of(officer_other).get(f"/dashboards/{f.DISTRICT}/{path}")

    assert response.status_code == 404


@pytest.mark.parametrize(
    "query", ["year=๒๕๗๐", "year=99999", "step=9", "month=2026-99", "cursor=x"]
)
def test_a_damaged_address_is_never_a_server_error(query, client_of, officer):
    started(1)

    response = client_of(officer).get(f"/dashboards/{f.DISTRICT}/enrolments/?{query}")

    assert response.status_code == 200


def test_a_supervisor_sees_no_sales_of_fewer_than_five_sellers(client_of, supervisor):
    """However often they sold, and at however many markets."""
    owner = f.producer(f.household(head="ลับเฉพาะ"))
    for _market in range(4):
        for _sale in range(2):
            f.sale(f.vendor(producer=owner))
    for _other in range(3):
        f.sale()
    client = client_of(supervisor)

    few = client.get(f"/dashboards/{f.DISTRICT}/sales/").context["is_suppressed"]
    f.sale()
    enough = client.get(f"/dashboards/{f.DISTRICT}/sales/").context["is_suppressed"]

    assert (few, enough) == (True, False)


def test_a_supervisor_sees_no_sales_under_five(client_of, supervisor):
    f.sale(amount=300)

    response = client_of(supervisor).get(f"/dashboards/{f.DISTRICT}/sales/")

    assert response.context["is_suppressed"]
