"""One of every record at a village: what the addresses of the table are filled with."""

import io
from datetime import timedelta

from django.core.files.base import ContentFile
from PIL import Image

from groups.models import ActivityPhoto, PlanItem
from households.models import (
    ImportBatch,
    RememberedColumns,
    RowAnswer,
    SelectionMeeting,
    VisitPhoto,
)
from otoppath.accounts.models import ProgrammeYear, Role
from otoppath.pipeline import moves
from otoppath.thai.dates import fiscal_year, today
from products.models import ProductPhoto, RegistrationDocument
from tests import factories as f
from tests.pipeline import evidence


def picture():
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "#27457a").save(buffer, "JPEG")
    return ContentFile(buffer.getvalue(), "picture.jpg")


def paper():
    return ContentFile(b"%PDF-1.4 synthetic", "paper.pdf")


def world_at(village, by):
    """Return {key: record} of a village, every record named as the table names it."""
    household = f.household(village, head="ลับเฉพาะคน")
    person = household.persons.get()
    enrolment = f.enrolment(household)
    moves.start([enrolment], by=by)
    group = f.group(village)
    moves.start([group], by=by)
    membership = f.membership(group, person)
    made = {
        "place": household.village,
        "pair": f.duplicate_pair(household),
        "merge": f.household_merge(household, by=by),
        "household": household,
        "person": person,
        "enrolment": enrolment,
        "group": group,
        "membership": membership,
        **facts(village, enrolment, by),
        **works(group, person),
        **trade(village, group),
        "account": f.user(Role.VOLUNTEER, areas=[village]),
    }
    made["share"] = f.share(group, person, market_day=made["day"])
    made["acting"] = f.acting(f.user(areas=[village[:4]]), area=village[:4])
    return made


def facts(village, enrolment, by):
    visit = evidence.visit(enrolment, checked_at=None, created_by=by)
    meeting = SelectionMeeting.objects.create(
        village=enrolment.village,
        fiscal_year=enrolment.fiscal_year,
        number="1/2570",
        held_on=today(),
        eligible_count=10,
        present_count=9,
        chaired_by="สมมุติ",
        minutes="มติ",
        document=paper(),
    )
    sage = evidence.sage(enrolment.village)
    fix = enrolment.fixes.create(step=1, text="ขอเอกสาร", by=by)
    return {
        "visit": visit,
        "photo": VisitPhoto.objects.create(visit=visit, image=picture()),
        "meeting": meeting,
        "sage": sage,
        "wisdom": evidence.wisdom_row(enrolment.village),
        "trainer": evidence.trainer(enrolment),
        "fix": fix,
        "batch": batch(village),
        "comparison": comparison(enrolment.household),
    }


def batch(village):
    RememberedColumns.objects.get_or_create(place=f.place(village[:4]), fingerprint="0" * 64)
    made = ImportBatch(
        place=f.place(village[:4]),
        fiscal_year=fiscal_year(today()),
        original_name="list.csv",
        sha256="0" * 64,
    )
    made.file.save("list.csv", ContentFile("รหัสหมู่บ้าน,บ้านเลขที่,ชื่อ\n".encode()), save=False)
    made.save()
    RowAnswer.objects.get_or_create(
        place=f.place(village[:4]), told="0" * 64, defaults={"answered_by": f.user()}
    )
    return made


def comparison(household):
    """A list that was compared and does not name the household."""
    made = ImportBatch.objects.create(
        place=f.place(household.village_id[:4]),
        fiscal_year=fiscal_year(today()),
        kind="comparison",
        source="bmn",
        list_name="สมมุติ",
        list_year=2569,
        original_name="bmn.csv",
        state="previewed",
        absent=1,
        undecided=1,
    )
    made.rows.create(number=1, state="absent", village=household.village_id, household=household)
    return made


def works(group, person):
    meeting = evidence.meeting(group)
    meeting.document.save("paper.pdf", paper())
    plan = evidence.plan(group, "action", due=-3)
    activity = evidence.activity(group, photo=False)
    return {
        "term": evidence.term(group, "chair"),
        "group_meeting": meeting,
        "material": evidence.material(group),
        "plan": plan,
        "plan_item": PlanItem.objects.filter(plan=plan).get(),
        "activity": activity,
        "activity_photo": ActivityPhoto.objects.create(activity=activity, image=picture()),
        "production": evidence.production(group),
        "group_fix": group.fixes.create(step=1, text="ขอเอกสาร", by=f.user()),
    }


def trade(village, group):
    producer = f.producer(group)
    product = f.product(producer)
    f.cost_sheet(product)
    f.window()
    certificate = f.certificate(product, days_left=20)
    certificate.document.save("paper.pdf", paper())
    registration = f.registration(product)
    registration.documents.update(state=RegistrationDocument.State.SEEN)
    market = f.market(village)
    stall = f.stall(market)
    vendor = f.vendor(market, producer=producer)
    day = f.market_day(market, held_on=today() - timedelta(days=1))
    return {
        "producer": producer,
        "product": product,
        "certificate": certificate,
        "product_photo": ProductPhoto.objects.create(product=product, image=picture()),
        "registration": registration,
        "market": market,
        "stall": stall,
        "vendor": vendor,
        "allotment": f.allotment(stall, vendor),
        "day": day,
        "sale": f.sale(vendor, on=day),
    }


def year():
    return ProgrammeYear.objects.get_or_create(fiscal_year=fiscal_year(today()))[0]
