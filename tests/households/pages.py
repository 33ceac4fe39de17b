"""Opening and sending pages as a browser does."""

from django.forms import CheckboxInput, FileInput, Select
from django.urls import reverse
from django.utils.html import strip_tags


def address(name, *args):
    """The address of a page of households; a record stands for its uuid."""
    return reverse(f"households:{name}", args=[getattr(arg, "uuid", arg) for arg in args])


def filled(form):
    """What a browser would send of a form that was just drawn."""
    data = {}
    for field in form:
        widget, value = field.field.widget, field.value()
        if value is None and type(widget) is Select:
            value = next(iter(field.field.choices), ("",))[0]  # the option on top
        if isinstance(widget, FileInput) or value is None or value is False:
            continue
        if isinstance(widget, CheckboxInput):
            data[field.html_name] = "on"
            continue
        shown = widget.format_value(value)
        data[field.html_name] = shown[0] if isinstance(shown, list) else shown
    return {name: value for name, value in data.items() if value is not None}


def press(client, url, **typed):
    """Open a form page, type into it and send it."""
    return client.post(url, filled(client.get(url).context["form"]) | typed)


def errors(response):
    """The names of the fields that were refused."""
    return set(response.context["form"].errors)


def text_of(response):
    """The page as text."""
    return response.content.decode()


def words_of(response):
    """What a reader reads of the page, without its mark-up."""
    return " ".join(strip_tags(text_of(response)).split())


def told(response):
    """What the page tells of the history, newest first."""
    return [event.text for event in response.context["changes"]]


def said(response):
    """The messages of the page that follows."""
    return [str(message) for message in response.wsgi_request._messages]
