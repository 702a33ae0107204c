"""Blocks between ``:::`` lines: pull quotes, asides, galleries, figures, notes.

``lists`` finds which line ends which block and puts marks in their place, each a block
of its own for Python-Markdown; the processor here makes elements of what lies between.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from articles.rendering.policy import names

NOTES = names("note tip info warning caution danger important")
OPENING = re.compile(
    rf" {{0,3}}:{{3,}} *({'|'.join(sorted(NOTES))}|pullquote|aside|gallery|figure)"
    r"(?:[ \t]+(\S.*?))?[ \t]*$"
)
CLOSING = re.compile(r" {0,3}:{3,}[ \t]*$")
# No source holds these characters: controls fall before Markdown is read.
BEGIN, END = "\x02begin ", "\x02end\x03"
MARK = re.compile(r"\x02(?:begin [^\x03]*|end)\x03\n*")
ELEMENTS = {"pullquote": "aside", "aside": "aside", "figure": "figure"}
ELEMENTS |= {"gallery": "figure"} | dict.fromkeys(NOTES, "div")
MAX_DEPTH = 8


def ends(lines: list[str]) -> dict[int, int]:
    """Tell which line closes each block: opened where, closed where."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, line in enumerate(lines):
        if ":::" not in line:
            continue
        if OPENING.match(line):
            opened.append(at)
        elif opened and CLOSING.match(line):
            found[opened.pop()] = at
    return found


def marked(opening: str, inner: list[str]) -> list[str]:
    """Set what lies between two ``:::`` lines between marks, blank lines around."""
    return ["", f"{BEGIN}{opening.strip()}\x03", "", *inner, "", END, ""]


def without_marks(html: str) -> str:
    """Take out marks that a raw tag, never closed, kept from being read."""
    return MARK.sub("", html) if "\x02" in html else html


class Containers(BlockProcessor):
    """Makes an element of the blocks between two marks."""

    def test(self, parent: Element, block: str) -> bool:
        """See a mark: it is a block of its own."""
        return block.startswith(("\x02begin ", END))

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        """Parse what lies between the marks into the element; a stray end falls."""
        block = blocks.pop(0)
        written = OPENING.match(block[len(BEGIN) :].rstrip("\x03\n"))
        if written is None:
            return None
        inner: list[str] = []
        depth = 1
        while blocks:
            depth += blocks[0].startswith(BEGIN) - blocks[0].startswith(END)
            if not depth:
                blocks.pop(0)
                break
            inner.append(blocks.pop(0))
        _fill(self.parser, parent, written, inner)
        return None


def _fill(
    parser: BlockParser, parent: Element, written: re.Match[str], inner: list[str]
) -> None:
    kind, words = written[1], written[2]
    element = SubElement(parent, ELEMENTS[kind])
    if kind != "figure":
        element.set("class", f"admonition {kind}" if kind in NOTES else kind)
    if words and (kind in NOTES or kind == "aside"):
        _line(element, "admonition-title", words)
    parser.state.set("container")
    parser.parseBlocks(element, inner)
    parser.state.reset()
    if words and kind in ("pullquote", "figure", "gallery"):
        _line(element, "credit", words)


def _line(parent: Element, name: str, words: str) -> None:
    line: Any = SubElement(parent, "p", {"class": name})
    line.text = words
