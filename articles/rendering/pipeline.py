"""The front door of rendering: one pipeline for every format, sanitised last."""

import re
from html import escape

from django.utils.safestring import mark_safe

from articles.records import BodyFormat
from articles.rendering import embeds, guard, highlight, markdown, pictures
from articles.rendering.results import (
    FindLink,
    FindPicture,
    Rendered,
)
from articles.rendering.sanitize import read, sanitize
from articles.rendering.structure import Tidied, tidy
from articles.rendering.visible import running_text, visible_text
from articles.text import clean, excerpts

MORE = re.compile(r"<!--\s*more\b[^<>]*-->", re.IGNORECASE)
# Stands for the marker while comments fall; a noncharacter, so no text loses one.
MARK = "\ufdd0"
ROUNDS = 8
VERSION = 3
"""Raise it when something would come out otherwise: `refresh_pages` then finds the
live pages that were rendered before."""


def render(
    source: str,
    *,
    format: BodyFormat,  # noqa: A002 - the word that editors and commands use
    find_picture: FindPicture | None = None,
    find_link: FindLink | None = None,
    excerpt_length: int = 120,
) -> Rendered:
    """Turn Markdown or HTML into safe HTML, its plain text, excerpt and headings.

    ``find_picture`` is asked where readers get a picture, ``find_link`` where a link
    leads; an answer of None leaves the address as it stands. What would take more than
    a second raises RenderRefused.
    """
    html = clean.strip_controls(source).replace(MARK, "")
    if format == "markdown":
        html = markdown.to_html(html)
    guard.check_html(html)
    if format == "html" or "<" in source or "&" in source:
        html = embeds.without_frames(MORE.sub(MARK, html, 1))
        html = clean.strip_controls(read(html))
    # Markdown without a tag or a reference was written down well-formed.
    well_formed = embeds.cards(html)
    well_formed = highlight.coloured(pictures.only_ours(well_formed))
    opening, _, _ = well_formed.partition(MARK)
    tidied = tidy(well_formed.replace(MARK, ""), find_picture, find_link)
    safe = _settled(tidied)
    text = visible_text(safe)
    lead = running_text(read(opening) if MARK in well_formed else safe)
    excerpt = excerpts.excerpt(lead or text, excerpt_length)
    vouched = mark_safe(safe)  # noqa: S308 - sanitised last, and unchanged since
    return Rendered(vouched, text, excerpt, tidied.headings)


def _settled(tidied: Tidied) -> str:
    """Return sanitised HTML that rendering again would not change.

    What parses differently the second time is how mutated markup gets past a
    sanitiser, so the last word is always a parse that changed nothing.
    """
    given = tidied.html.strip()
    html = sanitize(given).strip()
    # Where the strict parse changed nothing, the loose one has nothing to change either.
    if not tidied.rearranged and (html == given or read(html) == html):
        return html
    for _ in range(ROUNDS):
        again = sanitize(tidy(read(html)).html).strip()
        if again == html:
            return html
        html = again
    text = escape(visible_text(html), quote=False)
    return f"<p>{text}</p>" if text else ""
