"""A page that makes a place, for the tests of sending it twice."""

import re

from django import forms
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otoppath.lists.idempotency import OnceForm, once, save_once
from otoppath.places.models import Place


class PlaceForm(OnceForm, forms.ModelForm):
    photo = forms.FileField(required=False)

    class Meta:
        model = Place
        fields = ["code", "name_th"]

    def save(self, commit=True):
        place = super().save(commit)
        if place.name_th == "ล้มเหลว":
            raise RuntimeError("the disk is full")
        return place


@require_http_methods(["GET", "POST"])
@once
def place_create(request):
    form = PlaceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return save_once(request, form, lambda: address(form.save()), done=_("บันทึกพื้นที่แล้ว"))
    return HttpResponse(f"{form.non_field_errors()}{form.as_p()}")


def address(place):
    return f"/places/{place.code}/"


urlpatterns = [path("new/", place_create)]


def key_on(response):
    """The key that a page was drawn with."""
    return re.search(r'name="once_key" value="([0-9a-f-]{36})"', response.content.decode())[1]


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def page(client, **changes):
    """What a person sends who opened the page and filled it in."""
    key = key_on(client.get("/new/"))
    return {"code": "361005", "name_th": "ตำบลสมมุติ", "once_key": key} | changes


def made():
    return Place.objects.filter(code__startswith="361005").count()
