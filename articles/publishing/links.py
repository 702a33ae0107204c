"""Links between articles follow them: to a new address, and away while they are not out."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from articles.models.desk import Revision
from articles.models.reader import LinkUse, PublishedArticle
from articles.rendering import articles_in
from newsroom.delivery.addresses import PREFIXES, own_language

if TYPE_CHECKING:
    from articles.publishing.writing import Composed


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


def use(batch: "list[Composed]") -> None:
    """Note which articles the rows of a batch link to, in a fixed number of queries."""
    changed = [one.before.pk for one in batch if one.before is not None]
    if changed:
        LinkUse.objects.filter(article__in=changed).delete()
    LinkUse.objects.bulk_create(
        LinkUse(article=one.after, target=target)
        for one in batch
        if one.after is not None and one.order.revision is not None
        for target in sorted(named(one.order.revision))
    )


def followers(batch: "list[Composed]") -> set[uuid.UUID]:
    """Name the live articles whose links a batch leads elsewhere, or to nowhere."""
    moved = {one.article.uuid for one in batch if _leads_elsewhere(one)}
    if not moved:
        return set()
    uses = LinkUse.objects.filter(target__in=moved)
    return set(uses.values_list("article__uuid", flat=True))


def _leads_elsewhere(one: "Composed") -> bool:
    if one.before is None or one.after is None:
        return True
    return (one.before.path, one.before.language) != (
        one.after.path,
        one.after.language,
    )
