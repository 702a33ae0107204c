"""Picture files follow the pages: out before a page shows them, in when none does."""

import uuid
from collections.abc import Collection, Iterable

from django.db import transaction

from articles.media import for_image, names, publish_renditions, retire
from articles.models.desk import Image, Revision
from articles.models.reader import PictureUse, PublishedArticle


def named(revision: Revision) -> set[uuid.UUID]:
    """Name the pictures a revision shows, whether or not their files are here."""
    chosen = (revision.content["thumbnail"], revision.content["lead_picture"])
    return {uuid.UUID(picture["image"]) for picture in chosen if picture}


def put_out(images: Iterable[Image]) -> None:
    """Put pictures' public files in place, now and once more after the commit.

    A withdrawal that ends between the two may have taken the same files in.
    """

    def put() -> None:
        for image in images:
            publish_renditions(image)

    put()
    transaction.on_commit(put)


def take_in_later(former: set[uuid.UUID], rows: Iterable[PublishedArticle]) -> None:
    """After the commit, remove the public files that no live page shows any more."""
    shown = {
        name
        for row in rows
        for facts in (row.picture, row.lead_picture)
        for name in names(facts)
    }
    if shown:
        transaction.on_commit(lambda: _take_in(former, shown))


def _take_in(former: set[uuid.UUID], shown: set[str]) -> None:
    def in_use(asked: Collection[str]) -> set[str]:
        hashes = Image.objects.filter(uuid__in=former).values("content_hash")
        still = Image.objects.filter(
            content_hash__in=hashes, uuid__in=PictureUse.objects.values("image")
        )
        kept = {name for image in still for name in names(for_image(image))}
        return kept & set(asked)

    retire(shown, in_use=in_use)
