"""From an address to an article, for those who may see it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from articles.models.desk import Article
from articles.workflow import policy


def article_for(request: HttpRequest, pk: int, *, to_edit: bool = False) -> Article:
    """Give the article if this person may see it (or save it); else PermissionDenied.

    One that does not exist is refused alike, so that nobody learns which ones do.
    """
    article: Any = (
        policy.visible(request.user, Article.objects.whole())
        .select_related("created_by")
        .filter(pk=pk)
        .first()
    )
    ask = policy.may_edit if to_edit else policy.may_see
    if article is None or not ask(request.user, article).allowed:
        raise PermissionDenied
    return article
