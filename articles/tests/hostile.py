"""Hostile words in every text of every table, however they might have come there.

Forms refuse much of it; imports, older versions and hands in the database do not. A
column that holds no words but something a program reads stands in `CODES`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from articles.models.reader import Label, Publication, PublishedArticle
from articles.models.reader.log import pack
from articles.publishing.writing import as_data
from articles.rendering import render
from articles.tests.page_judge import faults
from articles.tests.public import feed_rules
from articles.tests.rendering.judge import faults as faults_of_body

APPS = ("articles", "auth", "admin", "django_tasks_database")
CODES = frozenset(
    {
        "uid", "slug", "key", "path", "owner", "leads_to", "place", "period", "kind",
        "original", "content_hash", "sha256", "mime", "language", "what", "move",
        "tab", "basis", "password", "email", "object_id", "codename", "task_path",
        "queue_name", "backend_name", "exception_class_path", "args_kwargs",
        "worker_ids", "return_value",
    }
)  # fmt: skip
"""Columns that programs read. Addresses are judged as they are made from words."""
WORDS_IN_JSON = re.compile(r"[\u3400-\u9fff]| ")
"""What our own texts have and codes have not."""

MARKUP = (
    "\"'><img src=x onerror=alert(1)></title></textarea></script>"
    "<script>alert(1)</script><svg onload=alert(1)>]]>-->"
    "' onfocus=alert(1) autofocus '{{7*191}}{% debug %}\\\"};alert(1);//"
)
CONTROLS = (
    "\r\nBcc: victim@example.com\r\n\r\n%0d%0aSet-Cookie: x=1\x1b[31m\x08\x7f\x85\u202e"
    'gpj.exe\u2066\u2028\ufeff=HYPERLINK("http://evil.example","x")'
)

Words = Callable[[], str]


def say(texts: Sequence[str]) -> Words:
    """Give something that answers each text in turn, for ever."""

    def turns() -> Iterator[str]:
        while True:
            yield from texts

    return turns().__next__


def poison(words: Words) -> int:
    """Put words into every text of every table; answer into how many."""
    thaw()
    count = sum(_poison_table(model, words) for model in _tables())
    for entry in Publication.objects.exclude(packed=b""):
        row = PublishedArticle.objects.filter(uuid=entry.article).first()
        if row is not None:
            packed = pack(as_data(row))
            Publication.objects.filter(pk=entry.pk).update(packed=packed)
    cache.clear()
    return count


def thaw() -> list[str]:
    """Let append-only tables be altered; give what forbids it again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, '', sql FROM sqlite_master WHERE type = 'trigger'"
            )
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "SELECT tgname, 'ON ' || tgrelid::regclass, pg_get_triggerdef(oid) "
                "FROM pg_trigger"
            )
        found = [row for row in cursor.fetchall() if row[0].endswith("_append_only")]
        for name, where, _made in found:
            cursor.execute(f"DROP TRIGGER {name} {where}")
    return [made for _name, _where, made in found]


@contextmanager
def thawed() -> Iterator[None]:
    """Let them be altered within, where no transaction is undone afterwards."""
    forbidden = thaw()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in forbidden:
                cursor.execute(statement)


