"""What the paper's templates need: links, dates, languages, pictures. No queries."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import pgettext

from articles.media import shown
from articles.models.reader import Label
from articles.rendering import data_block
from articles.text.hues import hue_of
from articles.text.scripts import HAN
from newsroom.delivery.addresses import interface_code, interface_language, localized

if TYPE_CHECKING:
    from articles.public.site import Link, Site

register = template.Library()

TRADITIONAL = "zh-hant"
PHRASE = 12
LINES = 56
"""Cells of Latin letters in three lines of a phone's headline; Han takes two each."""
PHRASES = re.compile(r"(?<=[，。：；？！、…—])")
CHINESE = re.compile(f"[{HAN}]")


@register.filter
def address(path: str) -> str:
    """Give a path as a link in the interface language."""
    return localized(path)


@register.filter
def iso(at: datetime) -> str:
    """Give an instant to the minute, in newsroom time, as machines read it."""
    return localtime(at).isoformat(timespec="minutes")


@register.filter
def moment(at: datetime) -> str:
    """Give an instant to the minute, in newsroom time, as people read it."""
    return date_format(localtime(at), pgettext("date format", "j F Y, H:i"))


@register.filter
def near(at: datetime, today: date | None) -> str:
    """Give an instant as short as it is clear on a page that carries a day's date."""
    local = localtime(at)
    if today is None or local.year != today.year:
        return day(local.date())
    return clock(at) if local.date() == today else short_day(local.date())


@register.filter
def clock(at: datetime) -> str:
    """Give the time of day, in newsroom time."""
    return date_format(localtime(at), "H:i")


@register.filter
def day(value: date) -> str:
    """Give a day."""
    return date_format(value, pgettext("date format", "j F Y"))


@register.filter
def full_day(value: date) -> str:
    """Give a day with its weekday."""
    return date_format(value, pgettext("date format", "l, j F Y"))


@register.filter
def short_day(value: date) -> str:
    """Give a day within a year."""
    return date_format(value, pgettext("date format", "j F"))


@register.filter
def short_month(value: date) -> str:
    """Give a month within a year, in little room."""
    return date_format(value, pgettext("date format", "M"))


@register.filter
def setting(title: str) -> str:
    """Give the classes of a headline: whether its phrases stay whole, whether it is long.

    Chinese may break after any character; a headline reads better when it breaks
    after its punctuation, as long as no phrase is longer than a line. What is more
    than three lines on a phone is set smaller there.
    """
    phrases = PHRASES.split(title.strip())
    whole = len(phrases) > 1 and max(map(len, phrases)) <= PHRASE
    cells = sum(1 + (east_asian_width(one) in "WF") for one in title)
    classes = ("headline", "phrased" if whole else "", "long" if cells > LINES else "")
    return " ".join(filter(None, classes))


@register.filter
def indent(depth: int) -> str:
    """Move a name to the right by its depth, where only characters can."""
    return "\u3000" * depth


@register.filter
def hue(key: str, site: "Site | None" = None) -> str:
    """Give the class of a section's colour: the desk's, else the same one always."""
    chosen = site.hue(key) if site else None
    return f"hue-{hue_of(key) if chosen is None else chosen}"


@register.filter
def linked_data(data: Mapping[str, Any]) -> str:
    """Write what a page says of itself as JSON-LD; nothing where it says nothing."""
    return data_block(data, "application/ld+json") if data else ""


@register.simple_tag
def lang(code: str) -> str:
    """Mark a part as written in another language than the page's.

    Traditional Chinese says so among itself too: there, what does not is converted.
    """
    own = interface_code(code)
    if own == interface_language() and own != TRADITIONAL:
        return ""
    return format_html(' lang="{}"', code)


@register.simple_tag
def lang_of(text: str) -> str:
    """Mark a name in Chinese characters on a page in another language."""
    if interface_language().startswith("zh") or not CHINESE.search(text):
        return ""
    return format_html(' lang="{}"', "zh-Hans")


@register.simple_tag
def named(label: Label, rel: str = "") -> str:
    """Link to a label by its name; one without a page is a name and no more."""
    if not label.path:
        return format_html("<span{}>{}</span>", lang_of(label.name), label.name)
    relation = format_html(' rel="{}"', rel) if rel else ""
    return format_html(
        '<a href="{}"{}{}>{}</a>',
        localized(label.path),
        relation,
        lang_of(label.name),
        label.name,
    )


@register.inclusion_tag("paper/_picture.html")
def picture(
    facts: Mapping[str, Any],
    ratio: str,
    sizes: str,
    *,
    described: bool = False,
    eager: bool = False,
) -> dict[str, Any]:
    """Show a picture in a ratio, with its description where it stands for itself."""
    return {
        "shown": shown(facts, ratio),
        "alt": facts["alt"] if described else "",
        "sizes": sizes,
        "eager": eager,
    }


@register.simple_tag
def current(link: "Link", path: str, section: str) -> str:
    """Mark the link of a menu that leads to the page at hand, or to its section."""
    where = link.current(path, section)
    return format_html(' aria-current="{}"', where) if where else ""


@register.inclusion_tag("paper/_logo.html")
def logo(site: "Site") -> dict[str, Any]:
    """Show the site's logo in the place of its name, by night its other one."""
    return {
        "name": site.name,
        "light": _largest_within(site.logo),
        "dark": _largest_within(site.logo_dark),
    }


def _largest_within(facts: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Give the rendition of a logo that is sharp at its size and no larger."""
    files = [
        file
        for source in (facts or {}).get("sources", ())
        if (source["type"], source["ratio"]) == ("image/webp", "original")
        for file in source["files"]
    ]
    return min(files, key=lambda one: abs(one["width"] - 800), default=None)


@register.inclusion_tag("paper/_preload.html")
def preload_picture(facts: Mapping[str, Any], ratio: str, sizes: str) -> dict[str, Any]:
    """Have a picture fetched before the page's text is read; as `picture` shows it."""
    return {"first": next(iter(shown(facts, ratio).modern), None), "sizes": sizes}
