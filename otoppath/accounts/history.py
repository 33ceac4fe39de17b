"""What the history of records says, in words: who changed what, from what to what, and when.

A model may say `HISTORY_SILENT`, names of columns that only repeat what another record says,
and `HISTORY_SHOWN`, {column: function} for values that need words of their own.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from otoppath.accounts.records import FROM_FILE, FROM_LIST, TAKEN_BACK
from otoppath.places.names import place_label
from otoppath.thai.dates import format_date, format_datetime
from otoppath.thai.numbers import format_number

# Rows read of each kind of record: a page tells the latest, the admin holds them all.
AT_MOST = 60
_ONE_PRESS = timedelta(seconds=2)


class Event(NamedTuple):
    """One sentence of a history, ready for `components/_history.html`."""

    moment: datetime
    text: str
    by: str = ""

    @property
    def at(self) -> str:
        """The moment, as it is shown."""
        return format_datetime(self.moment)


class Told(NamedTuple):
    """What is filled into the sentences."""

    who: str
    what: str  # the kind of record
    name: str  # which one, where the page is about another
    field: str = ""
    old: str = ""
    new: str = ""


def history_of(
    subject: models.Model,
    *others: models.QuerySet,
    limit: int = AT_MOST,
    told_elsewhere: Collection[str] = (),
) -> list[Event]:
    """Return what was changed in `subject` and in rows of `others`, newest first.

    `others` are querysets of history rows of records that belong to the subject, which are
    named in their sentences. One query for the subject, one for each of the others, and one
    for each list of others (an area) that a record holds. Columns `told_elsewhere` on the page
    are left out. The caller has fetched the subject within the user's scope.
    """
    manager: Any = subject.history  # type: ignore[attr-defined]
    found = list(_told(manager.all(), told_elsewhere, is_named=False))
    for rows in others:
        found += _told(rows, told_elsewhere, is_named=True)
    return sorted(found, key=lambda event: event.moment, reverse=True)[:limit]


def _told(
    rows: models.QuerySet, told_elsewhere: Collection[str], *, is_named: bool
) -> Iterator[Event]:
    latest = list(rows.select_related("history_user").order_by("-history_id")[:AT_MOST])
    _read_lists(latest)
    for _pk, group in groupby(sorted(latest, key=_place_in_time), key=_key):
        versions = _presses(list(group))
        if versions[0].history_type == "+":
            first = versions[0]
            yield Event(first.history_date, _created(_about(first, is_named)), because(first))
        for before, after in pairwise(versions):
            for text in _between(before, after, told_elsewhere, _about(after, is_named)):
                yield Event(after.history_date, text, because(after))


def _key(row: Any) -> Any:
    return getattr(row, row.instance_type._meta.pk.attname)


def _place_in_time(row: Any) -> tuple[Any, int]:
    return _key(row), row.history_id


def _read_lists(rows: list[Any]) -> None:
    """Put the keys of each list of others beside the columns of its row, one query a list."""
    for field in rows[0]._history_m2m_fields if rows else ():
        history: Any = getattr(type(rows[0]), field.name).model
        names = ("history_id", f"{field.m2m_reverse_field_name()}_id")
        kept: dict[int, list[Any]] = {}
        for row_id, key in history.objects.filter(history__in=rows).values_list(*names):
            kept.setdefault(row_id, []).append(key)
        for row in rows:
            row.__dict__[field.attname] = sorted(kept.get(row.history_id, []))


def _presses(versions: list[Any]) -> list[Any]:
    """Keep the last row of one press of a button where a list of others writes rows of its own."""
    if not versions[0]._history_m2m_fields:
        return versions
    kept = versions[:1]
    for row in versions[1:]:
        earlier = kept[-1]
        is_same = row.history_user_id == earlier.history_user_id
        if is_same and row.history_date - earlier.history_date < _ONE_PRESS:
            row.history_type = earlier.history_type
            kept[-1] = row
        else:
            kept.append(row)
    return kept


def _about(row: Any, is_named: bool) -> Told:
    who = row.history_user.display_name if row.history_user_id else _("ระบบ")
    name = str(row.instance) if is_named else ""
    return Told(who=who, what=str(row.instance_type._meta.verbose_name), name=name)


def because(row: Any) -> str:
    """Return by which list or file a row was written, or with which taken back; "" where by none."""
    reason = row.history_change_reason or ""
    said = (
        say(reason.removeprefix(begin)) for begin, say in _SAID.items() if reason.startswith(begin)
    )
    return next(said, "")


def by_list(words: str) -> str:
    """Return that something was done by a list of another agency."""
    return _("ตามบัญชี %(list)s") % {"list": words}


def _from_file(name: str) -> str:
    return _("นำเข้าจากแฟ้ม %(file)s") % {"file": name}


def _taken_back(name: str) -> str:
    return _("ยกเลิกการนำเข้าแฟ้ม %(file)s") % {"file": name}


_SAID = {FROM_LIST: by_list, FROM_FILE: _from_file, TAKEN_BACK: _taken_back}


def _between(before: Any, after: Any, told_elsewhere: Collection[str], told: Told) -> Iterator[str]:
    """Return a sentence for every column that says something else afterwards."""
    if after.history_type == "-":
        yield _deleted(told)
        return
    for field in _columns(after):
        if _says(before, field) != _says(after, field) and field.name not in told_elsewhere:
            yield from _difference(field, before, after, told)


def _columns(row: Any) -> Iterable[Any]:
    model = row.instance_type
    silent = getattr(model, "HISTORY_SILENT", ())
    fields = [*model._meta.concrete_fields, *row._history_m2m_fields]
    return [f for f in fields if f.name not in silent and f.attname in row.__dict__]


def _says(row: Any, field: Any) -> Any:
    return row.__dict__.get(field.attname)


def _difference(field: Any, before: Any, after: Any, told: Told) -> Iterator[str]:
    old, new = _says(before, field), _says(after, field)
    if sentence := _VERDICTS.get(field.name):
        # What counted already is stamped again by each correction: that is not another check,
        # unless a correction had waited for it.
        is_stamp = field.name == "checked_at" and old is not None
        if new is not None and not (is_stamp and not _takes_correction(before, after)):
            note = getattr(after, field.name.replace("_at", "_note"), "")
            yield sentence(told._replace(new=note))
    elif field.editable:
        yield _changed(field, old, new, told)


def _takes_correction(before: Any, after: Any) -> bool:
    waited = getattr(before, "corrected_at", None)
    return waited is not None and getattr(after, "corrected_at", None) is None


def _changed(field: Any, old: Any, new: Any, told: Told) -> str:
    told = told._replace(
        field=str(field.verbose_name), old=shown(field, old), new=shown(field, new)
    )
    if isinstance(field, models.FileField) or (field.is_relation and not _is_place(field)):
        return _edited(told)
    if told.old and told.new:
        return _replaced(told)
    return _filled(told) if told.new else _emptied(told)


def shown(field: Any, value: Any) -> str:
    """Return the value of a column in words, as a page shows it; nothing: ""."""
    if value in (None, "", []):
        return ""
    if show := getattr(field.model, "HISTORY_SHOWN", {}).get(field.name):
        return str(show(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if _is_place(field):
        return ", ".join(place_label(code) for code in _many(value))
    if field.name.endswith("year"):
        return str(value)
    return _plain(value)


def _is_place(field: Any) -> bool:
    return field.is_relation and field.related_model._meta.label == "places.Place"


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> str:
    match value:
        case bool():
            return _("ใช่") if value else _("ไม่ใช่")
        case datetime():
            return format_datetime(value)
        case date():
            return format_date(value)
        case int() | Decimal():
            return format_number(value)
    return str(value)


# --- Sentences ----------------------------------------------------------------------------


def _created(told: Told) -> str:
    if told.name:
        return _("%(who)s เพิ่ม%(what)s %(name)s") % told._asdict()
    return _("%(who)s เพิ่ม%(what)s") % told._asdict()


def _deleted(told: Told) -> str:
    if told.name:
        return _("%(who)s ลบ%(what)s %(name)s") % told._asdict()
    return _("%(who)s ลบ%(what)s") % told._asdict()


def _edited(told: Told) -> str:
    if told.name:
        return _("%(who)s แก้ไข%(field)sของ %(name)s") % told._asdict()
    return _("%(who)s แก้ไข%(field)s") % told._asdict()


def _replaced(told: Told) -> str:
    if told.name:
        sentence = _("%(who)s แก้ไข%(field)sของ %(name)s จาก %(old)s เป็น %(new)s")
        return sentence % told._asdict()
    return _("%(who)s แก้ไข%(field)s จาก %(old)s เป็น %(new)s") % told._asdict()


def _filled(told: Told) -> str:
    if told.name:
        return _("%(who)s บันทึก%(field)sของ %(name)s เป็น %(new)s") % told._asdict()
    return _("%(who)s บันทึก%(field)s เป็น %(new)s") % told._asdict()


def _emptied(told: Told) -> str:
    if told.name:
        return _("%(who)s ลบ%(field)sของ %(name)s (เดิม %(old)s)") % told._asdict()
    return _("%(who)s ลบ%(field)s (เดิม %(old)s)") % told._asdict()


def _accepted(told: Told) -> str:
    return _("%(who)s ตรวจรับข้อมูล%(what)s") % told._asdict()


def _returned(told: Told) -> str:
    return _("%(who)s ส่งกลับให้แก้ไข: %(new)s") % told._asdict()


def _withdrawn(told: Told) -> str:
    return _("%(who)s ถอนรายการ: %(new)s") % told._asdict()


def _identified(told: Told) -> str:
    if told.name:
        return _("%(who)s เปลี่ยนเลขประจำตัวประชาชนของ %(name)s") % told._asdict()
    return _("%(who)s เปลี่ยนเลขประจำตัวประชาชน") % told._asdict()


def _erased(told: Told) -> str:
    return _("%(who)s ลบข้อมูลส่วนบุคคลของ%(what)s") % told._asdict()


# Columns that are not told as a value but as what somebody did.
_VERDICTS = {
    "checked_at": _accepted,
    "returned_at": _returned,
    "withdrawn_at": _withdrawn,
    "national_id_changed_at": _identified,
    "erased_at": _erased,
}
