"""Groups that may be the one somebody is about to add under another name."""

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from groups.models import Group
from otoppath.places.ranges import code_in
from otoppath.thai.keys import search_key

if TYPE_CHECKING:
    from households.models import Occupation
    from otoppath.accounts.models import User

LIKENESS = 0.62  # "ทอผ้าบ้านสมมุติ" and "ทอผ้าขิดบ้านสมมุติ" are 0.9; two crafts of a village 0.5
SHOWN = 8
# Words nearly every name has, which would make all of them alike.
COMMON = tuple(search_key(word) for word in ("กลุ่ม", "อาชีพ", "วิสาหกิจชุมชน", "แม่บ้าน", "บ้าน"))


def similar_groups(
    user: "User", *, name: str, village: str, occupation: "Occupation"
) -> list[Group]:
    """Return the groups of the district, in the user's area, most like the one described.

    Names are compared without the words all of them share; a group of the same village and
    occupation is always among them. A district has some hundreds of groups: all are read.
    """
    groups = Group.objects.visible_to(user).standing().select_related("occupation")
    groups = groups.filter(code_in("village_id", [village[:4]]))[:3000]
    wanted = _core(name)
    found = []
    for group in groups:
        likeness = SequenceMatcher(None, wanted, _core(group.name)).ratio()
        is_twin = group.village_id == village and group.occupation_id == occupation.pk
        if is_twin or likeness >= LIKENESS:
            found.append((is_twin, likeness, group))
    found.sort(key=lambda one: one[:2], reverse=True)
    return [group for *_, group in found[:SHOWN]]


def _core(name: str) -> str:
    key = search_key(name)
    for word in COMMON:
        key = key.replace(word, "")
    return key or search_key(name)
