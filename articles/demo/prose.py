"""Generated articles: fragments drawn by a random generator that the caller seeds."""

from dataclasses import dataclass
from html import escape
from itertools import product
from random import Random
from typing import Any, Literal

from articles.demo.texts import Theme, Topic

MONTHS_ZH = ("一月", "二月", "三月", "四月", "五月", "六月")
MONTHS_EN = ("January", "February", "March", "April", "May", "June")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The words of one article."""

    title: str
    deck: str
    body: str
    body_format: Literal["markdown", "html"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a body, before it is Markdown or HTML."""

    kind: Literal["paragraph", "heading", "quote", "list", "table", "note"]
    content: Any


class Voice:
    """Fills the slots of fragments; one voice keeps to its subject throughout."""

    def __init__(self, theme: Theme, subject: str, rng: Random) -> None:
        self.theme = theme
        self.rng = rng
        self.fixed = {
            "s": subject,
            "S": subject[:1].upper() + subject[1:],
            "person": rng.choice(theme.people),
            "place": rng.choice(theme.places),
        }

    def say(self, fragment: str) -> str:
        """Fill one fragment; figures are drawn anew each time."""
        rng = self.rng
        return fragment.format(
            **self.fixed,
            office=rng.choice(self.theme.offices),
            n=rng.randint(3, 28),
            n2=rng.randint(12, 98) * 10,
            pct=f"{rng.randint(12, 184) / 10:.1f}",
            year=rng.randint(1952, 2004),
            year2=rng.randint(2027, 2029),
        )


def write(theme: Theme, topic: Topic, nth: int, rng: Random) -> Story:
    """Write the ``nth`` article on a topic; titles repeat only after all were used."""
    pairs = list(product(range(len(topic.titles)), topic.subjects))
    # A step that shares no factor with the length meets every pair once.
    title, subject = pairs[nth * 7 % len(pairs)]
    voice = Voice(theme, subject, rng)
    deck = voice.say(rng.choice(topic.decks)) if rng.random() < 0.85 else ""
    blocks = list(_blocks(voice, topic))
    as_html = rng.random() < 0.3
    return Story(
        title=voice.say(topic.titles[title]),
        deck=deck,
        body=_html(blocks) if as_html else _markdown(blocks),
        body_format="html" if as_html else "markdown",
    )


def _blocks(voice: Voice, topic: Topic) -> list[Block]:
    """Draw a short, ordinary or long body: paragraphs with something between them."""
    rng, theme = voice.rng, voice.theme
    sentences = rng.sample(theme.sentences, len(theme.sentences))
    heads = rng.sample(theme.heads, len(theme.heads))
    between = rng.sample(("quote", "list", "table", "quote"), 4)
    parts = rng.choice((1, 2, 2, 3))
    blocks = [Block("paragraph", voice.say(rng.choice(topic.leads)))]
    for part in range(parts):
        if part:
            blocks.append(Block("heading", heads.pop()))
        blocks += _paragraphs(voice, sentences, rng.randint(2, 3))
        if parts > 1:
            blocks.append(_between(voice, between.pop()))
            blocks += _paragraphs(voice, sentences, 1)
    if parts > 1 and rng.random() < 0.4:
        blocks.append(Block("note", voice.say(rng.choice(theme.notes))))
    return blocks


def _paragraphs(voice: Voice, sentences: list[str], count: int) -> list[Block]:
    made = []
    for _ in range(count):
        some = [sentences.pop() for _ in range(voice.rng.randint(2, 3)) if sentences]
        if some:
            joint = "" if voice.theme.chinese else " "
            made.append(Block("paragraph", joint.join(map(voice.say, some))))
    return made


def _between(voice: Voice, kind: str) -> Block:
    rng, theme = voice.rng, voice.theme
    if kind == "quote":
        return Block("quote", voice.say(rng.choice(theme.quotes)))
    if kind == "list":
        return Block("list", [voice.say(one) for one in rng.sample(theme.points, 3)])
    months = MONTHS_ZH if theme.chinese else MONTHS_EN
    rows = [
        (month, str(rng.randint(40, 980)), f"{rng.randint(-90, 120) / 10:+.1f}%")
        for month in months[: rng.randint(3, 6)]
    ]
    return Block("table", [theme.table, *rows])


def _markdown(blocks: list[Block]) -> str:
    """Write the blocks as people write Markdown; a note hangs on the last paragraph."""
    written: list[str] = []
    for block in blocks:
        match block.kind:
            case "heading":
                written.append(f"## {block.content}")
            case "quote":
                written.append(f"> {block.content}")
            case "list":
                written.append("\n".join(f"- {one}" for one in block.content))
            case "table":
                lines = [" | ".join(row) for row in block.content]
                lines.insert(1, "--- | ---: | ---:")
                written.append("\n".join(f"| {line} |" for line in lines))
            case "note":
                written[0] += "[^1]"
                written.append(f"[^1]: {block.content}")
            case _:
                written.append(block.content)
    return "\n\n".join(written) + "\n"


def _html(blocks: list[Block]) -> str:
    return "\n".join(map(_element, blocks)) + "\n"


def _element(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"<h2>{escape(block.content)}</h2>"
        case "quote":
            return f"<blockquote><p>{escape(block.content)}</p></blockquote>"
        case "list":
            items = "".join(f"<li>{escape(one)}</li>" for one in block.content)
            return f"<ul>{items}</ul>"
        case "table":
            return _table(block.content)
        case "note":
            return f"<p><small>{escape(block.content)}</small></p>"
    return f"<p>{escape(block.content)}</p>"


def _table(rows: list[tuple[str, ...]]) -> str:
    """Write a figure with a table; what the columns say is its caption."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(one)}</td>" for one in row) + "</tr>"
        for row in rows[1:]
    )
    caption = " · ".join(rows[0])
    return (
        f"<figure><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )
