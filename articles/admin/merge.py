"""Merging one tag into another: new revisions, and readers' pages through the door."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _t

from articles import publishing
from articles.models.desk import Article, Standing, Tag
from articles.workflow.retag import retag


@dataclass
class Merged:
    """What a merge did: articles retagged, pages still behind, and refusals."""

    articles: int = 0
    behind: int = 0
    refusals: list[str] = field(default_factory=list)


def merge(old: Tag, new: Tag, *, actor: User, at: datetime) -> Merged:
    """Give one tag's articles to another; live ones without a newer draft follow."""
    articles = list(Article.objects.filter(tagged__tag=old))
    current = {
        article.pk
        for article in articles
        if article.standing == Standing.LIVE
        and article.live_number == article.latest_number
    }
    live = sum(article.standing == Standing.LIVE for article in articles)
    note = _t("Tag “%(old)s” merged into “%(new)s”") % {
        "old": old.name, "new": new.name,
    }  # fmt: skip
    revisions = retag(articles, old=old, new=new, actor=actor, at=at, note=note)
    orders = [
        publishing.Order(article=revision.article, revision=revision, reason=note)
        for revision in revisions
        if revision.article_id in current
    ]
    outcomes = publishing.update_each(orders, actor=actor, at=at)
    return Merged(
        articles=len(articles),
        behind=live - len(current),
        refusals=[
            f"{outcome.order.article}: {outcome.refusal}"
            for outcome in outcomes
            if outcome.refusal
        ],
    )
