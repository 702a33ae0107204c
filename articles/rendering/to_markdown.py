"""An article's HTML as Markdown, for programs that read text: `…/index.md`.

What comes in is what `render` made, so every element is closed and known. Markdown has
fewer words than HTML: where it has none, the text stands that a reader would see.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby

from articles.rendering.policy import BLOCKS, CHILDREN, VOID

SPECIAL = re.compile(r"([\\`*_\[\]<~])")
ENTITY = re.compile(r"&(?=#?\w+;)")
LINE_START = re.compile(r"^(\s*)(?:([#>+=-])|([0-9]{1,9})([.)]))", re.MULTILINE)
SPACE = re.compile(r"[ \t\r\n\f]+")
LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight)-([\w+#.-]+)")
FENCE = "```"
BLOCK_TAGS = (BLOCKS | CHILDREN.keys()) - {"source"}


@dataclass(slots=True)
class Node:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    def text(self) -> str:
        """Give the text as it stands, white space and all."""
        return "".join(
            one if isinstance(one, str) else ("\n" if one.tag == "br" else one.text())
            for one in self.children
        )

    def below(self, *tags: str) -> "Iterator[Node]":
        """Give the nearest elements of some kinds, in order, none inside another."""
        for one in self.children:
            if isinstance(one, Node):
                if one.tag in tags:
                    yield one
                else:
                    yield from one.below(*tags)


def to_markdown(html: str) -> str:
    """Give safe HTML as Markdown; it ends with a line end unless it is empty."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = "\n\n".join(_blocks(reader.root.children))
    return f"{text}\n" if text else ""


def one_line(text: str) -> str:
    """Give plain text so that Markdown shows it as it is."""
    return _guarded(_escaped(" ".join(text.split())))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID and tag != "source":
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in [one.tag for one in self._open[1:]]:
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _blocks(children: "Sequence[Node | str]") -> list[str]:
    """Give blocks in order; text between them makes paragraphs."""
    found: list[str] = []
    for is_block, run in groupby(children, key=_is_block):
        if is_block:
            for one in run:
                if isinstance(one, Node):
                    found += BLOCK.get(one.tag, _inside)(one)
        else:
            found += _paragraph(list(run))
    return [one for one in found if one.strip()]


def _is_block(child: "Node | str") -> bool:
    if isinstance(child, str):
        return False
    # A link may hold blocks; its words are what counts.
    return child.tag in BLOCK_TAGS


def _paragraph(children: "Sequence[Node | str]") -> list[str]:
    text = _inline(children).strip(" \n")
    lines = (line.strip(" ") for line in text.split("\n"))
    return [_guarded("\n".join(lines))] if text else []


def _guarded(text: str) -> str:
    """Keep what begins a line from meaning a heading, a list or a quotation."""
    return LINE_START.sub(
        lambda one: f"{one[1]}\\{one[2]}" if one[2] else f"{one[1]}{one[3]}\\{one[4]}",
        text,
    )


def _inside(node: Node) -> list[str]:
    return _blocks(node.children)


def _heading(node: Node) -> list[str]:
    text = _inline(node.children).replace("\\\n", " ").strip()
    text = re.sub(r"(#+)$", r"\\\1", text)
    return [f"{'#' * int(node.tag[1])} {text}"] if text else []


def _strong_line(node: Node) -> list[str]:
    text = _inline(node.children).strip()
    return [f"**{text}**"] if text else []


def _code_block(node: Node) -> list[str]:
    code = node.text().removeprefix("\n").rstrip("\n")
    classes = [node.attributes.get("class", "")]
    classes += [one.attributes.get("class", "") for one in node.below("code")]
    known = [found[1] for one in classes if (found := LANGUAGE.search(one))]
    fence = FENCE
    while fence in code:
        fence += "`"
    return [f"{fence}{known[0] if known else ''}\n{code}\n{fence}"]


def _quotation(node: Node) -> list[str]:
    inner = "\n\n".join(_blocks(node.children))
    return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))]


def _list(node: Node) -> list[str]:
    items = [one for one in node.children if isinstance(one, Node) and one.tag == "li"]
    number = node.attributes.get("start", "1")
    first = int(number) if number.isdecimal() else 1
    lines = []
    for place, item in enumerate(items, first):
        mark = f"{place}. " if node.tag == "ol" else "- "
        parts = _blocks(item.children)
        tight = len(parts) < 2 or all(
            part.startswith(("- ", "1. ")) for part in parts[1:]
        )
        text = ("\n" if tight else "\n\n").join(parts)
        lines.append(mark + text.replace("\n", "\n" + " " * len(mark)))
    return ["\n".join(re.sub(r"(?m)^ +$", "", line) for line in lines)]


