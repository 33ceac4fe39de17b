"""The whole path as its users walk it: from the office's spreadsheet to a sale and a share.

Thirty households come in a file; six of them and their group, one single owner and one farming
household are taken as far as the path goes, in the browser; the supervisor sees it happen.
"""

from datetime import timedelta

import pytest
from PIL import Image

from groups.models import Group
from households.models import Enrolment, Household, ReadinessAssessment, Step
from otoppath.jobs.worker import do_waiting
from otoppath.thai.dates import fiscal_year, today
from tests import factories as f
from tests.walk.walker import Walker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
]
YEAR = fiscal_year(today())
GROUP, SINGLE, OWN = range(6), 6, 7
WALKING = 8
CRAFT = "ทอผ้า"
OFFICE = {"width": 1024, "height": 600}  # the screen of a small old computer


def be(days_ago=0):
    """A day as an officer types it."""
    day = today() - timedelta(days=days_ago)
    return f"{day.day}/{day.month}/{day.year + 543}"


@pytest.fixture
def craft(db):
    """The occupation of the walk, as the administrator keeps it."""
    return f.occupation("walk_weaving", name="ทอผ้าขิด (สาธิต)")


@pytest.fixture
def sheet(tmp_path):
    """The office's own list: a title above, one name a cell, Thai digits, IDs as floats."""
    import xlsxwriter

    path = tmp_path / "ครัวเรือน.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["บัญชีครัวเรือนเป้าหมาย ปี ๒๕๗๐"])
        page.write_row(2, 0, ["ที่", "ตำบล", "หมู่ที่", "บ้านเลขที่", "ชื่อ-สกุล", "เลขประจำตัวประชาชน"])
        for n in range(30):
            name = f"นางสาธิต{n:02d} ตัวอย่างดี"
            page.write_row(n + 3, 0, [n + 1, "ผักปัง", "๑", f"{n + 1}/๒", name])
    return path


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (640, 480), "#2f7d5b").save(path)
    return path


def enrolments():
    """The enrolments of the walk, in the order of the file."""
    rows = Enrolment.objects.select_related("household").order_by("household__head_name")
    return list(rows[:WALKING])


def at(walker, enrolment, page):
    return walker.go(f"/households/enrolments/{enrolment.uuid}/{page}/")


def headline(walker):
    """The figures of the supervisor's dashboard by label."""
    walker.go(f"/dashboards/{f.PROVINCE}/")
    boxes = walker.page.locator(".figure")
    return {
        boxes.nth(i).locator(".figure-label").inner_text(): boxes.nth(i)
        .locator(".figure-value")
        .inner_text()
        for i in range(boxes.count())
    }


def test_the_whole_path_is_walked(open_page, officer, chief, supervisor, craft, sheet, picture):
    f.place(f.VILLAGE)
    f.market_kind()
    f.window()
    w, boss, province = (
        Walker(open_page(u, reduced_motion="reduce", size=OFFICE))
        for u in (officer, chief, supervisor)
    )
    before = headline(province)

    import_and_nominate(w, sheet)
    select(w)
    first_step(w)
    group = gather(w)
    advance_all(w, 1)
    second_step(w, group)
    advance_all(w, 2)
    third_step(w, group, picture)
    product = make_product(w, f"/products/of/group/{group.uuid}/", "ผ้าขิดสาธิต")
    advance_group(w, group, 1, 2, 3)
    advance_all(w, 3)
    single = enrolments()[SINGLE]
    own_product = make_product(w, f"/products/of/enrolment/{single.uuid}/", "ผ้าคลุมไหล่สาธิต")
    register(w, boss, province, product, "36-0001")
    register(w, boss, province, own_product, "36-0002")
    advance_group(w, group, 4)
    advance_all(w, 4)
    sell(w, group, single)
    advance_group(w, group, 5)
    advance_all(w, 5)

    steps = [e.step for e in enrolments()]
    assert steps == [Step.DONE] * WALKING
    assert Group.objects.get().step == Step.DONE
    assert enrolments()[OWN].events.last().from_step == Step.DEVELOP
    after = headline(province)
    assert (before["ครัวเรือนเป้าหมาย"], after["ครัวเรือนเป้าหมาย"]) == ("0", "8")
    assert (before["กลุ่มอาชีพ"], after["กลุ่มอาชีพ"]) == ("0", "1")
    assert after["ยอดจำหน่ายในปีงบประมาณ"].startswith("2,500")
    # Seven went from 100,000 to 120,000 baht, the farming household to 110,000.
    assert after["รายได้เฉลี่ยเปลี่ยนแปลง"] == "+18.8%"


