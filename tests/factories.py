"""Plain functions that build valid rows; a test names only the field it is about.

Each takes keywords, fills in the rest, and saves. Names and places are synthetic but for the
codes, which are those of Phu Khiao (3610) and the district beside it (3611).
"""

import itertools
from datetime import timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from groups.models import (
    ActionPlan,
    Activity,
    ActivityPhoto,
    Attendance,
    CommitteeTerm,
    Group,
    Meeting,
    Membership,
    PlanItem,
    ProductionRecord,
    RawMaterial,
    SurroundingsAssessment,
)
from households.models import (
    DuplicatePair,
    Enrolment,
    Household,
    HouseholdMerge,
    IncomeStatement,
    MergedRow,
    Notice,
    Occupation,
    OccupationChoice,
    Person,
    ReadinessAssessment,
    Route,
    Sage,
    SelectionMeeting,
    TrainerAssignment,
    Visit,
    VisitPhoto,
    Wisdom,
    WisdomUse,
)
from markets.models import (
    Allotment,
    Market,
    MarketDay,
    MarketKind,
    Sale,
    Share,
    ShareKind,
    Stall,
    Vendor,
    VendorKind,
)
from otoppath.accounts.models import ActingAppointment, ProgrammeYear, Role, User
from otoppath.places.models import Place
from otoppath.thai.dates import fiscal_year, today
from products.models import (
    Certificate,
    CertificateKind,
    CostSheet,
    Producer,
    ProducerKind,
    Product,
    Registration,
    RegistrationDocument,
    RegistrationStatus,
    RegistrationWindow,
)

PASSWORD = "ยามเช้า-ริมน้ำ-7"

PROVINCE = "36"
DISTRICT = "3610"
SUBDISTRICT = "361001"
VILLAGE = "36100101"
OTHER_VILLAGE = "36100102"
FAR_VILLAGE = "36100201"
OUTSIDE_DISTRICT = "3611"
OUTSIDE_VILLAGE = "36110101"

_NAMES = {
    "36": "ชัยภูมิ",
    "3610": "ภูเขียว",
    "361001": "ผักปัง",
    "361002": "กวางโจน",
    "36100101": "บ้านสมมุติเหนือ",
    "36100102": "บ้านสมมุติใต้",
    "36100201": "บ้านสมมุติกลาง",
    "3611": "บ้านแท่น",
    "361101": "บ้านเต่า",
    "36110101": "บ้านสมมุตินอก",
}
_numbers = itertools.count(1)


def number() -> int:
    """A number no other row of this run has."""
    return next(_numbers)


_places: dict[str, Place] = {}


def forget() -> None:
    """Before each test: the places of the last one are gone with it."""
    _places.clear()


def place(code=VILLAGE, **fields):
    """A place, and the places above it where they are missing."""
    if code not in _places:
        wanted = [code[:length] for length in range(2, len(code), 2)] + [code]
        known = Place.objects.in_bulk(wanted)
        missing = [other for other in wanted if other not in known]
        made = [_named(other, **(fields if other == code else {})) for other in missing]
        Place.objects.bulk_create(made)
        _places.update(known | {one.code: one for one in made})
    return _places[code]


def _named(code, **fields):
    return Place(code=code, **({"name_th": _NAMES.get(code, f"สมมุติ{code}")} | fields))


def user(role=Role.OFFICER, *, areas=(DISTRICT,), password=PASSWORD, **fields):
    """An account with its areas; an auditor's appointment holds from today for ten days."""
    n = number()
    fields.setdefault("username", f"user{n}")
    fields.setdefault("title", "นางสาว")
    fields.setdefault("first_name", "สมมุติ")
    fields.setdefault("last_name", f"ตัวอย่างที่{n}")
    if role == Role.AUDITOR:
        fields.setdefault("access_starts_on", today())
        fields.setdefault("access_ends_on", today() + timedelta(days=10))
    made = User(role=role, password=_hashed(password), **fields)
    # Neither a history nor `set`: what hangs on them is more than half of what an account costs.
    made.skip_history_when_saving = True  # `save` forgets it again
    made.save()
    places = [place(code) for code in areas]
    User.areas.through.objects.bulk_create(
        User.areas.through(user=made, place=area) for area in places
    )
    return made


