"""Picture files follow the pages: out before a page shows them, in when none does."""

import uuid
from collections.abc import Collection, Iterable

from django.db import transaction

from articles import rendering
from articles.media import (
    Picture,
    names,
    names_in,
    publish_renditions,
    retire,
    shown,
)
from articles.models.desk import Image, Revision
from articles.models.desk.images import uuid_of
from articles.models.reader import PictureUse, PublishedArticle, PublishedSite
from articles.text import pictures as in_text

SHOWING = ("picture", "lead_picture", "cover", "body_html")
"""The columns of a row that name public files."""
BODY_SIZES = rendering.Sizes(
    text="(min-width: 700px) 720px, 100vw",
    wide="(min-width: 1100px) 960px, (min-width: 700px) 720px, 100vw",
    beside="(min-width: 700px) 400px, 55vw",
    row="(min-width: 700px) 400px, 100vw",
)
"""How wide a text shows its pictures: as `paper/body.css` sets them, cropped ones too."""


def named(revision: Revision) -> set[uuid.UUID]:
    """Name the pictures a revision shows, whether or not their files are here.

    A picture of the text is named by its UUID, or by the address it was fetched from.
    """
    content = revision.content
    chosen = (content["thumbnail"], content["lead_picture"])
    found = {uuid.UUID(picture["image"]) for picture in chosen if picture}
    found |= {uuid.UUID(one) for one in in_text.from_library(content["body"])}
    return found | {uuid_of(one) for one in in_text.elsewhere(content["body"])}


def asked_for(address: str) -> uuid.UUID:
    """Give the UUID of the picture that an address in a text stands for."""
    own = in_text.from_library(address)
    return uuid.UUID(own.pop()) if own else uuid_of(address)


def for_text(facts: Picture) -> rendering.Picture:
    """Give a picture as a text shows it: uncropped."""
    offered = shown(facts, "original")
    return rendering.Picture(
        url=offered.url,
        width=offered.width,
        height=offered.height,
        sources=tuple(rendering.Source(one.type, one.srcset) for one in offered.modern),
        sizes=BODY_SIZES,
        alt=facts["alt"],
        caption=facts["caption"],
        credit=facts["credit"],
    )


def files_of(row: PublishedArticle) -> frozenset[str]:
    """Name the public files that an article's page, cards and feed items show."""
    shown_here = names(row.picture) | names(row.lead_picture) | names_in(row.body_html)
    return shown_here | {row.cover} if row.cover else shown_here


def put_out(images: Iterable[Image], rows: Iterable[PublishedArticle]) -> None:
    """Put the files that rows name in place, now and once more after the commit.

    A withdrawal that ends between the two may have taken the same files in.
    """
    wanted = frozenset[str]().union(*(files_of(row) for row in rows))

    def put() -> None:
        for image in images:
            publish_renditions(image, wanted=wanted)

    put()
    transaction.on_commit(put)


def put_logos_out(images: Iterable[Image]) -> None:
    """Put the files of the site's logos in place, as `put_out` does articles'."""

    def put() -> None:
        for image in images:
            publish_renditions(image)

    put()
    transaction.on_commit(put)


def take_in_later(former: set[uuid.UUID], rows: Iterable[PublishedArticle]) -> None:
    """After the commit, remove the public files that no live page shows any more."""
    take_in_names_later(
        former, frozenset[str]().union(*(files_of(row) for row in rows))
    )


def take_in_names_later(former: set[uuid.UUID], shown_before: frozenset[str]) -> None:
    """After the commit, remove those of some public files that nothing shows."""
    if shown_before:
        transaction.on_commit(lambda: _take_in(former, shown_before))


def _of_the_site() -> frozenset[str]:
    """Name the files of the logos that readers have now."""
    site = PublishedSite.objects.first()
    content = (site and site.content) or {}
    return names(content.get("logo")) | names(content.get("logo_dark"))


def _take_in(former: set[uuid.UUID], shown_before: frozenset[str]) -> None:
    def in_use(asked: frozenset[str]) -> Collection[str]:
        """Ask the rows themselves: they name the files of whatever recipe made them."""
        hashes = Image.objects.filter(uuid__in=former).values("content_hash")
        alike = Image.objects.filter(content_hash__in=hashes).values("uuid")
        uses = PictureUse.objects.filter(image__in=alike).values("article")
        rows = PublishedArticle.objects.filter(pk__in=uses)
        covers = PublishedArticle.objects.order_by().filter(cover__in=asked)
        drawn = {name for name in covers.values_list("cover", flat=True) if name}
        kept = set(_of_the_site() & asked) | drawn
        for row in rows.only(*SHOWING).iterator():
            kept |= files_of(row) & asked
            if kept == asked:
                break
        return kept

    retire(shown_before, in_use=in_use)
