"""What would cost more than a second is refused before it is parsed.

Every parser below has inputs that cost it the square of their length. Each limit here
stands well above anything in tens of thousands of real posts, and is counted in one
linear pass.
"""

import re
from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from articles.rendering.policy import VOID, names
from articles.rendering.results import RenderRefused

MAX_HTML = 1_000_000
MAX_MARKDOWN = 300_000
MAX_TAGS = 8_000
MAX_REFERENCES = 50_000
MAX_LINES = 8_000
MAX_FENCES = 2_000
MAX_FOOTNOTES = 600
MAX_ABBREVIATIONS = 200
MAX_DEPTH = 400
# Unclosed formatting is opened again in every block that follows.
MAX_REOPENED = 20_000
MAX_MARKERS = 30
# Inline patterns copy a paragraph once for every mark found in it.
MAX_COPIED = 600_000_000
# Brackets and parentheses are looked for one character at a time.
MAX_SCANNED = 1_500_000

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
UNCLOSED = VOID | names(
    """
    p li dt dd td th tr tbody thead tfoot option optgroup colgroup col caption rt rp
    html head body input link meta param embed track area base frame
    """
)
FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
FORMATTED = re.compile(rf"<(?:{'|'.join(FORMATTING)})\b", re.IGNORECASE)
# A list's marker is one only before a blank; a line of dashes opens nothing.
MARKERS = re.compile(
    rf"\s*(?:>[ \t]*|(?:[-*+]|[0-9]{{1,9}}[.)])[ \t]+){{{MAX_MARKERS + 1}}}"
)
RULE = re.compile(r"[-*_\s]*$")
FENCE = re.compile(r"^[ >]*(?:```|~~~)", re.MULTILINE)
ABBREVIATION = re.compile(r"^ {0,3}\*\[", re.MULTILINE)
MARK = re.compile(r"[\\*_`~=<&!^]")
BRACKET = re.compile(r"[\[\]]")
TARGET = re.compile(r"\]\(|[()]")


def check_html(html: str) -> None:
    """Refuse HTML that is too long or nested beyond reason."""
    _at_most(len(html), MAX_HTML, _noop("characters"))
    tags = html.count("<")
    _at_most(tags, MAX_TAGS, _noop("HTML tags"))
    references = html.count("&") + html.count("\u00a0")
    _at_most(references, MAX_REFERENCES, _noop("character references"))
    if tags <= MAX_DEPTH and tags * len(FORMATTED.findall(html)) <= MAX_REOPENED:
        return  # so few cannot nest too deeply
    opened: Counter[str] = Counter()
    depth = formatting = reopened = 0
    for closes, written in TAG.findall(html):
        name = written.lower()
        step = 0 if name in UNCLOSED else -min(1, opened[name]) if closes else 1
        opened[name] += step
        depth += step
        if name in FORMATTING:
            formatting += step
        else:
            reopened += formatting
        if depth > MAX_DEPTH or reopened > MAX_REOPENED:
            raise RenderRefused(
                _(
                    "Tags are nested too deeply, or hundreds of them are never closed."
                    " Close them where they end."
                )
            )


def check_markdown(source: str) -> None:
    """Refuse Markdown that is too long or holds too many fences or nested markers."""
    _at_most(len(source), MAX_MARKDOWN, _noop("characters"))
    _at_most(source.count("<"), MAX_TAGS, _noop("HTML tags"))
    _at_most(source.count("\n"), MAX_LINES, _noop("lines"))
    _at_most(len(FENCE.findall(source)), MAX_FENCES, _noop("code fences"))
    _at_most(source.count("[^"), MAX_FOOTNOTES, _noop("footnote marks"))
    _at_most(
        len(ABBREVIATION.findall(source)), MAX_ABBREVIATIONS, _noop("abbreviations")
    )
    for line in source.split("\n"):
        if len(line) > MAX_MARKERS and MARKERS.match(line) and not RULE.match(line):
            raise RenderRefused(
                _(
                    "A line opens more than %(limit)d lists or quotations at once."
                    " Take out the markers that are not meant."
                )
                % {"limit": MAX_MARKERS}
            )


def check_blocks(lines: list[str]) -> None:
    """Refuse paragraphs whose marks and brackets would be looked at too often."""
    for block in re.split(r"\n\s*\n", "\n".join(lines)):
        if len(block) < 1000:
            continue
        copied = len(block) * len(MARK.findall(block))
        if copied > MAX_COPIED or _scanned(block) > MAX_SCANNED:
            raise RenderRefused(
                _(
                    "The paragraph that begins with “%(start)s” holds too many marks or"
                    " unmatched brackets. Split it with blank lines."
                )
                % {"start": block.strip()[:30]}
            )


def _scanned(block: str) -> int:
    """How far the search for closing brackets and parentheses goes in all."""
    return _distance(BRACKET, "[", block) + _distance(TARGET, "](", block)


def _distance(pattern: re.Pattern[str], opener: str, block: str) -> int:
    """Sum, over every opener, of the way to its end, else to the block's."""
    opened: list[tuple[bool, int]] = []
    total = 0
    for found in pattern.finditer(block):
        if found[0] in ("]", ")"):
            counted, start = opened.pop() if opened else (False, 0)
            total += found.start() - start if counted else 0
        else:
            opened.append((found[0] == opener, found.start()))
    return total + sum(len(block) - start for counted, start in opened if counted)


def _at_most(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise RenderRefused(
            _(
                "This text has %(count)d %(what)s; at most %(limit)d can be rendered."
                " Split it into several articles."
            )
            % {"what": _(what), "count": count, "limit": limit}
        )
