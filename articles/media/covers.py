"""Covers: what link previews show of an article that has no picture.

A page sets its cover in type by itself; robots want a file. It is the headline on the
section's colour, with the newsroom's name and the day, and comes out the same for the
same words. Its name says nothing but that; it is drawn when it is first asked for, while
the article is live.
"""

import hashlib
import io
import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from math import cos, radians, sin
from pathlib import Path
from threading import Lock
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from articles.conf import conf
from articles.media import shelf
from articles.media.pictures import PUBLIC_LOCK, public_file
from articles.models.reader import PublishedArticle, PublishedSite
from articles.text.breaking import OPENING, balanced, breaks_well
from articles.text.hues import hue_of

VERSION = 1
"""Raise it when a cover would come out otherwise."""
SIZE = (1200, 630)
FONT = Path(__file__).parent / "fonts" / "newsroom-serif.otf"
MARGIN = 72
RULE = 118
"""How far down the line below the imprint lies."""
SIZES = ((112, 2), (96, 3), (80, 3), (68, 4), (58, 5), (48, 6))
"""Sizes of type, and how many lines of each there is room for."""
WIDTH = SIZE[0] - 2 * MARGIN
LEADING = 1.24
LOOK_ON = 2
"""How many smaller sizes are tried for the sake of whole phrases."""
MOST = 160
"""Characters of a headline that are set; a longer one ends in an ellipsis."""
GETA = "〓"
"""What printers put where a character is not in the case."""
ONE_AT_A_TIME = Lock()
"""A font that is open is no two threads' at once."""
LIGHTNESS, CHROMA = 0.38, 0.075
"""The ground, as the paper's style sheet has it."""
INK = (255, 254, 251)
FAINT = 17
"""How far the large initial stands out from the ground, of 255."""


def name_of(owner: str, title: str, hue: int, day: date, imprint: str) -> str:
    """Give the public name of a cover; another one where anything on it changes."""
    told = json.dumps([VERSION, owner, title, hue, day.isoformat(), imprint])
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.png"


def said_of_the_site() -> Mapping[str, Any]:
    """Give what the desk published about the site: its name, its sections' colours."""
    site = PublishedSite.objects.first()
    return (site and site.content) or {}


def name_for(row: PublishedArticle, said: Mapping[str, Any]) -> str:
    """Give the public name of an article's cover, drawn or not."""
    return name_of(row.owner, row.title, *_set_for(row, said))


def provide(name: str) -> bool:
    """Draw a cover that is missing, once, if a live article has it; say whether one has.

    Whether it is live is asked again under the lock that withdrawing takes: a file
    never outlives the page it belongs to.
    """
    if not name.endswith(".png"):
        return False
    live = PublishedArticle.objects.filter(cover=name)
    with shelf.locked(name):
        row = live.first()
        if row is None:
            return False
        place = public_file(name)
        if not place.exists():
            data = draw(row.title, *_set_for(row, said_of_the_site()))
            with shelf.locked(PUBLIC_LOCK):
                if not live.exists():
                    return False
                shelf.write_once(place, data, mode=0o644)
    return True


def _set_for(row: PublishedArticle, said: Mapping[str, Any]) -> tuple[int, date, str]:
    """Give a section's colour, the day and the newsroom's name."""
    paths = row.refs["categories"]
    key = paths[0][0] if paths else "front"
    hue = (said.get("hues") or {}).get(key)
    return hue_of(key) if hue is None else hue, row.day, said.get("name") or conf().name


def draw(title: str, hue: int, day: date, imprint: str) -> bytes:
    """Give the cover of an article as a PNG of 1200 × 630."""
    sheet = Image.new("L", SIZE, 0)
    with ONE_AT_A_TIME:
        pen = ImageDraw.Draw(sheet)
        words = settable(title)
        if words:
            _initial(pen, words)
        _imprint(pen, settable(imprint), f"{day:%Y.%m.%d}")
        _headline(pen, words or settable(imprint) or f"{day:%Y}")
    sheet.putpalette(_inks(hue))
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()


