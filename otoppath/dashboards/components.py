"""Every piece of the look on one page, and a worked page of each kind, for who develops."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import samples

EXAMPLES = ("home", "list", "record", "form", "board", "dashboard", "wizard", "confirm")


def is_open() -> bool:
    """Whether somebody develops: not a real system, and not the demo, which is for trying."""
    return settings.DEBUG and not settings.DEMO


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every piece with made-up content."""
    if not is_open():
        raise Http404
    context = samples.context() | {"examples": EXAMPLES, "form": samples.refused_form()}
    return render(request, "dashboards/components.html", context)


@require_safe
def example(request: HttpRequest, name: str) -> HttpResponse:
    """Show a worked page of one kind."""
    if not is_open() or name not in EXAMPLES:
        raise Http404
    form = samples.refused_form() if "errors" in request.GET else samples.SampleForm()
    chosen = 3 if request.GET.get("step") == "3" else 1
    context = samples.context() | {
        "form": form,
        "filters": samples.SampleFilter(),
        "chosen": chosen,
    }
    return render(request, f"dashboards/examples/{name}.html", context)
