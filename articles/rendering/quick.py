"""Python-Markdown's loops, without what a text cannot need.

Each does what the library's own does; `test_quick` compares the two. They lean on its
registries and, for inline patterns, on a private name: the version is pinned.
"""

import re
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.footnotes import FootnotePostTreeprocessor
from markdown.treeprocessors import (
    InlineProcessor,
    Treeprocessor,
    UnescapeTreeprocessor,
)
from markdown.util import AtomicString, Registry
from pymdownx.superfences import SuperFencesBlockPreprocessor

# Every line begins so that no block processor but the one for paragraphs takes it, and
# no bar makes it a table.
STARTS = r"(?:[^\W\d_]|[“‘「『（《〈【—…(\"'`]|[0-9]{1,9}[^\s\W\d_]|\*{1,2}[^\s*\[]|_{1,2}[^\s_]|!\[)"
PLAIN = re.compile(rf"{STARTS}[^\n|]*+(?:\n{STARTS}[^\n|]*+)*+\Z")
HEADING = re.compile(r"#{1,6}[^#\\\n]+\Z")
# Without one of its marks in a block, a block processor cannot want it.
BLOCK_MARKS = {
    "house": ("\x02", "\x02"),
    "admonition": ("!!!", "    "),
    "details": ("???", "    "),
    "indent": ("    ", "    "),
    "defindent": ("    ", "    "),
    "table": ("|", "|"),
    "hashheader": ("#", "#"),
    "setextheader": ("\n=", "\n-"),
    "deflist": (":", ":"),
    "quote": (">", ">"),
    "footnote": ("[^", "[^"),
    "abbr": ("*[", "*["),
    "reference": ("]:", "]:"),
}
# Without one of its marks in a text, an inline pattern cannot match.
MARKS = {
    "backtick": ("`", "`"),
    "escape": ("\\", "\\"),
    "footnote": ("[^", "[^"),
    "reference": ("[", "["),
    "link": ("](", "]("),
    "image_link": ("![", "!["),
    "image_reference": ("![", "!["),
    "short_reference": ("[", "["),
    "short_image_ref": ("![", "!["),
    "autolink": ("<", "<"),
    "automail": ("<", "<"),
    "linebreak": ("  \n", "  \n"),
    "html": ("<", "<"),
    "entity": ("&", "&"),
    "em_strong": ("*", "_"),
    "delimiter": ("=", "~"),
}
ANY_MARK = re.compile(r"[`\\\[\]<&*_=~!\x02]|  \n")
BARE_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
EMPTY = frozenset({"br", "hr", "img", "input", "wbr"})


class Blocks(BlockParser):
    """Takes a block that can only be a paragraph for one at once."""

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 - theirs
        """Parse blocks into an element, as the library does."""
        while blocks:
            block = blocks[0]
            if PLAIN.match(block):
                self._paragraph.run(parent, blocks)
                continue
            if HEADING.match(block):
                self._heading.run(parent, blocks)
                continue
            for processor, mark, other in self._tried:
                if (
                    (mark in block or other in block)
                    and processor.test(parent, blocks[0])
                    and processor.run(parent, blocks) is not False
                ):
                    break

    # The converter is complete before it parses a first block.

    @cached_property
    def _paragraph(self) -> Any:
        return self.blockprocessors["paragraph"]

    @cached_property
    def _heading(self) -> Any:
        return self.blockprocessors["hashheader"]

    @cached_property
    def _tried(self) -> list[tuple[Any, str, str]]:
        return _with_marks(self.blockprocessors, BLOCK_MARKS)


