"""Who may open a view, where Django's own decorator does not say enough."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def open_to(*, see: str, change: str) -> Callable[[View], View]:
    """Let who holds `see` read the page, and only who holds `change` send its form."""

    def decorate(view: View) -> View:
        readable = permission_required(see, raise_exception=True)(view)
        sendable = permission_required(change, raise_exception=True)(view)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            guarded = readable if request.method in ("GET", "HEAD") else sendable
            return guarded(request, *args, **kwargs)

        return answer

    return decorate
