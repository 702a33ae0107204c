"""Private pictures on a preview: under an address that asks who may see them."""

import re
from collections.abc import Collection
from copy import deepcopy
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from articles import media
from articles.models.desk import Image

HEX = re.compile("[0-9a-f]{32}")
MOST = 100


def readdressed(facts: dict[str, Any] | None, below: str) -> dict[str, Any] | None:
    """Give a picture's facts with its files below an address; the given stay."""
    if not facts:
        return facts
    moved = deepcopy(facts)
    for file in media.files_of(moved):
        file["url"] = f"{below}{file['url'].rpartition('/')[2]}"
    return moved


def readdressed_text(html: str, below: str) -> str:
    """Give a text with the library's pictures in it below an address."""
    for name in media.names_in(html):
        html = html.replace(f"{media.ADDRESS}{name}", f"{below}{name}")
    return html


def below_of(pictures: Collection[UUID]) -> str:
    """Give the address below which the pictures of an unsaved text are.

    No row says which these are, so the address itself does.
    """
    among = ".".join(sorted(one.hex for one in pictures)[:MOST]) or "-"
    name = "admin:articles_article_typed_picture"
    return reverse(name, args=[among, "-"]).removesuffix("-")


def listed(among: str) -> set[UUID]:
    """Read the pictures that such an address names."""
    return {UUID(one) for one in among.split(".")[:MOST] if HEX.fullmatch(one)}


def send(among: Collection[UUID], name: str) -> HttpResponseBase:
    """Send a rendition of one of these pictures; any other is a bare 404."""
    for image in Image.objects.filter(uuid__in=among):
        file = media.private_file(image, name)
        if file is not None:
            kind = media.TYPES[name.rpartition(".")[2]]
            return FileResponse(file.open("rb"), content_type=kind)
    return HttpResponse(status=404)
