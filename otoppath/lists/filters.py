"""The filters of a list: a GET form whose values stand in the address and show as chips."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Model, QuerySet
from django.http import QueryDict

from otoppath.thai.dates import format_date
from otoppath.thai.forms import ThaiIntegerField

LONGEST_TEXT = 200  # of what is searched for; SQLite refuses a pattern of 50,000 letters
MOST_DAYS = 3650


@dataclass(frozen=True)
class Chip:
    """One filter that is on, and the address of the list without it."""

    label: str
    value: str
    url_without: str


@dataclass(frozen=True)
class SortLink:
    """One declared sort, and the address of the list in that order."""

    key: str
    label: str
    url: str
    is_current: bool


class DaysField(ThaiIntegerField):
    """A number of days that a calendar has: at least one, ten years at most."""

    def __init__(self, **kwargs: Any) -> None:
        bounds = {"min_value": 1, "max_value": MOST_DAYS}
        super().__init__(**{**bounds, "required": False, **kwargs})


class FilterForm(forms.Form):
    """Filters of one list, kept in the address so that the list can be shared.

    Declare the fields, all ``required=False``, the sorts and what each filter means::

        class HouseholdFilter(FilterForm):
            SORTS = {"name": "sort_key", "new": "-created_at"}     # the first is the default
            SORT_LABELS = {"name": _("ชื่อ"), "new": _("เพิ่มล่าสุด")}

            q = forms.CharField(label=_("ค้นหา"), required=False)

            def filtered(self, queryset):
                if text := self.picked.get("q"):
                    queryset = queryset.filter(search_key__contains=search_key(text))
                return queryset

        form = HouseholdFilter(request.GET, user=request.user)
        rows = form.filtered(Household.objects.visible_to(request.user))
        page = keyset_page(rows, order=form.order, cursor=form.cursor)

    A value that is not valid filters nothing and is told beside its field; a text that is
    longer than anything that could be found is not valid, a number has its bounds. Choices that
    depend on the user are set in ``__init__`` from ``self.user``, scoped like the list.
    """

    SORTS: ClassVar[Mapping[str, str]] = {}
    SORT_LABELS: ClassVar[Mapping[str, Any]] = {}
    COLUMNS: ClassVar[Mapping[str, Any]] = {}  # those that can be left out, with their labels

    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    cols = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, data: Any = None, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(QueryDict() if data is None else data, *args, **kwargs)
        if self.COLUMNS:
            self.fields["cols"].choices = list(self.COLUMNS.items())  # type: ignore[attr-defined]
        else:
            del self.fields["cols"]
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))

    def filtered(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return `queryset` narrowed by `picked`; overridden by each list."""
        return queryset

    @property
    def picked(self) -> dict[str, Any]:
        """Return the valid, filled-in values by field name."""
        self.is_valid()  # cleans once; what is not valid is not in cleaned_data
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("sort", "cols") and not _is_blank(value)
        }

    @property
    def columns(self) -> list[str]:
        """Return the columns to show: those in the address, all where none is named."""
        self.is_valid()
        chosen = self.cleaned_data.get("cols")
        return [name for name in self.COLUMNS if not chosen or name in chosen]

    @property
    def is_filtered(self) -> bool:
        """Say whether any filter is on."""
        return bool(self.picked)

    # --- Order and page -------------------------------------------------------------------

    @property
    def sort_name(self) -> str:
        """Return the name of the chosen sort; of the first one when none or an unknown."""
        asked = self.data.get("sort", "")
        return asked if asked in self.SORTS else next(iter(self.SORTS), "")

    @property
    def order(self) -> str:
        """Return the order for ``keyset_page``."""
        return self.SORTS.get(self.sort_name, "pk")

    @property
    def cursor(self) -> str | None:
        """Return the cursor in the address."""
        return self.data.get("cursor") or None

    def sorts(self) -> list[SortLink]:
        """Return the declared sorts with their addresses."""
        return [
            SortLink(
                key=name,
                label=str(self.SORT_LABELS.get(name, name)),
                url=self.querystring(sort=name),
                is_current=name == self.sort_name,
            )
            for name in self.SORTS
        ]

    # --- Addresses ------------------------------------------------------------------------

    def chips(self) -> list[Chip]:
        """Return one chip for every value that filters, each of several values apart."""
        return [
            Chip(str(self.fields[name].label or name), text, url)
            for name, value in self.picked.items()
            if not self.fields[name].widget.is_hidden
            for text, url in self._chips_of(name, value)
        ]

    def querystring(self, **changes: Any) -> str:
        """Return the address of this list with `changes`; None or "" takes a filter off.

        Blank values are left out, and the list starts at its first page again unless a
        `cursor` is among the changes.
        """
        query = QueryDict(mutable=True)
        for name in self.fields:
            query.setlist(name, [_sendable(text) for text in self._typed(name) if text])
        for name, value in changes.items():
            query.setlist(name, [str(part) for part in _many(value) if not _is_blank(part)])
        for name in [name for name, values in query.lists() if not values]:
            del query[name]
        return f"?{query.urlencode()}"

    @property
    def url_cleared(self) -> str:
        """Return the address of the list without any filter, in the same order."""
        return self.querystring(**dict.fromkeys(self.picked))

    def _typed(self, name: str) -> list[str]:
        if isinstance(self.data, QueryDict):
            return self.data.getlist(name)
        return [str(part) for part in _many(self.data.get(name)) if part is not None]

    def _chips_of(self, name: str, value: Any) -> Iterator[tuple[str, str]]:
        """Give the text of each chip of a field, and the address without it."""
        field = self.fields[name]
        if not isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
            yield _shown(field, value), self.querystring(**{name: None})
            return
        for one in value:
            typed = str(field.prepare_value(one))
            others = [other for other in self._typed(name) if other != typed]
            yield _shown(field, one), self.querystring(**{name: others})


def _shown(field: Any, value: Any) -> str:
    """Return a value in the words of its field."""
    if isinstance(value, Model):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        return _choice_label(field.choices, value)
    if isinstance(value, date):
        return format_date(value)
    return "" if value is True else str(value)


def _choice_label(choices: Any, value: Any) -> str:
    for key, label in choices:
        options = label if isinstance(label, list | tuple) else [(key, label)]
        for option, text in options:
            if str(option) == str(value):
                return str(text)
    return str(value)


def _sendable(text: str) -> str:
    """Return a text without halves of a letter, which no address can hold."""
    return text.encode("utf-8", "replace").decode()


def _many(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _is_blank(value: Any) -> bool:
    """Say whether a value filters nothing; an unticked box is blank, a zero is not."""
    if isinstance(value, QuerySet):
        return not value
    return value is None or value is False or value in ("", [], ())
