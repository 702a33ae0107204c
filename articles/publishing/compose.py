"""From a revision to the row readers get: pure, so preview and publish cannot differ."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.utils import timezone

from articles.media import Picture, covers, for_lists, for_page
from articles.models.desk import Revision
from articles.models.reader import PublishedArticle
from articles.models.reader.pages import HeadingRef, Refs
from articles.publishing.directory import Directory, LabelFact
from articles.rendering import VERSION, Heading, render
from articles.text import counts
from articles.text.slugs import slug_for_title

LONG = 4
"""Headings from which on an article has a table of contents."""


def compose(
    revision: Revision, directory: Directory, *, at: datetime
) -> PublishedArticle:
    """Make the unsaved reader row of a revision, as if it went live at ``at``.

    The address is the one the article asks for; the ledger may number it. Raises
    RenderRefused where the body cannot be rendered within reason.
    """
    article, content = revision.article, revision.content
    body = render(
        content["body"],
        format=content["body_format"],
        find_picture=directory.find_picture,
        find_link=directory.find_link,
    )
    published_at = article.published_at or at
    day = article.day or local_day(published_at)
    updated_at = at
    if not article.edition:
        updated_at = max(published_at, article.source_updated_at or published_at)
    slug = content["slug"] or slug_for_title(content["title"]) or article.uuid.hex[:12]
    thumbnail, lead = content["thumbnail"], content["lead_picture"]
    length = counts.tally(body.text)
    row = PublishedArticle(
        uuid=article.uuid,
        revision_number=revision.number,
        path=article_path(day, slug),
        slug=slug,
        day=day,
        published_at=published_at,
        updated_at=max(updated_at, published_at),
        language=content["language"],
        original=article.translation_of_id,
        title=content["title"],
        deck=content["deck"],
        excerpt=body.excerpt,
        body_html=str(body.html),
        words=sum(length),
        minutes=length.minutes,
        picture=_picture(directory, thumbnail or lead, for_lists),
        lead_picture=_picture(directory, lead or thumbnail, for_page),
        refs=refs_of(revision, directory),
        source_url=content["source_url"],
        comments_enabled=content["comments_enabled"],
        comments_closed=article.comments_closed_at is not None,
        corrections=directory.corrections.get(article.pk),
        contents=_contents(body.headings),
        renderer=VERSION,
    )
    if not row.lead_picture:
        row.cover = covers.name_for(row, directory.site)
    return row


def refs_of(revision: Revision, directory: Directory) -> Refs:
    """Name the labels a revision stands under, by today's tree."""
    content = revision.content
    for label in _as_they_stood(revision):
        directory.facts.setdefault(label.key, label)
    source = content["source"]
    return {
        "categories": [
            directory.trail(path[-1]["category"]) for path in content["categories"]
        ],
        "bylines": [
            {"label": byline["author"], "role": byline["role"]}
            for byline in content["bylines"]
        ],
        "tags": [tag["tag"] for tag in content["tags"]],
        "source": source and source["source"],
    }


def _contents(headings: Sequence[Heading]) -> list[HeadingRef] | None:
    """Give a table of the first two levels, where there is enough to choose from."""
    listed = [one for one in headings if one.level <= 3]
    if len(listed) < LONG:
        return None
    return [
        {"level": one.level, "text": one.text, "anchor": one.anchor} for one in listed
    ]


def article_path(day: date, slug: str) -> str:
    """Write an article's address, Hexo's default permalink."""
    return f"/{day:%Y/%m/%d}/{slug}/"


def local_day(at: datetime) -> date:
    """Give the newsroom's day of an instant; taken once, then frozen."""
    return timezone.localtime(at).date()


def _picture(
    directory: Directory,
    chosen: dict[str, str] | None,
    part: Callable[[Picture], Picture],
) -> Picture | None:
    found = directory.pictures.get(uuid.UUID(chosen["image"])) if chosen else None
    return found and part(found)


def _as_they_stood(revision: Revision) -> list[LabelFact]:
    """Give labels from the snapshot, for what the desk no longer has."""
    content = revision.content
    named: list[tuple[str, str, str | None]] = [
        (byline["author"], byline["name"], None) for byline in content["bylines"]
    ]
    for path in content["categories"]:
        above = None
        for step in path:
            named.append((step["category"], step["name"], above))
            above = step["category"]
    named += [(tag["tag"], tag["name"], None) for tag in content["tags"]]
    if content["source"]:
        named.append((content["source"]["source"], content["source"]["name"], None))
    return [
        LabelFact(
            key=key,
            kind=key.partition(":")[0],
            slug=slug_for_title(name) or key.partition(":")[2],
            name=name,
            parent=above,
        )
        for key, name, above in named
    ]
