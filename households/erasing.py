"""Erasure of a household: everything personal that hangs on it goes with it.

Rows, their histories and their photos are overwritten; keys, places, dates and money stay, so
that no count changes. What a group keeps of a person is a key, and shows "ลบข้อมูลแล้ว" from
then on; the name of a single owner goes from the registers of products and markets too. Rows of
files that were brought in are overwritten with it, whether they were written or not.
"""

from django.db import transaction
from django.db.models import Q

from households.models import Household, ImportRow
from otoppath.accounts.models import User
from otoppath.privacy.erasure import erase


@transaction.atomic
def erase_household(household: Household, *, by: User, reason: str, request_id: str = "") -> None:
    """Overwrite the household, its persons and every personal row that hangs on them.

    A record that was merged into it is the same people, and goes with it.

    What is personal is said by each model's PERSONAL. The log gets one row. Raises
    ValidationError when no reason is given.
    """
    _take_import_rows(household)
    erase(household, by=by, reason=reason, with_dependents=True, request_id=request_id)
    for merge in household.merges.standing().select_related("gone"):
        erase_household(merge.gone, by=by, reason=reason, request_id=request_id)


def _take_import_rows(household: Household) -> None:
    """Hang on the household what files said of it: the row it came from, and rows of its IDs."""
    indexes = household.persons.exclude(national_id_index="").values("national_id_index")
    came_from = Q(batch=household.batch_id, uuid=household.uuid)
    # A list that was compared may name the house though it was never added: its ID tells.
    rows = ImportRow.objects.filter(came_from | Q(national_id_index__in=indexes))
    rows.update(household=household)
