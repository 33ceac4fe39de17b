"""Erasure of a household: everything personal that hangs on it goes with it.

Rows, their histories and their photos are overwritten; keys, places, dates and money stay, so
that no count changes. What a group keeps of a person is a key, and shows "ลบข้อมูลแล้ว" from
then on; the name of a single owner goes from the registers of products and markets too.
"""

from households.models import Household
from otoppath.accounts.models import User
from otoppath.privacy.erasure import erase


def erase_household(household: Household, *, by: User, reason: str, request_id: str = "") -> None:
    """Overwrite the household, its persons and every personal row that hangs on them.

    What is personal is said by each model's PERSONAL. The log gets one row. Raises
    ValidationError when no reason is given.
    """
    erase(household, by=by, reason=reason, with_dependents=True, request_id=request_id)
