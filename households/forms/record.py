"""What every form of this app has in common."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import pgettext_lazy

from otoppath.accounts.models import User
from otoppath.accounts.scoping import areas_of
from otoppath.lists.idempotency import OnceForm
from otoppath.places.models import Place
from otoppath.thai.forms import thai_formfield

CHOOSE = pgettext_lazy("choice", "เลือก")
NONE = pgettext_lazy("choice", "ไม่ระบุ")


def sheet(*parts: Any) -> FormHelper:
    """Return the helper of a form that stands in `components/_form.html`.

    The page writes the form's tag and its token; the key of the page is not in any layout.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    if parts:
        helper.layout = Layout(*parts)
    return helper


class RecordForm(OnceForm, forms.ModelForm):
    """A form for one record, filled in by `user`; its choices lie in that user's area."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            say_choose(field)
        self.helper = sheet(*self.layout())

    class Meta:
        formfield_callback = thai_formfield

    def layout(self) -> tuple[Any, ...]:
        """Return the groups of fields; none: the fields in their order."""
        return ()

    def signed(self) -> Any:
        """Return the record with who entered it, not yet saved."""
        record = self.save(commit=False)
        if record._state.adding:
            record.created_by = self.user
        return record


def say_choose(field: forms.Field) -> None:
    """Ask for a choice in words instead of dashes; radio buttons need no empty one."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label:
            field.empty_label = CHOOSE if field.required else NONE
    elif isinstance(field, forms.ChoiceField):
        given = [(value, label) for value, label in field.choices if value not in ("", None)]
        is_radio = isinstance(field.widget, forms.RadioSelect)
        if len(given) < len(list(field.choices)) and not (is_radio and not field.required):
            blank = [] if is_radio else [("", CHOOSE if field.required else NONE)]
            field.choices = [*blank, *given]


class VillageField(forms.ModelChoiceField):
    """One of the villages that exist today in a user's area."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Place.objects.none(), **kwargs)

    def limit_to(self, user: User) -> None:
        """Offer the villages of the user's area."""
        self.queryset = Place.objects.under(*areas_of(user)).villages().current()
