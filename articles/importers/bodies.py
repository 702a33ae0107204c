"""Whether a body is HTML or Markdown, and which pictures it shows."""

import html
import re

from articles.records import BodyFormat

_BLOCK = re.compile(
    r"\s*+(?>(?:<!--(?>.*?-->)\s*+)*+)<(address|article|aside|blockquote|center|details|div|dl"
    r"|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|table|ul"
    r"|video)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(
    r"\n[ \t]*\n {0,3}(?:#{1,6} |```|~~~|[-*+] \S|\d{1,3}[.)] \S|> |\[[^\]\n]+\]:|\*\*)"
)
# What stands before and after a picture's address, in HTML and in Markdown.
_BEFORE = re.compile(r"""(?:\bsrc\s{0,3}=\s{0,3}["']?|\]\(\s{0,3}<?)$""", re.IGNORECASE)
_AFTER = re.compile(r"""["'\s>)]""")
_LOOK_BACK = 12


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
    return any(_shows(body, one) for one in {url, html.escape(url)})


def _shows(body: str, url: str) -> bool:
    found = body.find(url)
    while found >= 0:
        end = found + len(url)
        before = body[max(0, found - _LOOK_BACK) : found]
        if _BEFORE.search(before) and _AFTER.match(body, end):
            return True
        found = body.find(url, end)
    return False