def import_and_nominate(w, sheet):
    w.go("/households/import/").send("ตรวจแฟ้ม", file=sheet)
    do_waiting()
    w.page.get_by_role("button", name="ยืนยันนำเข้า").wait_for()
    w.says("30")
    assert Household.objects.count() == 0
    w.press("ยืนยันนำเข้า")
    do_waiting()
    w.page.get_by_role("button", name="เสนอชื่อครัวเรือนที่นำเข้าใหม่").wait_for()
    w.says("30")
    assert Household.objects.count() == 30
    w.go("/households/").tick_all().press("เสนอชื่อครัวเรือนที่เลือก").send("เสนอชื่อ", nominated_on=be())
    assert Enrolment.objects.filter(selection="nominated").count() == 30


def select(w):
    w.go("/households/meetings/new/").fill(village=f.VILLAGE, year=str(YEAR)).press("ต่อไป")
    chosen = {f"mark_{e.uuid}" for e in enrolments()}
    marks = w.page.locator("main input[type=radio]")
    for name in marks.evaluate_all("(all) => [...new Set(all.map((one) => one.name))]"):
        is_chosen = any(name.endswith(mark.removeprefix("mark_")) for mark in chosen)
        w.page.locator(f"[name='{name}'][value={'selected' if is_chosen else 'reserve'}]").check()
    w.send(
        "บันทึกการประชุม",
        number=f"1/{YEAR}",
        held_on=be(),
        eligible_count=100,
        present_count=70,
        chaired_by="นายสาธิต ตัวอย่างดี",
        minutes="ที่ประชุมเห็นชอบครัวเรือนเป้าหมาย 8 ครัวเรือน",
    )
    assert Enrolment.objects.selected().count() == WALKING


def first_step(w):
    """The sheet of the village for those of the group, a form for each fact of the others."""
    in_the_grid(w, enrolments()[:SINGLE])
    for e, way in zip(enrolments()[SINGLE:], ("single_owner", "own_use"), strict=True):
        at(w, e, "notice").send(channel="meeting")
        at(w, e, "wanted").send(occupation=CRAFT)
        at(w, e, "income").send(
            phase="before", as_of=be(30), total_income="100,000", expense="90,000"
        )
        at(w, e, "readiness").send(**dict.fromkeys(ReadinessAssessment.ITEMS, "2"), result="ready")
        at(w, e, "route").send(route=way)
    for e in enrolments()[:SINGLE]:
        at(w, e, "route").send(route="group")


def in_the_grid(w, rows):
    told = {"channel": "ประชุม", "occupation": "ทอผ้าขิด (สาธิต)", "total_income": "100,000"}
    told |= {"expense": "90,000"} | dict.fromkeys(ReadinessAssessment.ITEMS, "ใช่")
    w.go(f"/households/grid/{f.VILLAGE}/").fill(day=be(30))
    for e in rows:
        w.fill(**{f"c-{e.uuid}-{name}": text for name, text in told.items()})
    w.press("บันทึกทั้งตาราง")


