"""What a guard may look at: one article, one person, one instant."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import AnonymousUser, User

from articles.models.desk import Article, Revision, ScheduledMove

Person = User | AnonymousUser


@dataclass(frozen=True)
class Facts:
    """The question a guard answers; reads the database only when asked to."""

    article: Article
    user: Person
    at: datetime

    @property
    def brings_news(self) -> bool:
        """Say whether the newest revision differs from the one readers have."""
        return self.article.latest_number != self.article.live_number

    @cached_property
    def pending(self) -> list[ScheduledMove]:
        """Give the scheduled moves still to come, from the prefetch if there is one."""
        moves = self.article.scheduled_moves.all()
        return [one for one in moves if one.state == ScheduledMove.State.PENDING]

    @cached_property
    def last_saved_by(self) -> int | None:
        """Name the user who saved the newest revision."""
        known: int | None = getattr(self.article, "last_saved_by", None)
        if known is not None:
            return known
        saved_by: int | None = (
            Revision.objects.filter(
                article=self.article, number=self.article.latest_number
            )
            .values_list("created_by", flat=True)
            .first()
        )
        return saved_by

    def may(self, permission: str) -> bool:
        """Say whether the person holds a permission."""
        has_perm = getattr(self.user, "has_perm", None)
        return bool(has_perm and has_perm(permission))
