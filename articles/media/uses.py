"""Who shows a picture: where it may not be missing, and which ones nobody needs."""

import shutil
import time
import uuid

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.media import shelf
from articles.media.renditions import desk_folder
from articles.models.desk import Article, Image, Page, Revision, SiteSettings
from articles.models.reader import (
    PagePictureUse,
    PictureUse,
    PublishedArticle,
    PublishedPage,
    PublishedSite,
)
from articles.text.pictures import SCHEME, from_library

FRESH_SECONDS = 60
"""A file touched so lately may belong to an upload whose row is still on its way."""


def live_pages(image: Image) -> "QuerySet[PublishedArticle]":
    """Give the live articles that show a picture, on the page or in lists."""
    return PublishedArticle.objects.filter(picture_uses__image=image.uuid).cards()


def drafts(image: Image) -> "QuerySet[Article]":
    """Give the articles whose working copy shows a picture."""
    return Article.objects.filter(
        Q(thumbnail=image) | Q(lead_picture=image) | _named(image, "body")
    )


def live_standing(image: Image) -> "QuerySet[PublishedPage]":
    """Give the live pages beside the news that show a picture."""
    found = PublishedPage.objects.filter(picture_uses__image=image.uuid)
    return found.defer("body_html")


def drafted_standing(image: Image) -> "QuerySet[Page]":
    """Give the pages beside the news whose working copy shows a picture."""
    return Page.objects.filter(_named(image, "body"))


def is_drafted_logo(image: Image) -> bool:
    """Say whether the working copy of the site's settings has a picture as a logo."""
    return SiteSettings.objects.filter(Q(logo=image) | Q(logo_dark=image)).exists()


def is_live_logo(image: Image) -> bool:
    """Say whether readers have a picture as the site's logo."""
    return image.uuid in _live_logos()


def history(image: Image) -> "QuerySet[Revision]":
    """Give the revisions, of whatever time, that name a picture."""
    name = str(image.uuid)
    return Revision.objects.filter(
        Q(content__thumbnail__image=name)
        | Q(content__lead_picture__image=name)
        | _named(image, "content__body")
    )


def unused(images: "QuerySet[Image]") -> "QuerySet[Image]":
    """Keep the pictures that no live page and no working copy shows, logos among them."""
    for model, field in (
        (Article, "thumbnail"),
        (Article, "lead_picture"),
        (SiteSettings, "logo"),
        (SiteSettings, "logo_dark"),
    ):
        rows = model._default_manager.order_by()
        images = images.exclude(Exists(rows.filter(**{field: OuterRef("pk")})))
    shown = PictureUse.objects.order_by().values("image")
    of_pages = PagePictureUse.objects.order_by().values("image")
    images = images.exclude(uuid__in=shown).exclude(uuid__in=of_pages)
    return images.exclude(uuid__in=_mentioned() | _live_logos())


def discard(image: Image) -> None:
    """Delete a picture and, where no other row has its file, the file.

    Whether it may go is the caller's question; see `history`.
    """
    hashes = [image.content_hash, *(image.former or ())]
    image.delete()
    transaction.on_commit(lambda: _remove_files(filter(None, hashes)))


def _remove_files(hashes: "filter[str]") -> None:
    for content in hashes:
        with shelf.locked(content):
            if Image.objects.filter(content_hash=content).exists():
                continue
            folder = shelf.path_of(f"{shelf.ORIGINALS}/{content[:2]}")
            for original in folder.glob(f"{content}.*"):
                if time.time() - original.stat().st_mtime > FRESH_SECONDS:
                    original.unlink(missing_ok=True)
                    shutil.rmtree(desk_folder(content), ignore_errors=True)


def _named(image: Image, field: str) -> Q:
    """Match texts that name a picture, by its UUID or where it was fetched from."""
    named = Q(**{f"{field}__icontains": f"{SCHEME}{image.uuid}"})
    if image.origin:
        named |= Q(**{f"{field}__icontains": image.origin})
    return named


def _live_logos() -> set[uuid.UUID]:
    site = PublishedSite.objects.first()
    return site.logos() if site else set()


def _mentioned() -> set[uuid.UUID]:
    """Name the pictures of the library that texts at the desk show."""
    found: set[uuid.UUID] = set()
    for model in (Article, Page):
        texts = model._default_manager.filter(body__contains=SCHEME).order_by()
        for body in texts.values_list("body", flat=True).iterator():
            found |= {uuid.UUID(one) for one in from_library(body)}
    return found
