"""Sages and the wisdom they hold."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from households.forms.enrolment import sage_label
from households.models import Occupation, Sage, Wisdom
from otoppath.accounts.forms.area import ALL, AreaFilter
from otoppath.accounts.forms.record import RecordForm, VillageField
from otoppath.thai.text import split_title


class SageForm(RecordForm):
    """A person the community accepts as a master of a skill."""

    village = VillageField(label=_("หมู่บ้าน"))

    class Meta(RecordForm.Meta):
        model = Sage
        fields = [
            "title",
            "first_name",
            "last_name",
            "village",
            "occupation",
            "expertise",
            "is_trainer",
            "phone",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].limit_to(self.user)
        self.fields["occupation"].queryset = Occupation.objects.filter(is_active=True)

    def enter(self) -> Sage:
        """Save the sage under the key of the name."""
        sage = self.signed()
        sage.rekey()
        sage.save()
        return sage


class WisdomForm(RecordForm):
    """A piece of local knowledge or skill of a village."""

    village = VillageField(label=_("หมู่บ้าน"))

    class Meta(RecordForm.Meta):
        model = Wisdom
        fields = ["name", "village", "occupation", "sage", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].limit_to(self.user)
        self.fields["occupation"].queryset = Occupation.objects.filter(is_active=True)
        sages = Sage.objects.visible_to(self.user).select_related("occupation")
        self.fields["sage"].queryset = sages.order_by("sort_key", "id")
        self.fields["sage"].label_from_instance = sage_label

    def enter(self) -> Wisdom:
        """Save the wisdom under the key of its name."""
        wisdom = self.signed()
        wisdom.rekey()
        wisdom.save()
        return wisdom


class _OccupationFilter(AreaFilter):
    searched: ClassVar[tuple[str, ...]]  # columns; an area has some hundreds of rows at most
    SORTS = {"name": "sort_key"}
    SORT_LABELS = {"name": _("ชื่อ")}

    occupation = forms.ModelChoiceField(
        queryset=Occupation.objects.all(), label=_("อาชีพ"), required=False, empty_label=ALL
    )

    def filtered(self, rows: QuerySet) -> QuerySet:
        """Return the rows of the place, occupation and first letters that are meant."""
        rows = self.in_place(rows)
        if occupation := self.picked.get("occupation"):
            rows = rows.filter(occupation=occupation)
        if text := self.picked.get("q"):
            for word in split_title(text)[1].split():
                found = [Q(**{f"{column}__icontains": word}) for column in self.searched]
                rows = rows.filter(reduce(or_, found))
        return rows


class SageFilter(_OccupationFilter):
    """Filters of the list of sages."""

    searched = ("first_name", "last_name", "expertise")

    trainer = forms.BooleanField(label=_("เฉพาะวิทยากรสัมมาชีพชุมชน"), required=False)

    def filtered(self, rows: QuerySet) -> QuerySet:
        """Return the sages that are meant."""
        rows = super().filtered(rows)
        return rows.filter(is_trainer=True) if self.picked.get("trainer") else rows


class WisdomFilter(_OccupationFilter):
    """Filters of the list of wisdom."""

    searched = ("name", "description")
