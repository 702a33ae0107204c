"""Whatever is typed into a text field: kept as it was typed, or refused with a sentence."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from articles.models.desk import PreviewLink, Revision
from articles.tests import hostile
from articles.tests.admin import test_crawl
from articles.tests.admin.access_table import ACCESS
from articles.tests.admin.conftest import as_browsers_send, filled
from articles.tests.factories import NOON
from articles.text.clean import strip_controls
from articles.workflow import sharing

pytestmark = pytest.mark.django_db

FORMS = sorted(
    name
    for name, access in ACCESS.items()
    if name.endswith("_change")
    and "password" not in name
    and "superuser" in access.post
)
ELSEWHERE = frozenset({"note", "tag_names", "in_pinyin"})
"""Fields that are kept in another place, or taken apart."""
EVERYTHING = (
    "Ω田中👩‍👩‍👧﷽\u202eẒ̌\ufeff <img src=x onerror=alert(1)>\"'{{7*191}} ' OR 1=1;--"
    "\r\nBcc: victim@example.com\x1b[31m%s${HOME}"
)
NUL = "\0x"
REPRESENTED = ("articles_article_change", "articles_author_change", "auth_user_change")
"""Forms that `make test` tries; `make prove` tries all."""


@pytest.fixture
def rows(desk: Client) -> test_crawl.Rows:
    """Make one row of everything, and a link that an outsider has."""
    rows = test_crawl.build().inside
    article = rows["article"][0]
    revision = Revision.objects.get(article=article, number=1)
    maker = User.objects.get(username="root")
    sharing.share(revision, maker=maker, at=NOON, recipient="周律师")
    return rows


@contextmanager
def undone() -> Iterator[None]:
    """Take everything back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def texts_in(response: Any) -> dict[str, int | None]:
    """Name the fields of a form page that take a text, and how much of it."""
    form = response.context["adminform"].form
    pages = [form]
    for inline in response.context["inline_admin_formsets"]:
        pages += inline.formset.initial_forms
    return {
        bound.html_name: bound.field.max_length
        for one in pages
        for bound in one
        if isinstance(bound.field, forms.CharField)
        and isinstance(bound.field.widget, forms.TextInput | forms.Textarea)
    }


def errors_of(response: Any) -> dict[str, list[str]]:
    """Give what a form page says is wrong, by the name of the field."""
    form = response.context["adminform"].form
    found = {form[name].html_name if name in form.fields else name: list(said)
             for name, said in form.errors.items()}  # fmt: skip
    for inline in response.context["inline_admin_formsets"]:
        for one in inline.formset.forms:
            found |= {
                one[name].html_name: list(said) for name, said in one.errors.items()
            }
    return found


NAMES = {"slug", "username"}
"""What becomes part of an address or a log-in is put in its settled form: no capitals,
no marks at its ends, compatible signs as one. Their own tests say how."""


def seen(text: str) -> str:
    """Give what people see of a text: without what no page can carry, in one line.

    To the byte it is looked at in `test_article_form`.
    """
    return " ".join(strip_controls(text).split())


def typed(desk: Client, url: str, text: str) -> list[str]:
    """Type a text into every field of a form and name what came of it that should not."""
    response = desk.get(url)
    before, fields = filled(desk, url), texts_in(response)
    wished = {name: as_browsers_send(text[:most]) for name, most in fields.items()}
    refused: set[str] = set()
    for _try in range(len(fields) + 1):
        data = before | {k: v for k, v in wished.items() if k not in refused}
        response = desk.post(url, data)
        if response.status_code == 400 and "\0" in text:
            return []
        if response.status_code != 200:
            break
        wrong = errors_of(response)
        strange = wrong.keys() - (fields.keys() - refused)
        if strange or not wrong or not all(all(said) for said in wrong.values()):
            return [f"{url}: {text!r} is refused with {wrong}"]
        refused |= wrong.keys()
    if response.status_code != 302:
        return [f"{url}: {text!r} answers {response.status_code}"]
    after = filled(desk, url)
    return [
        f"{url} {name}: {wished[name]!r} became {after.get(name)!r}"
        for name in fields.keys() - refused - ELSEWHERE - NAMES
        if seen(after.get(name, "")) != seen(wished[name])
    ]


class TestForms:
    @pytest.mark.parametrize("name", REPRESENTED)
    def test_keep_what_is_typed_or_say_why_not(
        self, desk: Client, rows: test_crawl.Rows, name: str
    ):
        assert name in FORMS
        url = test_crawl.address(name, ACCESS[name], rows)
        assert typed(desk, url, EVERYTHING) == []

    @pytest.mark.prove
    @pytest.mark.parametrize("name", FORMS)
    def test_keep_all_of_the_corpora(
        self, desk: Client, rows: test_crawl.Rows, corpora: Path, name: str
    ):
        url = test_crawl.address(name, ACCESS[name], rows)
        found = []
        for text in texts_of(corpora):
            with undone():
                found += typed(desk, url, text)
        assert not found, "\n".join(found[:20])


