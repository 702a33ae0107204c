"""Articles dated in the future: approved, and planned for their time."""

from collections.abc import Collection, Sequence
from datetime import datetime

from articles.models.desk import Article, Revision, ScheduledMove, Stage, Step

REASON = "import"


def plan(pairs: Sequence[tuple[Article, Revision]], *, at: datetime) -> None:
    """Approve each revision and schedule it for its article's own date."""
    if not pairs:
        return
    for article, revision in pairs:
        article.stage, article.approved_number = Stage.APPROVED, revision.number
    Article.objects.bulk_update(
        [article for article, _ in pairs], ["stage", "approved_number"]
    )
    Step.objects.bulk_create(
        [
            Step(
                article=article,
                revision_number=revision.number,
                move="approve",
                from_stage=Stage.DRAFT,
                to_stage=Stage.APPROVED,
                note=REASON,
                at=at,
            )
            for article, revision in pairs
        ]
    )
    ScheduledMove.objects.bulk_create(
        [
            ScheduledMove(
                article=article,
                kind=ScheduledMove.Kind.PUBLISH,
                revision=revision,
                at=article.published_at or at,
                reason=REASON,
                created_at=at,
            )
            for article, revision in pairs
        ]
    )


def cancel(articles: Collection[Article], *, at: datetime) -> set[int]:
    """Cancel what earlier imports planned; give the articles planned here by hand.

    What a person planned stays as it is.
    """
    if not articles:
        return set()
    pending = ScheduledMove.objects.pending().filter(
        article__in=articles, kind=ScheduledMove.Kind.PUBLISH
    )
    pending.filter(reason=REASON).update(
        state=ScheduledMove.State.CANCELLED, settled_at=at
    )
    return set(pending.exclude(reason=REASON).values_list("article_id", flat=True))
