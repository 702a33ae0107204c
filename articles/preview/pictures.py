"""Private pictures on a preview: under an address that asks who may see them."""

from copy import deepcopy
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from articles import media
from articles.models.desk import Image, Revision
from articles.publishing.pictures import named


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


def send(revision: Revision, name: str) -> HttpResponseBase:
    """Send a rendition of a picture that a revision shows; any other is a bare 404."""
    for image in Image.objects.filter(uuid__in=named(revision)):
        file = media.private_file(image, name)
        if file is not None:
            kind = media.TYPES[name.rpartition(".")[2]]
            return FileResponse(file.open("rb"), content_type=kind)
    return HttpResponse(status=404)
