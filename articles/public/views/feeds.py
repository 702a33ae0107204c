"""What feeds are, and which there are, for people."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models.reader import Label
from articles.models.reader.labels import Kind
from articles.public.addresses import absolute, legible
from articles.public.feeds import address_of
from articles.public.frame import Frame
from articles.public.pages import Page, PublicView

FORMS = (("rss", "RSS"), ("atom", "Atom"), ("json", "JSON Feed"))


@dataclass(frozen=True)
class Offer:
    """A list with the addresses of its feeds, whole, to be copied."""

    label: Label
    depth: int = 0

    @property
    def feeds(self) -> list[tuple[str, str]]:
        """Give each format's name with its address."""
        return [
            (name, absolute(address_of(self.label.path, form))) for form, name in FORMS
        ]

    @property
    def address(self) -> str:
        """Give the address of the feed that every program reads."""
        return absolute(address_of(self.label.path, "rss"))

    @property
    def legible(self) -> str:
        """Give that address as people read it."""
        return legible(self.address)


def offers(labels: list[Label]) -> list[Offer]:
    """Give all categories with an article, each below its own, in the desk's order."""
    below: dict[int | None, list[Label]] = {}
    for label in sorted(labels, key=lambda one: (one.position, one.path)):
        below.setdefault(label.parent_id, []).append(label)

    def walk(parent: int | None, depth: int) -> list[Offer]:
        return [
            offer
            for label in below.get(parent, ())
            for offer in (Offer(label, depth), *walk(label.pk, depth + 1))
        ]

    return walk(None, 0)


class FeedsPage(PublicView):
    """The page that explains feeds and lists them."""

    template_name = "paper/feeds.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read the categories; the other lists are behind their indexes."""
        labels = list(Label.objects.around("/"))
        categories = list(Label.objects.of_kind(Kind.CATEGORY))
        frame = Frame(
            path=path,
            labels=labels,
            title=pgettext("paper", "Feeds"),
            description=_(
                "New articles come to you by themselves, in a program of your choice:"
                " without an account, without tracking, complete."
            ),
        )
        front = frame.front or Label(kind=Kind.FRONT, path="/")
        context = {"front": Offer(front), "sections": offers(categories)}
        keys = {f"name:{label.key}" for label in categories}
        return Page(frame, context, keys | {f"index:{Kind.CATEGORY}"})