@cache
def _hashed(password):
    return make_password(password)


def acting(who, *, role=Role.CHIEF, area=DISTRICT, starts_on=None, ends_on=None, **fields):
    """Somebody stands in, from today for a week unless told otherwise."""
    starts_on = starts_on or today()
    return ActingAppointment.objects.create(
        user=who,
        role=role,
        area=place(area),
        starts_on=starts_on,
        ends_on=ends_on or starts_on + timedelta(days=6),
        **fields,
    )


def programme_year(fiscal_year=2570, **thresholds):
    """A fiscal year with the default thresholds but for those named."""
    made, _ = ProgrammeYear.objects.update_or_create(fiscal_year=fiscal_year, defaults=thresholds)
    return made


# --- Households and groups ----------------------------------------------------------------


def occupation(code="cotton_weaving", **fields):
    """An occupation of the list."""
    defaults = {"name": f"อาชีพสมมุติ {code}", "line": "processing"} | fields
    return Occupation.objects.get_or_create(code=code, defaults=defaults)[0]


def household(village=VILLAGE, *, head="สมใจ", **fields):
    """A household with its head, checked."""
    n = number()
    fields = {"checked_at": timezone.now(), "house_no": f"{n}/1"} | fields
    made = Household(village=place(village), **fields)
    first = _person(made, first_name=head, is_head=True)
    made.rekey([first])
    made.save()
    first.household = made
    first.save()
    return made


def person(of=None, **fields):
    """A person of 15 or older, of a household of its own unless told."""
    made = _person(of or household(), **fields)
    made.save()
    return made


def _person(of, **fields):
    named = {"title": "นาง", "first_name": f"สมมุติ{number()}", "last_name": "ตัวอย่างดี"}
    return Person(household=of, **named | fields)


def duplicate_pair(of=None, other=None, **fields):
    """Two households of a village that may be one."""
    of = of or household()
    other = other or household(of.village_id)
    first, second = sorted([of, other], key=lambda one: one.pk)
    return DuplicatePair.objects.create(first=first, second=second, **{"score": 60} | fields)


def household_merge(kept=None, gone=None, *, by=None, **fields):
    """Two records made one, with one thing that moved."""
    kept = kept or household()
    gone = gone or household(kept.village_id)
    made = HouseholdMerge.objects.create(kept=kept, gone=gone, by=by or user(), **fields)
    MergedRow.objects.create(
        merge=made,
        act=1,
        model="households.Household",
        row=gone.pk,
        column="closed_note",
        before='""',
        after='""',
    )
    return made


def enrolment(of=None, *, year=None, **fields):
    """A household in a programme year, selected, on the group route."""
    of = of or household()
    fields = {"selection": "selected", "route": Route.GROUP, "nominated_on": today()} | fields
    return Enrolment.objects.create(
        household=of, village=of.village, fiscal_year=year or fiscal_year(today()), **fields
    )


def _entered(fields):
    """Counts at once, unless the test says that nobody has checked it."""
    return {"checked_at": timezone.now()} | fields


def notice(of=None, **fields):
    """The privacy notice, given to a household."""
    fields = _entered(
        {"given_on": today(), "channel": "read_aloud", "received_by": "สมมุติ"} | fields
    )
    return Notice.objects.create(household=of or household(), **fields)


def choice(of=None, *, kind="wanted", **fields):
    """An occupation that an enrolment wants, or chose."""
    fields = _entered({"chosen_on": today(), "reason": "market"} | fields)
    fields.setdefault("occupation", occupation())
    return OccupationChoice.objects.create(enrolment=of or enrolment(), kind=kind, **fields)


def income(of=None, *, phase="before", **fields):
    """A year's income and expense, in baht."""
    fields = _entered({"as_of": today(), "total_income": 120_000, "expense": 90_000} | fields)
    return IncomeStatement.objects.create(enrolment=of or enrolment(), phase=phase, **fields)


