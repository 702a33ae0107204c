"""Many accounts at once, so that the policy may be asked about each without queries."""

from collections.abc import Callable, Collection, Iterable

from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet

from articles.models.desk import Article
from articles.workflow import policy, sections
from articles.workflow.policy import Verdict

Ask = Callable[[User, Article], Verdict]


def staff() -> "QuerySet[User]":
    """Give the accounts that work at the desk."""
    return User.objects.filter(is_active=True, is_staff=True)


def known(users: Iterable[User]) -> list[User]:
    """Load for each account what the policy asks of it, in a fixed number of queries.

    It is kept where Django and the sections keep it for the account of a request.
    """
    found = list(users)
    held = _permissions([user.pk for user in found])
    for user in found:
        user._perm_cache = held[user.pk]  # type: ignore[attr-defined] # Django's own
    sections.read_each(found)
    return found


def who_may(ask: Ask, article: Article, users: Iterable[User]) -> list[User]:
    """Keep the accounts that the policy answers with yes for an article.

    The article is read anew with what is asked of it; its own caches stay as they are.
    """
    fresh = asked_about([article.pk])[article.pk]
    return [user for user in known(users) if ask(user, fresh).allowed]


def asked_about(articles: Collection[int]) -> dict[int, Article]:
    """Load articles with all that the policy asks of one, without their text."""
    rows = Article.objects.filter(pk__in=articles).defer("body", "extra")
    return {one.pk: one for one in rows.prefetch_related("bylines__author", "filings")}


def may_see(article: Article, users: Iterable[User]) -> list[User]:
    """Keep the accounts that may open an article."""
    return who_may(policy.may_see, article, users)


def _permissions(users: list[int]) -> dict[int, set[str]]:
    """Give what each account holds, by itself and through its groups: three queries."""
    held: dict[int, set[str]] = {pk: set() for pk in users}
    own = Permission.objects.filter(user__in=users).order_by()
    for pk, app, code in own.values_list("user", "content_type__app_label", "codename"):
        held[pk].add(f"{app}.{code}")
    members = list(Group.objects.filter(user__in=users).values_list("user", "pk"))
    of_group: dict[int, set[str]] = {}
    granted = Permission.objects.filter(group__in={group for _, group in members})
    for group, app, code in granted.order_by().values_list(
        "group", "content_type__app_label", "codename"
    ):
        of_group.setdefault(group, set()).add(f"{app}.{code}")
    for pk, group in members:
        held[pk] |= of_group.get(group, set())
    return held