def _tables() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model._meta.app_label in APPS and model._meta.managed:
            yield model


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """Name a model's columns that hold words."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and not field.primary_key
        and field.name not in CODES
    ]


def _poison_table(model: type[models.Model], words: Words) -> int:
    columns = texts_of(model)
    if not columns:
        return 0
    count = 0
    for row in model._default_manager.all():
        changed = {one.name: _poisoned(row, one, words) for one in columns}
        count += _written(model._default_manager.filter(pk=row.pk), changed)
    return count


def _written(row: "models.QuerySet[Any]", changed: dict[str, Any]) -> int:
    """Write columns, but those that the database itself keeps words out of."""
    try:
        with transaction.atomic():
            row.update(**changed)
    except IntegrityError:
        if len(changed) < 2:
            return 0
        return sum(_written(row, {name: value}) for name, value in changed.items())
    return len(changed)


def _poisoned(row: models.Model, field: models.Field, words: Words) -> Any:
    if isinstance(field, models.JSONField):
        return _poisoned_json(getattr(row, field.attname), words)
    # No database keeps NUL for us: forms refuse it, importers take it out.
    text = words().replace("\0", "")
    if field.name == "body_html":
        return str(render(text, format="html").html)
    if isinstance(field, models.URLField):
        text = f"https://evil.example/{text}"
    end = f" {row.pk}" if field.name in single_in(row) else ""
    return text[: (field.max_length or len(text)) - len(end)] + end


def single_in(row: models.Model) -> set[str]:
    """Name the columns of which no two rows say the same."""
    meta = type(row)._meta
    ruled = {
        name
        for rule in meta.constraints
        if isinstance(rule, models.UniqueConstraint)
        for name in rule.fields
    }
    return ruled | {one.name for one in meta.concrete_fields if one.unique}


def _poisoned_json(value: Any, words: Words) -> Any:
    if isinstance(value, dict):
        return {key: _poisoned_json(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [_poisoned_json(one, words) for one in value]
    if isinstance(value, str) and WORDS_IN_JSON.search(value):
        return words().replace("\0", "")
    return value


def public_paths() -> list[str]:
    """Give the addresses of everything that is live, beside those of a walk."""
    return [
        *PublishedArticle.objects.values_list("path", flat=True),
        *Label.objects.values_list("path", flat=True),
    ]


@dataclass
class Tour:
    """Opens addresses; counts what it saw, and names what is wrong with each."""

    found: list[str] = field(default_factory=list)
    opened: int = 0
    speaking: int = 0

    def go(self, client: Client, paths: Iterable[str], words: str = "") -> "Tour":
        """Open each address once; pages that say the ``words`` are ``speaking``."""
        for path in dict.fromkeys(paths):
            answer = client.get(path)
            self.found += [f"{path}: {fault}" for fault in judged(answer)]
            self.opened += answer.status_code == 200
            self.speaking += bool(words) and escape(words) in text_of(answer)
        return self

    def __str__(self) -> str:
        return "\n".join(self.found[:40])


def text_of(answer: Any) -> str:
    """Give a page as it is written; nothing of what is no text."""
    kind = answer.headers.get("Content-Type", "")
    return answer.getvalue().decode() if kind.startswith("text/html") else ""


def judged(answer: Any) -> list[str]:
    """Judge an answer by its kind."""
    if answer.status_code >= 500:
        return [f"answers {answer.status_code}"]
    body = answer.getvalue()
    if any("evil" in value or "Bcc" in value for value in cookies_of(answer)):
        return ["sets a cookie that nobody of us sets"]
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    judge = KINDS.get(kind)
    return judge(answer, body) if judge and body else []


def cookies_of(answer: HttpResponse) -> list[str]:
    """Give the cookies an answer sets, as they are sent."""
    return [morsel.OutputString() for morsel in answer.cookies.values()]


def _html(answer: HttpResponse, body: bytes) -> list[str]:
    text = body.decode()
    found = faults(text)
    if "7*191" in text and "1337" in text:
        found.append("runs a template that somebody typed")
    return found


def _feed(form: str) -> Callable[[HttpResponse, bytes], list[str]]:
    def judge(answer: HttpResponse, body: bytes) -> list[str]:
        try:
            feed_rules.check(answer, form)
        except AssertionError as error:
            return [f"is no valid {form}: {error}"]
        return [
            fault for html in bodies(form, answer) for fault in faults_of_body(html)
        ]

    return judge


def bodies(form: str, answer: HttpResponse) -> list[str]:
    """Give the HTML that a feed carries."""
    if form == "json":
        return [item["content_html"] for item in answer.json()["items"]]
    root = ET.fromstring(answer.content)
    tag = "{http://purl.org/rss/1.0/modules/content/}encoded"
    if form == "atom":
        tag = "{http://www.w3.org/2005/Atom}content"
    return [one.text or "" for one in root.iter(tag)]


def _xml(answer: HttpResponse, body: bytes) -> list[str]:
    try:
        ET.fromstring(body)
    except ET.ParseError as error:
        return [f"is no XML: {error}"]
    return []


def _json(answer: HttpResponse, body: bytes) -> list[str]:
    answer.json()  # type: ignore[attr-defined] # the test client's
    return []


def _csv(answer: HttpResponse, body: bytes) -> list[str]:
    cells = re.findall(r'(?:^|,)"\s*([=+@|-])', body.decode(), re.MULTILINE)
    return [f"has cells that begin with {sorted(set(cells))}"] if cells else []


KINDS = {
    "text/html": _html,
    "application/rss+xml": _feed("rss"),
    "application/atom+xml": _feed("atom"),
    "application/feed+json": _feed("json"),
    "application/xml": _xml,
    "text/xml": _xml,
    "application/json": _json,
    "text/csv": _csv,
}