def readiness(of=None, *, result="ready", **fields):
    """An assessment."""
    fields = _entered({"assessed_on": today()} | fields)
    return ReadinessAssessment.objects.create(enrolment=of or enrolment(), result=result, **fields)


def wisdom_use(of=None, **fields):
    """A skill that an enrolment can use."""
    fields = _entered({"noted_on": today(), "skill": "ทอผ้า"} | fields)
    return WisdomUse.objects.create(enrolment=of or enrolment(), **fields)


def visit(of=None, *, practice="practising", **fields):
    """A visit that found the household at work."""
    fields = _entered({"visited_on": today()} | fields)
    return Visit.objects.create(enrolment=of or enrolment(), practice=practice, **fields)


def visit_photo(of=None, **fields):
    """A photo of a visit."""
    fields = {"image": photo_file()} | fields
    return VisitPhoto.objects.create(visit=of or visit(), **fields)


def sage(village=VILLAGE, **fields):
    """Somebody the community accepts as a master."""
    n = number()
    fields = {"first_name": f"ปราชญ์{n}", "last_name": "ตัวอย่าง", "expertise": "ย้อมคราม"} | fields
    fields.setdefault("occupation", occupation())
    return Sage.objects.create(village=place(village), **fields)


def trainer(of=None, who=None, **fields):
    """Somebody who looks after an enrolment."""
    fields = {"starts_on": today()} | fields
    return TrainerAssignment.objects.create(
        enrolment=of or enrolment(), sage=who or sage(), **fields
    )


def selection_meeting(village=VILLAGE, *, year=None, **fields):
    """A minuted village meeting with its quorum."""
    fields = {
        "number": f"{number()}/2570",
        "held_on": today(),
        "eligible_count": 100,
        "present_count": 80,
        "chaired_by": "ผู้ใหญ่บ้านสมมุติ",
        "minutes": "มติเห็นชอบ",
    } | fields
    return SelectionMeeting.objects.create(
        village=place(village), fiscal_year=year or fiscal_year(today()), **fields
    )


def group(village=VILLAGE, **fields):
    """An occupation group without members."""
    fields = {
        "name": f"กลุ่มทอผ้าสมมุติ {number()}",
        "occupation": fields.pop("occupation", None) or occupation(),
        "line_of_business": "processing",
    } | fields
    made = Group(village=place(village), **fields)
    made.rekey()
    made.save()
    return made


def membership(of=None, who=None, **fields):
    """A person's time in a group, from a year ago."""
    fields = {"joined_on": today() - timedelta(days=365)} | fields
    return Membership.objects.create(group=of or group(), person=who or person(), **fields)


def term(of=None, who=None, *, post="chair", **fields):
    """A person's time in a post of a group, for a month so far."""
    of = of or group()
    who = who or membership(of).person
    fields = {"starts_on": today() - timedelta(days=30)} | fields
    return CommitteeTerm.objects.create(group=of, person=who, post=post, **fields)


def meeting(of=None, **fields):
    """The minuted founding meeting of a group, a month ago."""
    fields = {
        "kind": "founding",
        "number": "1/2570",
        "held_on": today() - timedelta(days=30),
        "member_count": 10,
        "present_count": 8,
        "minutes": "มติเห็นชอบจัดตั้งกลุ่ม",
    } | fields
    return Meeting.objects.create(group=of or group(), **fields)


def activity(of=None, *, village=VILLAGE, **fields):
    """A training a week ago: of a group, or of a village when none is given."""
    fields = {
        "village": of.village if of else place(village),
        "occupation": fields.pop("occupation", None) or (of.occupation if of else occupation()),
        "kind": "occupation_training",
        "title": f"ฝึกทอผ้าสมมุติ {number()}",
        "held_on": today() - timedelta(days=7),
        "hours": 6,
    } | fields
    return Activity.objects.create(group=of, **fields)


def attendance(of=None, who=None, **fields):
    """A person who came to an activity."""
    return Attendance.objects.create(activity=of or activity(), person=who or person(), **fields)


