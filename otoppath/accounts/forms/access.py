"""Filters of the access log."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from otoppath.accounts.scoping import area_q
from otoppath.lists.filters import FilterForm
from otoppath.privacy.models import AccessLog
from otoppath.thai.forms import BuddhistDateField
from otoppath.thai.keys import search_key


class AccessFilter(FilterForm):
    """Who looked at personal data, at what, and when."""

    SORTS = {"new": "-at"}

    action = forms.ChoiceField(label=_("การกระทำ"), required=False)
    who = forms.CharField(label=_("ผู้ใช้"), required=False)
    since = BuddhistDateField(label=_("ตั้งแต่วันที่"), required=False, help_text="")
    until = BuddhistDateField(label=_("ถึงวันที่"), required=False, help_text="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action = cast(forms.ChoiceField, self.fields["action"])
        action.choices = [("", _("ทุกการกระทำ")), *AccessLog.Action.choices]

    def rows(self) -> Any:
        """Return the log of the user's area, narrowed by what was picked."""
        log = AccessLog.objects.filter(area_q(self.user, "place_code")).select_related("user")
        if action := self.picked.get("action"):
            log = log.filter(action=action)
        if who := self.picked.get("who"):
            log = log.filter(user__search_key__contains=search_key(who))
        if since := self.picked.get("since"):
            log = log.filter(at__gte=_midnight(since))
        if until := self.picked.get("until"):
            log = log.filter(at__lt=_midnight(until + timedelta(days=1)))
        return log


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
