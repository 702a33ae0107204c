"""Who may do what, and why not: the one place that answers."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from articles.models.desk import Article, Byline, Category, Filing, Revision
from articles.workflow import guards, sections
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
    """Yes, or no with the sentence that says why and what would help.

    ``overridable`` where nothing but the checklist is in the way: a reason is enough.
    """

    allowed: bool
    why_not: str = ""
    overridable: bool = False


YES = Verdict(allowed=True)


def may(user: Person, move: str, article: Article, *, at: datetime) -> Verdict:
    """Say whether a person may make a move with an article now, and why not."""
    return _judge(MOVES[move], Facts(article, user, at))


def moves(
    user: Person, article: Article, *, at: datetime
) -> list[tuple[Move, Verdict]]:
    """Answer every move of the table for a person, an article and an instant."""
    facts = Facts(article, user, at)
    return [(move, _judge(move, facts)) for move in MOVES.values()]


def _judge(move: Move, facts: Facts) -> Verdict:
    user, article = facts.user, facts.article
    why_not = (
        _without_permission(user, move.permission)
        or _out_of_reach(user, article)
        or _out_of_section(user, article, move)
        or _wrong_start(move, article)
    )
    if why_not:
        return Verdict(allowed=False, why_not=why_not)
    for guard in move.guards:
        if why_not := guard(facts):
            overridable = guard is guards.is_complete
            return Verdict(allowed=False, why_not=why_not, overridable=overridable)
    return YES


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


def may_with(user: Person, permission: str, article: Article) -> Verdict:
    """Say whether a person holds a permission for an article they reach."""
    return _verdict(
        _without_permission(user, permission) or _out_of_reach(user, article)
    )


def may_moderate(user: Person, article: Article) -> Verdict:
    """Say whether a person decides about readers' comments on an article.

    Whoever is limited to sections does so there alone, as with moves.
    """
    within = sections.reach(user)
    elsewhere = within is not None and not sections.holds(within, article)
    return _verdict(
        _without_permission(user, "articles.moderate_comment")
        or (_("It is in none of your sections.") if elsewhere else "")
    )


def moderated(user: Person, articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Keep the articles whose comments a person decides about."""
    if not holds(user, "articles.moderate_comment"):
        return articles.none()
    within = sections.reach(user)
    if within is None:
        return articles
    filed = Filing.objects.filter(article=OuterRef("pk"), category__in=within)
    return articles.filter(Exists(filed))


def may_be_given(user: Person, article: Article) -> Verdict:
    """Say whether an article can be made a person's task, which opens it to them.

    To any writer; to an editor or publisher where it lies in their sections.
    """
    return _verdict(
        _without_permission(user, "articles.change_article")
        or (_out_of_reach(user, article) if _goes_beyond_own(user) else "")
    )


def visible(user: Person, articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Keep the articles that a person may see: all, their sections', or their own."""
    if not holds(user, "articles.view_article"):
        return articles.none()
    if sees_all(user):
        return articles
    signed = Byline.objects.filter(article=OuterRef("pk"), author__user=user.pk)
    seen = Q(created_by=user.pk) | Q(assignee=user.pk) | Q(Exists(signed))
    if within := _sections_of(user):
        filed = Filing.objects.filter(article=OuterRef("pk"), category__in=within)
        seen |= Q(Exists(filed))
    return articles.filter(seen)


def sees_all(user: Person) -> bool:
    """Say whether there is no article that a person may not see."""
    if not holds(user, "articles.view_article") or not _goes_beyond_own(user):
        return False
    return sections.reach(user) is None


def reach(user: Person) -> sections.Reach:
    """Give the categories a person is limited to; None: all."""
    return sections.reach(user)


def may_file(user: Person, category: Category) -> Verdict:
    """Say whether a person may put an article into a category."""
    strange = sections.strangers(sections.reach(user), [category])
    return _verdict(sections.refusal(strange) if strange else "")


def with_last_saver(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Load with each article who saved its newest revision, for guards on lists."""
    newest = Revision.objects.filter(
        article=OuterRef("pk"), number=OuterRef("latest_number")
    )
    return articles.annotate(last_saved_by=newest.values("created_by")[:1])


def owns(user: Person, article: Article) -> bool:
    """Say whether an article is a person's own: begun by, given to or signed by them."""
    if user.pk is not None and user.pk in (article.created_by_id, article.assignee_id):
        return True
    return any(byline.author.user_id == user.pk for byline in article.bylines.all())


def _goes_beyond_own(user: Person) -> bool:
    return any(holds(user, permission) for permission in BEYOND_ONES_OWN)


def _sections_of(user: Person) -> frozenset[int]:
    """Give the categories whose articles somebody with a limit reaches."""
    within = sections.reach(user) if _goes_beyond_own(user) else None
    return within or frozenset()


def _verdict(why_not: str) -> Verdict:
    return Verdict(allowed=False, why_not=why_not) if why_not else YES


def _without_permission(user: Person, permission: str) -> str:
    if holds(user, permission):
        return ""
    roles = ", ".join(_(role) for role in roles_with(permission))
    return _("This takes another role: %(roles)s.") % {"roles": roles}


def _out_of_reach(user: Person, article: Article) -> str:
    if sees_all(user) or owns(user, article):
        return ""
    if sections.holds(_sections_of(user), article):
        return ""
    if _goes_beyond_own(user):
        return _("It is in none of your sections.")
    return _("It is somebody else’s article.")


def _out_of_section(user: Person, article: Article, move: Move) -> str:
    """Whoever is limited to sections decides there, and not on their own elsewhere."""
    within = None if move.own else sections.reach(user)
    if within is None or sections.holds(within, article):
        return ""
    return _("It is in none of your sections: somebody who looks after it decides.")


def _wrong_start(move: Move, article: Article) -> str:
    if article.standing not in move.from_standings:
        return str(move.refusals[article.standing])
    if article.stage not in move.from_stages:
        return str(move.refusals[article.stage])
    return ""
