"""Readers' comments: which are taken, how they are found again, what is like them."""

from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles.models.desk import Article, Comment, Notice, Occasion
from articles.models.reader import PublishedArticle
from articles.text.numbers import row_number
from articles.workflow import accounts, notices, policy, suspicion

SALT = "articles.workflow.comments"
SOON, FROM_ONE_NETWORK = timedelta(minutes=10), 5
DAY, IN_A_DAY = timedelta(days=1), 30
HOUR, ON_ONE_ARTICLE = timedelta(hours=1), 60
"""So many comments are taken within so long."""
KEPT_NETWORK = timedelta(days=2)
KEPT_REFUSED = timedelta(days=30)
"""How long traces of the network, and what was refused, are kept."""

State = Comment.State
OPEN = (State.WAITING, State.HELD)


class CommentRefused(Exception):
    """A comment was not taken; the text is the sentence for who wrote it."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What somebody wrote, and where it came from."""

    name: str
    text: str
    email: str = ""
    language: str = "zh-Hans"
    answers: str = ""
    """UUID of the comment that it answers."""
    address: str | None = None


def take(page: PublishedArticle, written: Written, *, at: datetime) -> Comment:
    """Keep a comment until somebody has looked at it; raises CommentRefused.

    Whoever moderates the article is told once, until they have read that.
    """
    with transaction.atomic():
        # The row is the lock: comments are counted before one more is taken.
        rows = Article.objects.select_for_update(of=("self",))
        article = rows.defer("body", "extra").get(uuid=page.uuid)
        comment = Comment(
            article=article,
            parent=_answered(article, written.answers),
            name=written.name,
            email=written.email,
            text=written.text,
            language=written.language,
            network=network_of(written.address, at=at),
            fingerprint=suspicion.fingerprint(written.text),
            host=next(iter(suspicion.hosts(written.text)), ""),
            created_at=at,
        )
        _refuse(comment, at=at)
        found = suspicion.reasons(comment, at=at)
        if found:
            comment.state, comment.held_for = State.HELD, ",".join(found)
        comment.save()
        if not found:
            _tell(comment, at=at)
    return comment


def _answered(article: Article, uuid: str) -> Comment | None:
    """Give the head of the thread that is answered; one that is gone is an error."""
    if not uuid:
        return None
    shown = Comment.objects.filter(article=article, uuid=uuid, state=State.SHOWN)
    answered = shown.select_related("parent").first()
    if answered is None:
        raise CommentRefused(
            _("What you answer is no longer there. You can still send this as a comment"
              " of its own.")
        )  # fmt: skip
    return answered.parent or answered


def _refuse(comment: Comment, *, at: datetime) -> None:
    if len(suspicion.hosts(comment.text)) > suspicion.MOST_LINKS:
        raise CommentRefused(
            _("There are too many links in it: %(count)d at most.")
            % {"count": suspicion.MOST_LINKS}
        )
    mine = Comment.objects.filter(network=comment.network, created_at__gt=at - DAY)
    soon = mine.filter(created_at__gt=at - SOON)
    if comment.network and (
        soon.count() >= FROM_ONE_NETWORK or mine.count() >= IN_A_DAY
    ):
        raise CommentRefused(
            _("That was a lot in a short time. Your text is still here: send it again in"
              " a few minutes.")
        )  # fmt: skip
    here = Comment.objects.filter(article=comment.article_id, author=None)
    if here.filter(created_at__gt=at - HOUR).count() >= ON_ONE_ARTICLE:
        raise CommentRefused(
            _("Very many are writing here just now. Your text is still here: send it"
              " again in an hour.")
        )  # fmt: skip
    if here.filter(
        fingerprint=comment.fingerprint, state__in=(*OPEN, State.SHOWN)
    ).exists():
        raise CommentRefused(_("This is here already, or waits to be looked at."))


def network_of(address: str | None, *, at: datetime) -> str:
    """Sum up the network an address belongs to, differently each day."""
    if not address:
        return ""
    bits = 24 if ip_address(address).version == 4 else 56
    network = ip_network(f"{address}/{bits}", strict=False)
    return salted_hmac(f"{SALT} {localdate(at)}", str(network)).hexdigest()[:32]


def _tell(comment: Comment, *, at: datetime) -> None:
    """Tell the moderators of an article, unless they have not read the last notice."""
    unread = Notice.objects.filter(
        occasion=Occasion.COMMENTED, article=comment.article, read_at=None
    )
    if unread.exists():
        return
    people = accounts.who_may(policy.may_moderate, comment.article, accounts.staff())
    notices.tell(Occasion.COMMENTED, users=people, article=comment.article, at=at)


# Found again by who wrote it


def token_of(comment: Comment) -> str:
    """Give the token by which whoever wrote a comment finds it, and may erase it."""
    return f"{comment.pk}-{_sealed(f'{comment.uuid}')}"


def find(token: str) -> Comment | None:
    """Give the comment a token belongs to; None for any other text."""
    number = token.partition("-")[0]
    comments = Comment.objects.select_related("article")
    comment = comments.filter(pk=row_number(number)).first()
    right = token_of(comment) if comment else f"{number}-{_sealed('')}"
    return comment if constant_time_compare(token, right) and comment else None


def _sealed(facts: str) -> str:
    digest = salted_hmac(SALT, facts, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


# Moderation


def like(comments: Collection[Comment]) -> "QuerySet[Comment]":
    """Give what waits and says the same, links to the same host or came the same way."""
    texts = {one.fingerprint for one in comments} - {""}
    networks = {one.network for one in comments} - {""}
    hosts = {one.host for one in comments} - {""}
    alike = Q(pk__in=[one.pk for one in comments])
    alike |= Q(fingerprint__in=texts) | Q(network__in=networks) | Q(host__in=hosts)
    return Comment.objects.filter(alike, state__in=OPEN)


def forget_old(*, at: datetime) -> int:
    """Forget where comments came from, and what was refused, when that is old."""
    traced = Comment.objects.exclude(network="")
    traced.filter(created_at__lt=at - KEPT_NETWORK).update(network="")
    refused = Comment.objects.filter(
        state__in=(State.REJECTED, State.SPAM), decided_at__lt=at - KEPT_REFUSED
    )
    return refused.update(state=State.ERASED, **EMPTY)


EMPTY = {
    "name": "", "email": "", "text": "", "held_for": "", "network": "",
    "fingerprint": "", "host": "",
}  # fmt: skip
"""What is left of a comment that is erased."""
