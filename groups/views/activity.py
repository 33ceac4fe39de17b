"""Activities of villages and groups, attendance, photos."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from groups.forms.activity import ActivityForm, AttendanceForm, GroupActivityForm, PhotoForm
from groups.forms.filter import ActivityFilter
from groups.models import Activity, ActivityPhoto, Group
from groups.views.pages import answer_form, form_page, handed, place_crumbs, searched, trail_of
from otoppath.accounts.http import Request
from otoppath.accounts.scoping import serves
from otoppath.lists.counts import bounded_count
from otoppath.lists.idempotency import once
from otoppath.lists.pager import keyset_page
from otoppath.privacy.photos import send_private

VIEW = "groups.view_group"
CHANGE = "groups.change_group"


@require_safe
@permission_required(VIEW, raise_exception=True)
def activity_list(request: Request) -> HttpResponse:
    """Show the activities of the area, newest first."""
    filters = ActivityFilter(request.GET, user=request.user)
    rows = filters.filtered(Activity.objects.visible_to(request.user))
    page = keyset_page(
        rows.select_related("group", "occupation"), order=filters.order, cursor=filters.cursor
    )
    context = {"filters": filters, "page": page, "count": bounded_count(rows)}
    return render(request, "groups/activity_list.html", context | {"came": came_to(page.rows)})


@require_safe
@permission_required(VIEW, raise_exception=True)
@handed(Activity, "group", "occupation", "sage", "created_by")
def activity_detail(request: Request, activity: Activity) -> HttpResponse:
    """Show an activity: who came, the photos."""
    rows = activity.attendances.select_related("person__household").order_by("person__sort_key")
    context = {
        "activity": activity,
        "attendances": [
            (row, serves(request.user, row.person.household.village_id)) for row in rows
        ],
        "photos": list(activity.photos.all()),
        "trail": trail_of_activity(activity),
        "may_change": request.user.has_perm(CHANGE) and is_open(activity),
    }
    return render(request, "groups/activity_detail.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
def village_activity_create(request: Request) -> HttpResponse:
    """Record an activity of a village."""
    first = {"village": request.GET.get("village"), "occupation": request.GET.get("occupation")}
    form = ActivityForm(request.POST or None, user=request.user, initial=first)
    page = {
        "heading": _("บันทึกกิจกรรมของหมู่บ้าน"),
        "label": _("บันทึกกิจกรรม"),
        "trail": [{"label": pgettext("many", "กิจกรรม"), "url": reverse("groups:activity_list")}],
        "cancel_url": reverse("groups:activity_list"),
    }
    return answer_form(request, form, done=_("บันทึกกิจกรรมแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Group, is_change=True)
def activity_create(request: Request, group: Group) -> HttpResponse:
    """Record an activity of a group; `attend` goes on to the list of who came."""
    form = GroupActivityForm(request.POST or None, user=request.user, group=group)
    to = None if "attend" in request.POST else group
    held = [str(activity) for activity in group.activities.all()[:6]]
    page = form_page(group, _("บันทึกกิจกรรม"), recorded=held) | {"attend": True}

    def made() -> str:
        return reverse("groups:attendance_change", args=[form.save().uuid])

    done = _("บันทึกกิจกรรมแล้ว นับเป็นหลักฐานเมื่อมีผู้เข้าร่วมและภาพ")
    return answer_form(request, form, make=made, to=to, done=done, context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Activity, "group", is_change=True)
def activity_change(request: Request, activity: Activity) -> HttpResponse:
    """Correct an activity."""
    form = form_of(request, activity)
    page = page_of(activity, _("แก้ไขกิจกรรม"))
    return answer_form(request, form, to=activity, done=_("แก้ไขกิจกรรมแล้ว"), context=page)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Activity, "group", is_change=True)
def attendance_change(request: Request, activity: Activity) -> HttpResponse:
    """Say for many persons at once who came and how it went."""
    text, is_search = searched(request)
    sent = request.POST or None
    form = AttendanceForm(
        None if is_search else sent,
        user=request.user,
        activity=activity,
        text=text,
        typed=sent if is_search else None,
    )
    page = page_of(activity, _("ผู้เข้าร่วมกิจกรรม")) | {"activity": activity, "q": text}
    template = "groups/attendance_form.html"
    done = _("บันทึกผู้เข้าร่วมแล้ว")
    return answer_form(request, form, to=activity, done=done, context=page, template=template)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@once
@handed(Activity, "group", is_change=True)
def photo_create(request: Request, activity: Activity) -> HttpResponse:
    """Add photos to an activity."""
    form = PhotoForm(
        request.POST or None, request.FILES or None, user=request.user, activity=activity
    )
    page = page_of(activity, _("เพิ่มภาพกิจกรรม"))
    return answer_form(request, form, to=activity, done=_("เพิ่มภาพแล้ว"), context=page)


@require_safe
@permission_required(VIEW, raise_exception=True)
@handed(ActivityPhoto, "activity__group")
def photo_detail(request: Request, photo: ActivityPhoto) -> FileResponse:
    """Send a photo of an activity."""
    name = f"activity-{photo.activity.held_on}-{photo.pk}.jpg"
    return send_private(photo.image, content_type="image/jpeg", download_name=name)


def form_of(request: Request, activity: Activity) -> ActivityForm:
    """Return the form that corrects an activity, of a group or of a village."""
    typed = request.POST or None
    if activity.group:
        return GroupActivityForm(typed, instance=activity, user=request.user, group=activity.group)
    first = {"village": activity.village_id}
    return ActivityForm(typed, instance=activity, user=request.user, initial=first)


def page_of(activity: Activity, heading: str) -> dict:
    """Return what the page around a form of an activity shows."""
    return {
        "heading": heading,
        "trail": [*trail_of_activity(activity, is_last=False), {"label": heading}],
        "cancel_url": activity.get_absolute_url(),
    }


def trail_of_activity(activity: Activity, *, is_last: bool = True) -> list[dict]:
    """Return the breadcrumbs of an activity: through its group, or its village."""
    here = {"label": activity.title, "url": "" if is_last else activity.get_absolute_url()}
    if activity.group:
        return [*trail_of(activity.group, "")[:-1], here]
    return [*place_crumbs(activity.village_id), here]


def is_open(activity: Activity) -> bool:
    """Whether it may be changed: the records of a closed group are read only."""
    return activity.group is None or activity.group.closed_on is None


def came_to(activities: list[Activity]) -> dict[int, int]:
    """Return how many came to each of the activities of a page, in one query."""
    rows = Activity.objects.filter(pk__in=[activity.pk for activity in activities])
    came = Count("attendances", filter=~Q(attendances__result="absent"))
    return dict(rows.order_by().annotate(came=came).values_list("pk", "came"))
