"""What every form of a record has in common."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import pgettext_lazy

from otoppath.accounts.models import User
from otoppath.accounts.scoping import areas_of
from otoppath.lists.idempotency import OnceForm
from otoppath.places.models import Place
from otoppath.places.names import place_label
from otoppath.places.ranges import code_in
from otoppath.thai.forms import thai_formfield

DASHES = BLANK_CHOICE_DASH[0][1]
CHOOSE = pgettext_lazy("choice", "เลือก")
NONE = pgettext_lazy("choice", "ไม่ระบุ")


def sheet(*parts: Any) -> FormHelper:
    """Return the helper of a form that stands in `components/_form.html`.

    The page writes the form's tag and its token; hidden fields need not be in the layout.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    if parts:
        helper.layout = Layout(*parts)
    return helper


def say_choose(field: forms.Field) -> None:
    """Say in words, not with dashes, that nothing is chosen; radio buttons need no empty one."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = CHOOSE if field.required else NONE
    elif isinstance(field, forms.ChoiceField):
        given = [(value, label) for value, label in field.choices if value not in ("", None)]
        is_radio = isinstance(field.widget, forms.RadioSelect)
        has_dashes = (BLANK_CHOICE_DASH[0]) in list(field.choices)
        if has_dashes and not (is_radio and not field.required):
            blank = [] if is_radio else [("", CHOOSE if field.required else NONE)]
            field.choices = [*blank, *given]


def with_village(record: Any) -> str:
    """Name a choice with its village: two villages use the same name for what they make."""
    return f"{record} · {place_label(record.village_id)}"


class RecordForm(OnceForm, forms.ModelForm):
    """A record entered or corrected by `user`; its choices lie in that user's area.

    `SETTLED` names columns that the page says and the form does not ask, such as the owner of
    what is entered: constraints that speak of them are checked like those of the fields.
    """

    SETTLED: ClassVar[tuple[str, ...]] = ()

    class Meta:
        formfield_callback = thai_formfield

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = sheet(*self.layout())
        for field in self.fields.values():
            say_choose(field)

    def layout(self) -> tuple[Any, ...]:
        """Return the groups of fields; none: the fields in their order."""
        return ()

    def signed(self) -> Any:
        """Return the record under the name of the user, not yet saved: more rows go with it."""
        if self.instance._state.adding:
            self.instance.created_by = self.user
        return super().save(commit=False)

    def save(self, commit: bool = True) -> Any:
        """Save the record with its keys; a new one under the name of the user."""
        self.signed()
        if hasattr(self.instance, "rekey"):
            self.instance.rekey()
        return super().save(commit)

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - set(self.SETTLED)


class VillageField(forms.ModelChoiceField):
    """A village that exists today in the user's area, or the one that stands there already."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": Place.objects.none(), **kwargs})

    def limit_to(self, user: User, *, within: str = "", keep: str | None = None) -> None:
        """Offer the villages of the user's area, only those below the place `within` if given."""
        offered = code_in("code", areas_of(user))
        if within:
            offered &= code_in("code", [within])
        current = Place.objects.villages().current().filter(offered)
        self.queryset = Place.objects.filter(Q(pk__in=current.values("pk")) | Q(pk=keep))

    def label_from_instance(self, obj: Any) -> str:
        """Name, number and subdistrict: villages of one name are many."""
        return obj.label