def gather(w):
    w.go("/groups/create/").fill(name="กลุ่มทอผ้าขิดสาธิต", village=f.VILLAGE, occupation=CRAFT).press(
        "ค้นหากลุ่มที่คล้ายกัน"
    ).press("เพิ่มกลุ่มใหม่")
    for e in enrolments()[:6]:
        person = e.household.persons.get()
        w.page.locator(f"main input[value='{person.uuid}']").check()
    w.send("บันทึกกลุ่ม", joined_on=be(90), founded_on=be(90))
    group = Group.objects.get()
    w.go(f"/groups/{group.uuid}/meetings/create/").send(
        kind="founding",
        number=f"1/{YEAR}",
        held_on=be(),
        member_count=6,
        present_count=6,
        minutes="ตกลงรวมกลุ่มทอผ้าขิด",
    )
    w.go(f"/groups/{group.uuid}/committee/create/").send(
        post="coordinator", member="สาธิต00", starts_on=be()
    )
    return group


def advance_all(w, step):
    """Move everybody at a step who may go on, from the list, in one press."""
    w.go(f"/households/enrolments/?year={YEAR}&step={step}&selection=selected")
    w.tick_all().press("จบเส้นทาง" if step == Step.MARKET else "เลื่อน")
    stayed = Enrolment.objects.selected().filter(step=step).count()
    assert stayed == 0, (step, w.text)


def advance_group(w, group, *steps):
    for step in steps:
        w.go(f"/groups/{group.uuid}/")
        with w.page.expect_navigation():
            w.page.locator("#advance button[type=submit]").click()
        group.refresh_from_db()
        assert group.step == step + 1, w.text


def second_step(w, group):
    w.go("/households/sages/new/").send(
        title="นาย",
        first_name="ปราชญ์สาธิต",
        last_name="ตัวอย่างดี",
        village=f.VILLAGE,
        occupation=CRAFT,
        expertise="ทอผ้าขิดลายขอ",
    )
    w.go("/households/wisdom/new/").send(
        name="ทอผ้าขิดลายขอ",
        village=f.VILLAGE,
        occupation=CRAFT,
        sage="ปราชญ์สาธิต",
        description="สืบทอดในหมู่บ้าน",
    )
    for e in enrolments():
        at(w, e, "wisdom").send(wisdom="ทอผ้าขิดลายขอ")
        at(w, e, "trainer").send(sage="ปราชญ์สาธิต")
        at(w, e, "chosen").send(occupation=CRAFT, reason="own_skill")
    base = f"/groups/{group.uuid}/"
    w.go(f"{base}wisdom/").send(wisdom="ทอผ้าขิดลายขอ")
    w.go(f"{base}materials/create/").send(name="ฝ้าย", source="ไร่ฝ้ายในตำบล")
    w.go(f"{base}surroundings/create/").send(
        assessed_on=be(), is_suitable="yes", note="ไม่มีน้ำเสีย ใช้สีธรรมชาติ"
    )
    plan(w, group, "action")


def plan(w, group, kind):
    w.go(f"/groups/{group.uuid}/plans/create/").send(
        kind=kind,
        objective="ผลิตและขายต่อเนื่อง",
        made_on=be(),
        item__title="ทอผ้าทุกสัปดาห์",
        item__due_on=be(-60),
        item__responsible="ประธานกลุ่ม",
    )


def third_step(w, group, picture):
    base = f"/groups/{group.uuid}/"
    for n in (1, 2):
        w.go(f"{base}activities/create/").send(
            "บันทึกแล้วลงรายชื่อ", kind="practice", title=f"ฝึกทอครั้งที่ {n}", held_on=be(), hours=6
        )
        attend(w, picture)
    w.go("/groups/activities/create/").send(
        village=f.VILLAGE,
        occupation=CRAFT,
        kind="occupation_training",
        title="ฝึกอบรมทอผ้าของหมู่บ้าน",
        held_on=be(),
        hours=6,
    )
    attend(w, picture)
    for e in enrolments():
        at(w, e, "visit").send(practice="practising", photo_1=picture)
        at(w, e, "income").send(
            phase="follow_up", as_of=be(10), total_income="110,000", expense="90,000"
        )
    for post, who in (("chair", "00"), ("secretary", "01"), ("treasurer", "02")):
        w.go(f"{base}committee/create/").send(post=post, member=f"สาธิต{who}", starts_on=be())
    w.go(f"{base}rules/").send(rules="ประชุมทุกเดือน", rules_agreed_on=be())
    for days in (0, 31, 62):
        w.go(f"{base}production/create/").send(
            made_on=be(days), goods="ผ้าขิด", quantity=5, unit="ผืน"
        )


