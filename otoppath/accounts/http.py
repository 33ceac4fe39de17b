"""The request as a view behind the login knows it."""

from django.http import HttpRequest

from .models import User


class Request(HttpRequest):
    """A request of somebody logged in; for annotations only.

    `ReturningLoginRequiredMiddleware` lets no other reach a view that is not in
    `public.PUBLIC`, which the type checker cannot know.
    """

    user: User
    request_id: str
