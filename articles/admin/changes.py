"""What changes for readers: the newest revision against what they have, before it goes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import publishing
from articles.admin import comparing
from articles.admin.comparing import Difference
from articles.admin.frame import frame
from articles.admin.reach import article_for
from articles.models.desk import Article, Revision, Standing
from articles.models.reader import Address, Label, PublishedArticle
from articles.publishing import dependents
from articles.publishing.compose import article_path, local_day
from articles.rendering import RenderRefused, visible_text
from articles.text.slugs import slug_for_title

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]

PANEL_SECONDS = 0.1
"""The panel may not wait for a long comparison; the page shows all of it."""
NOT_SHOWN = ("slug", "body_format", "extra")
"""Fields that readers do not see as such: their effect is told elsewhere."""


@dataclass
class Touched:
    """What else readers will find changed, in words."""

    joins: list[str] = field(default_factory=list)
    leaves: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    archives: bool = False
    indexes: list[str | Promise] = field(default_factory=list)


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the address of the page."""
    return [path("<int:pk>/changes/", wrap(page), name="articles_article_changes")]


def section(article: Article, user: User, at: datetime) -> dict[str, Any]:
    """Give the panel's summary from the two snapshots, without rendering anything."""
    newest, live = _both(article)
    if newest is None:
        return {"nothing_yet": True}
    after = newest.content
    if live is None:
        return {
            "first": True,
            "again": article.standing == Standing.WITHDRAWN,
            "number": newest.number,
            "address": _address_of(article, after, at),
            "lists": [*comparing.categories(after), *comparing.tags(after)],
        }
    if live.number == newest.number:
        return {"same": True}
    before = live.content
    body = comparing.body(
        before.get("body") or "", after.get("body") or "", seconds=PANEL_SECONDS
    )
    named = [
        comparing.listed(name, give(before), give(after))
        for name, give in comparing.NAMES.items()
    ]
    told = [
        comparing.words("title", before, after),
        comparing.words("deck", before, after),
        *named,
        *(_plain(name, before, after) for name in comparing.PICTURES),
        *(
            comparing.value(name, before, after)
            for name in comparing.VALUES
            if name not in NOT_SHOWN
        ),
    ]
    old, new = (_address_of(article, one, at) for one in (before, after))
    return {
        "number": newest.number,
        "live": live.number,
        "body": body if body.changed else None,
        "changed": comparing.changed(told),
        "old_address": old if old != new else "",
        "address": new,
    }


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that changes for readers if the newest revision went out now."""
    article = article_for(request, pk)
    newest, live = _both(article)
    context = {
        **frame(request, article, _("What changes for readers")),
        "newest": newest,
        "live": live,
    }
    if newest is not None:
        context |= _composed(article, newest, live)
    return TemplateResponse(request, "admin/articles/article/changes.html", context)


def _composed(
    article: Article, newest: Revision, live: Revision | None
) -> dict[str, Any]:
    """Compare the row that the door would write with the row that readers have."""
    newest.article = article
    directory = publishing.Directory.of([newest])
    try:
        after = publishing.compose(newest, directory, at=timezone.now())
    except RenderRefused as refusal:
        return {"refusal": str(refusal)}
    before = PublishedArticle.objects.filter(uuid=article.uuid).first()
    if before is not None:
        after.pk = before.pk
        if before.slug == after.slug or _numbered(before.slug, after.slug):
            after.slug, after.path = before.slug, before.path
    names = {key: str(fact.name) for key, fact in directory.facts.items()}
    names |= _names_of(before, names)
    return {
        "row": after,
        "before": before,
        "found": _differences(article, newest, live, before, after),
        "touched": _touched(before, after, names),
        "taken": _is_taken(article, after),
        "corrections": (before.corrections if before else None) or [],
    }


def _differences(
    article: Article,
    newest: Revision,
    live: Revision | None,
    before: PublishedArticle | None,
    after: PublishedArticle,
) -> list[Difference]:
    if before is None or live is None:
        return []
    one, other = live.content, newest.content
    pictures = comparing.Pictures.of(one, other)
    found = comparing.compare(one, other, pictures)
    kept = [
        difference
        for difference in comparing.changed(found)
        if difference.name not in (*NOT_SHOWN, "body")
    ]
    body = comparing.body(visible_text(before.body_html), visible_text(after.body_html))
    if body.changed:
        kept.append(body)
    elif before.body_html != after.body_html:
        markup = _("The words stay; links, pictures or layout of the text change.")
        kept.append(
            Difference(
                name="markup",
                label=comparing.LABELS["body"],
                shape="said",
                changed=True,
                after=markup,
            )
        )
    return kept


def _touched(
    before: PublishedArticle | None, after: PublishedArticle, names: dict[str, str]
) -> Touched:
    """Say in words which pages and feeds the cache keys of the change stand for."""
    keys = dependents.keys(before, after)
    mine = after.label_keys()
    former = before.label_keys() if before else []
    kinds = sorted(key.partition(":")[2] for key in keys if key.startswith("index:"))
    return Touched(
        joins=[_list_name(key, names) for key in mine if key not in former],
        leaves=[_list_name(key, names) for key in former if key not in mine],
        stays=[_list_name(key, names) for key in mine if key in former],
        archives="archive" in keys,
        indexes=[INDEXES[kind]() for kind in kinds if kind in INDEXES],
    )


INDEXES: dict[str, Callable[[], str]] = {
    "category": lambda: _("index of categories"),
    "tag": lambda: _("index of tags"),
    "author": lambda: _("index of authors"),
    "source": lambda: _("index of sources"),
}


def _list_name(key: str, names: dict[str, str]) -> str:
    if key == "front":
        return _("front page and main feed")
    return names.get(key) or key


def _names_of(before: PublishedArticle | None, known: dict[str, str]) -> dict[str, str]:
    """Name the labels that only the live row stands under."""
    if before is None:
        return {}
    wanted = [key for key in before.label_keys() if key not in known]
    rows = Label.objects.filter(key__in=wanted) if wanted else ()
    return {row.key: row.name for row in rows}


def _is_taken(article: Article, row: PublishedArticle) -> bool:
    """Say whether the address belongs to something else, so that it gets a number."""
    owned = Address.objects.filter(path=row.path)
    return owned.exclude(owner=row.owner).exists()


def _numbered(had: str, wished: str) -> bool:
    """Say whether an address is the wished one with the ledger's number."""
    stem, _dash, number = had.rpartition("-")
    return stem == wished and number.isdecimal()


def _plain(name: str, before: Any, after: Any) -> Difference:
    return comparing.picture(name, before, after, comparing.Pictures())


def _address_of(article: Article, content: Any, at: datetime) -> str:
    """Give the address that a content asks for, without composing it."""
    day = article.day or local_day(article.published_at or at)
    slug = content["slug"] or slug_for_title(content["title"]) or article.uuid.hex[:12]
    return article_path(day, slug)


def _both(article: Article) -> tuple[Revision | None, Revision | None]:
    """Give the newest revision, and the one that readers have, in one query."""
    wanted = {article.latest_number, article.live_number or 0}
    rows: Iterable[Revision] = article.revisions.filter(number__in=wanted)
    found = {row.number: row for row in rows}
    return found.get(article.latest_number), found.get(article.live_number or 0)
