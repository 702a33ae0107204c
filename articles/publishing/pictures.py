"""Picture files follow the pages: out before a page shows them, in when none does."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

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
from articles.models.reader import (
    PagePictureUse,
    PictureUse,
    PublishedArticle,
    PublishedPage,
    PublishedSite,
)
from articles.models.reader.site import LOGOS
from articles.publishing.uses import Row, Uses
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
    """Name the pictures a revision shows, whether or not their files are here."""
    content = revision.content
    chosen = (content["thumbnail"], content["lead_picture"])
    found = {uuid.UUID(picture["image"]) for picture in chosen if picture}
    return found | named_in(content["body"])


def named_in(body: str) -> set[uuid.UUID]:
    """Name the pictures of a text, by their UUID or the address they were fetched from."""
    found = {uuid.UUID(one) for one in in_text.from_library(body)}
    return found | {uuid_of(one) for one in in_text.elsewhere(body)}


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


def files_of(row: Row) -> frozenset[str]:
    """Name the public files that an article's page, cards and feed items show.

    A page beside the news shows those of its text.
    """
    if isinstance(row, PublishedPage):
        return names_in(row.body_html)
    shown_here = names(row.picture) | names(row.lead_picture) | names_in(row.body_html)
    return shown_here | {row.cover} if row.cover else shown_here


def use(
    uses: Uses,
    shown_now: Sequence[tuple[Any, Collection[uuid.UUID]]],
    before: Sequence[Any],
    images: Mapping[uuid.UUID, Image],
) -> None:
    """Note which pictures rows show, put their files out, take unused ones in.

    ``before`` are the rows that these replace, or that go; ``images`` are those whose
    files are here.
    """
    former: set[uuid.UUID] = set()
    if before:
        noted = uses.by(before)
        former = set(noted.values_list(uses.named, flat=True))
        noted.delete()
    uses.note(shown_now)
    named_now: set[uuid.UUID] = set().union(*(named for _, named in shown_now))
    put_out(
        [images[one] for one in named_now & images.keys()],
        [row for row, _ in shown_now],
    )
    if former or any(getattr(row, "cover", None) for row in before):
        take_in_later(former, before)


def put_out(images: Iterable[Image], rows: Iterable[Row]) -> None:
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


def take_in_later(former: set[uuid.UUID], rows: Iterable[Row]) -> None:
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
    return frozenset[str]().union(*(names(content.get(name)) for name in LOGOS))


def _take_in(former: set[uuid.UUID], shown_before: frozenset[str]) -> None:
    def in_use(asked: frozenset[str]) -> Collection[str]:
        """Ask the rows themselves: they name the files of whatever recipe made them."""
        covers = PublishedArticle.objects.order_by().filter(cover__in=asked)
        drawn = {name for name in covers.values_list("cover", flat=True) if name}
        kept = set(_of_the_site() & asked) | drawn
        for row in _rows_with(former):
            kept |= files_of(row) & asked
            if kept == asked:
                break
        return kept

    retire(shown_before, in_use=in_use)


def _rows_with(images: Collection[uuid.UUID]) -> Iterator[Row]:
    """Give the live rows that show pictures, or others with the same files."""
    hashes = Image.objects.filter(uuid__in=images).values("content_hash")
    alike = Image.objects.filter(content_hash__in=hashes).values("uuid")
    pages = PagePictureUse.objects.filter(image__in=alike).values("page")
    yield from PublishedPage.objects.filter(pk__in=pages).only("body_html")
    uses = PictureUse.objects.filter(image__in=alike).values("article")
    rows = PublishedArticle.objects.filter(pk__in=uses)
    yield from rows.only(*SHOWING).iterator()
