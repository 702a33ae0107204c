"""Headings: their levels below the article's own title, their ids and their links."""

from collections.abc import Callable

from articles.rendering.attributes import Attributes, serialise
from articles.rendering.links import prefixed, safe_link
from articles.rendering.results import Heading
from articles.rendering.visible import visible_text
from articles.text import slugs


class Outline:
    """The headings of one text, in order; ``free_id`` gives ids nothing else has."""

    def __init__(self, free_id: Callable[[str], str]) -> None:
        self.free_id = free_id
        self.headings: list[Heading] = []
        self._open: list[str] = []

    def level(self, name: str) -> str:
        """Give a heading its level: below the article's own, and none is left out."""
        while self._open and self._open[-1] >= name:
            self._open.pop()
        self._open.append(name)
        return f"h{min(6, 1 + len(self._open))}"

    def linked(self, name: str, kept: Attributes, inside: str) -> tuple[str, str]:
        """List a heading and give its tags: with an id, and a link to itself.

        Its words are the link, so that it needs no name of its own; where they hold
        another link, the id alone has to do.
        """
        text = visible_text(inside).replace("\n", " ")
        end = f"</{name}>"
        if not text:
            return f"<{name}{serialise(kept)}>", end
        if "id" not in kept:
            base = prefixed(slugs.label_slug(text)[:60] or "section")
            kept["id"] = self.free_id(base)
        self.headings.append(Heading(int(name[1]), text, kept["id"]))
        start = f"<{name}{serialise(kept)}>"
        if "<a " in inside:
            return start, end
        href = safe_link(f"#{kept['id']}") or "#"
        link = serialise({"class": "anchor", "href": href})
        return f"{start}<a{link}>", f"</a>{end}"
