"""Lists as files for spreadsheets: streamed, logged, and safe from formulas."""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from articles.admin import columns, dashboard
from articles.admin.access import address_of
from articles.admin.base import person
from articles.models.desk import Article
from articles.workflow import audit, policy

BOM = "\ufeff"
"""What tells a spreadsheet that the file is UTF-8."""
CHUNK = 500
"""Rows read at once."""

ACTIVE = frozenset("=+-@|")
# A spreadsheet may take these for the end of a cell, whatever the quotes say.
UNSEEN = r"[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff\x00-\x1f]*"
BREAK = re.compile(rf"([;\t\r\n])({UNSEEN})(?=[=+\-@|＝＋－＠｜﹦﹢﹣﹫])")

Row = Sequence[str]
Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]


def safe(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula; harmless text unchanged."""
    text = BREAK.sub(r"\1\2'", cell)
    shown = re.sub(rf"^{UNSEEN}", "", unicodedata.normalize("NFKC", text))
    if shown[:1] in ACTIVE or text[:1] in ("\t", "\r", "\n"):
        return f"'{text}"
    return text


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """Give the line."""
        return text


def lines(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Give a table line by line, every cell safe and quoted."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield BOM + writer.writerow([safe(cell) for cell in head])
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def download(
    request: HttpRequest, name: str, *, head: Row, rows: Iterable[Row], count: int
) -> StreamingHttpResponse:
    """Log the export, then send it."""
    now = timezone.now()
    with transaction.atomic():
        audit.record(
            audit.Kind.EXPORT,
            f"export_{name}",
            actor=person(request),
            at=now,
            subject=f"{name}.csv",
            detail=f"{count} · {request.GET.urlencode()}".rstrip(" ·"),
            address=address_of(request),
        )
    response = StreamingHttpResponse(
        lines(head, rows), content_type="text/csv; charset=utf-8"
    )
    stamp = f"{localtime(now):%Y%m%d-%H%M}"
    response["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.csv"'
    return response


def moment(at: datetime | None) -> str:
    """Write an instant so that people and programs read it alike, with its offset."""
    return localtime(at).isoformat(sep=" ", timespec="seconds") if at else ""


def listed(request: HttpRequest, model_admin: admin.ModelAdmin) -> "QuerySet[Any]":
    """Give what the list shows under the filters in the address, on all its pages."""
    try:
        return model_admin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters as error:
        raise BadRequest("no such filter") from error


def article_pages(wrap: Wrap) -> list[URLPattern]:
    """Give the address that sends the list of articles."""
    return [
        path(
            "export/",
            wrap(require_POST(export_articles)),
            name="articles_article_export",
        )
    ]


ARTICLE_HEAD = ("id", "uuid", "title", "deck", "slug", "language", "section", "names",
                "stage", "standing", "revision", "published", "changed")  # fmt: skip


def export_articles(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list as it is filtered: the articles this person may see, no others."""
    if not policy.holds(request.user, "articles.view_article"):
        raise PermissionDenied
    found = listed(request, admin.site.get_model_admin(Article))
    articles = dashboard.with_cards(policy.visible(request.user, found))
    return download(
        request,
        "articles",
        head=ARTICLE_HEAD,
        rows=map(_article, _in_chunks(articles)),
        count=articles.count(),
    )


def _in_chunks(rows: "QuerySet[Any]") -> Iterator[Any]:
    """Read row by row, what belongs to them a chunk at a time."""
    return rows.iterator(chunk_size=CHUNK)


def _article(article: Article) -> Row:
    return (
        str(article.pk),
        str(article.uuid),
        article.title,
        article.deck,
        article.slug,
        article.language,
        str(columns.section_of(article) or ""),
        columns.names(article),
        article.get_stage_display(),
        article.get_standing_display(),
        str(article.latest_number),
        moment(article.published_at),
        moment(article.changed_at),
    )
