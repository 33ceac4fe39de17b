"""A form that asks "are you sure" before something unusual is saved."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class _Tick(forms.CheckboxInput):
    """A tick that is drawn empty: what was ticked before was about other figures."""

    def __init__(self, token: str) -> None:
        super().__init__(attrs={"value": token}, check_test=lambda _value: False)


class SureForm(forms.Form):
    """A form that is refused once, with a tick to confirm, where its figures are in doubt.

    Mixed in first. The tick stands for the sentence it was drawn beside: other figures are asked
    about again. A template that draws the fields itself draws `form.sure` where it is there.
    """

    def doubt(self) -> str:
        """Return what is unusual about a valid form, with its figures; "" when nothing is."""
        return ""

    def full_clean(self) -> None:
        """Check the form, and ask about what is valid but unusual."""
        super().full_clean()
        said = "" if not self.is_bound or self.errors else str(self.doubt())
        token = hashlib.sha256(said.encode()).hexdigest()[:16]
        if said and self.data.get(self.add_prefix("sure")) != token:
            self._ask(said, token)

    def _ask(self, said: str, token: str) -> None:
        self.fields["sure"] = forms.BooleanField(
            label=_("ตรวจสอบแล้ว ถูกต้องตามนี้"), required=False, widget=_Tick(token)
        )
        layout: Any = getattr(getattr(self, "helper", None), "layout", None)
        if layout is not None:
            layout.append("sure")
        self.add_error("sure", said)
