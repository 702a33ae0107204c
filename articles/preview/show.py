"""A row that readers do not have, shown as they would; nothing is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from articles import publishing
from articles.models.desk import Revision
from articles.models.reader import Label, Publication, PublishedArticle
from articles.preview.pictures import readdressed, readdressed_text
from articles.publishing.directory import FRONT, LabelFact


class Render(Protocol):
    """What the public room offers: a row and its labels as a page."""

    def __call__(
        self,
        request: HttpRequest,
        article: PublishedArticle,
        labels: Mapping[str, Label],
        *,
        template: str,
        context: Mapping[str, Any],
        stands_at: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Answer the page."""


@dataclass(frozen=True)
class Shown:
    """A row with what is known of the labels it names."""

    row: PublishedArticle
    facts: Mapping[str, LabelFact]


def of_revision(revision: Revision, *, at: datetime) -> Shown:
    """Compose a revision as if it went live now; raises RenderRefused.

    The one readers have is shown as they have it, with its own dates.
    """
    directory = publishing.Directory.of([revision])
    article = revision.article
    if article.live_number == revision.number:
        row = PublishedArticle.objects.filter(uuid=article.uuid).first()
        if row is not None:
            return Shown(row, directory.facts)
    row = publishing.compose(revision, directory, at=at)
    return Shown(row, directory.facts)


def of_publication(entry: Publication, revision: Revision | None) -> Shown | None:
    """Give the row readers had by an entry of the door's log, None for a withdrawal.

    Names are today's, as on every page: labels are joined when read.
    """
    data = entry.row
    if data is None:
        return None
    row = PublishedArticle(**_typed(data))
    facts = publishing.Directory.of([revision] if revision else []).facts
    return Shown(row, facts)


def show(
    request: HttpRequest,
    shown: Shown,
    *,
    render: Render,
    template: str,
    pictures: str,
    context: Mapping[str, Any] | None = None,
    stands_at: str = "",
    language: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer a row as the paper's page, its pictures under the address ``pictures``."""
    row = shown.row
    row.picture = readdressed(row.picture, pictures)
    row.lead_picture = readdressed(row.lead_picture, pictures)
    row.body_html = readdressed_text(row.body_html, pictures)
    with translation.override(language or translation.get_language()):
        return render(
            request,
            row,
            labels_of(shown),
            template=template,
            context=context or {},
            stands_at=stands_at,
            status=status,
        )


def labels_of(shown: Shown) -> dict[str, Label]:
    """Give every label the page names, in one query; those readers lack are unsaved.

    A label without a live article has no page: it is shown, and leads nowhere.
    """
    keys = shown.row.label_keys()
    found = {one.key: one for one in Label.objects.around("/", keys=keys)}
    for key in keys:
        fact = shown.facts.get(key)
        if key not in found and fact is not None:
            found[key] = Label(key=key, kind=fact.kind, slug=fact.slug, name=fact.name)
        if key in found and key != FRONT.key and not found[key].articles:
            found[key].path = ""
    return found


def _typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Read a row of the log as the row it was; what it has no column for is left."""
    typed: dict[str, Callable[[str], Any]] = {
        "uuid": UUID,
        "day": date.fromisoformat,
        "published_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
    }
    columns = {column.name for column in PublishedArticle._meta.concrete_fields}
    return {
        name: typed[name](value) if name in typed else value
        for name, value in data.items()
        if name in columns
    }
