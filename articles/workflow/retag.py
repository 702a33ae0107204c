"""One tag takes the place of another: mechanical, so it costs nobody an approval."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles.models.desk import Article, Revision, Stage, Tag
from articles.models.desk.revisions import snapshot
from articles.workflow.revisions import revise_each


@transaction.atomic
def retag(
    articles: Sequence[Article],
    *,
    old: Tag,
    new: Tag,
    actor: User,
    at: datetime,
    note: str,
) -> list[Revision]:
    """Put one tag in another's place on articles; each keeps its stage.

    What was approved, or in review, said the same but for the tag's name: the new
    revision stands where the old one stood.
    """
    stages = {article.pk: article.stage for article in articles}
    for article in articles:
        kept = article.tagged.filter(tag=new).exists()
        former = article.tagged.filter(tag=old)
        if kept:
            former.delete()
        else:
            former.update(tag=new)
    whole = Article.objects.whole().filter(pk__in=stages)
    made = revise_each(
        [(article, snapshot(article)) for article in whole],
        actor=actor,
        at=at,
        note=note,
    )
    revisions = [revision for revision in made if revision is not None]
    for revision in revisions:
        _keep_stage(revision, stages[revision.article_id])
    return revisions


def _keep_stage(revision: Revision, stage: str) -> None:
    article = revision.article
    article.stage = stage
    if stage == Stage.APPROVED:
        article.approved_number = revision.number
    article.save(update_fields=["stage", "approved_number"])
