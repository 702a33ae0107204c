"""What the newsroom does with readers' comments, and what readers have after it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models.desk import Article, Comment, Standing
from articles.publishing.actions import refresh
from articles.publishing.comments import settle
from articles.workflow import MoveRefused, accounts, audit, comments, policy

BATCH = 500
State = Comment.State
DECISIONS = (State.SHOWN, State.REJECTED, State.SPAM)


def decide(
    pks: Iterable[int], decision: State, *, actor: User, at: datetime
) -> tuple[int, int]:
    """Show comments, reject them or call them spam; give how many, and how many not.

    What was erased, is so already, or is on an article this person does not moderate,
    is left as it is.
    """
    if decision not in DECISIONS:
        raise ValueError(f"{decision} is no decision about a comment.")
    wanted = list(dict.fromkeys(pks))
    changed = 0
    for start in range(0, len(wanted), BATCH):
        with transaction.atomic():
            rows = Comment.objects.select_for_update(of=("self",)).order_by("pk")
            found = rows.filter(pk__in=wanted[start : start + BATCH])
            open_ = list(found.exclude(state__in=(State.ERASED, decision)))
            mine = _moderated(open_, actor)
            Comment.objects.filter(pk__in=[one.pk for one in mine]).update(
                state=decision, decided_at=at, decided_by=actor
            )
            _log(mine, f"comment_{decision}", actor=actor, at=at)
            settle(mine, at=at)
            changed += len(mine)
    return changed, len(wanted) - changed


def erase(
    pks: Iterable[int], *, actor: User | None, at: datetime, by_its_writer: bool = False
) -> int:
    """Erase what comments say for good, keeping their place; give how many."""
    with transaction.atomic():
        rows = Comment.objects.select_for_update(of=("self",)).order_by("pk")
        found = list(rows.filter(pk__in=list(pks)).exclude(state=State.ERASED))
        if not by_its_writer:
            found = _moderated(found, actor) if actor else []
        Comment.objects.filter(pk__in=[one.pk for one in found]).update(
            state=State.ERASED, decided_at=at, decided_by=actor, **comments.EMPTY
        )
        _log(found, "comment_erased", actor=actor, at=at)
        settle(found, at=at)
    return len(found)


def answer(comment: Comment, text: str, *, actor: User, at: datetime) -> Comment:
    """Answer a comment as the newsroom; shows it, if that was not decided yet.

    Raises MoveRefused with the sentence why not.
    """
    verdict = policy.may_moderate(actor, comment.article)
    if not verdict.allowed:
        raise MoveRefused(verdict.why_not)
    if comment.state == State.ERASED:
        raise MoveRefused(_("This comment was erased; there is nothing to answer."))
    if not text.strip():
        raise MoveRefused(_("Write an answer first."))
    with transaction.atomic():
        if comment.state != State.SHOWN:
            decide([comment.pk], State.SHOWN, actor=actor, at=at)
        made = Comment.objects.create(
            article=comment.article, parent_id=comment.head_id, author=actor,
            text=text.strip(), language=comment.article.language, state=State.SHOWN,
            created_at=at, decided_at=at, decided_by=actor,
        )  # fmt: skip
        _log([made], "comment_answered", actor=actor, at=at)
        settle([made], at=at)
    return made


def close_comments(
    article: Article, *, closed: bool, actor: User, at: datetime
) -> None:
    """Take no more comments on an article, or take them again; shown ones stay."""
    verdict = policy.may_moderate(actor, article)
    if not verdict.allowed:
        raise MoveRefused(verdict.why_not)
    with transaction.atomic():
        article.comments_closed_at = at if closed else None
        article.save(update_fields=["comments_closed_at"])
        audit.record(
            audit.Kind.COMMENT, "comments_closed" if closed else "comments_opened",
            actor=actor, at=at, article=article,
        )  # fmt: skip
    if article.standing == Standing.LIVE:
        refresh([article.uuid], at=at, actor=actor)


def _moderated(found: list[Comment], actor: User) -> list[Comment]:
    """Keep the comments on articles that a person moderates."""
    known = accounts.asked_about({one.article_id for one in found})
    may = {pk: policy.may_moderate(actor, one).allowed for pk, one in known.items()}
    return [one for one in found if may[one.article_id]]


def _log(
    found: Sequence[Comment], what: str, *, actor: User | None, at: datetime
) -> None:
    """Write down who did what, without a word of what was said."""
    titles = dict(
        Article.objects.filter(pk__in={one.article_id for one in found})
        .values_list("pk", "title")
    )  # fmt: skip
    entries = []
    for one in found:
        entry = audit.entry(
            audit.Kind.COMMENT, what, actor=actor, at=at,
            subject=titles[one.article_id], detail=str(one),
        )  # fmt: skip
        entry.article_id = one.article_id
        entries.append(entry)
    audit.record_each(entries)
