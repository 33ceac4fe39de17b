"""One press, one record: a form that is sent twice makes what it makes once.

Every form that creates a record carries a key drawn with the page. The key is claimed in the
transaction that writes the record; whoever comes second, by a double press, a reload or a
phone that sends again after a lost answer, is taken to what the first press made. Going back
to the page and sending other words is not a second press: nothing is lost and nothing made
twice, the page asks whether a further record is meant.

A view needs two lines of it::

    class HouseholdForm(OnceForm, forms.ModelForm): ...

    @require_http_methods(["GET", "POST"])
    @permission_required("households.change_household", raise_exception=True)
    @once
    def household_create(request):
        form = HouseholdForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            return save_once(request, form, form.save, done=_("บันทึกครัวเรือนแล้ว"))
        return render(request, "households/household_form.html", {"form": form})
"""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KEPT_FOR = timedelta(days=7)
_NOT_CONTENT = frozenset({"csrfmiddlewaretoken", "once_key"})


class IdempotencyKeyQuerySet(models.QuerySet["IdempotencyKey"]):
    """Keys of pages that were sent."""

    def of(self, user: Any, key: uuid.UUID | None = None) -> "IdempotencyKeyQuerySet":
        """Return the keys of a user, or the one named."""
        keys = self.filter(user=user)
        return keys.filter(key=key) if key else keys

    def old(self) -> "IdempotencyKeyQuerySet":
        """Return the keys nobody will send again."""
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)


class IdempotencyKey(models.Model):
    """A page that was sent once by a user, and the address of what it made."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    key = models.UUIDField()
    url = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = IdempotencyKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_press_per_user_and_key")
        ]
        indexes = [models.Index(fields=["user", "created_at"], name="idempotency_user_created")]

    def __str__(self) -> str:
        return f"{self.key} {self.url}"


class UsedKey(str):
    """Stands in for a key whose page was sent before with other words; knows what it made."""

    def __new__(cls, url: str) -> "UsedKey":
        """Return the stand-in of a press that led to an address of this site."""
        made = super().__new__(cls, "used")
        made.url = url
        return made

    url: str


class OnceKeyField(forms.UUIDField):
    """The hidden key of a page; a page that comes back refused is drawn with a usable one."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": gettext_lazy("หน้านี้ไม่สมบูรณ์ ตรวจข้อมูลแล้วกดบันทึกอีกครั้ง"),
        "invalid": gettext_lazy("หน้านี้บันทึกไปแล้วครั้งหนึ่ง ถ้าต้องการเพิ่มอีกรายการตามที่พิมพ์ไว้ กดบันทึกอีกครั้ง"),
    }

    def to_python(self, value: Any) -> uuid.UUID | None:  # type: ignore[override]
        """Return the key; of a used one, ask with a link to what the earlier press saved."""
        if isinstance(value, UsedKey):
            question = self.error_messages["invalid"]
            link = format_html('<a href="{}">{}</a>', value.url, _("เปิดที่บันทึกไว้แล้ว"))
            raise ValidationError(format_html("{} {}", question, link), code="used")
        return super().to_python(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return the key that came, or a new one where it cannot be used."""
        return data if _uuid(data) else uuid.uuid4()


class OnceForm(forms.Form):
    """A form whose page makes one record, however often it is sent.

    Mixed in before ``forms.ModelForm``. A crispy layout that lists its fields must list
    ``once_key`` too: crispy leaves hidden fields out of a layout, and the form is then refused.
    """

    once_key = OnceKeyField(initial=uuid.uuid4)

    def clean(self) -> dict[str, Any] | None:
        """Say what is wrong with the key above the form: its field is hidden."""
        cleaned = super().clean()
        if "once_key" in self.errors:
            self.add_error(None, self.errors.pop("once_key").as_data())
        return cleaned

    def full_clean(self) -> None:
        """Ask again for files that were good: a browser never fills in a file a second time."""
        super().full_clean()
        if self.is_bound and self.errors:
            for name in {name for name in self.files if name in self.fields} - set(self.errors):
                self.add_error(name, _("แฟ้มนี้ใช้ได้ แต่ต้องเลือกอีกครั้ง เพราะยังบันทึกไม่ได้"))


def claim(key: uuid.UUID, user: Any) -> bool:
    """Take `key` for `user`; False when an earlier press has it.

    Called inside the transaction that writes the record: when that fails, the key is free
    again. A second press at the same moment waits here, on the unique index in PostgreSQL and
    at the beginning of its transaction in SQLite, until the first one has ended.
    """
    _key, is_new = IdempotencyKey.objects.get_or_create(user=user, key=key)
    return is_new


def save_once(
    request: HttpRequest,
    form: OnceForm,
    make: Callable[[], Any],
    *,
    done: str | Callable[[], str],
    to: Any = None,
) -> HttpResponseRedirect:
    """Call `make` unless this page was sent before, then redirect to what was made.

    `make` returns a record with ``get_absolute_url`` or an address; `to` is one of these, for
    a page that leads elsewhere. `done` is the message of the first press; it is called where it
    has to say what came of it.
    """
    key, user = form.cleaned_data["once_key"], request.user
    kept = IdempotencyKey.objects.of(user, key)
    with transaction.atomic():
        is_first = claim(key, user)
        if is_first:
            made = make()
            url = resolve_url(to or made)
            kept.update(url=url, digest=_digest(request))
            transaction.on_commit(IdempotencyKey.objects.of(user).old().delete, robust=True)
    if not is_first:
        return _again(request, kept.get())
    messages.success(request, done() if callable(done) else done)
    return HttpResponseRedirect(url)


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a page that was sent before with what it made, before and after `view`.

    Before, because the second press may no longer be valid (the first one's record is now a
    duplicate); after, because the first press may have ended while the second was checked.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if earlier := _earlier(request):
            if earlier.digest == _digest(request):
                return _again(request, earlier)
            other = request.POST.copy()
            other["once_key"] = UsedKey(earlier.url)
            request.POST = other  # type: ignore[assignment]
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and (earlier := _earlier(request)):
            return _again(request, earlier)
        return response

    return answer


def _earlier(request: HttpRequest) -> IdempotencyKey | None:
    """Return the press that this page was sent with before."""
    key = _uuid(request.POST.get("once_key"))
    if key is None or not request.user.is_authenticated:
        return None
    return IdempotencyKey.objects.of(request.user, key).first()


def _digest(request: HttpRequest) -> str:
    """Return a fingerprint of what was sent, which says nothing about it."""
    sent = [(name, values) for name, values in request.POST.lists() if name not in _NOT_CONTENT]
    files = [(name, file.name, file.size) for name, many in request.FILES.lists() for file in many]
    content = json.dumps([sorted(sent), sorted(files)])
    return salted_hmac(__name__, content, algorithm="sha256").hexdigest()


def _again(request: HttpRequest, earlier: IdempotencyKey) -> HttpResponseRedirect:
    messages.info(request, _("บันทึกไปแล้ว"))
    return HttpResponseRedirect(earlier.url)


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