def _table(node: Node) -> list[str]:
    caption = [
        part for one in node.below("caption") for part in _paragraph(one.children)
    ]
    rows = [[_cell(cell) for cell in row.below("td", "th")] for row in node.below("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return caption
    width = max(map(len, rows))
    head, *body = [row + [""] * (width - len(row)) for row in rows]
    lines = [head, ["---"] * width, *body]
    return [*caption, "\n".join(f"| {' | '.join(line)} |" for line in lines)]


def _cell(cell: Node) -> str:
    parts = _blocks(cell.children)
    return " ".join(parts).replace("\\\n", " ").replace("\n", " ").replace("|", "\\|")


def _rule(node: Node) -> list[str]:
    return ["* * *"]


def _inline(children: "Sequence[Node | str]") -> str:
    parts = [
        _escaped(SPACE.sub(" ", one))
        if isinstance(one, str)
        else INLINE.get(one.tag, _words)(one)
        for one in children
    ]
    for place, part in enumerate(parts[1:]):
        if part.startswith("[") and parts[place].endswith("!"):  # no picture
            parts[place] = f"{parts[place][:-1]}\\!"
    return "".join(parts)


def _escaped(text: str) -> str:
    return ENTITY.sub("\\&", SPECIAL.sub(r"\\\1", text))


def _words(node: Node) -> str:
    return _inline(node.children)


def _between(mark: str, tag: str) -> Callable[[Node], str]:
    """Put a mark on both sides of the words, and what is blank outside of it.

    A mark between a word and a quotation mark, as in **“创新”**是, is none to most
    programs; there the element stands as it is, which Markdown allows.
    """

    def marked(node: Node) -> str:
        text = _inline(node.children)
        words = text.strip()
        if not words:
            return text
        plain = _edge(words[0]) and _edge(words[-1])
        begin, end = (mark, mark) if plain else (f"<{tag}>", f"</{tag}>")
        before = text[: len(text) - len(text.lstrip())]
        return f"{before}{begin}{words}{end}{text[len(text.rstrip()) :]}"

    return marked


def _edge(character: str) -> bool:
    return not unicodedata.category(character).startswith(("P", "S"))


def _code(node: Node) -> str:
    text = SPACE.sub(" ", node.text())
    if not text.strip():
        return text
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _link(node: Node) -> str:
    text = _inline(node.children).strip()
    address = node.attributes.get("href", "")
    if not address or not text:
        return text
    return f"[{text}]({_target(address)})"


def _image(node: Node) -> str:
    alt = _escaped(SPACE.sub(" ", node.attributes.get("alt", "")))
    return f"![{alt}]({_target(node.attributes.get('src', ''))})"


def _recording(node: Node) -> str:
    address = node.attributes.get("src", "") or next(
        (one.attributes.get("src", "") for one in node.below("source")), ""
    )
    return (
        f"[{_words(node).strip() or node.tag}]({_target(address)})" if address else ""
    )


def _target(address: str) -> str:
    plain = re.sub(r"[\s()<>\\]", lambda one: f"%{ord(one[0]):02X}", address)
    return ENTITY.sub("&amp;", plain)


def _break(node: Node) -> str:
    return "\\\n"


def _quoted(node: Node) -> str:
    return f"“{_words(node)}”"


BLOCK: dict[str, Callable[[Node], list[str]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("dt", "summary"), _strong_line),
    "blockquote": _quotation,
    "aside": _quotation,
    "pre": _code_block,
    "table": _table,
    "hr": _rule,
}
"""Whatever is not here is as its parts are."""

INLINE: dict[str, Callable[[Node], str]] = {
    **dict.fromkeys(("strong", "b"), _between("**", "strong")),
    **dict.fromkeys(("em", "i"), _between("*", "em")),
    **dict.fromkeys(("del", "s"), _between("~~", "del")),
    **dict.fromkeys(("code", "kbd", "samp"), _code),
    **dict.fromkeys(("audio", "video"), _recording),
    "a": _link,
    "img": _image,
    "br": _break,
    "q": _quoted,
}
