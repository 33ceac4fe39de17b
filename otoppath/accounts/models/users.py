"""Who works with the system."""

import secrets
import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from otoppath.accounts.roles import EVERYWHERE_ROLES, OFFICE_ROLES, SECOND_FACTOR_ROLES, Role
from otoppath.accounts.scoping import ScopedQuerySet, areas_of, forget_standing, roles_of
from otoppath.places.ranges import code_in
from otoppath.thai.fields import KeyField, PhoneField
from otoppath.thai.keys import search_key, sort_key

# Letters and digits that nobody confuses when they are read aloud or copied from paper.
_ONE_TIME_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
ONE_TIME_DAYS = 7


class UserQuerySet(ScopedQuerySet):
    """Accounts; `visible_to` gives those that somebody manages."""

    def visible_to(self, user: Any) -> Self:
        """Accounts the user may open: all for administrators, own district's for a chief.

        A chief manages volunteers and officers all of whose areas lie inside the own one, and
        nobody the own account.
        """
        roles = roles_of(user)
        if Role.ADMINISTRATOR in roles:
            return self.all()
        if Role.CHIEF not in roles:
            return self.none()
        areas = User.areas.through.objects.filter(user_id=OuterRef("pk"))
        inside = code_in("place_id", areas_of(user))
        return self.filter(
            Exists(areas.filter(inside)),
            ~Exists(areas.exclude(inside)),
            role__in=OFFICE_ROLES,
        ).exclude(pk=user.pk)

    def serving(self, code: str) -> Self:
        """Active accounts with an area that lies in or below the place."""
        areas = User.areas.through.objects.filter(code_in("place_id", [code]))
        return self.filter(Exists(areas.filter(user_id=OuterRef("pk"))), is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates accounts with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password nobody can log in to it."""
        user = self.model(username=self.model.normalize_username(username).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator: what `manage.py createsuperuser` calls."""
        return self.create_user(username, password, **{**fields, "role": Role.ADMINISTRATOR})


class User(AbstractBaseUser):
    """One person with an account: a role, and the places in which it holds."""

    class LeftReason(models.TextChoices):
        """Why an account was closed."""

        MOVED = "moved", _("ย้ายไปปฏิบัติหน้าที่ที่อื่น")
        TERM_ENDED = "term_ended", _("ครบวาระ")
        RESIGNED = "resigned", _("ลาออกหรือเกษียณ")
        DUPLICATE = "duplicate", _("มีบัญชีซ้ำ")
        MISUSE = "misuse", _("ใช้งานไม่เหมาะสม")
        OTHER = "other", _("อื่น ๆ")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        _("ชื่อผู้ใช้"),
        max_length=50,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]{2,}\Z",
                _("ใช้ตัวอักษรอังกฤษพิมพ์เล็ก ตัวเลข จุด ขีด อย่างน้อย 3 ตัว"),
            )
        ],
        help_text=_("ตัวอักษรอังกฤษพิมพ์เล็กหรือตัวเลข อย่างน้อย 3 ตัว เช่น somying.k"),
        error_messages={"unique": _("มีชื่อผู้ใช้นี้แล้ว กรุณาใช้ชื่ออื่น")},
    )
    role = models.CharField(_("บทบาท"), max_length=20, choices=Role)
    areas = models.ManyToManyField(
        "places.Place", verbose_name=_("พื้นที่รับผิดชอบ"), related_name="users", blank=True
    )
    is_national = models.BooleanField(
        _("รับผิดชอบทั้งประเทศ"), default=False, help_text=_("เฉพาะผู้กำกับติดตามของกรม")
    )
    title = models.CharField(_("คำนำหน้า"), max_length=50, blank=True)
    first_name = models.CharField(_("ชื่อ"), max_length=100)
    last_name = models.CharField(_("นามสกุล"), max_length=100, blank=True)
    position = models.CharField(pgettext_lazy("officer", "ตำแหน่ง"), max_length=150, blank=True)
    phone = PhoneField(_("โทรศัพท์"), blank=True)
    sort_key = KeyField(editable=False)
    search_key = KeyField(editable=False)

    access_starts_on = models.DateField(_("เข้าถึงข้อมูลตั้งแต่วันที่"), null=True, blank=True)
    access_ends_on = models.DateField(_("เข้าถึงข้อมูลถึงวันที่"), null=True, blank=True)

    must_change_password = models.BooleanField(_("ต้องเปลี่ยนรหัสผ่าน"), default=False)
    one_time_expires_at = models.DateTimeField(
        null=True, editable=False, verbose_name=_("รหัสผ่านชั่วคราวใช้ได้ถึง")
    )
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    is_active = models.BooleanField(_("ใช้งานอยู่"), default=True)
    left_reason = models.CharField(_("เหตุผลที่ปิดบัญชี"), max_length=20, choices=LeftReason, blank=True)
    left_note = models.CharField(_("รายละเอียด"), max_length=200, blank=True)
    left_at = models.DateTimeField(_("ปิดบัญชีเมื่อ"), null=True, editable=False)
    created_at = models.DateTimeField(_("สร้างเมื่อ"), auto_now_add=True)

    objects = UserManager()
    history = HistoricalRecords(
        excluded_fields=["password", "last_login", "sort_key", "search_key", "sessions_ended"],
        m2m_fields=[areas],
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("ผู้ใช้")
        verbose_name_plural = pgettext_lazy("many", "ผู้ใช้")
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["sort_key", "id"], name="user_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="user_role_is_one_of_the_six"
            ),
            models.CheckConstraint(
                condition=Q(is_national=False) | Q(role=Role.SUPERVISOR),
                name="user_national_is_supervisor",
                violation_error_message=_("ทั้งประเทศใช้ได้เฉพาะผู้กำกับติดตาม"),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.AUDITOR)
                | Q(access_starts_on__isnull=False, access_ends_on__isnull=False),
                name="user_auditor_has_dates",
                violation_error_message=_("ผู้ตรวจสอบต้องมีวันที่เริ่มและวันที่สิ้นสุด"),
            ),
            models.CheckConstraint(
                condition=Q(access_starts_on__isnull=True)
                | Q(access_ends_on__isnull=True)
                | Q(access_ends_on__gte=F("access_starts_on")),
                name="user_access_ends_after_it_starts",
                violation_error_message=_("วันที่สิ้นสุดต้องไม่มาก่อนวันที่เริ่ม"),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the keys of the name; a login alone leaves no line in the history."""
        fields = kwargs.get("update_fields")
        self.sort_key = sort_key(f"{self.first_name} {self.last_name}")
        self.search_key = search_key(f"{self.first_name}{self.last_name} {self.username}")
        forget_standing(self)
        if fields is not None and set(fields) <= {"last_login", "password", "sessions_ended"}:
            self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, and with it role and areas."""
        super().refresh_from_db(*args, **kwargs)
        forget_standing(self)

    def get_absolute_url(self) -> str:
        """Return the page on which the account is managed."""
        return reverse("accounts:user_detail", args=[self.uuid])

    @property
    def display_name(self) -> str:
        """Title and name as written in letters: "นางสาวสมมุติ ตัวอย่างดี"."""
        return f"{self.title}{self.first_name} {self.last_name}".strip() or self.username

    def get_full_name(self) -> str:
        """Return the name under which Django's own pages know the user."""
        return self.display_name

    def get_short_name(self) -> str:
        """Return the first name, as the admin greets with."""
        return self.first_name or self.username

    @property
    def is_everywhere(self) -> bool:
        """Whether the user serves every place without being given one."""
        return self.is_national or self.role in EVERYWHERE_ROLES

    def serves_on(self, day: date) -> bool:
        """Whether the dates of the appointment hold; an auditor without dates: never."""
        starts, ends = self.access_starts_on, self.access_ends_on
        if self.role == Role.AUDITOR and (starts is None or ends is None):
            return False
        return (starts or day) <= day <= (ends or day)

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin opens: administrators, and chiefs for their district."""
        return self.has_perm("accounts.inspect_records")

    @property
    def is_superuser(self) -> bool:
        """Nobody is: every permission comes from the role."""
        return False

    @property
    def needs_second_factor(self) -> bool:
        """Whether a role of the user, an acting one included, asks for a second factor."""
        return bool(SECOND_FACTOR_ROLES.intersection(roles_of(self))) or (
            self.role in SECOND_FACTOR_ROLES
        )

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Whether a role of the user holds the permission."""
        from otoppath.accounts.permissions import permissions_of

        return perm in permissions_of(self)

    def has_perms(self, perms: Collection[str], obj: models.Model | None = None) -> bool:
        """Whether all of the permissions are held."""
        return all(self.has_perm(perm) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether any permission of the app is held."""
        from otoppath.accounts.permissions import permissions_of

        return any(perm.startswith(f"{app_label}.") for perm in permissions_of(self))

    def get_all_permissions(self, obj: models.Model | None = None) -> set[str]:
        """Return everything the user may do today."""
        from otoppath.accounts.permissions import permissions_of

        return set(permissions_of(self))

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Bind a session to password and count of endings: raising it ends every session."""
        held = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{held}.{self.sessions_ended}"

    def end_sessions(self) -> None:
        """Log the user out everywhere with the next click."""
        User.objects.filter(pk=self.pk).update(sessions_ended=F("sessions_ended") + 1)
        self.refresh_from_db(fields=["sessions_ended"])

    def set_one_time_password(self) -> str:
        """Set, without saving, a password that must be changed at first login; return it.

        It is shown once to who asked for it and good for a week.
        """
        groups = ("".join(secrets.choice(_ONE_TIME_LETTERS) for _ in range(4)) for _ in range(3))
        password = "-".join(groups)
        self.set_password(password)
        self.must_change_password = True
        self.one_time_expires_at = timezone.now() + timedelta(days=ONE_TIME_DAYS)
        return password

    def is_one_time_expired(self, now: datetime) -> bool:
        """Whether a one-time password was set and not used in time."""
        expires = self.one_time_expires_at
        return self.must_change_password and expires is not None and expires < now

    def choose_password(self, password: str) -> None:
        """Replace the password by one the user chose; sessions end."""
        self.set_password(password)
        self.must_change_password, self.one_time_expires_at = False, None
        self.save()

    def remove_second_factor(self) -> None:
        """Take the second factor off, recovery codes too; sessions end."""
        from allauth.mfa.models import Authenticator

        Authenticator.objects.filter(user=self).delete()
        self.end_sessions()

    def deactivate(self, *, reason: str, note: str = "") -> None:
        """Close the account: its sessions end with the next click, its records stay."""
        self.is_active, self.left_at = False, timezone.now()
        self.left_reason, self.left_note = reason, note
        self.save()

    def reactivate(self) -> None:
        """Open the account again."""
        self.is_active, self.left_at = True, None
        self.left_reason, self.left_note = "", ""
        self.save()
