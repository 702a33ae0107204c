"""What lists there are: all categories, tags, authors or sources, with counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.translation import pgettext_lazy

from articles.models.reader import Label
from articles.models.reader.labels import Kind
from articles.public.frame import Frame
from articles.public.pages import Elsewhere, Page, PublicView

PAGE = 400
"""Names on a page of an index; an imported site can have tens of thousands of tags."""

TITLES = {
    Kind.CATEGORY: pgettext_lazy("paper", "Sections"),
    Kind.TAG: pgettext_lazy("paper", "Topics"),
    Kind.AUTHOR: pgettext_lazy("paper", "Authors"),
    Kind.SOURCE: pgettext_lazy("paper", "Sources"),
}


@dataclass(frozen=True)
class Branch:
    """A category with those below it."""

    label: Label
    children: list["Branch"] = field(default_factory=list)


def tree(labels: Iterable[Label]) -> list[Branch]:
    """Arrange categories below each other, each level in the desk's order."""
    ordered = sorted(labels, key=lambda one: (one.position, one.path))
    branches = {label.pk: Branch(label) for label in ordered}
    roots: list[Branch] = []
    for label in ordered:
        above = branches.get(label.parent_id or 0)
        (above.children if above else roots).append(branches[label.pk])
    return roots


class LabelIndex(PublicView):
    """The index of one kind of lists."""

    template_name = "paper/index.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read the live labels of a kind; categories come as a tree, on one page."""
        kind, number = Kind(parts["kind"]), parts.get("number")
        if number == 1:
            raise Elsewhere(f"/{kind}/")
        labels = Label.objects.of_kind(kind)
        context: dict[str, Any] = {"kind": kind, "title": TITLES[kind]}
        older = ""
        if kind == Kind.CATEGORY:
            context["tree"] = tree(labels)
        else:
            start = ((number or 1) - 1) * PAGE
            found = list(labels[start : start + PAGE + 1])
            context["labels"] = found[:PAGE]
            older = f"/{kind}/page/{(number or 1) + 1}/" if len(found) > PAGE else ""
        if number and not context.get("labels"):
            raise Http404
        context["newer"] = newer = _before(kind, number)
        context["older"] = older
        frame = Frame(
            path=path,
            labels=list(Label.objects.around("/")),
            title=str(TITLES[kind]),
            newer=newer,
            older=older,
        )
        return Page(frame, context, {f"index:{kind}"})


def _before(kind: Kind, number: int | None) -> str:
    if number is None:
        return ""
    return f"/{kind}/" if number == 2 else f"/{kind}/page/{number - 1}/"
