"""Readers' comments in the panel of an article: how many, and whether more are taken."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_POST

from articles import publishing
from articles.admin.base import person
from articles.admin.reach import article_for
from articles.models.desk import Article, Comment
from articles.workflow import comments, policy

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]
Comments = QuerySet[Comment]
State = Comment.State
PERMISSION = "articles.moderate_comment"
MANY = 100
"""As far as the rail counts."""


def mine(user: Any) -> Comments:
    """Give the comments that a person decides about."""
    if not policy.holds(user, PERMISSION):
        return Comment.objects.none()
    if policy.reach(user) is None:
        return Comment.objects.all()
    articles = policy.moderated(user, Article.objects.order_by())
    return Comment.objects.filter(article__in=articles.values("pk"))


def waiting(request: HttpRequest) -> Any:
    """Count what waits for a person when the page shows it."""

    def count() -> int:
        rows = mine(request.user).filter(state=State.WAITING)
        return rows.order_by()[:MANY].count()

    return SimpleLazyObject(count)


def section(article: Article, user: User, at: datetime) -> dict[str, Any]:
    """Give how many comments an article has, by state, and whether more are taken."""
    numbers = article.comments.order_by().aggregate(
        waiting=Count("pk", filter=Q(state__in=comments.OPEN)),
        shown=Count("pk", filter=Q(state=State.SHOWN)),
    )
    may = policy.may_moderate(user, article).allowed
    queue = reverse("admin:articles_comment_changelist")
    return {
        "article": article,
        "numbers": numbers,
        "may": may,
        "queue": f"{queue}?state=all&article__id__exact={article.pk}" if may else "",
    }


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the address at which an article's comments are closed and opened."""
    return [
        path(
            "<int:pk>/comments/",
            wrap(require_POST(_close)),
            name="articles_article_comments",
        )
    ]


def _close(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_for(request, pk)
    if not policy.may_moderate(request.user, article).allowed:
        raise PermissionDenied
    closed = "open" not in request.POST
    publishing.close_comments(
        article, closed=closed, actor=person(request), at=timezone.now()
    )
    said = _t("Comments are open again.")
    if closed:
        said = _t("Comments are closed; those shown stay.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
