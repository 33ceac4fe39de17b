"""What every form of a group has in common."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from groups.models import Group
from otoppath.accounts.forms.record import RecordForm
from otoppath.thai.dates import format_datetime


class FactForm(RecordForm):
    """Something recorded of a group."""

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        if self.instance._state.adding:
            self.instance.group = group


class GroupForm(RecordForm):
    """Columns of a group itself; refused when somebody else changed them meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def save(self, commit: bool = True) -> Group:
        """Write the columns of this form, and no other, onto the row as it is now."""
        # The lock of PostgreSQL; on SQLite the transaction itself is the lock (IMMEDIATE).
        group = Group.objects.select_for_update().get(pk=self.instance.pk)
        if group.version != self.cleaned_data["version"]:
            raise self.changed_meanwhile(group)
        self.write(group)
        group.version += 1
        group.rekey()
        group.save()
        return group

    def write(self, group: Group) -> None:
        """Copy what was typed."""
        for name in self._meta.fields or ():
            setattr(group, name, self.cleaned_data[name])

    @staticmethod
    def changed_meanwhile(group: Group) -> ValidationError:
        """Say who changed the group, and when."""
        last = group.history.select_related("history_user").first()
        who = last.history_user.display_name if last and last.history_user else _("ผู้ใช้อื่น")
        message = _("%(who)s แก้ไขกลุ่มนี้เมื่อ %(at)s หลังจากเปิดหน้านี้ เปิดหน้าใหม่เพื่อดูข้อมูลล่าสุดก่อนแก้ไข")
        return ValidationError(
            message, code="changed", params={"who": who, "at": format_datetime(group.updated_at)}
        )
