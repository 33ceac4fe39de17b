"""Finds the translatable sentences of the source without gettext, which a fresh machine lacks."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("otoppath", "households", "groups", "products", "markets")
# Position of context, sentence and plural among the arguments.
FUNCTIONS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
CALL = re.compile(r"\b(" + "|".join(sorted(FUNCTIONS, key=len, reverse=True)) + r")\(")
THAI = re.compile("[\u0e01-\u0e5b]")


class Message(NamedTuple):
    """A sentence that is translated, and where it stands."""

    context: str | None
    sentence: str
    plural: str | None
    where: str


def all_messages() -> Iterator[Message]:
    """Every sentence of the product's Python and templates."""
    for path in python_files():
        for node in nodes_of(path):
            if isinstance(node, ast.Call):
                yield from _of_call(node, _name(path))
    for path in template_files():
        yield from _of_template(path.read_text(encoding="utf-8"), _name(path))


def python_files() -> Iterator[Path]:
    """The product's own modules, without migrations."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def template_files() -> Iterator[Path]:
    """Every template."""
    for folder in ("templates", *APPS):
        for suffix in ("*.html", "*.txt"):
            yield from sorted((ROOT / folder).rglob(suffix))


@cache
def tree_of(path: Path) -> ast.Module:
    """A module as Python reads it, which is asked by every test and takes a second for all."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Everything in a module."""
    return list(ast.walk(tree_of(path)))


def thai_outside_translation(path: Path) -> list[str]:
    """Lines of a template with Thai text that nobody could translate."""
    text = path.read_text(encoding="utf-8")
    for pattern in (
        r"\{#.*?#\}",
        r"\{% comment.*?%\}.*?\{% endcomment %\}",
        r"\{% blocktrans(?:late)?\b.*?%\}.*?\{% endblocktrans(?:late)? %\}",
        r"\{% trans(?:late)?\b.*?%\}",
        r"_\(\"[^\"]*\"\)|_\('[^']*'\)",
    ):
        text = re.sub(pattern, _same_lines, text, flags=re.DOTALL)
    return [
        f"{_name(path)}:{number}: {line.strip()}"
        for number, line in enumerate(text.splitlines(), start=1)
        if THAI.search(line)
    ]


def thai_outside_calls(path: Path) -> list[str]:
    """Literals of a module with Thai text that nobody could translate; docstrings apart."""
    translated = {
        id(part)
        for call in nodes_of(path)
        if isinstance(call, ast.Call) and _called(call) in FUNCTIONS
        for part in ast.walk(call)
    }
    spoken = {id(node.value) for node in nodes_of(path) if isinstance(node, ast.Expr)}
    return [
        f"{_name(path)}:{node.lineno}: {node.value}"
        for node in nodes_of(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and THAI.search(node.value)
        and id(node) not in translated | spoken
    ]


def translated_once(path: Path) -> list[str]:
    """Sentences translated as the module is loaded, so in one language for ever."""
    at_once = {
        part.asname or part.name
        for node in nodes_of(path)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for part in node.names
        if part.name in FUNCTIONS and not part.name.endswith(("_lazy", "_noop"))
    }
    return [
        f"{_name(path)}:{call.lineno}"
        for call in _outside_functions(tree_of(path))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in at_once
    ]


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _outside_functions(child)


def unknown_names(path: Path) -> list[str]:
    """Names under which a module uses a translating function that no catalogue knows."""
    return [
        f"{_name(path)}:{node.lineno}: {part.asname}"
        for node in nodes_of(path)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for part in node.names
        if part.name in FUNCTIONS and (part.asname or part.name) not in FUNCTIONS
    ]


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def _same_lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _of_template(source: str, name: str) -> Iterator[Message]:
    """Django turns a template into calls; each is read up to the bracket that closes it."""
    code = templatize(source)
    for match in CALL.finditer(code):
        for end in (m.end() for m in re.finditer(r"\)", code[match.start() :])):
            try:
                tree = ast.parse(code[match.start() : match.start() + end].lstrip(), mode="eval")
            except (SyntaxError, ValueError):
                continue
            if isinstance(tree.body, ast.Call):
                tree.body.lineno += code.count("\n", 0, match.start())
                yield from _of_call(tree.body, name)
            break


def _of_call(call: ast.Call, name: str) -> Iterator[Message]:
    function = _called(call)
    if function not in FUNCTIONS or not call.args:
        return
    arguments = [_text(argument) for argument in call.args]
    context, sentence, plural = (
        arguments[place] if place is not None and place < len(arguments) else None
        for place in FUNCTIONS[function]
    )
    if sentence is not None:
        yield Message(context, sentence, plural, f"{name}:{call.lineno}")


def _text(node: ast.expr) -> str | None:
    """A sentence written out; None for a variable, which is translated where it is written."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))
