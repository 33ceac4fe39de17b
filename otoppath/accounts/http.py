"""The request as a view behind the login knows it."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from .models import User


class Request(HttpRequest):
    """A request of somebody logged in; for annotations only.

    `ReturningLoginRequiredMiddleware` lets no other reach a view that is not in
    `public.PUBLIC`, which the type checker cannot know.
    """

    user: User
    request_id: str


def page_sent_from(request: HttpRequest) -> str:
    """Return the address, query included, of our page a press came from; "" from elsewhere."""
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(sent_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
