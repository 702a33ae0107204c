"""Bytes from outside become a picture with known facts, or are refused.

Neither the file's name nor its declared type is believed: Pillow may try five
formats and no other, what the header says is measured before anything is decoded,
and the whole picture is decoded once so that a broken one never gets in.
"""

import hashlib
import io
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError

from articles.conf import conf
from articles.media.credits import credit_of
from articles.media.problems import DAMAGED, PictureRefused
from articles.media.shelf import ORIGINALS, path_of, write_once

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
TYPES = {
    "JPEG": ("image/jpeg", "jpg"),
    "MPO": ("image/jpeg", "jpg"),  # a JPEG with further pictures behind it
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
    "GIF": ("image/gif", "gif"),
    "AVIF": ("image/avif", "avif"),
}
FILE_NAME_ENDINGS = frozenset(
    {"", ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".avif"}
)
MAX_SIDE = 32_000
SIDEWAYS = frozenset({5, 6, 7, 8})


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was found out about a picture that may stay."""

    content_hash: str
    mime: str
    extension: str
    width: int
    height: int
    mode: str
    animated: bool
    credit: str = ""
    """Who made it, or whose it is, as the file says."""


def take_in(data: bytes, *, filename: str = "") -> Intake:
    """Give the facts of a picture, upright width and height, or raise `PictureRefused`.

    ``filename`` is only looked at to turn away what is named like a page or a
    program; a good name proves nothing.
    """
    _check_name(filename)
    if len(data) > conf().picture_max_bytes:
        raise PictureRefused(
            _("The file has %(size)s bytes; %(limit)s are allowed.")
            % {"size": len(data), "limit": conf().picture_max_bytes}
        )
    try:
        with open_picture(data) as picture:
            picture.verify()
        with open_picture(data) as picture:
            facts = _facts(picture, data)
            # A JPEG is decoded at an eighth of its size: all of its data is read,
            # a fraction of the memory is used.
            picture.draft(
                None, (max(1, picture.width // 8), max(1, picture.height // 8))
            )
            picture.load()
    except DAMAGED as problem:
        raise _damaged() from problem
    return facts


def open_picture(data: bytes) -> Image.Image:
    """Open a picture of an allowed format and size; nothing is decoded yet."""
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise _too_many_pixels() from problem
    except UnidentifiedImageError as problem:
        raise _of_no_format() from problem
    except DAMAGED as problem:
        raise _damaged() from problem
    if picture.format not in TYPES:
        raise _of_no_format()
    if picture.width < 1 or picture.height < 1:
        raise PictureRefused(_("The picture has no area."))
    if (
        picture.width * picture.height > conf().picture_max_pixels
        or max(picture.size) > MAX_SIDE
    ):
        raise _too_many_pixels()
    return picture


def orientation(picture: Image.Image) -> int:
    """Give the EXIF orientation, 1 to 8; 1 where there is none that can be read."""
    try:
        value = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except DAMAGED:
        return 1
    return value if value in range(1, 9) else 1


def keep_original(data: bytes, facts: Intake) -> str:
    """Store the bytes as they came, once per content, and give the private name."""
    digest = facts.content_hash
    name = f"{ORIGINALS}/{digest[:2]}/{digest}.{facts.extension}"
    place = path_of(name)
    if place.exists():
        # Somebody wants it again: `discard` leaves fresh files alone.
        place.touch()
    write_once(place, data)
    return name


def _facts(picture: Image.Image, data: bytes) -> Intake:
    mime, extension = TYPES[picture.format or ""]
    width, height = picture.size
    if orientation(picture) in SIDEWAYS:
        width, height = height, width
    return Intake(
        content_hash=hashlib.sha256(data).hexdigest(),
        mime=mime,
        extension=extension,
        width=width,
        height=height,
        mode=picture.mode,
        animated=bool(getattr(picture, "is_animated", False)),
        credit=next(filter(None, credit_of(picture)), ""),
    )


def _check_name(filename: str) -> None:
    ending = PurePosixPath(filename.replace("\\", "/")).suffix.lower()
    if ending not in FILE_NAME_ENDINGS:
        raise PictureRefused(
            _("“%(ending)s” is not the ending of a picture’s file name.")
            % {"ending": ending}
        )


def _of_no_format() -> PictureRefused:
    return PictureRefused(_("This is not a picture in JPEG, PNG, WebP, GIF or AVIF."))


def _damaged() -> PictureRefused:
    return PictureRefused(_("The picture is damaged or cut short and cannot be read."))


def _too_many_pixels() -> PictureRefused:
    return PictureRefused(
        _("The picture has more than %(limit)s pixels.")
        % {"limit": conf().picture_max_pixels}
    )
