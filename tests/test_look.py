"""What holds for every template, stylesheet and script of the tree."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PIECES = [path for path in TEMPLATES if path.name.startswith("_")]
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
SPRITE = (ROOT / "static" / "vendor" / "icons" / "sprite.svg").read_text()


def where(path):
    return str(path.relative_to(ROOT))


def wrong(paths, found):
    """What a rule finds wrong in each file; one test a rule, for there are hundreds of files."""
    return {where(path): what for path in paths if (what := found(path.read_text()))}


INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
}


def inline_code(html):
    html = re.sub(r"{%.*?%}|{{.*?}}", "", html)
    return [what for what, pattern in INLINE.items() if pattern.search(html)]


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        '<button\n  onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<p style="width: {{ share }}%">',
    ],
)
def test_what_the_content_security_policy_refuses_is_recognised(html):
    assert len(inline_code(html)) == 1


def test_a_template_has_no_inline_style_or_script():
    assert wrong(TEMPLATES, inline_code) == {}


def test_a_piece_opens_with_a_comment():
    opens = ("{#", "{% comment %}")

    assert wrong(PIECES, lambda html: not html.startswith(opens)) == {}


def test_a_piece_is_included_with_only_what_it_needs():
    def open_to_all(html):
        includes = re.findall(r"{% include [\"'][^\"']*/_[^\"']+[\"'].*?%}", html)
        return [tag for tag in includes if not tag.endswith(" only %}")]

    assert wrong(TEMPLATES, open_to_all) == {}


def test_every_file_a_template_names_is_there():
    def absent(html):
        named = re.findall(r"{% static [\"']([^\"']+)[\"'] %}", html)
        return [name for name in named if not finders.find(name)]

    assert wrong(TEMPLATES, absent) == {}


def test_every_icon_a_template_names_is_in_the_sprite():
    def absent(html):
        named = re.findall(r"_icon.html\" with name=\"([^\"]+)\"", html)
        return [name for name in named if f'id="{name}"' not in SPRITE]

    assert wrong(TEMPLATES, absent) == {}


def test_nothing_asks_another_host():
    def elsewhere(text):
        addresses = re.findall(r"(?:https?:)?//[\w-]+\.[\w.-]+", text)
        return [address for address in addresses if not address.endswith("www.w3.org")]

    assert wrong([*TEMPLATES, *STYLES, *SCRIPTS], elsewhere) == {}


def test_a_style_refers_to_names_that_exist():
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text()

    def unknown(style):
        declared = set(re.findall(r"(--[\w-]+)\s*:", tokens + style))
        used = set(re.findall(r"var\((--[\w-]+)", style))
        return {name for name in used - declared if not name.startswith("--bs-")}

    assert wrong(STYLES, unknown) == {}


def test_a_rule_for_narrow_screens_leaves_paper_alone():
    # The text of an A4 sheet is 688 px wide: without "screen" it would be laid out as a phone.
    def of_paper_too(style):
        conditions = re.findall(r"@media ([^{]*width\s*<[^{]*){", style)
        return [text for text in conditions if not text.startswith("screen and")]

    assert wrong(STYLES, of_paper_too) == {}


# --- Colours --------------------------------------------------------------------------------

# What is written on what: text, ground.
WRITTEN_ON = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "wash"),
    ("ink-2", "paper"),
    ("ink-2", "card"),
    ("ink-2", "wash"),
    ("ink-2", "indigo-tint"),
    ("ink-3", "card"),
    ("indigo", "paper"),
    ("indigo", "card"),
    ("indigo", "indigo-tint"),
    ("card", "indigo"),
    ("card", "indigo-deep"),
    ("card", "leaf"),
    ("card", "lac"),
    ("leaf-deep", "leaf-tint"),
    ("turmeric", "turmeric-tint"),
    ("turmeric", "card"),
    ("lac", "lac-tint"),
    ("lac", "card"),
]


def luminance(colour):
    colour = colour.lstrip("#")
    colour = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colours():
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text()
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", tokens))


def test_contrast_is_reckoned_as_the_guidelines_do():
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("text", "ground"), WRITTEN_ON)
def test_text_stands_out_from_its_ground(text, ground):
    assert contrast(colours()[text], colours()[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["card", "paper"])
def test_the_edge_of_a_field_stands_out_from_its_ground(ground):
    assert contrast(colours()["line-strong"], colours()[ground]) >= 3


# --- Files made by others -------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["bootstrap", "sarabun", "icons"])
def test_files_made_by_others_keep_their_licence_and_version(folder):
    vendor = ROOT / "static" / "vendor"
    readme = (vendor / "README.md").read_text()
    script = (ROOT / "docs" / "update_vendor.sh").read_text()
    version = re.search(rf"^{folder.upper()}=(.+)$", script, re.M)[1]
    line = next(line for line in readme.splitlines() if line.startswith(f"| `{folder}/`"))

    assert version in line
    assert any(vendor.joinpath(folder, name).exists() for name in ("LICENSE", "OFL.txt"))


def test_bootstrap_points_at_no_source_map():
    # The storage that hashes names refuses to build when a named file is missing.
    style = ROOT / "static" / "vendor" / "bootstrap" / "bootstrap.min.css"

    assert "sourceMappingURL" not in style.read_text()
