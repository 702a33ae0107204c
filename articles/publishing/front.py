"""The front page: what the desk puts there, and what of it readers have now.

Slots say who is to stand where and when; placements, on the reader side, who stands
there now. Placements change by event: when slots are set, when an article comes or
goes, and when the clock finds that a start or an end has come due.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles.models.desk import (
    Article,
    FrontEdition,
    FrontSlot,
    ScheduledMove,
    Standing,
)
from articles.models.reader import Placement, PublishedArticle, Purge
from articles.workflow import MoveRefused, audit, policy

PLACES: Mapping[str, int] = {FrontSlot.Place.LEAD: 1, FrontSlot.Place.SECOND: 5}
"""How many articles stand in each place at once; the others wait behind them."""
KEY = "front"
"""The cache key that only the front page carries."""
PERMISSION = "articles.arrange_front"

Stand = tuple[str, int, int]
"""A place, a position in it, and the live article's row."""


@dataclass(frozen=True, kw_only=True)
class Placing:
    """An article somebody wants in a place, from when to when; order is the list's."""

    place: str
    article: Article
    starts_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def key(self) -> tuple[str, int, datetime | None, datetime | None]:
        """Give what tells one placing from another."""
        return (self.place, self.article.pk, self.starts_at, self.expires_at)


def edition() -> int:
    """Give the number of the edition that stands, 0 where none was ever made."""
    newest = FrontEdition.objects.order_by("-number").values_list("number", flat=True)
    return newest.first() or 0


def slots() -> "QuerySet[FrontSlot]":
    """Give the slots in their order, each with its article and who set it."""
    return FrontSlot.objects.select_related("article", "set_by").order_by(
        "place", "position", "id"
    )


def candidates(user: User, *, at: datetime) -> "QuerySet[Article]":
    """Give what a person may put on the front page: live, or sure to come."""
    coming = ScheduledMove.objects.pending().filter(
        article=OuterRef("pk"), kind=ScheduledMove.Kind.PUBLISH
    )
    return policy.visible(user, Article.objects.all()).filter(
        Q(standing=Standing.LIVE) | Q(Exists(coming))
    )


def arrange(
    wanted: Sequence[Placing],
    *,
    expected: int,
    actor: User,
    at: datetime,
    note: str = "",
) -> FrontEdition:
    """Put these articles on the front page in the place of all slots, as a new edition.

    Raises MoveRefused where the person may not, somebody else was faster than
    ``expected``, or an article may not stand there.
    """
    _demand(actor)
    with transaction.atomic():
        standing = list(slots().select_for_update(of=("self",)))
        _check(wanted, standing, actor=actor, at=at)
        return _set(wanted, standing, expected, actor=actor, at=at, note=note)


def roll_back(
    number: int, *, expected: int, actor: User, at: datetime, note: str = ""
) -> FrontEdition:
    """Put the slots of an earlier edition back, as a new edition.

    What it named was put there by somebody who might; it is not asked for again.
    """
    _demand(actor)
    with transaction.atomic():
        standing = list(slots().select_for_update(of=("self",)))
        former = FrontEdition.objects.filter(number=number).first()
        if former is None:
            raise MoveRefused(_("There is no such edition of the front page."))
        wanted = _as_placings(former.slots)
        said = note or _("back to edition %(number)s") % {"number": number}
        return _set(wanted, standing, expected, actor=actor, at=at, note=said)


def _demand(actor: User) -> None:
    if not policy.holds(actor, PERMISSION):
        raise MoveRefused(_("You may not arrange the front page."))


def _check(
    wanted: Sequence[Placing],
    standing: Sequence[FrontSlot],
    *,
    actor: User,
    at: datetime,
) -> None:
    """Refuse what cannot stand there; what stands already may stay."""
    known = {slot.article_id for slot in standing}
    fresh = {one.article.pk for one in wanted} - known
    allowed = set(
        candidates(actor, at=at).filter(pk__in=fresh).values_list("pk", flat=True)
    )
    seen: set[Any] = set()
    for one in wanted:
        why_not = _why_not(one)
        if one.article.pk in fresh - allowed:
            why_not = _("it is neither live nor scheduled")
        elif one.key in seen:
            why_not = _("it stands there already")
        if why_not:
            raise MoveRefused(f"“{one.article}”: {why_not}.")
        seen.add(one.key)


def _why_not(one: Placing) -> str:
    if one.place not in PLACES:
        return _("there is no such place")
    if one.starts_at and one.expires_at and one.expires_at <= one.starts_at:
        return _("it ends before it starts")
    return ""


