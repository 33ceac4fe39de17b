"""Members and the committee."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.forms.member import (
    LeaveForm,
    MembershipChangeForm,
    MembershipForm,
    TermEndForm,
    TermForm,
)
from groups.models import CommitteeTerm, Group, Membership
from groups.views.pages import answer_form, form_page, handed, searched
from otoppath.accounts.http import Request
from otoppath.lists.idempotency import once
from otoppath.thai.dates import format_date

CHANGE = "groups.change_group"


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, "occupation", is_change=True)
def membership_create(request: Request, group: Group) -> HttpResponse:
    """Let persons join: those likely to, or those found by a search."""
    text, is_search = searched(request)
    kept = {"persons": request.POST.getlist("persons"), "joined_on": request.POST.get("joined_on")}
    form = MembershipForm(
        None if is_search else request.POST or None,
        user=request.user,
        group=group,
        text=text,
        initial=kept if is_search else None,
    )
    page = form_page(group, _("เพิ่มสมาชิก"), label=_("เพิ่มเป็นสมาชิก")) | {"q": text}
    done = _("เพิ่มสมาชิกแล้ว")
    template = "groups/membership_form.html"
    return answer_form(request, form, to=group, done=done, context=page, template=template)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Membership, "group", "person", is_change=True)
def membership_change(request: Request, membership: Membership) -> HttpResponse:
    """Correct the day somebody joined."""
    group = membership.group
    form = MembershipChangeForm(
        request.POST or None, instance=membership, user=request.user, group=group
    )
    page = form_page(group, _("แก้วันที่เข้าเป็นสมาชิกของ%(name)s") % {"name": membership.person})
    return answer_form(request, form, to=group, done=_("แก้ไขแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Membership, "group", "person", is_change=True)
def membership_leave(request: Request, membership: Membership) -> HttpResponse:
    """Let a member leave, with date and reason; the posts end with the membership."""
    form = LeaveForm(request.POST or None, user=request.user, membership=membership)
    page = form_page(
        membership.group,
        _("%(name)s พ้นสมาชิกภาพ") % {"name": membership.person},
        label=_("บันทึกการพ้นสมาชิกภาพ"),
        hint=_("ตำแหน่งในกลุ่มที่ยังดำรงอยู่สิ้นสุดในวันเดียวกัน ประวัติการเป็นสมาชิกยังอยู่ครบ"),
    )
    done = _("บันทึกการพ้นสมาชิกภาพแล้ว")
    return answer_form(request, form, to=membership.group, done=done, context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def term_create(request: Request, group: Group) -> HttpResponse:
    """Put a member into a post of the committee."""
    form = TermForm(request.POST or None, user=request.user, group=group)
    standing = [
        _("%(post)s: %(name)s ตั้งแต่ %(day)s")
        % {"post": t.get_post_display(), "name": t.person, "day": format_date(t.starts_on)}
        for t in group.terms.current().select_related("person")
    ]
    hint = _("แกนนำ ประธาน เลขานุการ และเหรัญญิกมีได้ครั้งละ 1 คน ผู้ใหม่เริ่มวันใด ผู้เดิมพ้นวันนั้น")
    page = form_page(group, _("กำหนดผู้ดำรงตำแหน่ง"), recorded=standing, hint=hint)
    return answer_form(request, form, to=group, done=_("บันทึกตำแหน่งแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(CommitteeTerm, "group", "person", is_change=True)
def term_end(request: Request, term: CommitteeTerm) -> HttpResponse:
    """Let somebody give up a post."""
    form = TermEndForm(request.POST or None, user=request.user, term=term)
    named = {"name": term.person, "post": term.get_post_display()}
    page = form_page(term.group, _("%(name)s พ้นตำแหน่ง%(post)s") % named)
    return answer_form(request, form, to=term.group, done=_("บันทึกการพ้นตำแหน่งแล้ว"), context=page)
