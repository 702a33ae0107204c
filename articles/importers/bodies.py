"""Whether a body is HTML or Markdown, and which pictures it shows."""

import html
import re

from articles.records import BodyFormat

_BLOCK = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(address|article|aside|blockquote|center|details|div|dl"
    r"|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|table|ul"
    r"|video)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(
    r"\n[ \t]*\n {0,3}(?:#{1,6} |```|~~~|[-*+] \S|\d{1,3}[.)] \S|> |\[[^\]\n]+\]:|\*\*)"
)
_PICTURE = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_MARKDOWN_PICTURE = re.compile(r"!\[[^\]\n]*\]\(\s*<?([^)\s>]+)")


def body_format(body: str, *, html_file: bool = False) -> BodyFormat:
    """Tell the format: HTML begins with a block element and holds no Markdown block.

    One element round everything (as feeds write it) is HTML whatever its text looks
    like.
    """
    if html_file:
        return "html"
    match = _BLOCK.match(body)
    if match is None:
        return "markdown"
    closing = f"</{match[1]}>".lower()
    if body.rstrip()[-len(closing) :].lower() == closing and not _reopened(body, match):
        return "html"
    return "markdown" if _MARKDOWN.search(body) else "html"


def _reopened(body: str, match: re.Match[str]) -> bool:
    """Tell whether the first element closes before the last one begins.

    Counting tags is enough to see it: the depth falls to none before the end.
    """
    depth = 0
    end = len(body.rstrip())
    for tag in re.finditer(rf"<(/?){match[1]}\b[^>]*>", body, re.IGNORECASE):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end() != end
    return False


def shows(body: str, url: str) -> bool:
    """Tell whether a body already shows the picture at an address."""
    if url not in body and html.escape(url) not in body:
        return False
    pictures = {*_PICTURE.findall(body), *_MARKDOWN_PICTURE.findall(body)}
    return url in pictures or url in {html.unescape(one) for one in pictures}