def photo_file(name="photo.jpg", *, form="JPEG", size=(40, 30)):
    """An uploaded picture."""
    written = BytesIO()
    Image.new("RGB", size, "#27457a").save(written, form)
    return SimpleUploadedFile(name, written.getvalue(), f"image/{form.lower()}")


def activity_photo(of=None, **fields):
    """A photo of an activity."""
    fields = {"image": photo_file()} | fields
    return ActivityPhoto.objects.create(activity=of or activity(), **fields)


def plan(of=None, *, kind="action", **fields):
    """A plan of a group for this fiscal year, with one line due in a month."""
    fields = {
        "fiscal_year": fiscal_year(today()),
        "objective": "ผลิตให้ต่อเนื่อง",
        "made_on": today(),
    } | fields
    made = ActionPlan.objects.create(group=of or group(), kind=kind, **fields)
    plan_item(made)
    return made


def plan_item(of, **fields):
    """One line of a plan."""
    fields = {
        "title": f"ทอผ้าผืนใหม่ {number()}",
        "due_on": today() + timedelta(days=30),
        "responsible": "คณะกรรมการ",
    } | fields
    return PlanItem.objects.create(plan=of, **fields)


def production(of=None, **fields):
    """What a group made a week ago."""
    fields = {
        "made_on": today() - timedelta(days=7),
        "goods": "ผ้าขิด",
        "quantity": 10,
        "unit": "ผืน",
        "value": 3500,
    } | fields
    return ProductionRecord.objects.create(group=of or group(), **fields)


def raw_material(of=None, **fields):
    """A raw material found in the community."""
    fields = {"name": "ฝ้าย", "source": "แปลงของสมาชิก"} | fields
    return RawMaterial.objects.create(group=of or group(), **fields)


def surroundings(of=None, **fields):
    """An assessment that the occupation suits the community."""
    fields = {"assessed_on": today(), "is_suitable": True, "note": "ใช้ฝ้ายในหมู่บ้าน"} | fields
    return SurroundingsAssessment.objects.create(group=of or group(), **fields)


def wisdom(village=VILLAGE, **fields):
    """A piece of local wisdom of a village."""
    fields = {"name": f"ภูมิปัญญาสมมุติ {number()}", "occupation": occupation()} | fields
    return Wisdom.objects.create(village=place(village), **fields)


# --- Products -----------------------------------------------------------------------------


def producer(of=None, *, village=None, **fields):
    """A producer: of a group (made here unless given) or of the household given."""
    if of is None and fields.get("kind") != ProducerKind.SME:
        of = group(village or VILLAGE)
    if isinstance(of, Group):
        fields = {"kind": ProducerKind.COMMUNITY_GROUP, "group": of, "name": of.name} | fields
    elif isinstance(of, Household):
        name = f"ร้าน{of.head_name}"
        fields = {"kind": ProducerKind.SINGLE_OWNER, "household": of, "name": name} | fields
    else:
        fields = {"name": f"บริษัทสมมุติ {number()}", "juristic_id": "0105500000000"} | fields
    site = village or (of.village_id if of else VILLAGE)
    made = Producer(village=place(site), **{"community_in_production": True} | fields)
    made.rekey()
    made.save()
    return made


def product(of=None, **fields):
    """A product of a producer, cloth unless told."""
    fields = {
        "name": f"ผ้าขิดสมมุติ {number()}",
        "category": "textile",
        "unit": "ผืน",
        "retail_price": Decimal(450),
    } | fields
    made = Product(producer=of or producer(), **fields)
    made.rekey()
    made.save()
    return made


def cost_sheet(of=None, **fields):
    """What ten units of a product cost: 2,500 baht, labour included."""
    fields = {
        "as_of": today(),
        "batch_units": 10,
        "materials": Decimal(1200),
        "labour": Decimal(1000),
        "packaging": Decimal(200),
        "overheads": Decimal(100),
    } | fields
    return CostSheet.objects.create(product=of or product(), **fields)


