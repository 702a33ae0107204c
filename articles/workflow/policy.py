"""Who may do what, and why not: the one place that answers."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from articles.models.desk import Article, Byline, Revision
from articles.workflow.facts import Facts, Person
from articles.workflow.moves import MOVES, Move
from articles.workflow.roles import roles_with

# Whoever may do one of these answers for more than their own articles.
BEYOND_ONES_OWN = (
    "articles.approve_article",
    "articles.publish_article",
    "articles.withdraw_article",
)


class Verdict(NamedTuple):
    """Yes, or no with the sentence that says why and what would help."""

    allowed: bool
    why_not: str = ""


YES = Verdict(allowed=True)


def may(user: Person, move: str, article: Article, *, at: datetime) -> Verdict:
    """Say whether a person may make a move with an article now, and why not."""
    asked = MOVES[move]
    why_not = (
        _without_permission(user, asked.permission)
        or _out_of_reach(user, article)
        or _wrong_start(asked, article)
    )
    if not why_not:
        facts = Facts(article, user, at)
        why_not = next((no for guard in asked.guards if (no := guard(facts))), "")
    return Verdict(allowed=False, why_not=why_not) if why_not else YES


def moves(
    user: Person, article: Article, *, at: datetime
) -> list[tuple[Move, Verdict]]:
    """Answer every move of the table for a person, an article and an instant."""
    return [(move, may(user, name, article, at=at)) for name, move in MOVES.items()]


def holds(user: Person, permission: str) -> bool:
    """Say whether a person holds a permission, through a role or by themselves."""
    has_perm = getattr(user, "has_perm", None)
    return bool(has_perm and has_perm(permission))


def may_write(user: Person) -> Verdict:
    """Say whether a person may begin an article."""
    return _verdict(_without_permission(user, "articles.add_article"))


def may_see(user: Person, article: Article) -> Verdict:
    """Say whether a person may open an article, its text and its history."""
    return _verdict(
        _without_permission(user, "articles.view_article")
        or _out_of_reach(user, article)
    )


def may_edit(user: Person, article: Article) -> Verdict:
    """Say whether a person may save an article."""
    return _verdict(
        _without_permission(user, "articles.change_article")
        or _out_of_reach(user, article)
    )


def visible(user: Person, articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Keep the articles that a person may see: all, or only their own."""
    if not holds(user, "articles.view_article"):
        return articles.none()
    if _goes_beyond_own(user):
        return articles
    signed = Byline.objects.filter(article=OuterRef("pk"), author__user=user.pk)
    return articles.filter(Q(created_by=user.pk) | Exists(signed))


def with_last_saver(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Load with each article who saved its newest revision, for guards on lists."""
    newest = Revision.objects.filter(
        article=OuterRef("pk"), number=OuterRef("latest_number")
    )
    return articles.annotate(last_saved_by=newest.values("created_by")[:1])


def owns(user: Person, article: Article) -> bool:
    """Say whether an article is a person's own: begun or signed by them."""
    if article.created_by_id == user.pk:
        return True
    return any(byline.author.user_id == user.pk for byline in article.bylines.all())


def _goes_beyond_own(user: Person) -> bool:
    return any(holds(user, permission) for permission in BEYOND_ONES_OWN)


def _verdict(why_not: str) -> Verdict:
    return Verdict(allowed=False, why_not=why_not) if why_not else YES


def _without_permission(user: Person, permission: str) -> str:
    if holds(user, permission):
        return ""
    roles = ", ".join(_(role) for role in roles_with(permission))
    return _("This takes another role: %(roles)s.") % {"roles": roles}


def _out_of_reach(user: Person, article: Article) -> str:
    if _goes_beyond_own(user) or owns(user, article):
        return ""
    return _("It is somebody else's article.")


def _wrong_start(move: Move, article: Article) -> str:
    if article.standing not in move.from_standings:
        return str(move.refusals[article.standing])
    if article.stage not in move.from_stages:
        return str(move.refusals[article.stage])
    return ""
