"""The revisions of an article as a list: who, when, why, and what became of each."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import IntegerField, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Length
from django.utils.functional import Promise

from articles.admin import columns
from articles.models.desk import Article, Correction, Override, Revision, Step
from articles.models.reader import Publication

PAGE = 40


@dataclass(kw_only=True)
class Line:
    """One revision in the list."""

    revision: Revision
    length: int
    grew: int | None = None
    with_readers: bool = False
    approved: bool = False
    approvals: list[Step] = field(default_factory=list)
    doors: list[Publication] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Give the revision's number."""
        return self.revision.number

    @property
    def before(self) -> int:
        """Give the number before it."""
        return self.revision.number - 1

    @property
    def had_readers(self) -> bool:
        """Say whether readers had it and have it no more."""
        return bool(self.doors) and not self.with_readers

    @property
    def who(self) -> str:
        """Name who saved it."""
        return columns.person(self.revision.created_by)

    @property
    def at(self) -> datetime:
        """Say when it was saved."""
        return self.revision.created_at

    @property
    def kinds(self) -> list[str | Promise]:
        """Name the kinds of the corrections that were published with it."""
        return [one.get_kind_display() for one in self.corrections]


def lines(article: Article, newest: int, *, limit: int = PAGE) -> list[Line]:
    """Give the revisions from a number downwards; queries do not grow with them."""
    rows = list(_rows(article, newest)[: limit + 1])
    made = [
        Line(
            revision=row,
            length=row.length,
            with_readers=row.number == article.live_number,
            approved=row.number == article.approved_number,
        )
        for row in rows
    ]
    for line, before in zip(made, [*made[1:], None], strict=True):
        if before is not None:
            line.grew = line.length - before.length
    made = made[:limit]
    _tell({line.number: line for line in made}, article)
    return made


def _rows(article: Article, newest: int) -> "QuerySet[Any]":
    """Give revisions without their contents, which are large: the database measures."""
    written = Length(KeyTextTransform("body", "content"))
    return (
        article.revisions.filter(number__lte=newest)
        .annotate(length=Coalesce(written, Value(0), output_field=IntegerField()))
        .select_related("created_by")
        .defer("content")
        .order_by("-number")
    )


def _tell(known: dict[int, Line], article: Article) -> None:
    """Add what became of these revisions."""
    log = Publication.objects.filter(
        article=article.uuid, revision_number__in=known
    ).exclude(action=Publication.Action.REFRESHED)
    for door in log.defer("packed").order_by("number"):
        known[door.revision_number or 0].doors.append(door)
    steps = article.steps.filter(revision_number__in=known, move="approve")
    for step in steps.select_related("made_by").order_by("id"):
        known[step.revision_number].approvals.append(step)
    corrections = article.corrections.filter(revision__number__in=known)
    for correction in corrections.select_related("revision").order_by("id"):
        known[correction.revision.number].corrections.append(correction)
    overrides = article.overrides.filter(revision_number__in=known)
    for override in overrides.select_related("made_by").order_by("id"):
        known[override.revision_number].overrides.append(override)


def was_with_readers(article: Article, number: int) -> bool:
    """Say whether readers ever had a revision."""
    return Publication.objects.filter(
        article=article.uuid, revision_number=number
    ).exists()
