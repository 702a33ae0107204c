"""Renditions: one picture in the sizes and crops that pages use.

They are made once from the private original, decoded upright into sRGB without its
metadata, and lie in a private folder with a list of what is there. Their names are
hashes of the original and of their bytes. Nothing here is public; `pictures` puts them on the public
shelf when an article goes live.
"""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from PIL import Image, ImageCms

from articles.media import shelf
from articles.media.credits import credit_exif
from articles.media.crops import (
    Cut,
    Focus,
    cuts,
    scale_needed,
    scaled,
    scaled_box,
)
from articles.media.facts import MODERN, MimeType, Ratio
from articles.media.intake import SIDEWAYS, open_picture, orientation

VERSION = 2
"""Raise it when a rendition would come out otherwise; all are then made anew."""

EXTENSIONS: dict[MimeType, str] = {
    "image/avif": "avif",
    "image/webp": "webp",
    "image/jpeg": "jpg",
    "image/png": "png",
}
NAME_LENGTH = 32
"""Hexadecimal digits of a public name: 128 bits nobody guesses, in half the row."""
AVIF_QUALITY = 50
AVIF_SPEED = 9
WEBP_QUALITY = 80
JPEG_QUALITY = 82
DEEP_GREY = frozenset({"I;16", "I;16B", "I;16L", "I"})
PAPER = (255, 255, 255)
"""What shows through where a JPEG cannot be transparent."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The widths of one ratio, for modern browsers and for all others."""

    ratio: Ratio
    modern: tuple[int, ...]
    plain: tuple[int, ...]


RECIPES = (
    Recipe("original", (400, 800, 1200, 1600, 2000), (800, 1200)),
    Recipe("16:9", (400, 800, 1200, 1600), (800, 1200)),
    Recipe("4:3", (400, 800, 1200), (800,)),
    Recipe("1:1", (400, 800), (800,)),
    Recipe("og", (), (1200,)),
)
ALWAYS_FLAT: frozenset[Ratio] = frozenset({"og"})
"""Ratios that are a JPEG even where the picture is transparent: robots show them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One cut to make, and the types it is encoded in."""

    ratio: Ratio
    cut: Cut
    types: tuple[MimeType, ...]


class Rendition(TypedDict):
    """One file: its public name, and what it is."""

    name: str
    type: MimeType
    ratio: Ratio
    width: int
    height: int
    bytes: int


def renditions(original: Path, content_hash: str, focus: Focus) -> list[Rendition]:
    """Give the renditions of an original, made now where they are missing.

    Many may ask at once; one makes them and the others wait for it.
    """
    listing = desk_folder(content_hash) / f"v{VERSION}-{focus.x}-{focus.y}.json"
    found = _read(listing)
    if found is None:
        with shelf.locked(content_hash):
            found = _read(listing)
            if found is None:
                found = list(_make(original, listing.parent, focus))
                shelf.write_once(listing, json.dumps(found).encode())
    return found


def desk_folder(content_hash: str) -> Path:
    """Give the private folder of a picture's renditions."""
    return shelf.path_of(f"{shelf.DESK}/{content_hash[:2]}/{content_hash}")


def _read(listing: Path) -> list[Rendition] | None:
    try:
        found: list[Rendition] = json.loads(listing.read_bytes())
    except FileNotFoundError:
        return None
    if all((listing.parent / rendition["name"]).exists() for rendition in found):
        return found
    listing.unlink(missing_ok=True)
    return None


def _make(original: Path, folder: Path, focus: Focus) -> Iterator[Rendition]:
    with open_picture(original.read_bytes()) as picture:
        size = picture.size
        turn = orientation(picture)
        if turn in SIDEWAYS:
            size = (size[1], size[0])
        credit = credit_exif(picture)
        plain: MimeType = "image/png" if picture.has_transparency_data else "image/jpeg"
        plan = _plan(size, focus, plain)
        small = _decode(picture, scale_needed([step.cut for step in plan]))
    upright = _in_srgb(_turned(small, turn))
    for step in plan:
        part = _cut(upright, step.cut, size)
        for mime in step.types:
            data = _encode(part, mime, credit)
            # Two originals may come out alike; a name is one original's all the same.
            digest = hashlib.sha256(folder.name.encode() + data).hexdigest()
            name = f"{digest[:NAME_LENGTH]}.{EXTENSIONS[mime]}"
            shelf.write_once(folder / name, data, mode=0o644)
            yield Rendition(
                name=name,
                type=mime,
                ratio=step.ratio,
                width=step.cut.width,
                height=step.cut.height,
                bytes=len(data),
            )


def _plan(size: tuple[int, int], focus: Focus, plain: MimeType) -> list[Step]:
    """Give every cut once, with all the types it is wanted in."""
    steps = []
    for recipe in RECIPES:
        wanted: dict[Cut, list[MimeType]] = {}
        fallback: MimeType = "image/jpeg" if recipe.ratio in ALWAYS_FLAT else plain
        for widths, types in (
            (recipe.modern, MODERN),
            (recipe.plain, (fallback,)),
        ):
            for cut in cuts(size, recipe.ratio, widths, focus) if widths else ():
                wanted.setdefault(cut, []).extend(types)
        steps += [Step(recipe.ratio, cut, tuple(of)) for cut, of in wanted.items()]
    return steps


def _decode(picture: Image.Image, scale: float) -> Image.Image:
    """Give the first frame in a plain mode, no larger than is needed."""
    needed = scaled(picture.size, scale)
    profile = picture.info.get("icc_profile")
    picture.draft(None, needed)
    picture.load()
    plain = _resizable(picture)
    if plain.width > needed[0] or plain.height > needed[1]:
        plain = plain.resize(needed, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if plain.mode in DEEP_GREY:
        plain = plain.convert("I").point(lambda value: value / 257).convert("L")
    # Everything else that the file said about itself ends here.
    plain.info = {"icc_profile": profile} if profile else {}
    return plain


def _resizable(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    if picture.mode in {"RGB", "CMYK", "L", *DEEP_GREY}:
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _turned(picture: Image.Image, turn: int) -> Image.Image:
    if turn == 1:
        return picture
    return picture.transpose(
        {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_270,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_90,
        }[turn]
    )


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.pop("icc_profile", None)
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha else picture
    if profile:
        colours = _by_profile(colours, profile)
    colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    colours.info = {}
    return colours


def _by_profile(colours: Image.Image, profile: bytes) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(
            colours,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # A profile that is broken or of another colour space says nothing.
        return colours
    return converted or colours


def _cut(picture: Image.Image, cut: Cut, size: tuple[int, int]) -> Image.Image:
    return picture.resize(
        (cut.width, cut.height),
        Image.Resampling.LANCZOS,
        box=scaled_box(cut.box, size, picture.size),
        reducing_gap=3.0,
    )


def _encode(picture: Image.Image, mime: MimeType, credit: Image.Exif) -> bytes:
    """Write one file; all it says besides the picture is whose it is."""
    out = io.BytesIO()
    exif = {"exif": credit} if credit else {}
    if mime == "image/avif":
        picture.save(out, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, **exif)
    elif mime == "image/webp":
        picture.save(out, "WEBP", quality=WEBP_QUALITY, method=4, **exif)
    elif mime == "image/png":
        picture.save(out, "PNG", optimize=True, **exif)
    else:
        flat = Image.new("RGB", picture.size, PAPER)
        flat.paste(picture, mask=picture if picture.mode == "RGBA" else None)
        flat.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True,
                  **exif)  # fmt: skip
    return out.getvalue()
