"""What a group made."""

from typing import Any

from django.utils.translation import gettext as _

from groups.forms.fact import FactForm
from groups.models import ProductionRecord
from otoppath.accounts.forms.record import RecordForm
from otoppath.thai.forms import BahtField, PastDateField


class ProductionForm(FactForm):
    """One entry of what was made; goods and unit stand as they were written last."""

    class Meta(RecordForm.Meta):
        model = ProductionRecord
        fields = ("made_on", "goods", "quantity", "unit", "value", "note")
        field_classes = {"made_on": PastDateField, "value": BahtField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = self.group.production_records.first()
        if last and self.instance._state.adding:
            self.initial |= {"goods": last.goods, "unit": last.unit}
        self.fields["unit"].help_text = _("เช่น ผืน กิโลกรัม ขวด")
        self.fields["value"].help_text = _("ราคาขายรวมโดยประมาณ ไม่ทราบให้ใส่ 0")
