"""What the user reads when a request cannot be answered: each with the number of the request.

A refusal of the first kinds stands in the usual frame. A bad request can fail before anybody is
known, and an internal error may be the database itself: those two are drawn without the request,
so nothing in them asks for a user, a session or a row.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the action is not the user's; a view may say more in the exception's message."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form came without its token, mostly because it stood open through a new login."""
    return render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or a record outside the user's area, which must look the same."""
    return render(request, "404.html", status=404)


def draw_not_found_in_the_demo(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """404 in the demo: it runs under DEBUG, where Django lists every address instead."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.DEMO and response.status_code == HTTPStatus.NOT_FOUND:
            return page_not_found(request, Http404())
        return response

    return middleware


def draw_method_not_allowed(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """405: the address of a button was opened as a page; Django answers it with nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        page = render(request, "405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        return page

    return middleware


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return _without_request(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of the system; the number leads to the line in the log.

    The fault may be the page itself (a stylesheet that was never collected): then in plain words.
    """
    try:
        return _without_request(request, "500.html", status=500)
    except Exception:
        logger.exception("the page of internal errors cannot be drawn")
        words = _("ระบบขัดข้อง ให้แจ้งผู้ดูแลระบบพร้อมรหัสอ้างอิง %(id)s") % {
            "id": getattr(request, "request_id", "-")
        }
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=500)


def _without_request(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    context = {"request_id": getattr(request, "request_id", ""), "demo": settings.DEMO}
    return HttpResponse(render_to_string(template, context), status=status)
