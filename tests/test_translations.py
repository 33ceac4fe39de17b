"""Thai is the source; the English catalogue is complete and compiled."""

import ast
import re

import polib
import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core import validators
from django.core.exceptions import ValidationError
from django.db.models import fields as model_fields
from django.db.models.fields import related
from django.utils import translation

from otoppath.accounts.models import User
from tests import messages

LOCALE = messages.ROOT / "otoppath" / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
# Sentences that are the same in every language.
NOT_THAI = {"OTOP", "OTOP Path", "SME", "GMP", "HACCP", "GAP", "Excel (.xlsx)", "CSV (.csv)"}
# Templates of libraries that are written anew here keep the libraries' sentences.
OF_LIBRARIES = ("templates/simple_history/", "templates/admin/", "templates/allauth/")
# Samples for developers, under DEBUG alone; and a language, which is named in itself.
NOT_TRANSLATED = (
    "templates/dashboards/components.html",
    "templates/dashboards/examples/",
    "templates/components/_language.html",
)
# What is Thai in every language: how Thai is read and written, headings of the offices' own
# spreadsheets, people who do not exist. And what is said before there is a Django to translate it.
THAI_BY_NATURE = (
    "otoppath/thai/",
    "otoppath/demo/",
    "otoppath/dashboards/samples.py",
    "otoppath/places/sources.py",
    "otoppath/accounts/forms/places.py",
    "otoppath/accounts/management/commands/set_up_office.py",
    "otoppath/privacy/keys.py",
    "otoppath/privacy/masking.py",
    "households/grid/marks.py",
    "households/imports/columns.py",
    "households/grid/files.py",
    "households/imports/mapping.py",
    "households/imports/planning.py",
    "households/imports/reading.py",
    "households/imports/villages.py",
    "groups/similar.py",
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0 +-]*[\d.]*[a-z]|%[a-z]|\{(\w*)[^}]*\}")
WORD = re.compile("[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(ENGLISH))


@pytest.fixture(scope="module")
def source():
    return list(messages.all_messages())


@pytest.fixture(scope="module", autouse=True)
def forget_the_source():
    """Every module as Python reads it weighs too much to be carried through the other tests."""
    yield
    messages.tree_of.cache_clear()
    messages.nodes_of.cache_clear()


def language_of(path):
    return path.parent.parent.name


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(sentence):
    """The places to be filled in, with their formats, in the order of their names."""
    return sorted(match[0] for match in PLACEHOLDER.finditer(sentence))


def is_english(sentence):
    """Whether a sentence, but for placeholders and markup, has words and none of them Thai."""
    bare = re.sub(r"<[^>]*>|&\w+;", " ", PLACEHOLDER.sub(" ", sentence))
    is_thai = messages.THAI.search(bare) or sentence in NOT_THAI
    return bool(WORD.search(bare)) and not is_thai


def test_source_is_read_at_all(source):
    sentences = {message.sentence for message in source}
    assert "พื้นที่แทนที่ตัวเองไม่ได้" in sentences  # python
    assert any(message.where.startswith("templates/") for message in source)


def test_sentences_of_the_source_are_thai(source):
    strangers = {
        f"{message.where}: {message.sentence}"
        for message in source
        if is_english(message.sentence) and not message.where.startswith(OF_LIBRARIES)
    }
    assert strangers == set()


def test_sentences_of_libraries_are_thai_on_a_thai_page(source):
    with translation.override("th"):
        english = {
            f"{message.where}: {message.sentence}"
            for message in source
            if message.where.startswith(OF_LIBRARIES)
            and is_english(translation.gettext(message.sentence))
        }
    assert english == set()


def test_refusals_of_every_field_and_validator_are_thai():
    """What Django itself answers to a wrong entry, whichever field it was typed into."""
    holders = [
        thing
        for module in (forms, model_fields, related, validators)
        for thing in vars(module).values()
        if isinstance(thing, type)
    ]
    with translation.override("th"):
        english = {
            str(message)
            for holder in holders
            for message in (
                *getattr(holder, "default_error_messages", {}).values(),
                getattr(holder, "message", ""),
            )
            if is_english(str(message))
        }
    assert english == set()


def test_refusals_of_weak_passwords_are_thai():
    with translation.override("th"), pytest.raises(ValidationError) as refused:
        validate_password("1234", user=User(username="1234"))
    assert len(refused.value.messages) > 1
    assert [message for message in refused.value.messages if is_english(message)] == []


def test_no_template_holds_thai_that_cannot_be_translated():
    found = [
        line
        for path in messages.template_files()
        for line in messages.thai_outside_translation(path)
        if not line.startswith(NOT_TRANSLATED)
    ]
    assert found == []


def test_no_module_holds_thai_that_cannot_be_translated():
    found = [
        line
        for path in messages.python_files()
        for line in messages.thai_outside_calls(path)
        if not line.startswith(THAI_BY_NATURE)
    ]
    assert found == []


def test_no_sentence_is_translated_when_its_module_is_loaded():
    """The first to ask would set the language for everybody; a command asks once."""
    found = [
        line
        for path in messages.python_files()
        for line in messages.translated_once(path)
        if "/management/commands/" not in line
    ]
    assert found == []


def test_translating_functions_have_names_that_are_collected():
    found = [line for path in messages.python_files() for line in messages.unknown_names(path)]
    assert found == []


def test_no_sentence_is_put_together_before_it_is_translated():
    """`_("a" + b)` and `_(f"{a}")` are never found in the catalogue."""
    found = []
    for path in messages.python_files():
        for node in messages.nodes_of(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in messages.FUNCTIONS:
                found += [
                    f"{path.name}:{node.lineno}"
                    for argument in node.args
                    if isinstance(argument, ast.JoinedStr | ast.BinOp)
                ]
    assert found == []


def test_every_sentence_of_the_source_is_in_the_catalogue(catalogue, source):
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
    missing = {
        f"{message.where}: {message.sentence}"
        for message in source
        if (message.context, message.sentence) not in known
    }
    assert missing == set(), "run `make messages` and translate"


def test_catalogue_holds_no_sentence_the_source_has_lost(catalogue, source):
    used = {(message.context, message.sentence) for message in source}
    lost = [
        entry.msgid
        for entry in catalogue
        if entry.obsolete or (entry.msgctxt, entry.msgid) not in used
    ]
    assert lost == [], "run `make messages`"


def test_every_sentence_is_translated_and_sure(catalogue):
    unsure = [entry.msgid for entry in catalogue if entry.fuzzy or not all(translations(entry))]
    assert unsure == []


def test_counted_sentences_have_an_english_singular_and_plural(catalogue):
    short = [
        entry.msgid for entry in catalogue if entry.msgid_plural and len(translations(entry)) != 2
    ]
    assert short == []


@pytest.mark.parametrize("path", CATALOGUES, ids=language_of)
def test_translations_hold_the_same_placeholders(path):
    """The English singular alone may leave its number out ("One household")."""
    different = []
    for entry in polib.pofile(str(path)):
        wanted = placeholders(entry.msgid_plural or entry.msgid)
        for number, text in enumerate(translations(entry)):
            seen = placeholders(text)
            is_singular = len(translations(entry)) > 1 and number == 0
            if not (set(seen) <= set(wanted) if is_singular else seen == wanted):
                different.append((entry.msgid, text))
    assert different == []


def test_english_holds_no_thai(catalogue):
    leaks = [
        text
        for entry in catalogue
        for text in translations(entry)
        # The name of the Thai language is written in it, in every language.
        if messages.THAI.search(text) and entry.msgid != "ไทย"
    ]
    assert leaks == []


def test_there_is_a_catalogue_for_each_language():
    assert [language_of(path) for path in CATALOGUES] == ["en", "th"]


@pytest.mark.parametrize("path", CATALOGUES, ids=language_of)
def test_compiled_catalogue_is_that_of_the_text(path):
    compiled = path.with_suffix(".mo")
    assert compiled.exists(), "run `make messages`"
    text = {
        (entry.msgctxt, entry.msgid): translations(entry)
        for entry in polib.pofile(str(path)).translated_entries()
    }
    binary = {
        (entry.msgctxt, entry.msgid): translations(entry) for entry in polib.mofile(str(compiled))
    }
    assert binary == text
