"""The six roles, as plain values that scoping, permissions and models build on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What somebody does in the programme; design.md section 5 says what each may do."""

    VOLUNTEER = "volunteer", _("อาสาพัฒนาชุมชน")
    OFFICER = "officer", _("พัฒนากร")
    CHIEF = "chief", _("พัฒนาการอำเภอ")
    SUPERVISOR = "supervisor", _("ผู้กำกับติดตาม")
    AUDITOR = "auditor", pgettext_lazy("role", "ผู้ตรวจสอบ")
    ADMINISTRATOR = "administrator", _("ผู้ดูแลระบบ")


# Roles that somebody may stand in for: a post of the office has to be filled every day.
ACTING_ROLES = frozenset({Role.OFFICER, Role.CHIEF})

# Roles that serve the whole country without being given an area.
EVERYWHERE_ROLES = frozenset({Role.ADMINISTRATOR})

# Roles that may read rows about people. Not the administrator, who keeps the system going.
PEOPLE_ROLES = frozenset(Role) - EVERYWHERE_ROLES

# Roles whose password alone opens too much: they need a second factor under REQUIRE_MFA.
SECOND_FACTOR_ROLES = frozenset({Role.CHIEF, Role.ADMINISTRATOR})

# Roles that a chief manages inside the own district; the others are the administrator's.
OFFICE_ROLES = frozenset({Role.VOLUNTEER, Role.OFFICER})
