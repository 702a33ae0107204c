"""Two states of an article side by side, field by field, for people to read."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models.desk import Image
from articles.text.differences import (
    Change,
    Row,
    Span,
    fold,
    rows,
    spans,
    weigh,
)

Content = Mapping[str, Any]
Name = str | Promise


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field in both states; which of the parts are there depends on its kind."""

    name: str
    label: Name
    shape: str
    changed: bool
    spans: Sequence[Span] = ()
    rows: Sequence[Row] = ()
    weight: Change | None = None
    joined: Sequence[str] = ()
    left: Sequence[str] = ()
    kept: Sequence[str] = ()
    reordered: bool = False
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Shown:
    """A picture as one state has it; ``pk`` where its file can be looked at."""

    words: Mapping[str, str]
    pk: int | None = None


@dataclass
class Pictures:
    """The files of the pictures that some contents name, found in one query."""

    known: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, *contents: Content) -> "Pictures":
        """Look the pictures up."""
        wanted = {
            chosen["image"]
            for content in contents
            for name in PICTURES
            if (chosen := content.get(name))
        }
        ready = Image.objects.filter(uuid__in=wanted, status=Image.Status.READY)
        rows = ready.values_list("uuid", "pk") if wanted else ()
        return cls({str(uuid): pk for uuid, pk in rows})

    def shown(self, chosen: Mapping[str, str] | None) -> Shown | None:
        """Give a picture with its words as they stood."""
        return Shown(chosen, self.known.get(chosen["image"])) if chosen else None


PICTURES = ("lead_picture", "thumbnail")
BODY_SECONDS = 1.0
FORMATS = {"markdown": "Markdown", "html": "HTML"}
LABELS: Mapping[str, Name] = {
    "title": _("Title"),
    "deck": _("Deck"),
    "body": _("Body"),
    "bylines": _("Bylines"),
    "categories": _("Categories"),
    "tags": _("Tags"),
    "source": _("Source"),
    "source_url": _("Address at the source"),
    "lead_picture": _("Lead picture"),
    "thumbnail": _("List picture"),
    "slug": _("Address"),
    "language": _("Language"),
    "body_format": _("body format"),
    "comments_enabled": _("Comments"),
    "extra": _("other front matter"),
}


def compare(
    before: Content, after: Content, pictures: Pictures, *, around: int = 1
) -> list[Difference]:
    """Compare two contents, field by field, in the order of the form."""
    found = [words(name, before, after) for name in ("title", "deck")]
    found.append(body(before.get("body") or "", after.get("body") or "", around=around))
    found += [listed(name, *_lists(name, before, after)) for name in NAMES]
    found.append(picture("lead_picture", before, after, pictures))
    found.append(picture("thumbnail", before, after, pictures))
    return found + [value(name, before, after) for name in VALUES]


def words(name: str, before: Content, after: Content) -> Difference:
    """Compare a short text, word by word."""
    one, other = before.get(name) or "", after.get(name) or ""
    return short(name, LABELS[name], one, other)


def short(name: str, label: Name, one: str, other: str) -> Difference:
    """Compare two short texts of any kind."""
    return Difference(
        name=name, label=label, shape="words", changed=one != other,
        spans=spans(one, other), before=one, after=other,
    )  # fmt: skip


def body(
    before: str, after: str, *, around: int = 1, seconds: float = BODY_SECONDS
) -> Difference:
    """Compare the text, paragraph by paragraph."""
    found = rows(before, after, seconds=seconds)
    weight = weigh(span for row in found for span in row.spans)
    return Difference(
        name="body", label=LABELS["body"], shape="text", changed=before != after,
        rows=fold(found, around=around), weight=weight,
    )  # fmt: skip


def listed(name: str, one: Sequence[str], other: Sequence[str]) -> Difference:
    """Compare two lists of names: what joined, what left, what stayed."""
    kept = [entry for entry in other if entry in one]
    return Difference(
        name=name,
        label=LABELS[name],
        shape="list",
        changed=list(one) != list(other),
        joined=[entry for entry in other if entry not in one],
        left=[entry for entry in one if entry not in other],
        kept=kept,
        reordered=kept != [entry for entry in one if entry in other],
    )


def picture(
    name: str, before: Content, after: Content, pictures: Pictures
) -> Difference:
    """Set two pictures beside each other, with their words."""
    one, other = before.get(name), after.get(name)
    return Difference(
        name=name, label=LABELS[name], shape="picture", changed=one != other,
        before=pictures.shown(one), after=pictures.shown(other),
    )  # fmt: skip


def value(name: str, before: Content, after: Content) -> Difference:
    """Set two plain values beside each other."""
    one, other = before.get(name), after.get(name)
    return Difference(
        name=name, label=LABELS[name], shape="value", changed=one != other,
        before=_readable(name, one), after=_readable(name, other),
    )  # fmt: skip


def categories(content: Content) -> list[str]:
    """Name the categories of a content, each with its way from the root."""
    return [
        " › ".join(step["name"] for step in path)
        for path in content.get("categories") or ()
    ]


def bylines(content: Content) -> list[str]:
    """Name who stands under it, each with the role."""
    return [
        f"{one.get('role', '')} {one['name']}".strip()
        for one in content.get("bylines") or ()
    ]


def tags(content: Content) -> list[str]:
    """Name the tags."""
    return [one["name"] for one in content.get("tags") or ()]


def source(content: Content) -> list[str]:
    """Name the source, if there is one."""
    chosen = content.get("source")
    return [chosen["name"]] if chosen else []


NAMES: Mapping[str, Callable[[Content], list[str]]] = {
    "categories": categories,
    "tags": tags,
    "bylines": bylines,
    "source": source,
}
VALUES = (
    "slug", "language", "source_url", "body_format", "comments_enabled", "extra",
)  # fmt: skip


def _lists(name: str, before: Content, after: Content) -> tuple[list[str], list[str]]:
    return NAMES[name](before), NAMES[name](after)


def _readable(name: str, given: Any) -> Any:
    if isinstance(given, bool):
        return _("on") if given else _("off")
    if name == "body_format":
        return FORMATS.get(given or "", given)
    if isinstance(given, dict):
        return json.dumps(given, ensure_ascii=False, indent=1) if given else ""
    return given or ""


def changed(found: Iterable[Difference]) -> list[Difference]:
    """Keep the fields that differ."""
    return [one for one in found if one.changed]
