"""What became of a path that no page answers: moved, withdrawn, or never there."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from articles.models.reader import (
    Address,
    Label,
    Publication,
    PublishedArticle,
    PublishedPage,
)

# What stands under the address of every list and moves along with it.
BELOW = re.compile(r"(?<=/)(?:feed/(?:atom/|json/)?)?(?:page/[1-9][0-9]*/)?$")
INDEX = re.compile(r"/index\.html?$")
TEXT = re.compile(r"(?<=/)index\.md$")


@dataclass(frozen=True)
class Moved:
    """It stands at another path now, or what it leads to instead does."""

    path: str
    owner: str
    instead_of: str = ""

    def keys(self) -> set[str]:
        """Name what decides where it leads, as the door's purges do."""
        own = _keys_of(self.instead_of) if self.instead_of else set()
        return _keys_of(self.owner) | own


@dataclass(frozen=True)
class Gone:
    """It was withdrawn."""

    since: datetime
    section: Label | None
    owner: str

    def keys(self) -> set[str]:
        """Name what decides that it is gone, and the section that is shown."""
        section = _keys_of(self.section.key) if self.section else set()
        return _keys_of(self.owner) | section


@dataclass(frozen=True)
class Held:
    """It is unavailable for legal reasons; nothing more is said of it."""

    owner: str

    def keys(self) -> set[str]:
        """Name what decides that it is held."""
        return _keys_of(self.owner)


Fate = Moved | Gone | Held


def _keys_of(owner: str) -> set[str]:
    if owner.startswith(("article:", "page:")):
        return {owner}
    return {f"list:{owner}", f"name:{owner}"}


def fate(path: str) -> Fate | None:
    """Say what the ledger knows of a path, None where it was never given to anything.

    The path may lack its last slash, be in decomposed Unicode, or lead to a feed or a
    numbered page of a list that moved.
    """
    if "\0" in path:
        return None
    asked = INDEX.sub("/", unicodedata.normalize("NFC", path))
    slashed = asked if asked.endswith("/") else f"{asked}/"
    whole = asked if TEXT.search(asked) else slashed
    below = TEXT.search(asked) or BELOW.search(slashed)
    rest = below[0] if below else ""
    base = whole[: len(whole) - len(rest)]
    wanted = [unicodedata.normalize("NFC", path), asked, slashed, base]
    found = {entry.path: entry for entry in Address.objects.filter(path__in=wanted)}
    for candidate in wanted:
        if candidate in found:
            known = _known(found[candidate])
            if isinstance(known, Moved) and candidate == base:
                known = replace(known, path=known.path + rest)
            here = isinstance(known, Moved) and known.path == path
            return None if here else known
    return None


CLOSED = (Address.State.GONE, Address.State.HELD)


def _known(entry: Address) -> Fate | None:
    """Follow an entry to its owner; an owner that is not live shows nothing."""
    kind, _, key = entry.owner.partition(":")
    live = _live(entry.owner)
    if live is not None:
        return Moved(live.path, entry.owner)
    if entry.state not in CLOSED:
        closed = Address.objects.filter(owner=entry.owner, state__in=CLOSED)
        entry = closed.order_by("-since").first() or entry
    if entry.state == Address.State.HELD:
        return Held(entry.owner)
    if entry.state != Address.State.GONE:
        return None
    instead = _live(entry.leads_to) if entry.leads_to else None
    if instead is not None and entry.leads_to:
        return Moved(instead.path, entry.leads_to, instead_of=entry.owner)
    section = _section_of(key) if kind == "article" else None
    return Gone(entry.since, section, entry.owner)


def _live(owner: str) -> PublishedArticle | PublishedPage | Label | None:
    kind, _, key = owner.partition(":")
    if kind == "article":
        return PublishedArticle.objects.only("path").filter(uuid=key).first()
    if kind == "page":
        return PublishedPage.objects.only("path").filter(uuid=key).first()
    return Label.objects.shown().filter(key=owner).first()


def _section_of(article: str) -> Label | None:
    """Find the section that a withdrawn article stood in, if it has others left."""
    log = Publication.objects.filter(article=UUID(article)).order_by("-number")
    for entry in log[:2]:
        paths = (entry.row or {}).get("refs", {}).get("categories") or []
        if paths:
            return Label.objects.shown().filter(key=paths[0][-1]).first()
    return None
