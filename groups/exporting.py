"""The list of groups as a file."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.forms.filter import GroupFilter
from groups.models import CommitteeTerm, Group, Membership, Post
from otoppath.accounts.exporting import Column, Table
from otoppath.places.names import place_name
from otoppath.thai.dates import format_date
from otoppath.thai.ids import format_phone


def rows_of(filters: GroupFilter, rows: QuerySet) -> QuerySet:
    """Return the groups in the order of the list, with members and chair, read in blocks."""
    members = Membership.objects.visible_to(filters.user).current().select_related("person")
    chairs = CommitteeTerm.objects.visible_to(filters.user).current().filter(post=Post.CHAIR)
    return (
        rows.order_by(filters.order, "pk")
        .select_related("occupation")
        .prefetch_related(
            Prefetch("memberships", members, to_attr="members"),
            Prefetch("terms", chairs.select_related("person"), to_attr="chairs"),
        )
    )


def _households(group: Any) -> int:
    """How many member households: a household counts once."""
    return len({membership.person.household_id for membership in group.members})


def _chair(group: Any) -> str:
    return group.chairs[0].person.full_name if group.chairs else ""


def _village(group: Group) -> str:
    return place_name(group.village_id)


def _moo(group: Group) -> int:
    return int(group.village_id[6:8])


def _subdistrict(group: Group) -> str:
    return place_name(group.village_id[:6])


TABLE = Table(
    name=pgettext_lazy("many", "กลุ่มอาชีพ"),
    list_url="groups:group_list",
    columns=(
        Column(_("ชื่อกลุ่ม"), lambda group: group.name),
        Column(_("อาชีพของกลุ่ม"), lambda group: group.occupation),
        Column(_("ประเภทกิจการ"), lambda group: group.get_line_of_business_display()),
        Column(_("สภาพกลุ่ม"), lambda group: group.get_kind_display()),
        Column(_("สถานะทางกฎหมาย"), lambda group: group.get_legal_status_display()),
        Column(_("การดำเนินกิจการ"), lambda group: group.get_operating_status_display()),
        Column(_("รหัสหมู่บ้าน"), lambda group: group.village_id),
        Column(_("หมู่บ้าน"), _village),
        Column(_("หมู่ที่"), _moo),
        Column(_("ตำบล"), _subdistrict),
        Column(_("โทรศัพท์"), lambda group: format_phone(group.phone)),
        Column(_("ประธาน"), _chair),
        Column(_("สมาชิก (คน)"), lambda group: len(group.members)),
        Column(_("สมาชิก (ครัวเรือน)"), _households),
        Column(_("วันที่จัดตั้ง"), lambda group: format_date(group.founded_on)),
        Column(_("วันที่จดทะเบียน"), lambda group: format_date(group.registered_on)),
        Column(_("ขั้นตอน"), lambda group: group.get_step_display()),
        Column(_("อยู่ขั้นตอนนี้ตั้งแต่"), lambda group: format_date(group.step_since)),
        Column(_("เลิกกลุ่มเมื่อ"), lambda group: format_date(group.closed_on)),
        Column(_("เหตุที่เลิก"), lambda group: group.get_closed_reason_display()),
    ),
)
