"""Two people change one household: the second sees both values and loses neither."""

from typing import Any, NamedTuple

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from households.models import Household

UNSHOWN = frozenset({"version", "national_id", "forget_id", "once_key"})


class Difference(NamedTuple):
    """One field in which what was typed and what is stored meanwhile are not the same."""

    label: str
    typed: str
    stored: str


class VersionedForm(forms.Form):
    """A form that remembers which version of the household its page was drawn with."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = household
        self.initial["version"] = household.version
        self.differences: list[Difference] = []
        self.saved: Any = None

    @property
    def seen_version(self) -> int:
        """The version the page was drawn with; what is new overwrites nothing, whatever it saw."""
        if self.instance._state.adding:
            return self.household.version
        return self.cleaned_data["version"]

    def changed_columns(self) -> list[str]:
        """Return what of the household is no longer what it was."""
        return [name for name in self.changed_data if name in self._meta.fields]

    def write(self) -> None:
        """Save the record of the form; called in the transaction that took the version."""
        self.signed().save()

    @transaction.atomic
    def save_seen(self) -> None:
        """Save the record and its household. Raises `ChangedMeanwhile` after somebody's save."""
        self.household.take_version(self.seen_version)
        self.household.correct(by=self.user, what=self.changed_columns())
        self.write()
        self.household.settle()

    def show_stored(self) -> None:
        """Say what somebody saved meanwhile, and let the next press save what was typed.

        Sets `differences`, and `saved`: the row of the history that says who and when.
        """
        self.household = Household.objects.get(pk=self.household.pk)
        self.saved = self.household.history.select_related("history_user").latest()
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(self.household.version)
        stored = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        self.differences = [
            Difference(
                str(field.label),
                self._words(field, self.cleaned_data.get(name)),
                self._words(field, getattr(stored, name)),
            )
            for name, field in self.fields.items()
            if name not in UNSHOWN
            and hasattr(stored, name)
            and (self.cleaned_data.get(name) or "") != (getattr(stored, name) or "")
        ]

    @staticmethod
    def _words(field: forms.Field, value: Any) -> str:
        """Return a value as its field would show it."""
        if isinstance(value, bool):
            return _("ใช่") if value else _("ไม่ใช่")
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value or ""))
        shown = field.widget.format_value(field.prepare_value(value))
        return "" if shown is None else str(shown)