class Inline(InlineProcessor):
    """Tries only the patterns whose mark a text holds; most texts hold none."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._apply: Any = getattr(self, "_InlineProcessor__applyPattern")  # noqa: B009

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply inline patterns to a tree."""
        if not holds(self.md, "*["):  # an abbreviation may stand in any text
            for element in tree.iter():
                if element.text and not ANY_MARK.search(element.text):
                    element.text = AtomicString(element.text)
        return super().run(tree, ancestors)

    @cached_property
    def _tried(self) -> list[tuple[Any, str, str]]:
        return _with_marks(self.inlinePatterns, MARKS)

    def _InlineProcessor__handleInline(  # noqa: N802 - theirs, mangled
        self, data: str, pattern_index: int = 0
    ) -> str:
        if isinstance(data, AtomicString):
            return data
        start, tried = 0, self._tried
        while pattern_index < len(tried):
            pattern, mark, other = tried[pattern_index]
            matched, begin, start = False, start, 0
            if mark in data or other in data:
                data, matched, start = self._apply(pattern, data, pattern_index, begin)
            pattern_index += not matched
        return data


def _with_marks(
    registry: Registry[Any], marks: dict[str, tuple[str, str]]
) -> list[tuple[Any, str, str]]:
    """List what a registry holds, in order, each with the marks it cannot do without."""
    known = {id(registry[name]): marks[name] for name in marks if name in registry}
    return [(item, *known.get(id(item), ("", ""))) for item in registry]


def holds(md: Markdown, mark: str) -> bool:
    """Whether the source that is being converted holds a mark."""
    source: str = getattr(md, "source", mark)
    return mark in source


class Fences(SuperFencesBlockPreprocessor):  # type: ignore[misc] # they have no types
    """Only what has a fence's marks is looked through, line by line."""

    def run(self, lines: list[str]) -> Any:
        """Set fenced blocks aside."""
        marked = holds(self.md, "```") or holds(self.md, "~~~")
        return super().run(lines) if marked else lines


class Unescape(UnescapeTreeprocessor):
    """Only what was escaped has to be written out."""

    def run(self, root: Element) -> None:
        """Write out what stands for characters after a backslash."""
        if holds(self.md, "\\"):
            super().run(root)


class Duplicates(FootnotePostTreeprocessor):
    """Only a footnote that is named twice has two ways back."""

    def run(self, root: Element) -> None:
        """Add the second way back, where there is one."""
        if any(count > 1 for count in self.footnotes.found_refs.values()):
            super().run(root)


class Breaks(Treeprocessor):
    """What stands behind a line break begins a line; the rest is up to `Writer`."""

    def run(self, root: Element) -> None:
        """Put a line's end behind every break."""
        for element in root.iter("br"):
            tail = element.tail
            element.tail = f"\n{tail}" if tail and tail.strip() else "\n"


class Writer:
    """Writes a tree as HTML, a line to a block: two walks of the library in one."""

    def __init__(self, md: Markdown) -> None:
        self.blocks = frozenset(md.block_level_elements)

    def __call__(self, root: Element) -> str:
        """Give the tree as text."""
        out: list[str] = []
        self._write(root, out, within=True)
        return "".join(out)

    def _write(self, element: Element, out: list[str], *, within: bool) -> None:
        """Write an element and its tail; ``within`` says that all around are blocks."""
        tag, text, tail = element.tag, element.text, element.tail
        block = within and tag in self.blocks
        out.append(f"<{tag}{_attributes(element)}>" if element.attrib else f"<{tag}>")
        if tag not in EMPTY:
            opens = block and tag not in ("code", "pre")
            if len(element):
                text = self._before(element, opens=opens)
            if text:
                out.append(_escaped(text))
            for child in element:
                self._write(child, out, within=opens)
            out.append(f"</{tag}>")
        if block and (not tail or not tail.strip()):
            out.append("\n")
        elif tail:
            out.append(_escaped(tail))

    def _before(self, element: Element, *, opens: bool) -> str | None:
        """Give the text before a child; a block begins a line, code ends with one."""
        text, first = element.text, element[0]
        if opens:
            begins = first.tag in self.blocks and not (text and text.strip())
            return "\n" if begins else text
        code = element.tag == "pre" and first.tag == "code" and not len(first)
        if code and first.text is not None:
            first.text = first.text.rstrip() + "\n"
        return text


def _attributes(element: Element) -> str:
    return "".join(
        f' {name}="{_escaped(value or "").replace(chr(34), "&quot;")}"'
        for name, value in element.attrib.items()
    )


def _escaped(text: str) -> str:
    if "&" in text:
        text = BARE_AMPERSAND.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text
