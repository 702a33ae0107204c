"""Links to articles follow them: to a new address, and away while they are not out."""

import uuid
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from articles.models.desk import Revision
from articles.models.reader import PublishedArticle
from articles.publishing.uses import LINKS, LINKS_OF_PAGES, Uses
from articles.rendering import articles_in
from newsroom.delivery.addresses import PREFIXES, own_language

if TYPE_CHECKING:
    from articles.publishing.writing import Composed


class Followers(NamedTuple):
    """What links to articles that moved, came or went."""

    articles: set[uuid.UUID]
    pages: set[uuid.UUID]


def named(revision: Revision) -> set[uuid.UUID]:
    """Name the articles that a revision links to, whether or not they are out."""
    return articles_in(revision.content["body"])


def addresses(articles: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Give the address of each that is live, in the language it is written in."""
    if not articles:
        return {}
    rows = PublishedArticle.objects.filter(uuid__in=articles)
    return {
        article: PREFIXES[own_language(language)] + path
        for article, path, language in rows.values_list("uuid", "path", "language")
    }


def use(
    uses: Uses,
    shown_now: Sequence[tuple[Any, Collection[uuid.UUID]]],
    before: Sequence[Any],
) -> None:
    """Note which articles rows link to, in a fixed number of queries.

    ``before`` are the rows that these replace, or that go.
    """
    if before:
        uses.by(before).delete()
    uses.note(shown_now)


def followers(batch: "list[Composed]") -> Followers:
    """Name what readers have whose links a batch leads elsewhere, or to nowhere."""
    moved = {one.article.uuid for one in batch if _leads_elsewhere(one)}
    if not moved:
        return Followers(set(), set())
    return Followers(LINKS.users(moved), LINKS_OF_PAGES.users(moved))


def _leads_elsewhere(one: "Composed") -> bool:
    if one.before is None or one.after is None:
        return True
    return (one.before.path, one.before.language) != (
        one.after.path,
        one.after.language,
    )
