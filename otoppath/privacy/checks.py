"""What must hold before the system starts: real keys, no demo account, nothing personal forgotten.

The checks tagged "start" are run by the server itself (wsgi.py), not only by manage.py.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password
from django.core import checks
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import DatabaseError, models
from django.utils.translation import gettext as _

from .erasure import erasable_models
from .fields import EncryptedTextField

START = "start"
DISTINCT_BYTES = 8
INSECURE_PREFIX = b"django-insecure-"
DEFAULT_DEMO_PASSWORD = "otoppath-demo"  # noqa: S105 - the one that is refused
DERIVED_ENDINGS = ("search_key", "sort_key", "_index")
Problems = list[checks.CheckMessage]


@checks.register(checks.Tags.security, START)
def check_keys(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Problems:
    """Refuse keys that look typed in or copied from an example, unless under DEBUG."""
    if settings.DEBUG:
        return []
    keys = settings.KEYS
    named = {
        "SECRET_KEY": keys.secret_key.encode(),
        "BLIND_INDEX_KEY": keys.blind_index_key,
        **{f"ID_KEYS {number}": key for number, key in keys.id_keys.items()},
    }
    weak = [
        name
        for name, key in named.items()
        if len(set(key)) < DISTINCT_BYTES or key.startswith(INSECURE_PREFIX)
    ]
    return [
        checks.Error(
            _("กุญแจ %(name)s ไม่ปลอดภัย ให้สร้างใหม่แบบสุ่มก่อนเริ่มระบบ") % {"name": name},
            id="privacy.E002",
        )
        for name in weak
    ]


@checks.register(checks.Tags.database, START)
def check_demo_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> Problems:
    """Refuse to serve, unless under DEBUG, while somebody can log in with the demo's password."""
    if settings.DEBUG or not databases:
        return []
    users = get_user_model()._base_manager.filter(
        username__in=settings.DEMO_ACCOUNTS, is_active=True
    )
    try:
        found = [user.get_username() for user in users if _has_demo_password(user.password)]
    except DatabaseError:  # not migrated yet: nobody can log in
        return []
    return [
        checks.Error(
            _("บัญชีตัวอย่าง %(name)s ยังใช้รหัสผ่านตัวอย่างอยู่ ให้เปลี่ยนรหัสผ่านหรือปิดบัญชีก่อนเริ่มระบบ")
            % {"name": name},
            id="privacy.E003",
        )
        for name in found
    ]


@checks.register(checks.Tags.models)
def check_personal(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Problems:
    """Refuse a PERSONAL that names no column, or forgets one that holds what it erases."""
    problems: Problems = []
    for model in erasable_models():
        for name in sorted(_not_columns(model)):
            problems.append(
                checks.Error(f"PERSONAL names no column: {name}", obj=model, id="privacy.E004")
            )
        for name in sorted(_holding_personal_data(model) - set(model.PERSONAL)):
            problems.append(
                checks.Error(f"PERSONAL forgets the column {name}", obj=model, id="privacy.E005")
            )
    for model in _models_with_encrypted_columns():
        if not hasattr(model, "PERSONAL"):
            problems.append(
                checks.Error("An encrypted column, and no PERSONAL", obj=model, id="privacy.E006")
            )
    return problems


@checks.register(checks.Tags.admin)
def check_admin(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Problems:
    """Refuse an admin that shows or searches an encrypted column."""
    if not apps.is_installed("django.contrib.admin"):
        return []
    from django.contrib import admin

    problems: Problems = []
    for model, options in admin.site._registry.items():
        encrypted = {f.name for f in model._meta.fields if isinstance(f, EncryptedTextField)}
        for name in sorted(encrypted & set(_shown(options))):
            problems.append(
                checks.Error(f"The admin shows {name} in clear", obj=model, id="privacy.E007")
            )
    return problems


def refuse_unsafe_start() -> None:
    """Run the checks tagged "start"; raise ImproperlyConfigured with what they found."""
    found = checks.run_checks(tags=[START], databases=["default"])
    errors = [problem for problem in found if problem.is_serious()]
    if errors:
        raise ImproperlyConfigured("\n".join(str(problem) for problem in errors))


def _has_demo_password(encoded: str) -> bool:
    known = {DEFAULT_DEMO_PASSWORD, settings.DEMO_PASSWORD}
    return any(check_password(password, encoded) for password in known)


def _not_columns(model: Any) -> Iterator[str]:
    for name in model.PERSONAL:
        try:
            if not model._meta.get_field(name).concrete:
                yield name
        except FieldDoesNotExist:
            yield name


def _holding_personal_data(model: type[models.Model]) -> set[str]:
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField | models.FileField)
        or field.name.endswith(DERIVED_ENDINGS)
    }


def _models_with_encrypted_columns() -> Iterator[Any]:
    for model in apps.get_models():
        fields = [f for f in model._meta.fields if isinstance(f, EncryptedTextField)]
        if any(not field.is_history for field in fields):
            yield model


def _shown(options: Any) -> Iterator[Any]:
    from django.contrib.admin.utils import flatten, flatten_fieldsets

    yield from options.list_display
    yield from options.readonly_fields
    yield from (str(name).lstrip("^=@").split("__")[0] for name in options.search_fields)
    yield from flatten(options.fields or ())
    yield from flatten_fieldsets(options.fieldsets or ())
