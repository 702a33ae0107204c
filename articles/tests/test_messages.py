"""articles/locale: every word of the interface is there in Chinese, and compiled."""

import ast
import io
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from articles.text.traditional import traditional

TRADITIONAL = Path(settings.LOCALE_PATHS[0], "zh_Hant", "LC_MESSAGES", "django.po")
FOLDER = Path(settings.LOCALE_PATHS[0], "zh_Hans", "LC_MESSAGES")
NAMES = {
    "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy",
    "pgettext", "pgettext_lazy", "npgettext",
}  # fmt: skip
SAME = {"RSS", "Atom", "JSON Feed", "Markdown", "HTML"}
"""Texts that are the same in both languages."""


@pytest.fixture(scope="module")
def catalog():
    with (FOLDER / "django.po").open("rb") as source:
        return read_po(source, locale="zh_Hans", abort_invalid=True)


def texts(call, aliases):
    """Answer the literal texts a call hands to gettext, each with its context."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    origin = aliases.get(name, "")
    literals = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    if origin not in NAMES or not literals:
        return []
    if origin.startswith(("pgettext", "npgettext")):
        return [(literals[1], literals[0])]
    return [(literals[0], None)]


def marked():
    """Answer every text of the code that is marked for translation, and where."""
    for path in settings.BASE_DIR.glob("articles/**/*.py"):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        aliases = {
            alias.asname or alias.name: alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and node.module == "django.utils.translation"
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for text, context in texts(node, aliases):
                    yield text, context, path.relative_to(settings.BASE_DIR)


def printed():
    """Answer every text that a template marks for translation, and where."""
    for path in settings.BASE_DIR.glob("templates/**/*.html"):
        source = io.BytesIO(templatize(path.read_text("utf-8")).encode())
        for _line, found, _comments, context in extract("python", source):
            text = found if isinstance(found, str) else found[0]
            yield text, context, path.relative_to(settings.BASE_DIR)


class TestTraditional:
    @pytest.mark.prove
    def test_is_what_the_simplified_one_makes(self):
        script = Path(settings.LOCALE_PATHS[0], "traditional.py")
        command = [sys.executable, str(script), "--check"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert not done.returncode, done.stderr

    def test_is_not_altered_by_being_converted_with_a_page(self):
        with TRADITIONAL.open("rb") as source:
            said = [one.string for one in read_po(source, locale="zh_Hant") if one.id]
        texts = [text for one in said for text in ([one] if type(one) is str else one)]
        assert [text for text in texts if traditional(text) != text] == []

    def test_is_what_readers_and_the_desk_are_told(self):
        with translation.override("zh-hant"):
            assert translation.gettext("Skip to the content") == "跳到正文"
            assert translation.gettext("Save") == "儲存"


class TestMessages:
    def test_are_compiled_as_they_are_written(self, catalog):
        made = io.BytesIO()
        write_mo(made, catalog)
        assert (FOLDER / "django.mo").read_bytes() == made.getvalue(), "make messages"

    def test_are_all_translated(self, catalog):
        assert [one.id for one in catalog if one.id and not one.string] == []
        assert [one.id for one in catalog if one.fuzzy and one.id] == []

    def test_keep_their_placeholders(self, catalog):
        wrong = [(one.id, errors) for one, errors in catalog.check() if errors]
        assert not wrong

    @pytest.mark.parametrize("texts", [marked, printed])
    def test_cover_what_is_said(self, texts):
        with translation.override("zh-hans"):
            missing = {
                f"{text!r} in {path}"
                for text, context, path in texts()
                if text not in SAME and not is_translated(text, context)
            }
        assert not missing, "\n".join(sorted(missing))


def is_translated(text, context):
    """Answer whether Chinese readers get other words than the code has."""
    if context:
        said = [translation.pgettext(context, text)]
        said.append(translation.npgettext(context, text, text, 2))
    else:
        said = [translation.gettext(text), translation.ngettext(text, text, 2)]
    return any(one != text for one in said)
