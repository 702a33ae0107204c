"""Private pictures on a preview: under an address that asks who may see them."""

from copy import deepcopy
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from articles import media
from articles.models.desk import Image, Revision


def readdressed(facts: dict[str, Any] | None, below: str) -> dict[str, Any] | None:
    """Give a picture's facts with its files below an address; the given stay."""
    if not facts:
        return facts
    moved = deepcopy(facts)
    for file in media.files_of(moved):
        file["url"] = f"{below}{file['url'].rpartition('/')[2]}"
    return moved


def send(revision: Revision, name: str) -> HttpResponseBase:
    """Send a rendition of a picture that a revision shows; any other is a bare 404."""
    content = revision.content
    shown = (content["thumbnail"], content["lead_picture"])
    chosen = [picture["image"] for picture in shown if picture]
    for image in Image.objects.filter(uuid__in=chosen):
        file = media.private_file(image, name)
        if file is not None:
            kind = media.TYPES[name.rpartition(".")[2]]
            return FileResponse(file.open("rb"), content_type=kind)
    return HttpResponse(status=404)
