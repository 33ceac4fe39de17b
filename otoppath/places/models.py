"""The tree of places: province, district, subdistrict, village."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otoppath.places import names
from otoppath.places.ranges import code_in
from otoppath.thai.dates import today
from otoppath.thai.fields import KeyField
from otoppath.thai.keys import LONGEST_WORD, search_key, sort_key

CODE = re.compile(r"(?:[0-9]{2}){1,4}")


def exists_on(day: date) -> Q:
    """Return the condition that a place exists on a day; both ends are included."""
    has_begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return has_begun & (Q(valid_to=None) | Q(valid_to__gte=day))


class PlaceQuerySet(models.QuerySet["Place"]):
    """The words with which places are asked for."""

    def provinces(self) -> "PlaceQuerySet":
        """Places of two digits."""
        return self.filter(level=Place.Level.PROVINCE)

    def districts(self) -> "PlaceQuerySet":
        """Places of four digits, the khet of Bangkok included."""
        return self.filter(level=Place.Level.DISTRICT)

    def subdistricts(self) -> "PlaceQuerySet":
        """Places of six digits, the khwaeng of Bangkok included."""
        return self.filter(level=Place.Level.SUBDISTRICT)

    def villages(self) -> "PlaceQuerySet":
        """Places of eight digits."""
        return self.filter(level=Place.Level.VILLAGE)

    def under(self, *codes: str) -> "PlaceQuerySet":
        """The places named and everything below them; no code: no place."""
        return self.filter(code_in("code", codes))

    def current(self, on: date | None = None) -> "PlaceQuerySet":
        """Places that exist on a day, today unless told; both ends are included."""
        return self.filter(exists_on(on or today()))

    def search(self, text: str) -> "PlaceQuerySet":
        """Places whose name or code holds `text`, however its tone marks were typed."""
        key = search_key(text[:LONGEST_WORD])
        return self.filter(Q(search_key__contains=key) | Q(code__startswith=key))

    def bulk_create(  # type: ignore[override]
        self, objs: Iterable["Place"], **options: Any
    ) -> list["Place"]:
        """Insert many places with their level and keys, as `save` does for one."""
        places = list(objs)
        for place in places:
            place.fill_keys()
        created: list[Place] = cast(Any, super()).bulk_create(places, **options)
        names.forget()
        return created


class Place(models.Model):
    """One province, district, subdistrict or village, under its official code.

    A place is never deleted while something refers to it: when it ends it is closed on its
    last day and may name the place that took over.
    """

    class Level(models.IntegerChoices):
        """How deep in the tree: two digits of the code each."""

        PROVINCE = 1, _("จังหวัด")
        DISTRICT = 2, _("อำเภอ")
        SUBDISTRICT = 3, _("ตำบล")
        VILLAGE = 4, _("หมู่บ้าน")

    code = models.CharField(
        _("รหัสพื้นที่"),
        max_length=8,
        primary_key=True,
        validators=[
            RegexValidator(rf"^{CODE.pattern}\Z", _("รหัสพื้นที่ต้องเป็นตัวเลข 2, 4, 6 หรือ 8 หลัก"))
        ],
    )
    level = models.PositiveSmallIntegerField(_("ระดับ"), choices=Level, editable=False)
    name_th = models.CharField(_("ชื่อ"), max_length=150)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=150, blank=True)
    postcode = models.CharField(_("รหัสไปรษณีย์"), max_length=5, blank=True)
    latitude = models.DecimalField(
        _("ละติจูด"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("ลองจิจูด"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    valid_from = models.DateField(_("ตั้งแต่วันที่"), null=True, blank=True)
    valid_to = models.DateField(_("ถึงวันที่"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("แทนที่ด้วย"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
    )
    sort_key = KeyField(editable=False)
    search_key = KeyField(editable=False)
    updated_at = models.DateTimeField(_("แก้ไขล่าสุด"), auto_now=True, db_index=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("พื้นที่")
        verbose_name_plural = pgettext_lazy("many", "พื้นที่")
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "sort_key", "code"], name="place_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4) & Q(Exact(Length("code"), F("level") * 2)),
                name="place_level_is_half_the_length_of_its_code",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="place_ends_after_it_begins",
                violation_error_message=_("วันที่สิ้นสุดต้องไม่มาก่อนวันที่เริ่ม"),
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("code")),
                name="place_does_not_replace_itself",
                violation_error_message=_("พื้นที่แทนที่ตัวเองไม่ได้"),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """A place hangs below an existing one."""
        self.fill_keys()
        if self.parent_code and not Place.objects.filter(code=self.parent_code).exists():
            raise ValidationError({"code": _("ยังไม่มีพื้นที่ระดับบนของรหัสนี้")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with level and keys derived, and drop the names kept in this process."""
        self.fill_keys()
        super().save(*args, **kwargs)
        names.forget()

    def fill_keys(self) -> None:
        """Derive level, sort key and search key from code and name."""
        self.level = len(self.code) // 2
        self.sort_key = sort_key(self.name_th)
        self.search_key = search_key(f"{self.name_th} {self.name_en}")

    @property
    def parent_code(self) -> str:
        """Code of the place above; blank for a province."""
        return self.code[:-2]

    @property
    def moo(self) -> int | None:
        """Number of the village in its subdistrict; None above villages."""
        return int(self.code[6:]) if len(self.code) == 8 else None

    @property
    def label(self) -> str:
        """What a person calls it: "บ้านโนนงาม หมู่ที่ 3 ต.ผักปัง"."""
        return names.label_of(self.code, self.name_th, self.name_en)

    @property
    def is_current(self) -> bool:
        """Whether it exists today."""
        day = today()
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def trail(self) -> list["Place"]:
        """The places from the province down to this one, in one query."""
        above = [self.code[:length] for length in range(2, len(self.code), 2)]
        return [*Place.objects.filter(code__in=above).order_by("code"), self]
