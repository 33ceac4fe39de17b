import pytest
from django.template import Context, Template, TemplateSyntaxError


def test_what_is_drawn_is_shown_where_it_is_named_and_only_there():
    text = (
        "{% load frame %}{% drawn as menu %}<a>{{ name }}</a>{% enddrawn %}1{{ menu }}2{{ menu }}"
    )

    shown = Template(text).render(Context({"name": "<ก>"}))

    assert shown == "1<a>&lt;ก&gt;</a>2<a>&lt;ก&gt;</a>"


def test_what_is_drawn_needs_a_name():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load frame %}{% drawn %}{% enddrawn %}")