def _set(
    wanted: Sequence[Placing],
    standing: Sequence[FrontSlot],
    expected: int,
    *,
    actor: User,
    at: datetime,
    note: str,
) -> FrontEdition:
    """Write slots, edition, log and placements; the edition's number is the claim."""
    if edition() != expected:
        raise Rearranged
    fresh = [
        FrontSlot(
            place=one.place, position=position, article=one.article,
            starts_at=one.starts_at, expires_at=one.expires_at,
            set_at=at, set_by=actor,
        )
        for position, one in _numbered(wanted)
    ]  # fmt: skip
    try:
        with transaction.atomic():
            made = FrontEdition.objects.create(
                number=expected + 1, slots=[_as_data(slot) for slot in fresh],
                note=note.strip(), at=at, made_by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise Rearranged from error
    FrontSlot.objects.filter(pk__in=[slot.pk for slot in standing]).delete()
    FrontSlot.objects.bulk_create(fresh)
    audit.record(
        audit.Kind.SETTING, "arrange_front", actor=actor, at=at,
        subject=_("Front page, edition %(number)s") % {"number": made.number},
        detail=made.note or _changes(standing, fresh),
    )  # fmt: skip
    lay(at=at)
    return made


class Rearranged(MoveRefused):
    """Somebody else arranged the front page since the person looked."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else arranged the front page in the meantime."))


def _numbered(wanted: Sequence[Placing]) -> list[tuple[int, Placing]]:
    """Number placings within their place, in the order given."""
    count = dict.fromkeys(PLACES, 0)
    numbered = []
    for one in wanted:
        numbered.append((count[one.place], one))
        count[one.place] += 1
    return numbered


def _changes(before: Sequence[FrontSlot], after: Sequence[FrontSlot]) -> str:
    """Say which articles came and which went; else that only order or times did."""
    old, new = ({slot.article_id: slot.article.title for slot in side}
                for side in (before, after))  # fmt: skip
    told = [f"+ {new[pk]}" for pk in new if pk not in old]
    told += [f"− {old[pk]}" for pk in old if pk not in new]
    return "\n".join(told) or _("Order or times only.")


def _as_data(slot: FrontSlot) -> dict[str, Any]:
    return {
        "place": slot.place,
        "position": slot.position,
        "article": str(slot.article.uuid),
        "title": slot.article.title,
        "starts_at": slot.starts_at.isoformat() if slot.starts_at else None,
        "expires_at": slot.expires_at.isoformat() if slot.expires_at else None,
    }


def _as_placings(data: Iterable[Mapping[str, Any]]) -> list[Placing]:
    rows = list(data)
    found = Article.objects.defer("body", "extra").in_bulk(
        [uuid.UUID(row["article"]) for row in rows], field_name="uuid"
    )
    return [
        Placing(
            place=row["place"],
            article=found[uuid.UUID(row["article"])],
            starts_at=parse_datetime(row["starts_at"] or ""),
            expires_at=parse_datetime(row["expires_at"] or ""),
        )
        for row in rows
    ]


def lay(*, at: datetime) -> bool:
    """Bring what readers have in line with the slots; say whether anything changed."""
    with transaction.atomic():
        # Whoever lays at the same time waits here, then reads what the other wrote.
        list(FrontSlot.objects.select_for_update().values_list("pk", flat=True))
        wanted = _wanted(_with_live(FrontSlot.objects.all()), at=at)
        stands = _stands()
        if wanted == stands:
            return False
        Placement.objects.all().delete()
        Placement.objects.bulk_create(
            Placement(place=place, position=position, article_id=article)
            for place, position, article in sorted(wanted)
        )
        Purge.objects.create(at=at, keys=[KEY])
    return True


def turn_front(at: datetime) -> bool:
    """Let starts and ends that have come due happen; one query where none has."""
    found = _with_live(FrontSlot.objects.all()).annotate(
        stands_in=Subquery(_own_placement("place")),
        stands_at=Subquery(_own_placement("position")),
    )
    rows = list(found)
    stands = {
        (slot.stands_in, slot.stands_at, slot.live) for slot in rows if slot.stands_in
    }
    if _wanted(rows, at=at) == stands:
        return False
    return lay(at=at)


def follow(articles: Iterable[Article], *, at: datetime) -> None:
    """Lay the front page anew where one of these, that came or went, has a slot.

    For the door, in its transaction: one query where nobody has.
    """
    pks = [article.pk for article in articles]
    if pks and FrontSlot.objects.filter(article__in=pks).exists():
        lay(at=at)


def _with_live(found: "QuerySet[FrontSlot]") -> "QuerySet[Any]":
    """Load with each slot the row of its article on the reader side, if it is live."""
    row = PublishedArticle.objects.filter(uuid=OuterRef("article__uuid"))
    return found.order_by("place", "position", "id").annotate(
        live=Subquery(row.values("pk")[:1])
    )


def _own_placement(name: str) -> "QuerySet[Any, Any]":
    own = Placement.objects.filter(article__uuid=OuterRef("article__uuid"))
    found: QuerySet[Any, Any] = own.order_by("id").values(name)[:1]
    return found


def _stands() -> set[Stand]:
    return set(Placement.objects.values_list("place", "position", "article_id"))


def _wanted(found: "Iterable[Any]", *, at: datetime) -> set[Stand]:
    """Say who is to stand where at an instant: the first in line, none twice."""
    taken: set[int] = set()
    wanted: set[Stand] = set()
    count = dict.fromkeys(PLACES, 0)
    for slot in found:
        open_ = count.get(slot.place, 0) < PLACES.get(slot.place, 0)
        if open_ and is_on(slot, at=at) and slot.live and slot.live not in taken:
            wanted.add((slot.place, count[slot.place], slot.live))
            count[slot.place] += 1
            taken.add(slot.live)
    return wanted


def is_on(slot: FrontSlot, *, at: datetime) -> bool:
    """Say whether a slot has started and has not ended."""
    if slot.starts_at is not None and at < slot.starts_at:
        return False
    return slot.expires_at is None or at < slot.expires_at
