"""Whom an article waits for."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

from articles.models.desk import Article
from articles.workflow import sections

APPROVE, PUBLISH = "articles.approve_article", "articles.publish_article"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def approvers(article: Article, *, besides: User | None = None) -> list[User]:
    """Give who may approve an article: its sections' editors.

    Whoever publishes is left in peace, unless the sections have no editor.
    """
    above = sections.above(one.category_id for one in article.filings.all())

    def looks_after(user: User) -> bool:
        limits = {limit.category_id for limit in user.section_limits.all()}
        return not limits or not limits.isdisjoint(above)

    found = [user for user in _with(APPROVE) if user != besides and looks_after(user)]
    publishers = set(_with(PUBLISH).values_list("pk", flat=True))
    return [user for user in found if user.pk not in publishers] or found


def _with(permission: str) -> "QuerySet[User]":
    users = User.objects.with_perm(
        permission, include_superusers=False, backend=BACKEND
    )
    return users.filter(is_staff=True).prefetch_related("section_limits").order_by("pk")
