"""Python-Markdown's loops, without what a text cannot need.

Each does what the library's own does; `test_quick` compares the two. They lean on its
registries and, for inline patterns, on a private name: the version is pinned.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions.footnotes import FootnotePostTreeprocessor
from markdown.treeprocessors import (
    InlineProcessor,
    Treeprocessor,
    UnescapeTreeprocessor,
)
from markdown.util import AtomicString

# Every line begins so that no block processor but the one for paragraphs takes it, and
# no bar makes it a table.
STARTS = r"(?:[^\W\d_]|[“‘「『（《〈【—…(\"'`]|[0-9]{1,9}[^\s\W\d_]|\*{1,2}[^\s*\[]|_{1,2}[^\s_]|!\[)"
PLAIN = re.compile(rf"{STARTS}[^\n|]*+(?:\n{STARTS}[^\n|]*+)*+\Z")
HEADING = re.compile(r"#{1,6}[^#\\\n]+\Z")
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
        paragraph: Any = self.blockprocessors["paragraph"]
        heading: Any = self.blockprocessors["hashheader"]
        plain = type(paragraph) is ParagraphProcessor
        while blocks:
            if plain and PLAIN.match(blocks[0]):
                paragraph.run(parent, blocks)
                continue
            if HEADING.match(blocks[0]):
                heading.run(parent, blocks)
                continue
            for processor in self.blockprocessors:
                if (
                    processor.test(parent, blocks[0])
                    and processor.run(parent, blocks) is not False
                ):
                    break


class Inline(InlineProcessor):
    """Tries only the patterns whose mark a text holds; most texts hold none."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.tried: list[tuple[Any, str, str]] = []
        self._apply: Any = getattr(self, "_InlineProcessor__applyPattern")  # noqa: B009

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply inline patterns to a tree."""
        patterns = self.inlinePatterns
        known = {id(patterns[name]): MARKS[name] for name in MARKS if name in patterns}
        self.tried = [(item, *known.get(id(item), ("", ""))) for item in patterns]
        if not holds(self.md, "*["):  # an abbreviation may stand in any text
            for element in tree.iter():
                if element.text and not ANY_MARK.search(element.text):
                    element.text = AtomicString(element.text)
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(  # noqa: N802 - theirs, mangled
        self, data: str, pattern_index: int = 0
    ) -> str:
        if isinstance(data, AtomicString):
            return data
        start = 0
        while pattern_index < len(self.tried):
            pattern, mark, other = self.tried[pattern_index]
            matched, begin, start = False, start, 0
            if mark in data or other in data:
                data, matched, start = self._apply(pattern, data, pattern_index, begin)
            pattern_index += not matched
        return data


def holds(md: Markdown, mark: str) -> bool:
    """Whether the source that is being converted holds a mark."""
    source: str = getattr(md, "source", mark)
    return mark in source


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
        tag, text = element.tag, element.text
        block = within and tag in self.blocks
        out.append(f"<{tag}{_attributes(element)}>")
        if tag not in EMPTY:
            self._inside(element, text, out, block=block)
            out.append(f"</{tag}>")
        tail = element.tail
        if block and (not tail or not tail.strip()):
            tail = "\n"
        if tail:
            out.append(_escaped(tail))

    def _inside(
        self, element: Element, text: str | None, out: list[str], *, block: bool
    ) -> None:
        opens = block and element.tag not in ("code", "pre")
        if element.tag == "pre" and len(element) and element[0].tag == "code":
            code = element[0]
            if not len(code) and code.text is not None:
                code.text = code.text.rstrip() + "\n"
        if (
            opens
            and len(element)
            and element[0].tag in self.blocks
            and not (text and text.strip())
        ):
            text = "\n"
        if text:
            out.append(_escaped(text))
        for child in element:
            self._write(child, out, within=opens)


def _attributes(element: Element) -> str:
    if not element.attrib:
        return ""
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
