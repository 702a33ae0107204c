"""One pass over well-formed tags: everything into a place where the standard allows it.

A stack walk instead of a tree: it costs a third of one, and the sanitiser that comes
after it parses again anyway. Nothing here is relied on for safety.
"""

import itertools
import re
from dataclasses import dataclass

from articles.rendering import attributes, pictures
from articles.rendering.attributes import Attributes
from articles.rendering.opened import (
    CROWDED,
    IMPLIED,
    MAX_DEPTH,
    MEANINGLESS_EMPTY,
    NEEDED,
    PARTS,
    SCROLL,
    TRANSPARENT,
    UNWRAPPED,
    WIDE,
    Open,
    takes_lines_only,
)
from articles.rendering.outline import Outline
from articles.rendering.policy import (
    BLOCKS,
    CHILDREN,
    HEADINGS,
    INLINE,
    RENAMED,
    VOID,
)
from articles.rendering.results import FindLink, FindPicture, Heading
from articles.rendering.rewriting import Rewriter

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
# The site indents or spaces paragraphs itself.
INDENT = re.compile(r"(?:\s|&nbsp;)+")


@dataclass(slots=True)
class Tidied:
    """Well-formed HTML in the shape of the allow-list, and its headings."""

    html: str
    headings: tuple[Heading, ...]
    rearranged: bool


def tidy(
    html: str,
    find_picture: FindPicture | None = None,
    find_link: FindLink | None = None,
) -> Tidied:
    """Rearrange tags and attributes as the allow-list and the standard want them."""
    walk = _Walk(Rewriter(find_picture, find_link))
    tokens = iter(TAG.split(html))
    walk.text(next(tokens))
    for closes, name, written, text in zip(*[tokens] * 4, strict=True):
        if closes:
            walk.close(name)
        else:
            walk.open(name, written)
        if text:
            walk.text(text)
    walk.finish()
    return Tidied("".join(walk.out), tuple(walk.outline.headings), walk.rearranged)


