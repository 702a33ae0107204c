"""Which article is written about what, when, and what becomes of it at the desk."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from django.utils import timezone

from articles.demo.texts import Theme, Topic, topics

ARTICLES = 320
SEED = 1905
NAMESPACE = uuid.UUID("6e0fb6a1-5c6e-4e0b-9d0c-0d3a1c9f7b52")

Fate = Literal[
    "live", "draft", "in_review", "approved", "scheduled", "embargoed", "sent_back",
    "withdrawn", "restored", "updated", "newer_draft", "withdrawal_planned",
]  # fmt: skip
FATES: dict[int, Fate] = {
    3: "updated",
    7: "draft",
    9: "in_review",
    12: "scheduled",
    15: "withdrawn",
    18: "newer_draft",
    21: "approved",
    24: "sent_back",
    28: "embargoed",
    31: "restored",
    34: "withdrawal_planned",
    37: "in_review",
}
"""What becomes of each in forty articles; all others are live and left alone."""
ROUND = 40
AT_THE_DESK: frozenset[Fate] = frozenset(
    {"draft", "in_review", "approved", "scheduled", "embargoed", "sent_back"}
)
"""Fates of articles that readers have never had."""
YEARS = 5
LEAD = timedelta(minutes=12)
"""How long ago the first article came out: the lead of the front page, with a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One article to be written."""

    index: int
    uuid: uuid.UUID
    theme: Theme
    topic: Topic
    nth: int
    instant: datetime
    fate: Fate
    with_picture: bool

    @property
    def public(self) -> bool:
        """Tell whether readers had it at some time."""
        return self.fate not in AT_THE_DESK


def random(seed: int, *what: object) -> Random:
    """Give a generator that draws the same for the same thing on every run."""
    return Random(":".join(map(str, (seed, *what))))  # noqa: S311 - words and pictures, not secrets


def identify(seed: int, *what: object) -> uuid.UUID:
    """Name a generated row, the same on every run."""
    return uuid.uuid5(NAMESPACE, ":".join(map(str, (seed, *what))))


def plan(count: int, *, seed: int, at: datetime) -> list[Planned]:
    """Plan so many articles up to an instant, oldest first.

    An article's subject and words depend on its number alone, so a longer plan
    begins with the same articles.
    """
    known = topics()
    planned = []
    for index in range(count):
        theme, topic = known[index % len(known)]
        nth = index // len(known)
        fate = FATES.get(index % ROUND, "live")
        planned.append(
            Planned(
                index=index,
                uuid=identify(seed, "article", index),
                theme=theme,
                topic=topic,
                nth=nth,
                instant=at - LEAD
                if index == 0
                else _instant(fate, at, random(seed, "instant", index)),
                fate=fate,
                with_picture=(index + nth) % 3 == 0,
            )
        )
    return sorted(planned, key=lambda one: (one.instant, one.index))


def _instant(fate: Fate, at: datetime, rng: Random) -> datetime:
    """Draw when it was written: a dense last week, a busy quarter, quiet years."""
    when = rng.random()
    if fate in AT_THE_DESK or when < 0.2:
        days = rng.randrange(7)
    elif when < 0.4:
        days = rng.randrange(7, 90)
    else:
        days = int(90 + (YEARS * 365 - 90) * rng.random() ** 1.3)
    local = timezone.localtime(at) - timedelta(days=days)
    moment = local.replace(
        hour=rng.randint(6, 22), minute=rng.randrange(60), second=0, microsecond=0
    )
    return moment if moment < at - 2 * LEAD else moment - timedelta(days=1)
