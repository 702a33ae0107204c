"""Tells the people who can do something about it that a scheduled move went wrong."""

from datetime import datetime

from django.contrib.auth.models import User

from articles.models.desk import Occasion, ScheduledMove
from articles.workflow import notices

PUBLISH = "articles.publish_article"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def move_failed(move: ScheduledMove, sentence: str, *, at: datetime) -> None:
    """Tell whoever planned a move, and who may publish its article, that it failed."""
    told = publishers()
    if move.created_by is not None:
        told.append(move.created_by)
    notices.tell(
        Occasion.FAILED, users=told, article=move.article, text=sentence, at=at
    )


def trouble(sentence: str, *, at: datetime) -> None:
    """Tell publishers and administrators that moves are late, or nobody makes them."""
    notices.tell(Occasion.FAILED, users=publishers(), text=sentence, at=at)


def publishers() -> list[User]:
    """Give who may publish; administrators are among them."""
    return list(User.objects.with_perm(PUBLISH, backend=BACKEND).order_by("pk"))
