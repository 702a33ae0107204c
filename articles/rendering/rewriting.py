"""Attributes in the light of the whole text: ids told apart, addresses looked up."""

from collections import Counter

from articles.rendering import attributes
from articles.rendering.attributes import Attributes
from articles.rendering.links import safe_resource
from articles.rendering.policy import READ
from articles.rendering.results import FindLink, FindPicture, Picture


class Rewriter:
    """Tidies the attributes of one text's tags, knowing those that came before."""

    def __init__(
        self, find_picture: FindPicture | None = None, find_link: FindLink | None = None
    ) -> None:
        self.find_picture = find_picture
        self.find_link = find_link
        self.shown: Picture | None = None
        """The picture that the last image turned out to be, if it was found."""
        self.ids: set[str] = set()
        self.taken: Counter[str] = Counter()

    def attributes(self, name: str, written: str) -> Attributes:
        """Return a tag's attributes as readers get them; an id seen before falls."""
        if name == "img" or (name == "a" and self.find_link):
            given = attributes.parse(written)
            if name == "img":
                self._look_up(given)
            elif self.find_link and "href" in given:
                given["href"] = self.find_link(given["href"]) or given["href"]
            kept = attributes.tidy(name, given)
        else:
            kept = attributes.read(name, written)
        if kept.get("id") in self.ids:
            del kept["id"]
        if "id" in kept:
            self.ids.add(kept["id"])
        return kept

    def free_id(self, base: str) -> str:
        """Return an id that nothing else in this text has, and take it."""
        self.taken[base] += 1
        anchor = base if self.taken[base] == 1 else f"{base}-{self.taken[base]}"
        if anchor in self.ids:
            return self.free_id(base)
        self.ids.add(anchor)
        return anchor

    def _look_up(self, given: Attributes) -> None:
        """Find where an image comes from, and what its picture says that it does not."""
        lazy = [given[key] for key in READ["img"] if given.get(key)]
        source = next(filter(safe_resource, lazy), given.get("src", ""))
        address = safe_resource(source) or source.strip()
        found = self.find_picture(address) if self.find_picture and address else None
        self.shown = found
        given["src"] = found.url if found else source
        if found is None:
            return
        if found.alt and not given.get("alt", "").strip():
            given["alt"] = found.alt
        for name, size in (("width", found.width), ("height", found.height)):
            if size:
                given[name] = str(size)
