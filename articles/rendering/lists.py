"""Lists as people write them, spelled as Python-Markdown reads them.

It nests by four spaces and wants a blank line before a list, a rule that half of all
Hexo and Hugo posts break. CommonMark nests by where an item's text begins: this reads
that way and writes the other, line by line, before any block is parsed.
"""

import re
from dataclasses import dataclass

from articles.rendering import containers

ITEM = re.compile(r"( *)([-*+]|[0-9]{1,9}[.)])(?:( +)(?=\S)| *$)")
RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
QUOTE = re.compile(r" {0,3}>( ?)")
HEADING = re.compile(r" {0,3}#{1,6} ")
# What ends an item's text although no blank line comes before it.
INTERRUPTING = re.compile(r" {0,3}(?:#{1,6} |>|\x02)")
VERBATIM = re.compile(r"<(pre|script|style|textarea)\b", re.IGNORECASE)
TABLE_RULE = re.compile(r" {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)+\|? *$")
MARKERS = frozenset("-*+0123456789")
STEP = 4
MAX_QUOTES = 8
MAX_LEVELS = 20


@dataclass(slots=True)
class _Level:
    """One open list: where its items' text begins, and whether it counts."""

    content: int
    ordered: bool


def normalise(lines: list[str], quotes: int = 0, depth: int = 0) -> list[str]:
    """Indent nested items by four spaces and set lists apart by blank lines."""
    writer = _Writer()
    at = 0
    closed = containers.ends(lines) if depth < containers.MAX_DEPTH else {}
    while at < len(lines):
        line = lines[at]
        if at in closed:
            inner = normalise(lines[at + 1 : closed[at]], quotes, depth + 1)
            writer.block(containers.marked(line, inner))
            at = closed[at] + 1
        elif "<" in line and (found := VERBATIM.search(line)) is not None:
            end = _end_of(found[1].lower(), lines, at)
            writer.verbatim(lines[at:end])
            at = end
        elif ">" in line and quotes < MAX_QUOTES and QUOTE.match(line):
            end = at
            while end < len(lines) and QUOTE.match(lines[end]):
                end += 1
            inner = [QUOTE.sub("", quoted, 1) for quoted in lines[at:end]]
            writer.quote(normalise(inner, quotes + 1, depth))
            at = end
        else:
            writer.line(line, lines[at + 1] if at + 1 < len(lines) else "")
            at += 1
    return writer.out


def _end_of(tag: str, lines: list[str], at: int) -> int:
    """The line after the one where a verbatim element ends; after this one if never."""
    for end in range(at, len(lines)):
        if f"</{tag}" in lines[end].lower():
            return end + 1
    return at + 1


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.levels: list[_Level] = []
        self.loose = False

    def line(self, line: str, following: str) -> None:
        """Write one line, indented for the list it stands in."""
        if not line or line.isspace():
            self.out.append("")
            self.loose = bool(self.levels)
            return
        after_blank = not self.out or not self.out[-1].strip()
        written = line.lstrip(" ")
        indent = len(line) - len(written)
        marked = written[0] in MARKERS and not RULE.match(line)
        item = ITEM.match(line) if marked else None
        if item and self._starts_item(item, after_blank=after_blank):
            self._item(line, item, after_blank=after_blank)
        elif self.levels and not after_blank and not self._ends_lists(line, indent):
            self.out.append(" " * STEP * (len(self.levels) - 1) + line.lstrip())
        else:
            self._other(line, indent, following, after_blank=after_blank)

    def verbatim(self, lines: list[str]) -> None:
        """Write lines as they are."""
        self.out.extend(lines)

    def block(self, lines: list[str]) -> None:
        """Write the lines of a block that ends every list."""
        self.levels.clear()
        self.loose = False
        self.out.extend(lines)

    def quote(self, lines: list[str]) -> None:
        """Write the lines of a quotation, which ends every list."""
        if self.levels and self.out and self.out[-1]:
            self.out.append("")
        self.levels.clear()
        self.out.extend(f"> {line}".rstrip() for line in lines)

    def _ends_lists(self, line: str, indent: int) -> bool:
        interrupting = INTERRUPTING.match(line) or RULE.match(line)
        return bool(interrupting) and indent < self.levels[0].content

    def _starts_item(self, item: re.Match[str], *, after_blank: bool) -> bool:
        """Whether CommonMark sees an item here rather than text that looks like one."""
        if self.levels:
            return True
        if len(item[1]) > 3:
            return False
        interrupts = item[2] in ("-", "*", "+", "1.", "1)") and bool(item[3])
        return after_blank or interrupts

    def _item(self, line: str, item: re.Match[str], *, after_blank: bool) -> None:
        indent, marker = len(item[1]), item[2]
        ordered = marker[-1] in ".)"
        sibling: _Level | None = None
        while self.levels and indent < self.levels[-1].content:
            sibling = self.levels.pop()
        del self.levels[MAX_LEVELS:]
        begins = sibling.ordered != ordered if sibling else not self.levels
        # Once one item holds several blocks, every item is a block.
        if (begins or self.loose) and not after_blank and self.out:
            self.out.append("")
        if begins and not self.levels:
            self.loose = False
        spaces = len(item[3] or " ")
        content = indent + len(marker) + (spaces if spaces <= STEP else 1)
        if ordered:
            marker = marker[:-1] + "."
        text = line[item.end() :].strip()
        self.out.append(f"{' ' * STEP * len(self.levels)}{marker} {text}")
        self.levels.append(_Level(content, ordered))

    def _other(
        self, line: str, indent: int, following: str, *, after_blank: bool
    ) -> None:
        if self.levels and not after_blank:
            self.levels.clear()
            self.out.append("")
        while self.levels and indent < self.levels[-1].content:
            self.levels.pop()
        if not after_blank and self._stands_alone(line, following):
            self.out.append("")
        if self.levels:
            line = " " * STEP * len(self.levels) + line[self.levels[-1].content :]
        self.out.append(line)
        if HEADING.match(line) or RULE.match(line):
            self.out.append("")

    def _stands_alone(self, line: str, following: str) -> bool:
        """Whether a blank line before this one changes nothing but the cost."""
        table = "|" in line and TABLE_RULE.match(following)
        return bool(table or HEADING.match(line))