def settable(text: str) -> str:
    """Give a text with what the font can set; empty where it could set too little.

    A letter that is missing becomes the printers' mark for it, a sign goes.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    set_ = [_in_type(sign) for sign in text]
    letters = [sign for sign in text if sign.isalnum()]
    missing = sum(one == GETA for one in set_)
    if missing * 3 > len(letters):
        return ""
    words = " ".join("".join(set_).split())
    return words if len(words) <= MOST else words[: MOST - 1].rstrip() + "…"


def lines_of(words: str) -> tuple[int, list[str]]:
    """Give the largest size of type in which a headline has room, and its lines.

    A smaller one is better where no phrase is broken in it.
    """
    fitting = [found for size, most in SIZES if (found := _fitted(words, size, most))]
    if not fitting:
        size, most = SIZES[-1]
        return size, balanced(words, WIDTH, _font(size).getlength)[:most]
    smaller = (one for one in fitting[1 : 1 + LOOK_ON] if breaks_well(one[1]))
    return fitting[0] if breaks_well(fitting[0][1]) else next(smaller, fitting[0])


def _fitted(words: str, size: int, most: int) -> tuple[int, list[str]] | None:
    measure = _font(size).getlength
    lines = balanced(words, WIDTH, measure)
    fits = len(lines) <= most and all(measure(line) <= WIDTH for line in lines)
    return (size, lines) if fits else None


def _headline(pen: ImageDraw.ImageDraw, words: str) -> None:
    size, lines = lines_of(words)
    step = size * LEADING
    top = SIZE[1] - MARGIN - step * len(lines) + (step - size) / 2
    for number, line in enumerate(lines):
        # A wide opening mark hangs out by its empty half: edges line up.
        wide = line[0] in OPENING and _font(size).getlength(line[0]) > size * 0.9
        left = MARGIN - (size * 0.45 if wide else 0)
        pen.text((left, top + number * step), line, 255, _font(size), anchor="lt")


def _initial(pen: ImageDraw.ImageDraw, words: str) -> None:
    """Let the first letter stand behind it all, large and faint."""
    letter = next((sign for sign in words if sign.isalnum()), "")
    if letter:
        place = (SIZE[0] - MARGIN / 2, SIZE[1] * 0.56)
        pen.text(place, letter, FAINT, _font(620), anchor="rm")


def _imprint(pen: ImageDraw.ImageDraw, name: str, day: str) -> None:
    font = _font(30)
    room = SIZE[0] - 3 * MARGIN - font.getlength(day)
    while name and font.getlength(name) > room:
        name = name[:-1]
    pen.text((MARGIN, 62), name, 255, font, anchor="ls")
    pen.text((SIZE[0] - MARGIN, 62), day, 255, font, anchor="rs")
    pen.line((MARGIN, 88, SIZE[0] - MARGIN, 88), fill=150, width=2)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _unknown() -> bytes:
    return bytes(_font(30).getmask("\U0010fffd"))


@cache
def _in_type(sign: str) -> str:
    if sign == " ":
        return sign
    if bytes(_font(30).getmask(sign)) != _unknown():
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    if plain != sign and len(plain) == 1:
        return _in_type(plain)
    return GETA if sign.isalnum() else ""


def _inks(hue: int) -> list[int]:
    """Give 256 inks, from the section's colour to that of the type."""
    ground = _srgb(LIGHTNESS, CHROMA, 25 + 30 * hue)
    return [
        round(low + (high - low) * step / 255)
        for step in range(256)
        for low, high in zip(ground, INK, strict=True)
    ]


def _srgb(lightness: float, chroma: float, hue: float) -> tuple[int, int, int]:
    """Turn OKLCH, which style sheets speak, into sRGB.

    By https://bottosson.github.io/posts/oklab/.
    """
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (_encoded(min(max(one, 0.0), 1.0)) for one in linear)
    return red, green, blue


def _encoded(value: float) -> int:
    small = value <= 0.0031308
    return round(255 * (12.92 * value if small else 1.055 * value ** (1 / 2.4) - 0.055))
