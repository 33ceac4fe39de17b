"""Appointing who stands in."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from otoppath.accounts.models import ActingAppointment, User
from otoppath.accounts.scoping import areas_of
from otoppath.lists.idempotency import OnceForm
from otoppath.places.models import Place
from otoppath.thai.forms import BuddhistDateField

from .places import PlaceField


class ActingForm(OnceForm, forms.ModelForm):
    """In which post, where, and from when to when somebody stands in."""

    area_place = PlaceField(
        label=_("พื้นที่"),
        levels=(Place.Level.DISTRICT, Place.Level.SUBDISTRICT),
        help_text=_("ชื่อหรือรหัส เช่น ภูเขียว หรือ 3610"),
    )
    starts_on = BuddhistDateField(label=_("ตั้งแต่วันที่"))
    ends_on = BuddhistDateField(label=_("ถึงวันที่"))

    class Meta:
        model = ActingAppointment
        fields = ["role", "starts_on", "ends_on", "order_no"]

    field_order = ["role", "area_place", "starts_on", "ends_on", "order_no"]

    def __init__(self, *args: Any, user: User, who: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.user = who
        self.instance.created_by = user
        place = cast(PlaceField, self.fields["area_place"])
        place.codes = areas_of(user)
        if not user.is_everywhere:
            place.initial = areas_of(user)[0]

    def clean(self) -> dict[str, Any]:
        """Hand the place to the model, whose own rules are checked next."""
        cleaned = super().clean() or self.cleaned_data
        if place := cleaned.get("area_place"):
            self.instance.area = place
        return cleaned
