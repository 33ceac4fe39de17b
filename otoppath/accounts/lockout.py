"""What somebody sees after too many wrong passwords, and whose address counts."""

import math
import re
from ipaddress import ip_address
from typing import Any

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

# 203.0.113.9:1234, [2001:db8::1]:1234, [2001:db8::1]
ADDRESS = re.compile(r"\[([^\]]+)\](?::[0-9]+)?|([0-9.]+):[0-9]+")


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Say for how many minutes the login stays closed; the right password stays refused too."""
    username = (credentials or {}).get("username", "")
    return render(
        request,
        "account/lockout.html",
        {"minutes": minutes_left(username, get_client_ip_address(request))},
        status=429,
    )


def minutes_left(username: str, ip_address: str | None) -> int:
    """Minutes until the lock of the last wrong password opens, at least one."""
    cool_off = get_cool_off()
    attempts = AccessAttempt.objects.filter(username=username, ip_address=ip_address)
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    return max(1, math.ceil((last + cool_off - timezone.now()).total_seconds() / 60))


def client_ip(request: HttpRequest) -> str:
    """Address of the client behind the one proxy in front (BEHIND_PROXY=1).

    Only the last entry of X-Forwarded-For is the proxy's own; what stands before it was sent
    by the client and would let a guesser take a new address for each try.
    """
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return _address_of(forwarded or request.META.get("REMOTE_ADDR", ""))


def _address_of(text: str) -> str:
    """Return an address without the port some proxies add: it differs with each connection.

    Raises PermissionDenied for what is no address.
    """
    found = ADDRESS.fullmatch(text)
    try:
        return str(ip_address(found[1] or found[2]) if found else ip_address(text))
    except ValueError as error:
        raise PermissionDenied from error