def texts_of(corpora: Path) -> list[str]:
    """Read what others have found to break forms."""
    texts = []
    for name in ("naughty_strings.json", "xss_fields/own.json"):
        file = corpora / "security" / name
        texts += [
            case["payload"] for case in json.loads(file.read_text("utf-8"))["cases"]
        ]
    return [text for text in dict.fromkeys(texts) if text == whole(text)]


def whole(text: str) -> str:
    """Give a text as far as it can be sent: half a character cannot."""
    return text.encode("utf-8", "ignore").decode()


def token(rows: test_crawl.Rows) -> str:
    """Give the address of the outsider's page."""
    return f"/preview/{sharing.token_of(PreviewLink.objects.latest('pk'))}/"


def below(path: str) -> Callable[[test_crawl.Rows], str]:
    """Give an address below the article's."""
    return lambda rows: f"/admin/articles/article/{rows['article'][0]}/{path}"


def at(path: str) -> Callable[[test_crawl.Rows], str]:
    """Give an address that names no row."""
    return lambda rows: path


LIST = "/admin/articles/article/"
POSTS: dict[
    str, tuple[Callable[[test_crawl.Rows], str], tuple[str, ...], dict[str, str]]
]
POSTS = {
    "a note": (below("notes/write/"), ("text", "passage"), {"place": "panel"}),
    "an autosave": (below("autosave/"), ("title", "body", "tab"), {"text": "1"}),
    "a move": (
        below("move/"), ("move_note", "move_leads_to", "move_override"),
        {"move": "withdraw", "move_ending": "redirect"},
    ),
    "an unknown move": (below("move/"), ("move", "move_when"), {}),
    "a link": (below("shares/"), ("recipient",), {"revision": "1", "span": "7"}),
    "a correction": (below("correct/"), ("text", "title", "body"),
                     {"kind": "correction", "look": "1"}),
    "a task": (below("assign/"), ("assignee", "due_at", "note"), {}),
    "the front page": (at("/admin/front/"), ("note", "q", "add", "move"), {}),
    "a bulk move": (at(LIST), ("reason", "when"), {"action": "bulk_withdraw"}),
    "tags into one": (at("/admin/articles/tag/"), ("into",), {"action": "merge"}),
    "an outsider": (lambda rows: f"{token(rows)}answer/", ("name", "text", "passage"),
                    {"opinion": "fine"}),
    "a log-in": (at("/admin/login/"), ("username", "password", "next"), {}),
    "a language": (at("/admin/language/"), ("language", "next"), {}),
}  # fmt: skip
ASKED = {
    "the search": (at("/search/"), ("q",)),
    "its feed": (at("/search/feed/"), ("q",)),
    "the list": (at(LIST), ("q", "author", "tag", "source", "category", "stage")),
    "the log": (at("/admin/articles/auditentry/"), ("q", "person", "days")),
    "the calendar": (at("/admin/calendar/"), ("month", "person", "category", "view")),
    "the front page": (at("/admin/front/"), ("q",)),
    "a comparison": (below("compare/"), ("from", "to", "view")),
    "a moment": (below("as-of/"), ("at",)),
    "a preview": (below("preview/"), ("revision",)),
    "people": (below("notes/people/"), ("q",)),
    "tags": (at("/admin/articles/tag/suggest/"), ("term", "q")),
    "pictures": (at("/admin/articles/image/"), ("q", "status__exact")),
    "users": (at("/admin/auth/user/"), ("q",)),
    "an index": (at("/tag/"), ("q", "page")),
}


def breaks(client: Client, rows: test_crawl.Rows, text: str) -> list[str]:
    """Send a text everywhere else, and name what answers with a fault of ours."""
    found = []
    for name, (where, fields, fixed) in POSTS.items():
        with undone():
            data = dict.fromkeys(fields, text) | fixed
            data |= (
                {"_selected_action": str(rows["article"][0])}
                if "action" in data
                else {}
            )
            answer = client.post(where(rows), data)
        found += [f"{name}: {text!r}"] if answer.status_code >= 500 else []
    for name, (where, fields) in ASKED.items():
        for field in fields:
            answer = client.get(where(rows), {field: text})
            bad = hostile.judged(answer) if answer.status_code == 200 else []
            found += [f"{name} {field}: {text!r} {one}" for one in bad]
            found += [f"{name} {field}: {text!r}"] if answer.status_code >= 500 else []
    return found


class TestEverywhereElse:
    def test_no_text_is_a_fault_of_ours(self, desk: Client, rows: test_crawl.Rows):
        desk.raise_request_exception = False
        found = [
            line for text in (EVERYTHING, NUL) for line in breaks(desk, rows, text)
        ]
        assert not found, "\n".join(found)

    @pytest.mark.prove
    def test_none_of_the_corpora_is(
        self, desk: Client, rows: test_crawl.Rows, corpora: Path
    ):
        desk.raise_request_exception = False
        found = [
            line for text in texts_of(corpora) for line in breaks(desk, rows, text)
        ]
        assert not found, "\n".join(found[:40])
