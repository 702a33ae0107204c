"""The front door of rendering: one pipeline for every format, sanitised last."""

import re
from html import unescape

import markdown
from django.utils.safestring import mark_safe

from articles.rendering.results import FindLink, FindPicture, Rendered
from articles.rendering.sanitize import sanitize
from articles.records import BodyFormat
from articles.text import clean, excerpts

TAG = re.compile(r"<[^>]*>")


def render(
    source: str,
    *,
    format: BodyFormat,
    find_picture: FindPicture | None = None,
    find_link: FindLink | None = None,
    excerpt_length: int = 120,
) -> Rendered:
    """Turn Markdown or HTML into safe HTML, its plain text, excerpt and headings."""
    source = clean.strip_controls(source)
    html = source
    if format == "markdown":
        html = markdown.markdown(source, extensions=["extra", "sane_lists"])
    safe = sanitize(html)
    text = unescape(TAG.sub("", safe)).strip()
    excerpt = excerpts.excerpt(text, excerpt_length)
    return Rendered(mark_safe(safe), text, excerpt, ())
