"""What a feed says of itself, whatever it is a feed of: a list, or what was searched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from articles.conf import conf
from articles.models.reader import Label
from articles.models.reader.labels import Kind
from articles.public.addresses import absolute
from articles.public.scripts import said
from articles.public.site import site
from articles.text.clean import strip_controls


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A feed without its items; every address is whole.

    ``identity`` stays when addresses change. ``pages`` lead through a feed in parts
    (RFC 5005): first, previous, next and last, as far as there are such.
    """

    site: str
    title: str
    description: str
    page: str
    address: str
    identity: str
    changed_at: datetime
    pages: Mapping[str, str] = field(default_factory=dict)


def of_label(label: Label, form: str, *, number: int = 1) -> Channel:
    """Give the feed of a list in a format, or one of its older parts."""
    ours = site()
    called = strip_controls(said(ours.name))
    name = strip_controls(label.name)
    size = conf().feed_size
    last = max(1, -(-label.articles // size))
    pages = {"first": 1, "previous": number - 1, "next": number + 1, "last": last}
    return Channel(
        site=called,
        title=called if label.kind == Kind.FRONT else f"{name} · {called}",
        description=strip_controls(label.description or said(ours.description))
        or called,
        page=absolute(label.path),
        address=absolute(address_of(label.path, form, number)),
        identity=identity_of(label.key),
        changed_at=label.changed_at,
        pages={
            relation: absolute(address_of(label.path, form, page))
            for relation, page in pages.items()
            if 1 <= page <= last
        }
        if last > 1
        else {},
    )


def identity_of(subject: str) -> str:
    """Name a feed by what it is about, so that it stays itself at another address."""
    return uuid5(NAMESPACE_URL, f"{absolute('/')}feed/{subject}").urn


def address_of(path: str, form: str, number: int = 1) -> str:
    """Give the path of a list's feed, and of its older parts."""
    part = "" if number == 1 else f"page/{number}/"
    return f"{path}feed/" + ("" if form == "rss" else f"{form}/") + part
