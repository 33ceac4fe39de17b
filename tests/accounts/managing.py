"""Opening and assigning accounts as the pages do, for the tests of accounts."""

from uuid import uuid4

from django.urls import reverse

PERSON = {"title": "นาย", "first_name": "ทดสอบ", "last_name": "ระบบ", "username": "newcomer"}


def address(name, user=None, **query):
    url = reverse(f"accounts:{name}", args=[user.uuid] if user else [])
    return url + "?" + "&".join(f"{key}={value}" for key, value in query.items())


def create(client, *, role="officer", place="", **data):
    url = address("user_create", role=role, place=place)
    return client.post(url, {**PERSON, "once_key": str(uuid4()), **data})


def assign(client, user, *, role, place="", **data):
    return client.post(address("user_assign", user, role=role, place=place), data)
