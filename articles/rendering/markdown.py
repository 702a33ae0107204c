"""Markdown to HTML that is not yet safe."""

import re
import threading
from bisect import bisect_left
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor
from markdown.inlinepatterns import (
    REFERENCE_RE,
    ReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import INLINE_PLACEHOLDER_RE, STX

from articles.rendering import fences, guard, lists
from articles.rendering.containers import Containers, without_marks
from articles.rendering.figures import Figures
from articles.rendering.policy import INLINE
from articles.rendering.quick import (
    Blocks,
    Breaks,
    Duplicates,
    Fences,
    Inline,
    Unescape,
    Writer,
    holds,
)
from articles.rendering.results import RenderRefused
from articles.text.scripts import HAN, KANA, SHARED_PUNCTUATION, WIDE_PUNCTUATION

WIDE = f"{HAN}{KANA}{WIDE_PUNCTUATION}{SHARED_PUNCTUATION}"
# A line break between two wide characters is an accident of the editor's window.
JOINT = re.compile(rf"(?<=[{WIDE}])\n(?=[{WIDE}])")
TASK = re.compile(r"\[([ xX])\] ")
BRACED = r"\{(?::[ ]*|(?=[ ]*[#.][A-Za-z]))([^\}\n]+)[ ]*\}"
VERBATIM = frozenset({"code", "pre"})


class _ListPreprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        guard.check_blocks(lines)
        return lists.normalise(lines)


class _AttributeLists(AttrListTreeprocessor):
    """Only what is plainly an attribute list: prose in braces, ``{note}``, stays."""

    BASE_RE = BRACED  # type: ignore[misc] # overriding is what it is for
    HEADER_RE = re.compile(rf"[ ]+{BRACED}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{BRACED}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{BRACED}")  # type: ignore[misc]

    def run(self, doc: Element) -> None:
        if holds(self.md, "{"):
            super().run(doc)


class _AttributeListExtension(AttrListExtension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - their name
        md.treeprocessors.register(_AttributeLists(md), "attr_list", 8)
        md.registerExtension(self)


@dataclass(slots=True)
class _Slot:
    """One piece of text in a tree: where it hangs, and where it starts in the whole."""

    holder: Element
    name: Literal["text", "tail"]
    text: str
    start: int


class _Joiner(Treeprocessor):
    """Join lines that break between Han characters, across inline elements too."""

    def run(self, root: Element) -> None:
        if not _join_within(root):
            return
        slots: list[_Slot] = []
        self._collect(root, slots, 0)
        whole = "".join(slot.text for slot in slots)
        breaks = [found.start() for found in JOINT.finditer(whole)]
        for slot in slots if breaks else ():
            end = slot.start + len(slot.text)
            inside = breaks[bisect_left(breaks, slot.start) : bisect_left(breaks, end)]
            verbatim = slot.name == "text" and slot.holder.tag in VERBATIM
            if inside and not verbatim and slot.holder.tag != "separator":
                setattr(slot.holder, slot.name, _without(slot, inside))

    def _collect(self, element: Element, slots: list[_Slot], start: int) -> int:
        """List an element's text in reading order; a block's edge joins nothing."""
        inline = element.tag in INLINE
        if not inline:
            slots.append(_Slot(Element("separator"), "text", "\0", start))
            start += 1
        if element.text:
            slots.append(_Slot(element, "text", element.text, start))
            start += len(element.text)
        for child in element:
            start = self._collect(child, slots, start)
            if child.tail:
                slots.append(_Slot(child, "tail", child.tail, start))
                start += len(child.tail)
        return start


def _join_within(root: Element) -> bool:
    """Join lines inside each piece of text; tell whether one breaks beside an element."""
    beside = False
    for element in root.iter():
        text, tail = element.text, element.tail
        if text and "\n" in text and element.tag not in VERBATIM:
            element.text = JOINT.sub("", text)
            beside = beside or text[-1] == "\n"
        if tail and "\n" in tail:
            element.tail = JOINT.sub("", tail)
            beside = beside or "\n" in (tail[0], tail[-1])
    return beside


def _without(slot: _Slot, breaks: list[int]) -> str:
    """The text of a slot less the characters at these places in the whole."""
    taken = {place - slot.start for place in breaks}
    return "".join(c for at, c in enumerate(slot.text) if at not in taken)


class _Tasks(Treeprocessor):
    """``- [x]`` becomes a ticked box; a form field would not be safe HTML."""

    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            holder = item[0] if len(item) and item[0].tag == "p" else item
            found = TASK.match(holder.text or "")
            if found:
                item.set("class", "task")
                box = Element("span", {"class": "task-box"})
                box.text = "☐" if found[1] == " " else "☑"
                box.tail = " " + (holder.text or "")[found.end() :]
                holder.text = None
                holder.insert(0, box)


class _Named(ReferenceInlineProcessor):
    """A reference whose name holds code, ``[`x`][]``, is found by what was written."""

    def evalId(  # noqa: N802 - their name
        self, data: str, index: int, text: str
    ) -> tuple[str | None, int, bool]:
        name, end, handled = super().evalId(data, index, text)
        if name and STX in name:
            name = INLINE_PLACEHOLDER_RE.sub(self._written, name)
        return name, end, handled

    def _written(self, found: re.Match[str]) -> str:
        inline: Any = self.md.treeprocessors["inline"]
        node = inline.stashed_nodes.get(found[1])
        code = isinstance(node, Element) and node.tag == "code"
        return f"`{unescape(node.text or '')}`".lower() if code else found[0]


class _ShortNamed(_Named, ShortReferenceInlineProcessor):
    """The same for ``[`x`]``."""


class _House(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - their name
        # After fences are set aside (25), before raw HTML is (20).
        md.preprocessors.register(_ListPreprocessor(md), "house_lists", 24)
        md.treeprocessors.register(Inline(md), "inline", 20)
        md.inlinePatterns.register(_Named(REFERENCE_RE, md), "reference", 170)
        md.inlinePatterns.register(
            _ShortNamed(REFERENCE_RE, md), "short_reference", 130
        )
        md.preprocessors["fenced_code_block"].__class__ = Fences
        md.parser.__class__ = Blocks
        md.treeprocessors.register(Unescape(md), "unescape", 0)
        footnotes: Any = md.treeprocessors["footnote-duplicate"]
        duplicates = Duplicates(footnotes.footnotes)
        md.treeprocessors.register(duplicates, "footnote-duplicate", 15)
        md.treeprocessors.register(Breaks(md), "prettify", 10)
        # Before inline patterns (20) could read [x] as a reference.
        md.treeprocessors.register(_Tasks(md), "house_tasks", 25)
        # After them, so that emphasis and links are elements.
        md.treeprocessors.register(_Joiner(md), "house_joiner", 12)
        # After attribute lists (8), which may say where a picture floats.
        md.treeprocessors.register(Figures(md), "house_figures", 7)
        # Before anything could take a mark for a paragraph.
        md.parser.blockprocessors.register(Containers(md.parser), "house", 200)


EXTENSIONS = [
    "abbr",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "admonition",
    "sane_lists",
    "pymdownx.superfences",
    "pymdownx.highlight",
    "pymdownx.details",
    "pymdownx.mark",
    "pymdownx.tilde",
]
CONFIGURATION: dict[str, dict[str, Any]] = {
    "footnotes": {"BACKLINK_TITLE": "", "BACKLINK_TEXT": "↩"},
    "pymdownx.highlight": {"use_pygments": False},
    # 3~5天，10~20人 is no subscript.
    "pymdownx.tilde": {"subscript": False},
    "tables": {"use_align_attribute": True},
}

_local = threading.local()


def to_html(source: str) -> str:
    """Convert Markdown; what comes out is not safe yet."""
    guard.check_markdown(source)
    converter = getattr(_local, "converter", None)
    if converter is None:
        converter = _local.converter = Markdown(
            extensions=[*EXTENSIONS, _AttributeListExtension(), _House()],
            extension_configs=CONFIGURATION,
        )
        converter.serializer = Writer(converter)
    setattr(converter, "source", source)  # noqa: B010 - of our own, for `quick.holds`
    try:
        html = without_marks(converter.reset().convert(fences.plain(source)))
        return html.replace("&#160;", "&nbsp;")  # as the sanitiser writes it
    except RecursionError:
        raise RenderRefused(
            _(
                "Emphasis, lists or quotations are nested too deeply. Take out the"
                " marks that are not meant."
            )
        ) from None