def attend(w, picture):
    """Mark everybody on the list as having come, and add a photo."""
    activity = w.uuid
    w.go(f"/groups/activities/{activity}/attendance/")
    for box in w.page.locator("main select[name^=person-]").all():
        box.select_option(value="attended")
    w.send("บันทึกผู้เข้าร่วม")
    w.go(f"/groups/activities/{activity}/photos/create/").send(images=picture)


def make_product(w, address, name):
    """Producer, product and cost, each as the next thing the page asks for."""
    w.go(address).send("บันทึก", community_in_production=True)
    w.go(address).send("บันทึก", name=name, category="textile", unit="ผืน", retail_price="500")
    w.go(address).send("บันทึก", batch_units=10, materials=1500, labour=1000)
    from products.models import Product

    return Product.objects.get(name=name)


def register(w, boss, province, product, number):
    w.go(f"/products/{product.uuid}/").press("เริ่มคำขอลงทะเบียน")
    registration = product.registrations.get()
    base = f"/registrations/{registration.uuid}/"
    w.go(f"{base}documents/")
    for box in w.page.locator("main input[type=radio][value=seen]").all():
        box.check()
    w.send("บันทึกผลตรวจ")
    w.go(f"{base}move/submitted/").send(None)
    boss.go(f"{base}move/district_endorsed/").send(None, reference=f"1/{YEAR}", decided_on=be())
    province.go(f"{base}move/province_endorsed/").send(None, reference="ชย 0019/1", decided_on=be())
    w.go(f"{base}move/registered/").send(None, number=number, registered_on=be())


def sell(w, group, single):
    w.go("/markets/new/").send(
        kind="khon_thai_yim_dai",
        name="ตลาดประชารัฐคนไทยยิ้มได้ สาธิต",
        village=f.VILLAGE,
        location="ลานหน้าที่ว่าการอำเภอ",
        opened_on=be(60),
    )
    market = w.uuid
    base = f"/markets/{market}/"
    w.go(f"{base}stalls/new/").send(numbers="1-5")
    for name, stall in (("กลุ่มทอผ้าขิดสาธิต", "1"), ("สาธิต06", "2")):
        w.go(f"{base}vendors/new/").send(producer=name, kind="otop", joined_on=be(50))
        w.go(f"{base}allotments/new/").send(stall=stall, vendor=name, starts_on=be(50))
    for days in (28, 21, 14, 7):
        w.go(f"{base}days/new/").send("ไปกรอกยอดจำหน่าย", held_on=be(days))
        amounts = w.page.locator("main input[name$=-amount]")
        for i in range(amounts.count()):
            amounts.nth(i).fill("500" if days == 28 or i == 0 else "")
        w.press("ตรวจทานก่อนบันทึก").press("บันทึก")
    pay(w, group)
    plan(w, group, "standard")
    for e in enrolments():
        if e.step == Step.MARKET:
            at(w, e, "income").send(phase="follow_up", total_income="120,000", expense="90,000")


def pay(w, group):
    """A share of the last market day for every member."""
    day = group.producer.vendors.get().sales.order_by("-market_day__held_on").first().market_day
    w.go(f"/markets/days/{day.uuid}/shares/{group.uuid}/")
    for box in w.page.locator("main input[name^=amount_]").all():
        box.fill("50")
    w.send("บันทึกส่วนแบ่ง", kind="dividend", paid_on=be(6))
