"""A page in Traditional characters: its text, never its tags, addresses or code."""

import re
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from articles.rendering.policy import VOID
from articles.text.traditional import traditional_each

# Comments, then tags whose quoted values may hold anything.
MARKUP = re.compile(
    r"<!--.*?-->|<![^>]*>|"
    r"<(?P<closes>/?)(?P<name>[a-zA-Z][^\s/>]*)"
    r"(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^\"'>])*)>",
    re.DOTALL,
)
RAW = re.compile(r"</(?=(?:script|style|textarea)[\s/>])", re.IGNORECASE)
OPAQUE = frozenset({"script", "style", "textarea"})
"""What is inside is no markup, and stays as it was written."""
CODE = frozenset({"code", "pre", "kbd", "samp", "var"})
LANG = re.compile(r"(\slang=)([\"'])([^\"']*)\2")
SAID = re.compile(r"(\s(?:alt|title|aria-label|placeholder)=)(\"[^\"]*\"|'[^']*')")
CONTENT = re.compile(r"(\scontent=)(\"[^\"]*\"|'[^']*')")
DESCRIBES = re.compile(
    r"\s(?:name|property)=[\"'](?:description|(?:og|twitter):"
    r"(?:title|description|site_name|image:alt))[\"']"
)
UNTOUCHED = re.compile(r"\stranslate=[\"']no[\"']")
TRADITIONAL = re.compile(r"zh-(?:hant|tw|hk|mo)\b", re.IGNORECASE)
CHINESE = re.compile(r"zh\b", re.IGNORECASE)


class Opened(NamedTuple):
    """An element that is open, and whether what it says is converted."""

    name: str
    converts: bool


def in_traditional(html: str) -> SafeString:
    """Convert what safe HTML says in Simplified Chinese, and mark it as Traditional.

    An element in another language, or in Traditional, stays as it is, and so does one
    with ``translate="no"``; what has no language of its own follows what is around it.
    Only characters between tags and in descriptions change, so safe HTML stays safe.
    """
    page = _Page()
    end = 0
    for found in MARKUP.finditer(html):
        if found.start() < end:
            continue  # what looks like a tag in a script or a text field
        page.text(html[end : found.start()])
        end = found.end()
        name = (found["name"] or "").lower()
        if not name:
            page.pieces.append(found[0])
        elif found["closes"]:
            page.close(name, found[0])
        else:
            page.open(name, found)
            if name in OPAQUE:
                closing = RAW.search(html, end)
                stop = closing.start() if closing else len(html)
                page.pieces.append(html[end:stop])
                end = stop
    page.text(html[end:])
    return mark_safe(page.converted())  # noqa: S308 - as safe as what came in


class _Page:
    """The pieces of a page, with the places of those that are to be converted."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.places: list[int] = []
        self.opened: list[Opened] = []

    @property
    def converts(self) -> bool:
        return not self.opened or self.opened[-1].converts

    def text(self, text: str) -> None:
        if self.converts:
            self.places.append(len(self.pieces))
        self.pieces.append(text)

    def close(self, name: str, tag: str) -> None:
        """Close the innermost element of a name, and all that was left open in it."""
        self.pieces.append(tag)
        for depth in range(len(self.opened) - 1, -1, -1):
            if self.opened[depth].name == name:
                del self.opened[depth:]
                return

    def open(self, name: str, found: re.Match[str]) -> None:
        rest = found["rest"]
        converts = _converts(name, rest, around=self.converts)
        if name not in VOID and not rest.endswith("/"):
            self.opened.append(Opened(name, converts))
        if converts:
            self.tag(found["name"], LANG.sub(r"\1\2zh-Hant\2", rest))
        else:
            self.pieces.append(found[0])

    def tag(self, name: str, rest: str) -> None:
        """Put in a tag whose descriptions are converted."""
        spoken = CONTENT if DESCRIBES.search(rest) else SAID
        end = 0
        self.pieces.append(f"<{name}")
        for said in spoken.finditer(rest):
            self.pieces += [rest[end : said.end(1)], said[2]]
            self.places.append(len(self.pieces) - 1)
            end = said.end()
        self.pieces.append(f"{rest[end:]}>")

    def converted(self) -> str:
        texts = traditional_each([self.pieces[place] for place in self.places])
        for place, text in zip(self.places, texts, strict=True):
            self.pieces[place] = text
        return "".join(self.pieces)


def _converts(name: str, rest: str, *, around: bool) -> bool:
    """Say whether an element's text is converted, from its tag and what is around."""
    if name == "html":
        return True  # the page is Traditional because all that it says becomes so
    if name in CODE or name in OPAQUE or UNTOUCHED.search(rest):
        return False
    language = LANG.search(rest)
    if language is None:
        return around
    return bool(CHINESE.match(language[3])) and not TRADITIONAL.match(language[3])
