"""Templates as they are sent: without the indentation of their authors."""

from django.template.loader import get_template, render_to_string


def test_no_line_of_a_template_begins_with_blanks():
    source = get_template("components/_filterbar.html").template.source

    assert [line for line in source.splitlines() if line.startswith((" ", "\t"))] == []


def test_lines_keep_their_numbers(settings):
    path = settings.BASE_DIR / "templates" / "base.html"

    read = get_template("base.html").template.source

    assert read.count("\n") == path.read_text().count("\n")


def test_what_people_wrote_keeps_its_blanks():
    drawn = render_to_string("components/_notice.html", {"text": "ก\n   ข"})

    assert "ก\n   ข" in drawn
