"""What the door is asked for, and what it answers."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User

from articles.models.desk import Article, Ending, Revision, ScheduledMove
from articles.models.reader import Publication
from articles.workflow.names import called


@dataclass(slots=True, kw_only=True)
class Order:
    """One article's turn at the door.

    ``revision`` is what readers are to get, None to withdraw. ``expected`` is the
    article's edition as the person saw it; another one means that somebody was
    faster. ``move`` is the scheduled move this order fulfils, if it is one. A
    withdrawal's ``ending`` says what its address answers from then on; ``leads_to``
    names the owner in the ledger that a redirect leads to.
    """

    article: Article
    revision: Revision | None = None
    expected: int = field(default=-1)
    reason: str = ""
    move: ScheduledMove | None = None
    ending: str = Ending.GONE
    leads_to: str = ""

    def __post_init__(self) -> None:
        if self.expected < 0:
            self.expected = self.article.edition


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order: an entry in the log, or a sentence that says why not.

    ``overtaken`` says that the sentence is about somebody who was faster.
    """

    order: Order
    publication: Publication | None = None
    refusal: str = ""
    overtaken: bool = False


class Overtaken(Exception):
    """Somebody else had one of the batch's articles first; nothing was written."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it, when, and what the log calls it where it is not obvious."""

    actor: User | None
    at: datetime
    action: Publication.Action | None = None

    @property
    def actor_name(self) -> str:
        """Give the person as they are called now; empty for the system."""
        if self.actor is None:
            return ""
        return called(self.actor)
