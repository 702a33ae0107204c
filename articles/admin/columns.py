"""How the desk writes small things: a cover, chips, a moment, a name."""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models.desk import Article, Category, Image
from articles.workflow.names import called

HUES = 12
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Card:
    """An article as templates of the desk show it in one line."""

    article: Article
    note: str = ""
    at: datetime | None = None

    @property
    def cover(self) -> SafeString:
        """Give its picture, or its typographic cover."""
        return cover(self.article)

    @property
    def chips(self) -> SafeString:
        """Give stage and standing."""
        return chips(self.article)

    @property
    def section(self) -> str:
        """Give the category of the breadcrumb."""
        return str(section_of(self.article) or "–")

    @property
    def names(self) -> str:
        """Give who stands under it."""
        return names(self.article)

    @property
    def when(self) -> SafeString:
        """Give the time a list is about, else when the article changed."""
        return moment(self.at or self.article.changed_at)


def cover(article: Article) -> SafeString:
    """Show the list picture, or a small typographic cover in the section's hue."""
    image = article.thumbnail or article.lead_picture
    if image is not None and image.status == Image.Status.READY:
        return format_html(
            '<img class="desk-cover" src="{}" alt="" width="72" height="54" '
            'loading="lazy">',
            reverse("admin:articles_image_file", args=[image.pk]),
        )
    section = section_of(article)
    hue = zlib.crc32((section.uid if section else "").encode()) % HUES
    return format_html(
        '<span class="desk-cover hue-{}" aria-hidden="true">{}</span>',
        hue,
        article.title.strip("「『“《\"'")[:1],
    )


def section_of(article: Article) -> Category | None:
    """Give the category of the breadcrumb, from what is loaded already."""
    filings = article.filings.all()
    return filings[0].category if filings else None


def chips(article: Article) -> SafeString:
    """Say stage and standing: by word and shape first, by colour second."""
    said = [
        ("stage", article.stage, article.get_stage_display()),
        ("standing", article.standing, article.get_standing_display()),
    ]
    return format_html(
        '<span class="chips">{}</span>',
        format_html_join(
            "", '<span class="chip {} is-{}">{}</span>', (row for row in said)
        ),
    )


def moment(at: datetime | None) -> SafeString:
    """Say when, as people would; the exact time on hover."""
    if at is None:
        return format_html("{}", "–")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(timespec="seconds"),
        date_format(localtime(at), "DATETIME_FORMAT"),
        relative(at, timezone.now()),
    )


def relative(at: datetime, now: datetime) -> str:
    """Say when in few words: minutes and hours near by, dates further off."""
    gone = now - at
    if timedelta(0) <= gone < MINUTE:
        return _("just now")
    if timedelta(0) <= gone < HOUR:
        minutes = gone // MINUTE
        return ngettext(
            "%(count)s minute ago", "%(count)s minutes ago", minutes
        ) % {"count": minutes}  # fmt: skip
    if timedelta(0) <= gone < DAY:
        hours = gone // HOUR
        return ngettext(
            "%(count)s hour ago", "%(count)s hours ago", hours
        ) % {"count": hours}  # fmt: skip
    local = localtime(at)
    if local.year == localtime(now).year:
        return f"{date_format(local, 'MONTH_DAY_FORMAT')} {local:%H:%M}"
    return f"{local:%Y-%m-%d}"


def names(article: Article) -> str:
    """Name who stands under it: bylines, else the source, else who began it."""
    bylines = [byline.author.name for byline in article.bylines.all()]
    if bylines:
        return " · ".join(bylines)
    if article.source is not None:
        return article.source.name
    return person(article.created_by)


def person(user: Any) -> str:
    """Name a user as colleagues do; the system where there is none."""
    if user is None:
        return _("the system")
    return called(user)