def certificate(of=None, *, days_left=365, **fields):
    """A community product standard that holds for a year more."""
    fields = {
        "kind": CertificateKind.TCPS,
        "number": f"มผช. {number()}/2569",
        "issuer": "สำนักงานมาตรฐานผลิตภัณฑ์อุตสาหกรรม",
        "issued_on": today() - timedelta(days=700),
        "expires_on": None if days_left is None else today() + timedelta(days=days_left),
    } | fields
    return Certificate.objects.create(product=of or product(), **fields)


def window(opens_on=None, closes_on=None, **fields):
    """A window in which registrations are taken, open from yesterday for ten days."""
    opens_on = opens_on or today() - timedelta(days=1)
    closes_on = closes_on or today() + timedelta(days=9)
    n = number()
    fields = {"fiscal_year": 2500 + n // 4 % 200, "quarter": n % 4 + 1} | fields
    return RegistrationWindow.objects.create(opens_on=opens_on, closes_on=closes_on, **fields)


def registration(of=None, *, status=RegistrationStatus.DRAFT, by=None, days=0, **fields):
    """A registration brought to a status, all papers seen, its events written on the way."""
    made = Registration.begin(of or product(), by=by)
    ready = status != RegistrationStatus.DRAFT
    if ready:
        made.documents.update(state=RegistrationDocument.State.SEEN)
    if status == RegistrationStatus.REGISTERED:
        fields = {"number": f"36-{number()}", "registered_on": today()} | fields
    for name, value in fields.items():
        setattr(made, name, value)
    made.status, made.status_since = status, timezone.now() - timedelta(days=days)
    made.save()
    if ready:
        made.events.create(from_status="draft", to_status=status, by=by)
    return made


# --- Markets ------------------------------------------------------------------------------


def market_kind(code="khon_thai_yim_dai", **fields):
    """A kind of market, that of the department unless told."""
    names = {"khon_thai_yim_dai": "ตลาดประชารัฐคนไทยยิ้มได้"}
    defaults = {"name": names.get(code, f"ตลาดสมมุติ {code}"), "is_fixed_place": True} | fields
    return MarketKind.objects.get_or_create(code=code, defaults=defaults)[0]


def market(village=VILLAGE, *, kind=None, **fields):
    """A market that opens at a definite place."""
    fields = {"name": f"ตลาดสมมุติ {number()}", "location": "ลานหน้าที่ว่าการอำเภอ"} | fields
    made = Market(village=place(village), kind=kind or market_kind(), **fields)
    made.rekey()
    made.save()
    return made


def market_day(of=None, *, held_on=None, **fields):
    """A day on which a market opened, today unless told."""
    return MarketDay.objects.create(market=of or market(), held_on=held_on or today(), **fields)


def stall(of=None, **fields):
    """A numbered stall of a market."""
    return Stall.objects.create(market=of or market(), **{"number": str(number())} | fields)


def vendor(of=None, *, producer=None, **fields):
    """A trader by name, or the producer given, selling at a market for two years."""
    fields = {
        "kind": VendorKind.OTOP if producer else VendorKind.TRADER,
        "name": producer.name if producer else f"แม่ค้าสมมุติ {number()}",
        "joined_on": today() - timedelta(days=730),
    } | fields
    return Vendor.objects.create(market=of or market(), producer=producer, **fields)


def allotment(of=None, to=None, **fields):
    """A stall given to a vendor of the same market, for a year now."""
    of = of or stall()
    fields = {"starts_on": today() - timedelta(days=365)} | fields
    return Allotment.objects.create(stall=of, vendor=to or vendor(of.market), **fields)


def sale(by=None, *, on=None, amount=500, **fields):
    """What a vendor took in on a day of its market."""
    by = by or vendor(on.market if on else None)
    on = on or MarketDay.objects.get_or_create(market=by.market, held_on=today())[0]
    fields = ({} if "product" in fields else {"goods": "ผักปลอดสาร"}) | fields
    return Sale.objects.create(vendor=by, market_day=on, amount=Decimal(amount), **fields)


def share(of=None, who=None, *, amount=100, **fields):
    """What a group paid a member today."""
    of = of or group()
    who = who or membership(of).person
    fields = {"kind": ShareKind.WAGE, "paid_on": today()} | fields
    return Share.objects.create(group=of, person=who, amount=Decimal(amount), **fields)
