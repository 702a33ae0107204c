"""The door: the one way from a revision to readers, one at a time and in batches."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models.desk import Article, Ending, Revision, Standing
from articles.models.reader import Publication, PublishedArticle
from articles.publishing import links, standing
from articles.publishing.compose import compose
from articles.publishing.directory import Directory
from articles.publishing.orders import Doing, Order, Outcome, Overtaken
from articles.publishing.writing import Composed, mirror, write
from articles.rendering import RenderRefused
from articles.workflow import MoveRefused

BATCH = 300
"""Orders to a transaction."""
TURNS = 3
"""How often what was overtaken is composed anew before it is told as refused."""

Actor = User | None
Action = Publication.Action


def publish(
    revision: Revision,
    *,
    actor: Actor,
    at: datetime,
    expected: int | None = None,
    reason: str = "",
) -> Publication:
    """Make a revision live, for the first time or again after a withdrawal.

    Raises MoveRefused where the article is live, under embargo, changed hands since
    ``expected``, or cannot be rendered.
    """
    order = _order(revision.article, revision, expected, reason)
    return _only(publish_each([order], actor=actor, at=at))


def update(
    revision: Revision,
    *,
    actor: Actor,
    at: datetime,
    expected: int | None = None,
    reason: str = "",
) -> Publication:
    """Give readers of a live article another revision; refuses as `publish` does."""
    order = _order(revision.article, revision, expected, reason)
    return _only(update_each([order], actor=actor, at=at))


def withdraw(
    article: Article,
    *,
    actor: Actor,
    at: datetime,
    expected: int | None = None,
    reason: str = "",
    ending: str = Ending.GONE,
    leads_to: str = "",
) -> Publication:
    """Take a live article from readers; its address answers as ``ending`` says.

    That is 410, a redirect to the owner ``leads_to`` names in the ledger, or 451: a
    legal hold, under which it cannot be restored.
    """
    order = _order(article, None, expected, reason)
    order.ending, order.leads_to = ending, leads_to
    return _only(withdraw_each([order], actor=actor, at=at))


def publish_each(
    orders: Sequence[Order], *, actor: Actor, at: datetime
) -> list[Outcome]:
    """Publish many; each is published or refused with its reason, in their order."""
    return _each(orders, Standing.NEVER, _doing(actor, at))


def update_each(
    orders: Sequence[Order], *, actor: Actor, at: datetime
) -> list[Outcome]:
    """Update many live articles, as `publish_each` publishes."""
    return _each(orders, Standing.LIVE, _doing(actor, at))


def withdraw_each(
    orders: Sequence[Order], *, actor: Actor, at: datetime
) -> list[Outcome]:
    """Withdraw many live articles, as `publish_each` publishes."""
    return _each(orders, Standing.WITHDRAWN, _doing(actor, at))


def refresh(
    uuids: Iterable[uuid.UUID], *, at: datetime, actor: Actor = None
) -> list[Outcome]:
    """Compose live articles again from the revision they show.

    For what changed around them: a picture arrived, a category moved, a template
    was rewritten. Their dates stay. What somebody updates in the same moment is
    composed once more: their text may know nothing of what changed around it.
    """
    doing = _doing(actor, at, Action.REFRESHED)
    outcomes: list[Outcome] = []
    wanted = list(uuids)
    for turn in range(1, TURNS + 1):
        came = _refreshed(wanted, doing)
        wanted = [one.order.article.uuid for one in came if one.overtaken]
        outcomes += [one for one in came if not one.overtaken or turn == TURNS]
    return outcomes


def _refreshed(wanted: list[uuid.UUID], doing: Doing) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for start in range(0, len(wanted), BATCH):
        articles = Article.objects.filter(
            uuid__in=wanted[start : start + BATCH], standing=Standing.LIVE
        )
        outcomes += _each(live_orders(articles), Standing.LIVE, doing)
    return outcomes


def live_orders(articles: Iterable[Article]) -> list[Order]:
    """Ask for the very revisions that live articles show now."""
    by_pk = {article.pk: article for article in articles}
    revisions = Revision.objects.filter(
        article__in=by_pk, number__in={one.live_number for one in by_pk.values()}
    )
    orders = []
    for revision in revisions:
        revision.article = by_pk[revision.article_id]
        if revision.number == revision.article.live_number:
            orders.append(Order(article=revision.article, revision=revision))
    return orders


def _order(
    article: Article, revision: Revision | None, expected: int | None, reason: str
) -> Order:
    seen = article.edition if expected is None else expected
    return Order(article=article, revision=revision, expected=seen, reason=reason)


def _doing(actor: Actor, at: datetime, action: Action | None = None) -> Doing:
    return Doing(actor, at, action)


def _only(outcomes: list[Outcome]) -> Publication:
    (outcome,) = outcomes
    if outcome.publication is None:
        raise MoveRefused(outcome.refusal)
    return outcome.publication


def _each(orders: Sequence[Order], to: Standing, doing: Doing) -> list[Outcome]:
    """Compose everything, which touches no row, then write in transactions."""
    outcomes: dict[int, Outcome] = {}
    for start in range(0, len(orders), BATCH):
        batch = orders[start : start + BATCH]
        directory = Directory.of(o.revision for o in batch if o.revision is not None)
        composed = []
        for order in batch:
            try:
                guard(order.article, to, at=doing.at)
                composed.append(Composed(order, _row(order, directory, doing)))
            except (MoveRefused, RenderRefused) as refusal:
                outcomes[id(order)] = Outcome(order, refusal=str(refusal))
        for outcome in attempt(composed, directory, doing):
            outcomes[id(outcome.order)] = outcome
    return [outcomes[id(order)] for order in orders]


def _row(order: Order, directory: Directory, doing: Doing) -> PublishedArticle | None:
    if order.revision is None:
        return None
    return compose(order.revision, directory, at=doing.at)


def attempt(
    composed: list[Composed], directory: Directory, doing: Doing
) -> list[Outcome]:
    """Write a batch whole; where one of it fails, each on its own."""
    if not composed:
        return []
    try:
        with transaction.atomic():
            outcomes = write(composed, directory, doing)
    except (Overtaken, DatabaseError) as problem:
        if len(composed) > 1:
            singly = [attempt([one.again()], directory, doing) for one in composed]
            return [outcome for outcomes in singly for outcome in outcomes]
        if not isinstance(problem, Overtaken):
            raise
        refusal = _("Somebody else published or withdrew this article in the meantime; "
                    "open it again to see how it stands.")  # fmt: skip
        return [Outcome(composed[0].order, refusal=refusal, overtaken=True)]
    for one in composed:
        mirror(one, at=doing.at)
    following = links.followers(composed)
    if any(following):
        transaction.on_commit(lambda: _follow(following, at=doing.at))
    return outcomes


def _follow(following: links.Followers, *, at: datetime) -> None:
    """Compose what links to articles that moved, came or went; no link is stale."""
    refresh(following.articles, at=at)
    standing.refresh_pages(following.pages, at=at)


def guard(article: Article, to: Standing, *, at: datetime) -> None:
    """Refuse, with the way out, what the article's standing or embargo forbids."""
    live = article.standing == Standing.LIVE
    if to == Standing.NEVER and live:
        raise MoveRefused(_("“%s” is live already; update it instead.") % article)
    if to != Standing.NEVER and not live:
        raise MoveRefused(
            _("“%s” is not live, so there is nothing to change for readers; "
              "publish it first.") % article
        )  # fmt: skip
    if article.held_since is not None and to != Standing.WITHDRAWN:
        raise MoveRefused(
            _("“%s” is under a legal hold: an administrator has to lift it first.")
            % article
        )
    embargo = article.embargoed_until
    if to != Standing.WITHDRAWN and embargo is not None and at < embargo:
        raise MoveRefused(
            _("“%(title)s” is under embargo until %(until)s; nothing goes out earlier.")
            % {"title": article, "until": f"{localtime(embargo):%Y-%m-%d %H:%M %Z}"}
        )
