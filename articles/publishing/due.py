"""Moves whose time has come, made once, in order, by whichever process is first."""

from datetime import datetime

from articles.models.desk import Article, ScheduledMove, Standing
from articles.publishing.actions import publish_each, update_each, withdraw_each
from articles.publishing.orders import Order, Outcome

TRIES = 3
"""Attempts at one move while others change its article."""

State = ScheduledMove.State


def publish_due(*, at: datetime) -> list[Outcome]:
    """Make the moves that are due, oldest first; a second process finds none left.

    A move that its article's standing or embargo forbids is put aside as failed,
    with the sentence that says why.
    """
    outcomes = []
    for pk in list(ScheduledMove.objects.due(at).values_list("pk", flat=True)):
        outcome = _make(pk, at=at)
        if outcome is not None:
            outcomes.append(outcome)
    return outcomes


def _make(pk: int, *, at: datetime) -> Outcome | None:
    outcome = None
    for _attempt in range(TRIES):
        move = (
            ScheduledMove.objects.pending()
            .select_related("article", "revision", "created_by")
            .filter(pk=pk)
            .first()
        )
        if move is None:
            return None
        outcome = _perform(move, at=at)
        if outcome.publication is not None:
            return outcome
        if not _has_changed(move.article):
            break
    if outcome is not None:
        ScheduledMove.objects.settle(pk, State.FAILED, at=at, failure=outcome.refusal)
    return outcome


def _perform(move: ScheduledMove, *, at: datetime) -> Outcome:
    article = move.article
    order = Order(
        article=article, revision=move.revision, reason=move.reason, move=move
    )
    if move.revision is not None:
        move.revision.article = article
    if move.kind == ScheduledMove.Kind.WITHDRAW:
        do = withdraw_each
    elif article.standing == Standing.LIVE:
        do = update_each
    else:
        do = publish_each
    (outcome,) = do([order], actor=move.created_by, at=at)
    return outcome


def _has_changed(article: Article) -> bool:
    """Tell whether the article went through the door while the move was made."""
    now = Article.objects.values_list("edition", flat=True).get(pk=article.pk)
    return now != article.edition
