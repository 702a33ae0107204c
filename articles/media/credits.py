"""Whose a picture is: the one thing that its file says which readers' files repeat.

Cameras and agencies write it as EXIF, IPTC or XMP. Anything that does not look like a
name or a line of rights is left out: files of readers carry no markup, whoever wrote it.
"""

import re
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageFile, IptcImagePlugin
from PIL.ExifTags import Base

from articles.media.problems import DAMAGED

_CREDIT = re.compile(
    r"[\w .,:&/|©®@'’\"“”\-–—·•，、。：；（）()《》]{1,200}", re.UNICODE
)  # fmt: skip
_BYLINE, _CREDIT_LINE, _RIGHTS = (2, 80), (2, 110), (2, 116)


def credit_of(picture: Image.Image) -> tuple[str, str]:
    """Give who made a picture and whose it is, as its file says; empty where not."""
    exif = _exif(picture)
    iptc = _iptc(picture)
    artist = _first((exif.get(Base.Artist), iptc.get(_BYLINE), iptc.get(_CREDIT_LINE)))
    rights = _first((exif.get(Base.Copyright), iptc.get(_RIGHTS)))
    return artist or _xmp(picture, "creator"), rights or _xmp(picture, "rights")


def credit_exif(picture: Image.Image) -> Image.Exif:
    """Write a picture's credit as the only EXIF that its renditions carry."""
    artist, rights = credit_of(picture)
    exif = Image.Exif()
    if artist:
        exif[Base.Artist] = artist.encode()
    if rights:
        exif[Base.Copyright] = rights.encode()
    return exif


def _first(values: Any) -> str:
    return next((text for value in values for text in _texts(value)), "")


def _texts(value: Any) -> Iterator[str]:
    """Give what reads like a credit among the values of one field."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            # EXIF is ASCII by its standard; what cameras write is UTF-8 or Latin-1.
            one = one.encode("latin-1", "replace")  # noqa: PLW2901 - the same, as bytes
        if isinstance(one, bytes):
            text = one.rstrip(b"\0 ").decode("utf-8", "replace").strip()
            if _CREDIT.fullmatch(text):
                yield text


def _exif(picture: Image.Image) -> dict[int, Any]:
    try:
        return dict(picture.getexif())
    except DAMAGED:
        return {}


def _iptc(picture: Image.Image) -> dict[tuple[int, int], Any]:
    if not isinstance(picture, ImageFile.ImageFile):
        return {}
    try:
        return dict(IptcImagePlugin.getiptcinfo(picture) or {})
    except DAMAGED:
        return {}


def _xmp(picture: Image.Image, name: str) -> str:
    """Read a Dublin Core field of the XMP packet without parsing it as XML.

    One value stands in an element; a parser would be one more way in.
    """
    packet = picture.info.get("xmp") or b""
    if not isinstance(packet, bytes):
        return ""
    found = re.search(
        rb"<dc:%b>\s*<rdf:(?:Seq|Bag|Alt)>\s*<rdf:li[^>]{0,80}>([^<]{1,400})</rdf:li>"
        % name.encode(),
        packet[:65_536],
    )
    return _first((found[1],)) if found else ""
