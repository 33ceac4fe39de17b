"""Tags of the frame around every page."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context

register = template.Library()


class Drawn(template.Node):
    """What stands between the tags, kept under a name instead of shown."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: Context) -> str:
        """Keep the text, and show nothing."""
        context[self.name] = self.nodelist.render(context)
        return ""


@register.tag
def drawn(parser: Parser, token: Token) -> Any:
    """Draw once what is shown twice: {% drawn as menu %}…{% enddrawn %}, then {{ menu }}."""
    try:
        _tag, _as, name = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError("say {% drawn as name %}") from error
    nodelist = parser.parse(["enddrawn"])
    parser.delete_first_token()
    return Drawn(nodelist, name)
