"""The forms of allauth in our own words: login, passwords, codes."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth import user_login_failed
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def _say(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    """Give a field our label; a label says what a placeholder would say again."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


def _code(form: forms.Form, help_text: Any) -> None:
    _say(form, "code", _("รหัสยืนยัน"), help_text)
    form.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "autofocus": True}


class LoginForm(account.LoginForm):
    """Username and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", _("ชื่อผู้ใช้"))
        _say(self, "password", _("รหัสผ่าน"))
        self.fields["login"].widget.attrs |= {
            "autocapitalize": "none",
            "autocorrect": "off",
            "spellcheck": "false",
        }

    def clean_login(self) -> str:
        """Usernames are stored in lower case; a phone likes to begin with a capital."""
        return super().clean_login().lower()


class ChangePasswordForm(account.ChangePasswordForm):
    """Choose a new password; the one-time password cannot be chosen again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_first = self.user.must_change_password
        _say(self, "oldpassword", _("รหัสผ่านชั่วคราวที่ได้รับ") if is_first else _("รหัสผ่านปัจจุบัน"))
        _say(self, "password1", _("รหัสผ่านใหม่"), " ".join(password_validators_help_texts()))
        _say(self, "password2", _("รหัสผ่านใหม่อีกครั้ง"))

    def clean(self) -> dict[str, Any]:
        """Both must be alike, and other than the one before."""
        cleaned = forms.Form.clean(self) or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("รหัสผ่านใหม่ทั้งสองช่องไม่ตรงกัน"))
        if first and first == cleaned.get("oldpassword"):
            self.add_error("password1", ValidationError(_("รหัสผ่านใหม่ต้องไม่ซ้ำกับรหัสเดิม")))
        return cleaned


class ReauthenticateForm(account.ReauthenticateForm):
    """The own password, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", _("รหัสผ่าน"))


class _CountedCode(mfa.BaseAuthenticateForm):
    """A code of which wrong ones are counted with the wrong passwords, in the database.

    allauth's own limit lives in the memory of one worker; this one holds for all of them, and
    who knows the password gets no more guesses by logging in anew.
    """

    def clean_code(self) -> str:
        """Refuse any code, the right one too, while the login is locked."""
        request, credentials = context.request, {"username": self.user.username}
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out, request.axes_credentials = True, credentials
            raise ValidationError(_("เข้าสู่ระบบไม่ได้ชั่วคราว"))
        return super().clean_code()

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        user_login_failed.send(
            sender=__name__,
            credentials={"username": self.user.username},
            request=context.request,
        )


class CodeForm(_CountedCode, mfa.AuthenticateForm):
    """The code of the app, or one of the recovery codes, at login."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("รหัส 6 หลักจากแอป หรือรหัสสำรอง 8 ตัว"))


class ReauthenticateCodeForm(_CountedCode, mfa.ReauthenticateForm):
    """The same, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("รหัส 6 หลักจากแอป หรือรหัสสำรอง 8 ตัว"))


class ActivateForm(totp.ActivateTOTPForm):
    """The first code proves that the app was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("รหัส 6 หลักที่แอปแสดงอยู่ตอนนี้"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
