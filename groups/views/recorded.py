"""The history of a group in words: of its own columns, and of what was recorded of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from groups.models import ActionPlan, Activity, CommitteeTerm, Group, Meeting, RawMaterial
from otoppath.accounts.history import Event, history_of

NEWEST = 12
# Rows whose own words name them; a membership is named by its person, who is at hand already.
RECORDED = (Meeting, RawMaterial, ActionPlan, Activity)


def happened_in(group: Group, people: Sequence[Any]) -> list[Event]:
    """Return the newest events: five queries, whatever the group has gathered.

    `people` are memberships and terms with person and `created_by`. Moves stand in their own
    list and are left out.
    """
    others = [model.history.filter(group=group.pk) for model in RECORDED]
    told = history_of(group, *others, told_elsewhere=("step", "step_since"))
    told += joined(people)
    return sorted(told, key=lambda event: event.moment, reverse=True)[:NEWEST]


def joined(people: Iterable[Any]) -> Iterable[Event]:
    """Say who added each member and who put somebody into each post."""
    for row in people:
        who = row.created_by.display_name if row.created_by else _("ระบบ")
        if isinstance(row, CommitteeTerm):
            named = {"who": who, "post": row.get_post_display(), "name": row.person}
            yield Event(row.created_at, _("%(who)s กำหนด%(post)s %(name)s") % named)
        else:
            said = _("%(who)s เพิ่มสมาชิก %(name)s") % {"who": who, "name": row.person}
            yield Event(row.created_at, said)