class _Walk:
    """Writes tags to ``out`` as they come, and corrects earlier ones where it must.

    ``stack`` holds every open tag of the source, ``live`` only those that stand in
    the output; a tag that was taken back is ``dropped`` and its end says nothing.
    """

    def __init__(self, rewrite: Rewriter) -> None:
        self.out: list[str] = []
        self.live: list[Open] = [Open("root", 0)]
        self.stack: list[Open] = []
        self.rewrite = rewrite
        self.outline = Outline(rewrite.free_id)
        self.at_start = False
        self.rearranged = False

    # What comes in

    def text(self, text: str) -> None:
        """Write text, without the spaces that indent a paragraph."""
        blank = (
            not text
            or text.isspace()
            or ("&nbsp;" in text and INDENT.fullmatch(text) is not None)
        )
        if not blank:
            self._imply()
        if self.at_start:
            text = self._outdented(text)
            self.at_start = not text
        if not blank:
            self._fill()
        self.out.append(text)

    def _outdented(self, text: str) -> str:
        """Take off an indent; what it kept apart, the start of a line keeps apart."""
        rest = INDENT.sub("", text, 1) if INDENT.match(text) else text
        if len(rest) < len(text):
            at = next(held.index for held in reversed(self.live) if held.name == "p")
            self.out[at] = "\n" + self.out[at].lstrip("\n")
        return rest

    def open(self, name: str, written: str) -> None:
        """Write a start tag where it may stand, or note that it was dropped."""
        name = RENAMED.get(name, name)
        placed = self._place(name) if len(self.live) <= MAX_DEPTH else None
        given: Attributes = {}
        if placed and (written or placed in NEEDED or placed in VOID):
            given = self.rewrite.attributes(placed, written)
            if placed in NEEDED and not NEEDED[placed] & given.keys():
                placed = None
        if name in VOID:
            if placed and self._shows_something(placed, given):
                self._write_void(placed, given)
        elif placed:
            self._push(placed, given)
        else:
            self.rearranged = True
            self.stack.append(Open(name, len(self.out), dropped=True))

    def close(self, name: str) -> None:
        """Write an end tag, after correcting what only the end can tell."""
        if name in VOID:
            return
        opened = self.stack.pop()
        while opened.implied:
            self._end(opened)
            opened = self.stack.pop()
        if not opened.dropped:
            self._end(opened)

    def finish(self) -> None:
        """End what no tag of the source ends."""
        while self.stack:
            self._end(self.stack.pop())

    # Where it may stand

    def _place(self, name: str) -> str | None:
        """Make room for a tag; say under which name it stands here, if any."""
        if name in CHILDREN:
            placed = self._place_child(name)
            return self._place_block("div") if placed == "div" else placed
        if name in BLOCKS:
            return self._place_block(name)
        return name if name in INLINE and self._allows_inline(name) else None

    def _place_child(self, name: str) -> str | None:
        parent = self.live[-1]
        if parent.implied and self.live[-2].name in CHILDREN[name]:
            self._end_early(parent)
            parent = self.live[-1]
        if parent.name not in CHILDREN[name]:
            loose = name in ("li", "dt", "dd", "figcaption", "summary")
            return "div" if loose else None
        if name in ("dt", "dd"):
            self._term(parent, name)
        elif (name == "summary" and parent.filled) or (
            name == "figcaption" and parent.part
        ):
            return "div"
        elif parent.name == "table":
            return self._place_in_table(parent, name)
        return name

    def _place_in_table(self, table: Open, name: str) -> str | None:
        """Caption, head, bodies, foot, in this order, else one more body."""
        if name == "caption":
            return None if table.filled else name
        if table.part and not table.part.dropped:
            self._rename(table.part, "tbody", table.part_end)
            table.part = None
        seen_rows = table.part_first
        table.part_first = True
        return "tbody" if name == "thead" and seen_rows else name

    def _term(self, parent: Open, name: str) -> None:
        """Keep the pairs of a description list whole."""
        if name == "dd" and not parent.filled:
            self.out.append("<dt></dt>")
        parent.part_first = name == "dt"

    def _place_block(self, name: str) -> str | None:
        self._imply(name)
        if self.live[-1].name not in CROWDED:
            return self._heading_name(name) if name in HEADINGS else name
        at = len(self.live) - 1
        while self.live[at].name in INLINE:
            at -= 1
        box, inline = self.live[at], self.live[at + 1 :]
        if takes_lines_only(box.name, name):
            if box.filled or any(opened.filled for opened in inline):
                self.out.append("<br>")
            return None
        self._make_room(box, inline)
        return self._heading_name(name) if name in HEADINGS else name

    def _make_room(self, box: Open, inline: list[Open]) -> None:
        """End or rename what cannot hold a block."""
        if box.name in HEADINGS:
            self._rename(box, "div")
        for opened in inline:
            if box.name == "p" or opened.name not in TRANSPARENT:
                self._unwrap(opened)
            else:
                opened.part_first = True  # holds blocks
        if box.name == "p":
            self._end_early(box)

    def _heading_name(self, name: str) -> str:
        if any(opened.name in ("dt", "th") for opened in self.live):
            return "p"
        return self.outline.level(name)

    def _allows_inline(self, name: str) -> bool:
        if name in ("rt", "rp"):
            return self.live[-1].name == "ruby"
        if name in ("a", "audio", "video"):
            links = [opened for opened in self.live if opened.name == "a"]
            if name == "a":
                return not links
            for opened in links:
                self._unwrap(opened)
        return True

    def _imply(self, name: str = "") -> None:
        """Lists hold items only, and the text itself paragraphs: begin one if need be."""
        implied = IMPLIED.get(self.live[-1].name)
        if implied == "dd":
            self._term(self.live[-1], implied)
        elif implied == "p" and name in UNWRAPPED:
            return
        if implied:
            self.rearranged = True
            self._push(implied, {}, implied=True)

    # How it is written

    def _shows_something(self, name: str, given: Attributes) -> bool:
        """Whether a picture has a file; of a source, only what fits its place stays."""
        if name == "source":
            own = self.live[-1].name == "picture"
            for other in ("src",) if own else ("srcset", "sizes"):
                given.pop(other, None)
            return ("srcset" if own else "src") in given
        return name != "img" or "src" in given

    def _write_void(self, name: str, kept: Attributes) -> None:
        if name == "br" and self.live[-1].name == "root":
            return
        self._imply(name)
        self._fill()
        found = self.rewrite.shown if name == "img" else None
        if found is None:
            self._write(name, kept)
        else:
            pictures.note(found, len(self.out), self.live)
            self.out.append(pictures.written(found, kept, self.live))
        self.at_start = False

    def _write(self, name: str, kept: Attributes) -> None:
        self.out.append(f"<{name}{attributes.serialise(kept) if kept else ''}>")

    def _push(self, name: str, kept: Attributes, *, implied: bool = False) -> None:
        if name in INLINE:
            self._imply(name)
        parent = self.live[-1]
        opened = Open(name, len(self.out), implied, attributes=kept)
        if name in PARTS:
            parent.part_first |= name == "figcaption" and not parent.filled
            self._fill()
            parent.part = opened
        else:
            self._fill()
        self._write(name, kept)
        self.stack.append(opened)
        self.live.append(opened)
        if name == "p":
            self.at_start = True
        elif name in ("td", "th"):
            parent.cells += 1

    def _fill(self) -> None:
        """Note that the innermost tag holds something; what was there ends a caption."""
        inner = self.live[-1]
        if inner.name == "figure" and inner.part and not inner.part_first:
            self._rename(inner.part, "div", inner.part_end)
        inner.filled = True

    def _unwrap(self, opened: Open) -> None:
        self.rearranged = True
        self.out[opened.index] = ""
        opened.dropped = True
        self.live.remove(opened)

    def _rename(self, opened: Open, name: str, end: int = 0) -> None:
        """Give a tag that is already written another name, its end too if written."""
        self.rearranged = True
        opened.name = name
        self.out[opened.index] = f"<{name}>"
        if end:
            self.out[end] = f"</{name}>"

    def _end_early(self, opened: Open) -> None:
        """End a tag before its source does; that end will say nothing."""
        self.rearranged = True
        if opened.implied:
            self.stack.remove(opened)
        opened.dropped = True
        self._end(opened)

    def _end(self, opened: Open) -> None:
        if self.live[-1] is opened:
            self.live.pop()
        else:
            self.live.remove(opened)
        if self._is_empty(opened):
            self.rearranged = True
            kept_apart = self.out[opened.index].startswith("\n")
            self.out[opened.index] = "\n" if kept_apart else ""
            return
        end = self._completed(opened)
        parent = self.live[-1]
        if parent.part is opened:
            parent.part_end = len(self.out)
        self.out.append(end)

    def _completed(self, opened: Open) -> str:
        """Add what only the whole of a tag can tell, and give its end."""
        name = opened.name
        if name in HEADINGS:
            inside = "".join(self.out[opened.index + 1 :])
            start, end = self.outline.linked(name, opened.attributes, inside)
            self.out[opened.index] = start
            return end
        if name in ("table", "tr"):
            return self._measured(opened)
        if name == "figure" and (opened.shown or opened.credits):
            figures = [one for one in self.live if one.name == "figure"]
            pictures.complete(opened, figures[-1] if figures else None, self.out)
        elif name == "dl" and opened.part_first:
            self.out.append("<dd></dd>")
        elif name == "details" and not opened.part:
            opened.name = "div"
            self.out[opened.index] = "<div>"
        elif name in TRANSPARENT and not opened.part_first:
            self._wrap(opened)
        return f"</{opened.name}>"

    def _measured(self, opened: Open) -> str:
        """Put a wide table into a box that scrolls, if it is in none."""
        if opened.name == "tr":
            table = next(one for one in reversed(self.live) if one.name == "table")
            table.cells = max(table.cells, opened.cells)
            return "</tr>"
        boxed = self.live[-1].attributes.get("class") == "scroll"
        if opened.cells < WIDE or boxed or any(one.name == "td" for one in self.live):
            return "</table>"
        self.out[opened.index] = SCROLL + self.out[opened.index]
        return "</table></div>"

    def _wrap(self, opened: Open) -> None:
        """Put a link that held no blocks, and what follows it, into a paragraph."""
        if self.live[-1].name == "root":
            self.rearranged = True
            paragraph = Open("p", opened.index, implied=True, filled=True)
            self.out[opened.index] = "<p>" + self.out[opened.index]
            self.stack.append(paragraph)
            self.live.append(paragraph)

    def _is_empty(self, opened: Open) -> bool:
        if opened.name == "p":
            self.at_start = False
            inside = itertools.islice(self.out, opened.index + 1, None)
            return not any(piece.strip() for piece in inside)
        if opened.name == "a":
            return not opened.filled and "id" not in opened.attributes
        return opened.name in MEANINGLESS_EMPTY and not opened.filled
