"""How a page names a producer: {% load producers %}."""

from django import template
from django.template import RequestContext

from products.models import Producer

register = template.Library()


@register.simple_tag(takes_context=True)
def producer_name(context: RequestContext, producer: Producer) -> str:
    """Return the name as the user of the page may read it: {% producer_name producer %}."""
    return producer.name_for(context.request.user)
