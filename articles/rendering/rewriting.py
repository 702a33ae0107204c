"""Attributes in the light of the whole text: ids told apart, addresses looked up."""

from collections import Counter

from articles.rendering import attributes
from articles.rendering.attributes import Attributes
from articles.rendering.links import safe_resource
from articles.rendering.policy import READ
from articles.rendering.results import FindLink, FindPicture


class Rewriter:
    """Tidies the attributes of one text's tags, knowing those that came before."""

    def __init__(
        self, find_picture: FindPicture | None = None, find_link: FindLink | None = None
    ) -> None:
        self.find_picture = find_picture
        self.find_link = find_link
        self.ids: set[str] = set()
        self.taken: Counter[str] = Counter()

    def attributes(self, name: str, given: Attributes) -> Attributes:
        """Return a tag's attributes as readers get them; an id seen before falls."""
        if name == "img":
            lazy = [given[key] for key in READ["img"] if given.get(key)]
            given["src"] = next(filter(safe_resource, lazy), given.get("src", ""))
        href = given.get("href")
        if name == "a" and href and self.find_link:
            given["href"] = self.find_link(href) or href
        kept = attributes.tidy(name, given)
        if name == "img" and "src" in kept:
            kept |= self._picture(kept["src"])
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

    def _picture(self, source: str) -> Attributes:
        found = self.find_picture(source) if self.find_picture else None
        if found is None:
            return {}
        sizes = {"width": found.width, "height": found.height}
        kept = {name: str(size) for name, size in sizes.items() if size}
        return {"src": found.url} | kept
